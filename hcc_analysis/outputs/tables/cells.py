"""Cells and rows that every table is made of."""

from __future__ import annotations

from hcc_analysis.formatting import count_percent
from hcc_analysis.outputs.model import Cell, Column, Row

NOT_APPLICABLE = "\u2013"
NOBODY = "No patients in this population."


def text_row(*texts: str, indent: int = 0) -> Row:
    """Make a row of plain text."""
    return Row(cells=tuple(Cell(text=text) for text in texts), indent=indent)


def heading_row(text: str, columns: int) -> Row:
    """Make a row that opens a group: its text in the first cell, the others empty."""
    return Row(cells=(Cell(text=text), *(Cell(text="") for _ in range(columns - 1))), heading=True)


def count_cell(id: str, count: int, n: int) -> Cell:
    """Make a cell "9 (30.0)" that holds the results ``<id>.n`` and ``<id>.pct``."""
    return Cell(text=count_percent(count, n), results=(f"{id}.n", f"{id}.pct"))


def population_column(label: str, n: int, *, spanner: str = "") -> Column:
    """Make the column of a population: "All patients (n = 30), No. (%)"."""
    return Column(label=f"{label} (n = {n}), No. (%)", align="right", spanner=spanner)
