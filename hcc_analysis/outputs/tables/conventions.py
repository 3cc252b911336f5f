"""Time-to-event results under the conventions of SPSS, R and SAS, side by side."""

from __future__ import annotations

from hcc_analysis.claims.conventions import NAMES, ConventionRow
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.stats import Convention, convention

CHANGED = " \u2260"
_ENDPOINTS = {"os": "Overall survival", "rfs": "Recurrence-free survival", "follow_up": "Follow-up"}


def convention_table(rows: list[ConventionRow]) -> Table:
    """Lay out printed results under every convention.

    Parameters
    ----------
    rows : list of ConventionRow
        As :func:`hcc_analysis.claims.conventions.under_conventions` returns them.

    Returns
    -------
    Table
        A group of rows an endpoint. A value whose digits differ from the first convention's is marked.
    """
    spanner = "Computed, to the printed decimals"
    columns = (
        Column(label="Result"),
        Column(label="Printed", align="right"),
        *(Column(label=name.upper(), align="right", spanner=spanner) for name in NAMES),
        Column(label="Printed digits fit"),
    )
    body: list[Row] = []
    for prefix, heading in _ENDPOINTS.items():
        members = [row for row in rows if row.claim.id.split(".")[0] == prefix]
        if members:
            body.append(_heading(heading, len(columns)))
            body += [_row(member) for member in members]
    return Table(columns=columns, rows=tuple(body), wide=True)


def _heading(text: str, columns: int) -> Row:
    return Row(cells=(Cell(text=text), *(Cell(text="") for _ in range(columns - 1))), heading=True)


def _row(row: ConventionRow) -> Row:
    values = (
        Cell(
            text=row.text(name) + (CHANGED if row.changes(name) else ""),
            results=(f"convention.{name}.{row.claim.id}",),
        )
        for name in NAMES
    )
    return Row(
        cells=(Cell(text=_words(row)), Cell(text=row.claim.shown), *values, Cell(text=_fits(row))), indent=1
    )


def _words(row: ConventionRow) -> str:
    result, parts = row.results[NAMES[0]], row.claim.id.split(".")
    test = {"logrank": "log-rank ", "cox": "Cox "}.get(parts[2], "") if result.statistic == "p value" else ""
    month = f", {parts[2].removesuffix('m')} months" if parts[1] == "rate" else ""
    group = result.group or f"By {parts[1].replace('_', ' ').replace('afp', 'AFP')}"
    return f"{group}: {test}{result.statistic}{month}"


def _fits(row: ConventionRow) -> str:
    parts = [f"{_names(names)} {word}" for word, names in row.fits().items()]
    return "; ".join(parts) or "none"


def _names(names: list[str]) -> str:
    return "all" if len(names) == len(NAMES) else ", ".join(name.upper() for name in names)


def convention_notes() -> list[str]:
    """Say what each convention is, and what the mark means."""
    rules = "; ".join(_describe(convention(name)) for name in NAMES)
    return [
        f"{CHANGED.strip()}: other digits than under {NAMES[0].upper()}, the paper\u2019s software. "
        "Rounded: half up; cut: further digits dropped.",
        f"{rules}.",
    ]


_MEDIAN_INTERVALS = {"symmetric": "symmetric", "brookmeyer-crowley": "Brookmeyer\u2013Crowley"}


def _describe(rule: Convention) -> str:
    median = _MEDIAN_INTERVALS[rule.median_interval]
    return (
        f"{rule.name.upper()}: {rule.ties.capitalize()} ties, {rule.conf_type} intervals, medians by its own "
        f"rule with {median} intervals"
    )
