"""Double programming: a run's results held against somebody else's."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hcc_analysis.errors import InputError
from hcc_analysis.formatting import counted
from hcc_analysis.report.csv_rows import read_rows
from hcc_analysis.report.differences import Difference, as_number, difference
from hcc_analysis.report.run_folder import Found, Key
from hcc_analysis.results import NOT_ESTIMABLE, NOT_REACHED

AGREES, DISAGREES = "agrees", "disagrees"
NOT_IN_OTHER, NOT_IN_RUN = "not in the other", "not in the run"
ORDER = (AGREES, DISAGREES, NOT_IN_OTHER, NOT_IN_RUN)
ID, VALUE, OUTPUT, TOLERANCE = "result_id", "value", "output_id", "tolerance"

_WORDS = (NOT_REACHED, NOT_ESTIMABLE)
_ROUNDING = 1e-9  # of the bound: 0.63 less 0.625 is more than 0.005 in binary


@dataclass(frozen=True)
class Given:
    """Somebody else's result: its value, and the relative tolerance that its row asks for."""

    value: str
    tolerance: float | None = None


@dataclass(frozen=True)
class Compared:
    """A result of the run beside the other one; a missing value is empty.

    Attributes
    ----------
    result, outputs : str
        Id of the result, and of the outputs that give it.
    run, other : str
        The values.
    state : str
        ``agrees``, ``disagrees``, ``not in the other`` or ``not in the run``.
    difference : Difference, optional
        The other less the run's, where both are numbers and disagree.
    """

    result: str
    outputs: str
    run: str
    other: str
    state: str
    difference: Difference | None = None


@dataclass(frozen=True)
class Comparison:
    """Every result of either side, in the order of the run, then of the other file."""

    rows: tuple[Compared, ...]

    @property
    def counts(self) -> Counter[str]:
        """Number of results in each state."""
        return Counter(row.state for row in self.rows)

    @property
    def agrees(self) -> bool:
        """Whether every result agrees and none is missing."""
        return all(row.state == AGREES for row in self.rows)


def read_other(path: Path) -> dict[tuple[str, str], Given]:
    """Read somebody else's results.

    Parameters
    ----------
    path : Path
        CSV with ``result_id`` and ``value``; ``output_id`` and ``tolerance`` if wished.

    Returns
    -------
    dict
        Results by output id (empty for every output that has the result) and result id.

    Raises
    ------
    InputError
        A column is missing, a result is given twice, or a value is none.
    """
    found: dict[tuple[str, str], Given] = {}
    rows: dict[tuple[str, str], int] = {}
    for number, row in read_rows(path, (ID, VALUE)):
        key = (row.get(OUTPUT, "").strip(), row[ID].strip())
        if not key[1]:
            raise InputError.at("blank; give the id that results.csv has", file=path, row=number, column=ID)
        if key in rows:
            message = f"{key[1]!r} stands in row {rows[key]} already; remove one of the two"
            raise InputError.at(message, file=path, row=number, column=ID)
        rows[key] = number
        found[key] = Given(_value(row[VALUE], path, number), _tolerance(row.get(TOLERANCE, ""), path, number))
    return found


def compare_programs(
    run: Mapping[Key, Found],
    other: Mapping[tuple[str, str], Given],
    *,
    relative: float,
    absolute: float,
    partial: bool = False,
) -> Comparison:
    """Compare a run with somebody else's results.

    Parameters
    ----------
    run : mapping
        Results of the run.
    other : mapping
        From :func:`read_other`.
    relative, absolute : float
        Two numbers agree when they differ by no more than ``absolute``, or by no more than ``relative``
        times the larger of their sizes; a row's own tolerance stands for ``relative``.
    partial : bool
        Whether the other side may lack results of the run.

    Returns
    -------
    Comparison
        Each result; one that several outputs give with one value stands once.
    """
    used: set[tuple[str, str]] = set()
    merged: dict[tuple[str, str, tuple[str, str] | None], list[str]] = {}
    for key, found in run.items():
        at = next((at for at in ((key.output, key.result), ("", key.result)) if at in other), None)
        merged.setdefault((key.result, found.value, at), []).append(key.output)
        used |= {at} if at else set()
    rows = [
        _compared(
            result,
            ", ".join(dict.fromkeys(outputs)),
            value,
            other.get(at) if at else None,
            relative,
            absolute,
        )
        for (result, value, at), outputs in merged.items()
        if at or not partial
    ]
    extra = [
        Compared(key[1], key[0], "", one.value, NOT_IN_RUN) for key, one in other.items() if key not in used
    ]
    return Comparison((*rows, *extra))


def totals_text(comparison: Comparison) -> str:
    """Count the results in each state, in one line."""
    counts, total = comparison.counts, len(comparison.rows)
    states = ", ".join(f"{counts[state]} {_plural(state, counts[state])}" for state in ORDER)
    return f"{counted(total, 'result')}: {states}"


def _compared(
    result: str, outputs: str, value: str, given: Given | None, relative: float, absolute: float
) -> Compared:
    if given is None:
        return Compared(result, outputs, value, "", NOT_IN_OTHER)
    allowed = relative if given.tolerance is None else given.tolerance
    if values_agree(value, given.value, allowed, absolute):
        return Compared(result, outputs, value, given.value, AGREES)
    return Compared(result, outputs, value, given.value, DISAGREES, difference(value, given.value))


def values_agree(run: str, other: str, relative: float, absolute: float) -> bool:
    """Whether two values agree: numbers within a tolerance, words letter by letter."""
    first, second = as_number(run), as_number(other)
    if first is None or second is None:
        return run.strip() == other.strip()
    bound = max(absolute, relative * max(abs(first), abs(second)))
    return abs(first - second) <= bound * (1 + _ROUNDING)


def _plural(state: str, count: int) -> str:
    return state.removesuffix("s") if state in (AGREES, DISAGREES) and count != 1 else state


def _value(text: str, path: Path, row: int) -> str:
    text = text.strip()
    if as_number(text) is None and text not in _WORDS and not _is_date(text):
        what = f"{text!r} is not a number" if text else "blank"
        advice = "write it as 12.5, a date as 2021-02-28, or NR (not reached), NE (not estimable)"
        raise InputError.at(f"{what}; {advice}", file=path, row=row, column=VALUE)
    return text


def _tolerance(text: str, path: Path, row: int) -> float | None:
    if not text.strip():
        return None
    value = as_number(text)
    if value is None or value < 0:
        message = (
            f"{text.strip()!r} is not a number of 0 or more; 0.001 allows a thousandth, blank the common one"
        )
        raise InputError.at(message, file=path, row=row, column=TOLERANCE)
    return value


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
