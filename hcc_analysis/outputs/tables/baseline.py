"""Table 1: baseline characteristics."""

from __future__ import annotations

from collections.abc import Mapping

from hcc_analysis.analyses.baseline import CharacteristicCounts
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell, heading_row, population_column, text_row


def baseline_table(
    summary: list[CharacteristicCounts], arms: Mapping[str, list[CharacteristicCounts]] | None = None
) -> Table:
    """Lay out the baseline characteristics.

    Parameters
    ----------
    summary : list of CharacteristicCounts
        As :func:`hcc_analysis.analyses.baseline.baseline_summary` returns it.
    arms : mapping of str to list of CharacteristicCounts, optional
        As :func:`hcc_analysis.analyses.baseline.baseline_by_arm` returns them; a column each, before that of
        all patients.

    Returns
    -------
    Table
        A group of rows a characteristic; missing values have a row where there are any.
    """
    populations = {**(arms or {}), "All patients": summary}
    columns = [population_column(name, _size(items)) for name, items in populations.items()]
    rows = [row for items in zip(*populations.values(), strict=True) for row in _rows(items)]
    return Table(columns=(Column(label="Characteristic"), *columns), rows=tuple(rows))


def _size(items: list[CharacteristicCounts]) -> int:
    return items[0].levels[0].n if items else 0


def _rows(items: tuple[CharacteristicCounts, ...]) -> list[Row]:
    """Lay out a characteristic in every population."""
    rows = [heading_row(items[0].characteristic.name, 1 + len(items))]
    for counts in zip(*(item.levels for item in items), strict=True):
        cells = (count_cell(one.id, one.count, one.n) for one in counts)
        rows.append(Row(cells=(Cell(text=counts[0].level), *cells), indent=1))
    if any(item.missing for item in items):
        rows.append(text_row("Missing", *(str(item.missing) for item in items), indent=1))
    return rows
