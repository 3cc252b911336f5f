"""Supplementary Table 9: postoperative complications."""

from __future__ import annotations

from hcc_analysis.analyses.complications import ANY, ComplicationCounts, grade_id, term_id
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell

ALWAYS_SHOWN = ("I", "II", "IIIa", "IIIb")


def complication_table(counts: ComplicationCounts) -> Table:
    """Lay out complications by Clavien-Dindo grade.

    Parameters
    ----------
    counts : ComplicationCounts
        Counts of the resected subjects.

    Returns
    -------
    Table
        A row a complication; grades IVa to V have a column where they occurred.
    """
    grades = [g for g, k in counts.by_grade.items() if k or g in ALWAYS_SHOWN]
    spanner = f"Resected patients (n = {counts.n}), No. (%)"
    labels = ["All grades", *(f"Grade {grade}" for grade in grades)]
    columns = (
        Column(label="Complication"),
        *(Column(label=x, align="right", spanner=spanner) for x in labels),
    )
    first = _row("Any complication", ANY, counts.any_complication, counts.by_grade, grades, counts.n)
    rows = [_term(term, by_grade, grades, counts.n) for term, by_grade in counts.by_term.items()]
    return Table(columns=columns, rows=(first, *rows))


def _term(term: str, by_grade: dict[str, int], grades: list[str], n: int) -> Row:
    return _row(term.capitalize(), term_id(term), sum(by_grade.values()), by_grade, grades, n)


def _row(label: str, id: str, total: int, by_grade: dict[str, int], grades: list[str], n: int) -> Row:
    cells = [Cell(text=label), count_cell(id, total, n)]
    return Row(cells=(*cells, *(count_cell(grade_id(id, grade), by_grade[grade], n) for grade in grades)))
