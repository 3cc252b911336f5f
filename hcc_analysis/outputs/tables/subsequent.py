"""Supplementary Table 7: later treatments."""

from __future__ import annotations

from hcc_analysis.analyses.subsequent import LaterTreatments
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell, heading_row


def later_treatment_table(groups: tuple[LaterTreatments, ...]) -> Table:
    """Lay out later treatments.

    Parameters
    ----------
    groups : tuple of LaterTreatments
        The groups, in order.

    Returns
    -------
    Table
        A row a regimen, then the subjects without any.
    """
    columns = (Column(label="Later treatment"), Column(label="No. (%)", align="right"))
    return Table(columns=columns, rows=tuple(row for group in groups for row in _rows(group)))


def _rows(group: LaterTreatments) -> list[Row]:
    regimens = [_row(group, _name(r), r, k, indent=2) for r, k in group.regimens.items()]
    return [
        heading_row(f"{group.group} (n = {group.n})", 2),
        _row(group, "Any later treatment", "any", group.treated, indent=1),
        *regimens,
        _row(group, "No later treatment", "none", group.n - group.treated, indent=1),
    ]


def _row(group: LaterTreatments, label: str, row: str, count: int, *, indent: int) -> Row:
    return Row(cells=(Cell(text=label), count_cell(group.row_id(row), count, group.n)), indent=indent)


def _name(regimen: str) -> str:
    parts = [part if part in ("TACE", "HAIC") else part.lower() for part in regimen.split(" + ")]
    text = " + ".join(parts)
    return text[0].upper() + text[1:]
