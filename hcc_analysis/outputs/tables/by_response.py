"""Supplementary Tables 4 and 5: characteristics by response."""

from __future__ import annotations

from hcc_analysis.analyses.by_response import FactorByGroup
from hcc_analysis.formatting import p_value
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell


def by_response_table(crossed: list[FactorByGroup], *, spanner: str) -> Table:
    """Lay out characteristics by group.

    Parameters
    ----------
    crossed : list of FactorByGroup
        One a characteristic.
    spanner : str
        Heading over the groups.

    Returns
    -------
    Table
        A group of rows a characteristic; percentages are of the group; the p value stands in the
        characteristic's own row.
    """
    groups = list(crossed[0].association.table.columns) if crossed else []
    columns = [Column(label="Characteristic")]
    columns += [Column(label=f"{group}, No. (%)", align="right", spanner=spanner) for group in groups]
    columns.append(Column(label="p (Fisher)", align="right"))
    rows = [row for item in crossed for row in _rows(item)]
    return Table(columns=tuple(columns), rows=tuple(rows))


def _rows(item: FactorByGroup) -> list[Row]:
    table = item.association.table
    totals = table.sum()
    blanks = [Cell(text="") for _ in table.columns]
    test = Cell(text=p_value(item.association.p_value), results=(item.p_id,))
    rows = [Row(cells=(Cell(text=item.factor.name), *blanks, test), heading=True)]
    for level, counts in zip(table.index, table.to_numpy().tolist(), strict=True):
        if sum(counts):
            cells = (
                count_cell(item.cell_id(str(level), str(group)), k, int(n))
                for group, k, n in zip(table.columns, counts, totals, strict=True)
            )
            rows.append(Row(cells=(Cell(text=str(level)), *cells, Cell(text="")), indent=1))
    return rows
