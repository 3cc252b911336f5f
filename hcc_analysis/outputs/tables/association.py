"""Cross tables of two categories with Fisher's exact test."""

from __future__ import annotations

from hcc_analysis.analyses.association import Association
from hcc_analysis.formatting import p_value
from hcc_analysis.outputs.model import Cell, Column, Row, Table


def association_table(association: Association, *, rows: str, columns: str, p_id: str) -> Table:
    """Lay out a cross table.

    Parameters
    ----------
    association : Association
        Counts and test.
    rows, columns : str
        What the rows and the columns are.
    p_id : str
        Result id of the p value.

    Returns
    -------
    Table
        Counts with totals, and the p value in the last row.
    """
    counts = association.table
    labels = [*(str(name) for name in counts.columns), "Total"]
    head = (Column(label=rows), *(Column(label=label, align="right", spanner=columns) for label in labels))
    body = [
        _row(str(name), [*values, sum(values)])
        for name, values in zip(counts.index, counts.to_numpy().tolist(), strict=True)
    ]
    total = counts.sum().tolist()
    test = Cell(text=p_value(association.p_value), results=(p_id,))
    blank = tuple(Cell(text="") for _ in labels[1:])
    last = Row(cells=(Cell(text="p value (Fisher\u2019s exact test)"), test, *blank))
    return Table(columns=head, rows=(*body, _row("Total", [*total, sum(total)]), last))


def _row(label: str, counts: list[int]) -> Row:
    return Row(cells=(Cell(text=label), *(Cell(text=str(count)) for count in counts)))
