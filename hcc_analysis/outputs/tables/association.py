"""Cross tables of two categories with Fisher's exact test."""

from __future__ import annotations

from hcc_analysis.analyses.association import TOTAL, Association
from hcc_analysis.formatting import p_value
from hcc_analysis.outputs.model import Cell, Column, Row, Table


def association_table(association: Association, *, rows: str, columns: str, prefix: str, p_id: str) -> Table:
    """Lay out a cross table.

    Parameters
    ----------
    association : Association
        Counts and test.
    rows, columns : str
        What the rows and the columns are.
    prefix : str
        Prefix of the result ids of the counts.
    p_id : str
        Result id of the p value.

    Returns
    -------
    Table
        Counts with totals, and the p value in the last row.
    """
    counts = association.table
    labels = [*(str(name) for name in counts.columns), TOTAL]
    head = (Column(label=rows), *(Column(label=label, align="right", spanner=columns) for label in labels))
    values = [[*row, sum(row)] for row in counts.to_numpy().tolist()]
    total = counts.sum().tolist()
    body = [
        _row(association, prefix, name, dict(zip(labels, row, strict=True)))
        for name, row in zip([*map(str, counts.index), TOTAL], [*values, [*total, sum(total)]], strict=True)
    ]
    test = Cell(text=p_value(association.p_value), results=(p_id,))
    blank = tuple(Cell(text="") for _ in labels[1:])
    last = Row(cells=(Cell(text="p value (Fisher\u2019s exact test)"), test, *blank))
    return Table(columns=head, rows=(*body, last))


def _row(association: Association, prefix: str, name: str, counts: dict[str, int]) -> Row:
    cells = (
        Cell(text=str(count), results=(association.cell_id(prefix, name, column),))
        for column, count in counts.items()
    )
    return Row(cells=(Cell(text=name), *cells))
