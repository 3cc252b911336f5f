"""Table 1: baseline characteristics."""

from __future__ import annotations

from hcc_analysis.analyses.baseline import CharacteristicCounts
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell, heading_row, population_column, text_row


def baseline_table(summary: list[CharacteristicCounts]) -> Table:
    """Lay out the baseline characteristics.

    Parameters
    ----------
    summary : list of CharacteristicCounts
        As :func:`hcc_analysis.analyses.baseline.baseline_summary` returns it.

    Returns
    -------
    Table
        A group of rows a characteristic; missing values have a row where there are any.
    """
    n = summary[0].levels[0].n if summary else 0
    columns = (Column(label="Characteristic"), population_column("All patients", n))
    return Table(columns=columns, rows=tuple(row for item in summary for row in _rows(item)))


def _rows(item: CharacteristicCounts) -> list[Row]:
    rows = [heading_row(item.characteristic.name, 2)]
    for level in item.levels:
        cells = (Cell(text=level.level), count_cell(level.id, level.count, level.n))
        rows.append(Row(cells=cells, indent=1))
    if item.missing:
        rows.append(text_row("Missing", str(item.missing), indent=1))
    return rows
