"""Every printed number against the computed one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Never

import pandas as pd

from hcc_analysis.claims.load import ABOVE, Claim
from hcc_analysis.errors import InputError
from hcc_analysis.rounding import clean, cut, half_up

EXACT = "exact"
TRUNCATED = "truncated"
DIFFERS = "differs"
NOT_COMPUTED = "not computed"
STATUSES = (EXACT, TRUNCATED, DIFFERS, NOT_COMPUTED)
COLUMNS = (
    "id",
    "location",
    "quote",
    "printed",
    "computed",
    "computed_full",
    "status",
    "note",
    "output_id",
    "kind",
    "depends_on_patients",
)
SEPARATOR = "; "
_NEEDED = ("output_id", "result_id", "value")
_DECIMALS_UNKNOWN = 2

Value = float | str


@dataclass(frozen=True)
class _Computed:
    value: Value
    outputs: tuple[str, ...]


def reconcile(results: pd.DataFrame, claims: Iterable[Claim]) -> pd.DataFrame:
    """Hold every claim against the result of the same id.

    Parameters
    ----------
    results : pandas.DataFrame
        One row a result, with ``output_id``, ``result_id`` and ``value``: a number (percentages in percent),
        ``NR``, ``NE`` or an ISO date. Results that no claim prints are left out.
    claims : iterable of Claim
        What the paper prints.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in the claims' order, with the columns :data:`COLUMNS`. ``status`` is ``exact``
        (rounded half up to the printed decimals it is the printed number; words and dates are the same; a
        printed bound holds), ``truncated`` (it is when cut toward zero), ``differs``, or ``not computed``.
        ``output_id`` names every output that computes it, joined by ``"; "``.

    Raises
    ------
    InputError
        A column is missing, a value is not a number, or two outputs compute an id differently.
    """
    computed = _computed(results)
    return pd.DataFrame([_row(claim, computed.get(claim.id)) for claim in claims], columns=list(COLUMNS))


def _computed(results: pd.DataFrame) -> dict[str, _Computed]:
    missing = [name for name in _NEEDED if name not in results.columns]
    if missing:
        raise InputError.at(f"column {', '.join(missing)} is missing", file="results")
    found: dict[str, _Computed] = {}
    for output, id, raw in results[list(_NEEDED)].itertuples(index=False, name=None):
        found[id] = _joined(id, found.get(id), _Computed(_value(raw, output, id), (str(output),)))
    return found


def _joined(id: str, first: _Computed | None, second: _Computed) -> _Computed:
    if first is None:
        return second
    if _key(first.value) != _key(second.value):
        raise InputError(
            f"{first.outputs[0]} and {second.outputs[0]} compute {id} differently: "
            f"{_full(first.value)} and {_full(second.value)}"
        )
    return _Computed(first.value, tuple(dict.fromkeys(first.outputs + second.outputs)))


def _value(raw: object, output: str, id: str) -> Value:
    text = str(raw).strip()
    try:
        number = float(text)
    except ValueError:
        return text if text and isinstance(raw, str) else _refuse(output, id, text or "empty")
    return number if math.isfinite(number) else _refuse(output, id, text)


def _refuse(output: str, id: str, what: str) -> Never:
    raise InputError(f"{output}: the value of {id} is {what}; a result is a number, NR, NE or a date")


def _key(value: Value) -> Decimal | str:
    return value if isinstance(value, str) else clean(value)


def _row(claim: Claim, computed: _Computed | None) -> tuple[object, ...]:
    value = None if computed is None else computed.value
    return (
        claim.id,
        claim.location,
        claim.quote,
        claim.shown,
        "" if value is None else _short(claim, value),
        "" if value is None else _full(value),
        NOT_COMPUTED if value is None else status(claim, value),
        claim.note,
        SEPARATOR.join(computed.outputs) if computed else "",
        claim.kind,
        claim.depends_on_patients,
    )


def status(claim: Claim, value: Value) -> str:
    """Judge a computed value against what the paper prints.

    Parameters
    ----------
    claim : Claim
        The printed quantity.
    value : float or str
        The computed one.

    Returns
    -------
    str
        ``exact``, ``truncated`` or ``differs``.
    """
    if isinstance(value, str) or claim.decimals is None:
        return EXACT if claim.value == value else DIFFERS
    printed = Decimal(claim.value)
    if claim.kind == ABOVE:
        return EXACT if clean(value) > printed else DIFFERS
    if half_up(value, claim.decimals) == printed:
        return EXACT
    return TRUNCATED if cut(value, claim.decimals) == printed else DIFFERS


def _short(claim: Claim, value: Value) -> str:
    if isinstance(value, str):
        return value
    decimals = _DECIMALS_UNKNOWN if claim.decimals is None else claim.decimals
    return f"{half_up(value, decimals + (claim.kind == ABOVE)):f}"


def _full(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"


@dataclass(frozen=True)
class Totals:
    """How many claims have each status."""

    exact: int
    truncated: int
    differs: int
    not_computed: int

    @property
    def total(self) -> int:
        """All claims."""
        return self.exact + self.truncated + self.differs + self.not_computed

    @property
    def agreeing(self) -> int:
        """Claims that the computed number confirms: exact or truncated."""
        return self.exact + self.truncated

    @property
    def agreeing_percent(self) -> float | None:
        """Agreeing claims of all (%); None without claims."""
        return 100 * self.agreeing / self.total if self.total else None

    def __str__(self) -> str:
        share = self.agreeing_percent
        tail = "" if share is None else f" ({cut(share, 1)}% agree)"
        return (
            f"{self.total} claims: {self.exact} exact, {self.truncated} truncated, {self.differs} differ, "
            f"{self.not_computed} not computed{tail}"
        )


def totals(reconciled: pd.DataFrame, *, patients_only: bool = False) -> Totals:
    """Count the claims by status.

    Parameters
    ----------
    reconciled : pandas.DataFrame
        As :func:`reconcile` returns it, or some of its rows.
    patients_only : bool
        Whether to leave out the claims that patients' data do not determine.

    Returns
    -------
    Totals
        The counts.
    """
    frame = reconciled[reconciled["depends_on_patients"].astype(bool)] if patients_only else reconciled
    counts = frame["status"].value_counts()
    return Totals(*(int(counts.get(name, 0)) for name in STATUSES))


def by_output(reconciled: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split the claims by the output that computes them.

    Parameters
    ----------
    reconciled : pandas.DataFrame
        As :func:`reconcile` returns it.

    Returns
    -------
    dict of str to pandas.DataFrame
        Output id to its claims, in the claims' order; a claim that several outputs compute stands under
        each. Claims that are not computed stand under none.
    """
    rows = reconciled.assign(output_id=reconciled["output_id"].str.split(SEPARATOR)).explode("output_id")
    rows = rows[rows["output_id"] != ""]
    return {str(id): frame.reset_index(drop=True) for id, frame in rows.groupby("output_id", sort=True)}
