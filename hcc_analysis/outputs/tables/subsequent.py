"""Supplementary Table 7: later treatments."""

from __future__ import annotations

from hcc_analysis.analyses.subsequent import LaterTreatments
from hcc_analysis.formatting import count_percent
from hcc_analysis.outputs.model import Column, Row, Table
from hcc_analysis.outputs.tables.cells import heading_row, text_row


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
    rows = [
        heading_row(f"{group.group} (n = {group.n})", 2),
        text_row("Any later treatment", count_percent(group.treated, group.n), indent=1),
    ]
    rows += [text_row(_name(r), count_percent(k, group.n), indent=2) for r, k in group.regimens.items()]
    return [*rows, text_row("No later treatment", count_percent(group.n - group.treated, group.n), indent=1)]


def _name(regimen: str) -> str:
    parts = [part if part in ("TACE", "HAIC") else part.lower() for part in regimen.split(" + ")]
    text = " + ".join(parts)
    return text[0].upper() + text[1:]
