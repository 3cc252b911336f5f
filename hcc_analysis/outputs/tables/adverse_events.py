"""Table 3 and Supplementary Table 10: treatment-related adverse events."""

from __future__ import annotations

from hcc_analysis.analyses.safety import GRADES, PeriodCounts
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell

ALWAYS_SHOWN = (1, 2, 3)


def adverse_event_table(periods: dict[str, tuple[str, PeriodCounts]]) -> Table:
    """Lay out adverse events, periods side by side.

    Parameters
    ----------
    periods : dict of str to (str, PeriodCounts)
        Heading of a period to the prefix of its result ids and its counts; the same terms in each.

    Returns
    -------
    Table
        A row a term; all grades and grades 1 to 3 of each period, grades 4 and 5 where they occurred.
    """
    grades = _grades([counts for _, counts in periods.values()])
    columns = [Column(label="Adverse event")]
    for heading, (_, counts) in periods.items():
        spanner = f"{heading} (n = {counts.n}), No. (%)"
        labels = ["All grades", *(f"Grade {grade}" for grade in grades)]
        columns += [Column(label=label, align="right", spanner=spanner) for label in labels]
    return Table(columns=tuple(columns), rows=_rows(list(periods.values()), grades), wide=len(columns) > 6)


def _grades(periods: list[PeriodCounts]) -> list[int]:
    return [g for g in GRADES if g in ALWAYS_SHOWN or any(p.any_event.grades[g] for p in periods)]


def _rows(periods: list[tuple[str, PeriodCounts]], grades: list[int]) -> tuple[Row, ...]:
    rows = []
    for position, first in enumerate(periods[0][1].rows):
        cells = [Cell(text=first.term)]
        for prefix, counts in periods:
            row = counts.rows[position]
            cells.append(count_cell(counts.id_of(prefix, row), row.total, counts.n))
            cells += [count_cell(counts.id_of(prefix, row, g), row.grades[g], counts.n) for g in grades]
        rows.append(Row(cells=tuple(cells)))
    return tuple(rows)
