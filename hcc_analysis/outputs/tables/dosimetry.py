"""Methods: constraints of the radiotherapy plan, with violations marked."""

from __future__ import annotations

from itertools import groupby

from hcc_analysis.analyses.dosimetry import DECIMALS, ConstraintSummary, DosimetrySummary
from hcc_analysis.endpoints.dosimetry import Constraint
from hcc_analysis.formatting import estimate_interval
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import NOBODY, NOT_APPLICABLE, heading_row

MARK = "\u2020"
STRUCTURES = {
    "LIVER": "Normal liver",
    "STOMACH": "Stomach",
    "DUODENUM": "Duodenum",
    "COLON": "Colon",
    "SPINAL CORD": "Spinal cord",
    "KIDNEY": "Kidney",
    "PTV": "Planning target volume",
}
_QUANTITIES = {
    "DMEAN": "Mean dose",
    "DMAX": "Maximum dose",
    "V95P": "Volume above 95% of the dose",
    "V110P": "Volume above 110% of the dose",
}
_SIGNS = {"<": "<", "<=": "\u2264", ">=": "\u2265"}


def dosimetry_table(summary: DosimetrySummary) -> Table:
    """Lay out the constraints.

    Parameters
    ----------
    summary : DosimetrySummary
        The constraints over the subjects.

    Returns
    -------
    Table
        A group of rows a structure; violations have a mark and name the subjects.
    """
    columns = (
        Column(label="Constraint"),
        Column(label="Limit", align="right"),
        Column(label="Median (range)", align="right"),
        Column(label="Plans", align="right"),
        Column(label="Violated", align="right"),
        Column(label="Violated by"),
    )
    rows: list[Row] = []
    for structure, members in groupby(summary.constraints, key=lambda c: c.constraint.structure):
        rows += [heading_row(STRUCTURES[structure], len(columns)), *(_row(member) for member in members)]
    return Table(columns=columns, rows=tuple(rows))


def _row(member: ConstraintSummary) -> Row:
    id = f"dosimetry.{member.constraint.id}"
    spread = estimate_interval(member.median, member.lowest, member.highest, DECIMALS)
    cells = (
        Cell(text=_QUANTITIES.get(member.constraint.parameter, member.constraint.parameter)),
        Cell(text=limit_text(member.constraint)),
        Cell(text=spread, results=tuple(f"{id}.{name}" for name in ("median", "min", "max"))),
        Cell(text=str(member.n), results=(f"{id}.missing.n",) if member.missing else ()),
        Cell(text=str(len(member.violated_by)), results=(f"{id}.violations.n",)),
        Cell(text=_marked(member.violated_by)),
    )
    return Row(cells=cells, indent=1)


def _marked(subjects: tuple[str, ...]) -> str:
    return f"{MARK} {', '.join(subjects)}" if subjects else NOT_APPLICABLE


def limit_text(constraint: Constraint) -> str:
    """Write a limit, e.g. "< 86%" or "\u2264 24 Gy"."""
    unit = "%" if constraint.unit == "%" else f" {constraint.unit}"
    return f"{_SIGNS[constraint.relation]} {constraint.limit:g}{unit}"


def dosimetry_caption(summary: DosimetrySummary) -> str:
    """Say how many plans violate a limit."""
    if not summary.n:
        return NOBODY
    if not any(c.n for c in summary.constraints):
        return f"No dose-volume values of the {summary.n} treated patients."
    return (
        "Dose and volume in the radiotherapy plans, held against their limits; plans that violate one: "
        f"{len(summary.violating)} of {summary.n}."
    )


def dosimetry_notes(summary: DosimetrySummary) -> list[str]:
    """Explain the quantities, and say what follows from the limits themselves."""
    notes = [
        "V5: share of the structure that gets 5 Gy or more; likewise the others. Normal liver: the liver "
        "less the gross tumour volume.",
        f"{MARK} Limit violated. A value at the limit keeps \u2264 and \u2265 and violates <.",
        "Kidney: where the maximum dose is below 20 Gy, V23, V30 and V50 are nought by themselves.",
    ]
    if any(c.missing for c in summary.constraints):
        notes.append(
            "Plans: patients with the value; a missing value is no violation and does not keep the limit."
        )
    return notes
