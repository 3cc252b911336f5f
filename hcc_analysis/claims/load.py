"""The printed quantities: one claim each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hcc_analysis.claims.rows import NUMBER, SourceRow, read_rows
from hcc_analysis.results import NOT_ESTIMABLE, NOT_REACHED

ABOVE = "above"
# Kinds that data on patients do not determine: what the protocol chose, and what follows from it.
DESIGN_KINDS = ("design", "sample_size")
KINDS = (
    "count",
    "percent",
    "rate",
    "median",
    "time",
    "hazard_ratio",
    "ci_lower",
    "ci_upper",
    "p_value",
    "date",
    ABOVE,
    *DESIGN_KINDS,
)
COLUMNS = (
    "id",
    "location",
    "quote",
    "printed",
    "kind",
    "value",
    "decimals",
    "unit",
    "n",
    "population",
    "method",
    "same_as",
    "note",
)
_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_WORDS = (NOT_REACHED, NOT_ESTIMABLE)


@dataclass(frozen=True)
class Claim:
    """One quantity that the paper prints.

    Attributes
    ----------
    id : str
        Its id; also that of the result that computes it.
    location, quote : str
        Where the paper prints it first, and a few words around it.
    printed : str
        As printed, e.g. "30.0%" or "Nine"; empty where the number only follows from a printed one.
    kind : str
        One of :data:`KINDS`. ``above`` means that the paper prints a bound ("over 20 months").
    value : str
        The number as printed ("12.50"), ``NR`` (not reached), ``NE`` (not estimable) or an ISO date.
    decimals : int or None
        Digits after the point; None for words and dates.
    unit, population, method : str
        What it is, of whom, and how the paper computed it.
    n : int or None
        Subjects behind it.
    same_as : str
        Another claim that is the same quantity, printed elsewhere; empty for none.
    note : str
        Why the computed number differs, where it does; or what a reader must know.
    """

    id: str
    location: str
    quote: str
    printed: str
    kind: str
    value: str
    decimals: int | None
    unit: str
    n: int | None
    population: str
    method: str
    same_as: str
    note: str

    @property
    def is_number(self) -> bool:
        """Whether the value is a number (not a word, not a date)."""
        return self.decimals is not None

    @property
    def depends_on_patients(self) -> bool:
        """Whether patients' data determine it."""
        return self.kind not in DESIGN_KINDS

    @property
    def shown(self) -> str:
        """What stands in a column of printed numbers; in brackets where it only follows from one."""
        return self.printed or f"[{self.value}]"


def load_claims(path: str | Path) -> tuple[Claim, ...]:
    """Read and check ``claims.csv``.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    tuple of Claim
        In the file's order.

    Raises
    ------
    InputError
        One line that names file, row and column: a missing column, a repeated id, a wrong number, an
        unknown kind, a printed text that contradicts the value.
    """
    rows = list(read_rows(path, COLUMNS))
    seen: set[str] = set()
    claims = tuple(_claim(row, seen) for row in rows)
    for row, claim in zip(rows, claims, strict=True):
        if claim.same_as and (claim.same_as not in seen or claim.same_as == claim.id):
            row.fail("same_as", f"{claim.same_as!r} is not another claim")
    return claims


def _claim(row: SourceRow, seen: set[str]) -> Claim:
    id = row.unique("id", seen)
    if not _ID.fullmatch(id):
        row.fail("id", f"{id!r} must be lower-case words joined by dots")
    kind, value, decimals = row.one_of("kind", KINDS), row.required("value"), row.whole("decimals")
    _check_value(row, kind, value, decimals)
    _check_printed(row, value, decimals)
    return Claim(
        id=id,
        location=row.required("location"),
        quote=row.required("quote"),
        printed=row["printed"],
        kind=kind,
        value=value,
        decimals=decimals,
        unit=row["unit"],
        n=row.whole("n"),
        population=row["population"],
        method=row["method"],
        same_as=row["same_as"],
        note=row["note"],
    )


def _check_value(row: SourceRow, kind: str, value: str, decimals: int | None) -> None:
    if kind == "date":
        _check_date(row, value)
    elif NUMBER.fullmatch(value):
        row.number_as_printed(value, decimals)
        return
    elif value not in _WORDS:
        row.fail("value", f"{value!r} is not a number, NR or NE")
    if decimals is not None:
        row.fail("decimals", f"must be empty, because the value {value} is not a number")


def _check_date(row: SourceRow, value: str) -> None:
    try:
        date.fromisoformat(value)
    except ValueError:
        row.fail("value", f"{value!r} is not a date (YYYY-MM-DD)")


def _check_printed(row: SourceRow, value: str, decimals: int | None) -> None:
    digits = NUMBER.search(row["printed"])
    if decimals is not None and digits and digits.group() != value:
        row.fail("printed", f"{row['printed']!r} is not the value {value}")
