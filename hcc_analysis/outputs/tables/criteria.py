"""Methods: criteria of eligibility and of resectability, and the patients who fail one."""

from __future__ import annotations

from hcc_analysis.analyses.criteria import VERDICTS, CriteriaSummary, ResectabilitySummary
from hcc_analysis.endpoints.criteria import Criterion
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import NOBODY, NOT_APPLICABLE, heading_row

NO_FAILURE = "None"


def eligibility_table(summary: CriteriaSummary) -> Table:
    """Lay out the criteria of eligibility.

    Parameters
    ----------
    summary : CriteriaSummary
        The criteria, judged.

    Returns
    -------
    Table
        A row a criterion with the counts of patients, then a row a patient who fails one with the
        counts of criteria.
    """
    columns = (
        Column(label="Criterion"),
        *_verdict_columns("All patients", summary),
        Column(label="Criteria failed"),
    )
    return Table(columns=columns, rows=_rows((summary,), {}, len(columns)))


def resectability_table(summary: ResectabilitySummary) -> Table:
    """Lay out the criteria of resectability by group.

    Parameters
    ----------
    summary : ResectabilitySummary
        The criteria, judged, of the resected and the others.

    Returns
    -------
    Table
        A row a criterion with the counts of patients, then a row a patient who fails one with the
        counts of criteria and the recorded reason; for a landscape page.
    """
    columns = (
        Column(label="Criterion"),
        *_verdict_columns("Resected", summary.resected),
        *_verdict_columns("Not resected", summary.not_resected),
        Column(label="Criteria failed"),
        Column(label="Reason recorded"),
    )
    groups = (summary.resected, summary.not_resected)
    return Table(columns=columns, rows=_rows(groups, summary.reasons, len(columns)), wide=True)


def eligibility_caption(summary: CriteriaSummary) -> str:
    """Say how many patients meet every criterion."""
    if not summary.n:
        return NOBODY
    return f"{summary.meeting_all} of {summary.n} enrolled and treated patients meet every criterion."


def resectability_caption(summary: ResectabilitySummary) -> str:
    """Say how many of the resected meet every criterion, and how many of the others fail one."""
    resected, others = summary.resected, summary.not_resected
    if not resected.n + others.n:
        return NOBODY
    return (
        f"At week 9, {resected.meeting_all} of {resected.n} resected patients meet every criterion; "
        f"{len(others.failures())} of {others.n} not resected fail one or more."
    )


def _verdict_columns(name: str, summary: CriteriaSummary) -> list[Column]:
    spanner = f"{name} (n = {summary.n})"
    return [Column(label=verdict.capitalize(), align="right", spanner=spanner) for verdict in VERDICTS]


def _rows(groups: tuple[CriteriaSummary, ...], reasons: dict[str, str], width: int) -> tuple[Row, ...]:
    """Criteria with the counts of patients, then patients with the counts of criteria."""
    failing = [_patient(subject, groups, reasons, width) for group in groups for subject in group.failures()]
    return (
        heading_row("Patients by criterion", width),
        *(_criterion(criterion, groups, width) for criterion in groups[0].criteria),
        heading_row("Criteria by patient who fails one", width),
        *(failing or [_filled([Cell(text=NO_FAILURE)], width)]),
    )


def _criterion(criterion: Criterion, groups: tuple[CriteriaSummary, ...], width: int) -> Row:
    counts = [
        Cell(text=str(group.count(criterion.id, v)), results=(f"{group.id}.{criterion.id}.{v}.n",))
        for group in groups
        for v in VERDICTS
    ]
    return _filled([Cell(text=criterion.text), *counts], width)


def _patient(subject: str, groups: tuple[CriteriaSummary, ...], reasons: dict[str, str], width: int) -> Row:
    texts = [subject]
    for group in groups:
        own = subject in group.judged.index
        texts += (
            [str(n) for n in group.counts_of(subject).values()] if own else [NOT_APPLICABLE] * len(VERDICTS)
        )
    failed = next(group.failures()[subject] for group in groups if subject in group.judged.index)
    texts.append("; ".join(criterion.text for criterion in failed))
    texts += [reasons[subject]] if subject in reasons else []
    return _filled([Cell(text=text) for text in texts], width)


def _filled(cells: list[Cell], width: int) -> Row:
    """Make a row, the cells that it lacks filled with a dash."""
    return Row(cells=(*cells, *(Cell(text=NOT_APPLICABLE) for _ in range(width - len(cells)))), indent=1)
