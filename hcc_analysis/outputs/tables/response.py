"""Table 2: radiographic and pathological response."""

from __future__ import annotations

from hcc_analysis.analyses.response import ResponseSummary
from hcc_analysis.endpoints.pathology import COMPLETE, MAJOR, NONE
from hcc_analysis.formatting import interval, level_text
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import count_cell, heading_row, text_row


def response_table(summary: ResponseSummary) -> Table:
    """Lay out response rates.

    Parameters
    ----------
    summary : ResponseSummary
        Counts and rates.

    Returns
    -------
    Table
        Radiographic response of all, pathological response of the resected. Complete response and
        not evaluable have a row where there are any.
    """
    columns = (Column(label="Response"), Column(label="No. (%)", align="right"))
    return Table(columns=columns, rows=(*_radiographic(summary), *_pathological(summary)))


def _radiographic(summary: ResponseSummary) -> list[Row]:
    limits = Cell(
        text=interval(summary.lower, summary.upper, 1),
        results=("response.orr.lower90", "response.orr.upper90"),
    )
    rows = [
        heading_row(f"Radiographic response (n = {summary.n})", 2),
        _row("Objective response rate (ORR)", "table2.orr", summary.objective, summary.n, 1),
        Row(cells=(Cell(text=f"{level_text(summary.conf_level)} confidence interval (%)"), limits), indent=2),
    ]
    shown = [c for c in ("CR", "PR", "SD", "PD", "NE") if c not in ("CR", "NE") or summary.categories[c]]
    names = {"CR": "Complete response (CR)", "PR": "Partial response (PR)", "SD": "Stable disease (SD)"}
    names |= {"PD": "Progressive disease (PD)", "NE": "Not evaluable (NE)"}
    rows += [_row(names[c], f"table2.{c.lower()}", summary.categories[c], summary.n, 1) for c in shown]
    return [*rows, _row("Disease control rate (DCR)", "table2.dcr", summary.controlled, summary.n, 1)]


def _pathological(summary: ResponseSummary) -> list[Row]:
    n = summary.n_resected
    if n is None:
        return []
    if not n:
        return [heading_row("Pathological response", 2), text_row("No resected specimen", "", indent=1)]
    return [
        heading_row(f"Pathological response (n = {n})", 2),
        _row(
            "Significant response (pCR or MPR)", "table2.path.response", summary.pathological_responders, n, 1
        ),
        _row("Complete (pCR)", "table2.path.pcr", summary.pathology[COMPLETE], n, 2),
        _row("Major (MPR)", "table2.path.mpr", summary.pathology[MAJOR], n, 2),
        _row("No response", "table2.path.no_response", summary.pathology[NONE], n, 1),
    ]


def _row(label: str, id: str, count: int, n: int, indent: int) -> Row:
    return Row(cells=(Cell(text=label), count_cell(id, count, n)), indent=indent)
