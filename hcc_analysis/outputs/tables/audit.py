"""Tables of the audit: every test, and what does not agree as it stands."""

from __future__ import annotations

import os

from hcc_analysis.claims.audit import CANNOT, CONSISTENT, IF_CUT, INCONSISTENT, KINDS, Audit, Finding
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import NOT_APPLICABLE, heading_row

_MANY = 2
_ALL_COLUMNS = ("Printed numbers", "Printed", "Test", "Computed", "Verdict", "What it would take to agree")
_FINDING_COLUMNS = ("Printed numbers", "Printed", "Test", "Computed", "What it would take to agree")
_GROUPS = {
    INCONSISTENT: "Inconsistent as printed",
    IF_CUT: "Consistent if the digits are cut",
    CONSISTENT: "Consistent, but worth a look",
}
_RULES = {
    "rounded": "only rounding half up gives the digits",
    "cut": "only cutting gives the digits",
    "either": "both give the digits",
    "neither": "neither gives the digits",
}
_DIGIT_KINDS = ("percentage", "hazard_ratio")


def audit_table(audit: Audit) -> Table:
    """Lay out every test of the audit.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    Table
        A row a test, grouped by kind of test, for landscape pages.
    """
    rows: list[Row] = []
    for kind, title in KINDS.items():
        found = audit.of_kind(kind)
        if found:
            rows += [heading_row(title, len(_ALL_COLUMNS)), *map(_row, found)]
    return Table(columns=_columns(_ALL_COLUMNS), rows=tuple(rows), wide=True)


def findings_table(audit: Audit) -> Table:
    """Lay out what does not agree as it stands, and what is improbable.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    Table
        A row a finding, grouped by verdict, for landscape pages.
    """
    rows: list[Row] = []
    for verdict, title in _GROUPS.items():
        found = [finding for finding in audit.notable if finding.verdict == verdict]
        if found:
            rows += [heading_row(title, len(_FINDING_COLUMNS)), *(_row(f, verdict=False) for f in found)]
    return Table(columns=_columns(_FINDING_COLUMNS), rows=tuple(rows), wide=True)


def summary_table(audit: Audit) -> Table:
    """Lay out the counts: tests and claims by verdict, and the rule that gives the printed digits.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    Table
        Two columns of counts by verdict, then two by rule.
    """
    columns = (
        Column(label="Verdict"),
        Column(label="Tests", align="right"),
        Column(label="Printed numbers", align="right"),
    )
    rows = [
        _counts(verdict, ("tests", audit.tests[verdict], verdict), ("claims", audit.claims[verdict], verdict))
        for verdict in audit.tests
    ]
    heading = heading_row("Digits: tests of percentages (left) and of hazard ratios (right)", len(columns))
    left, right = (audit.digits(kind) for kind in _DIGIT_KINDS)
    digits = [
        _counts(text, (f"digits.{_DIGIT_KINDS[0]}", left[r], r), (f"digits.{_DIGIT_KINDS[1]}", right[r], r))
        for r, text in _RULES.items()
    ]
    return Table(columns=columns, rows=(*rows, heading, *digits))


def _counts(label: str, *counts: tuple[str, int, str]) -> Row:
    text = label[0].upper() + label[1:]
    cells = (
        Cell(text=str(value), results=(f"audit.{stem}.{name.replace(' ', '_')}",))
        for stem, value, name in counts
    )
    return Row(cells=(Cell(text=text), *cells))


def _columns(labels: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(label=label) for label in labels)


def _row(finding: Finding, *, verdict: bool = True) -> Row:
    shown = (
        (finding.verdict,) if verdict and finding.verdict != CANNOT else (NOT_APPLICABLE,) if verdict else ()
    )
    texts = (finding.computed or NOT_APPLICABLE, *shown, finding.to_agree or NOT_APPLICABLE)
    cells = [Cell(text=text) for text in (short(finding.claims), finding.printed, finding.test, *texts)]
    cells[3] = Cell(text=cells[3].text, results=tuple(result.id for result in finding.results))
    return Row(cells=tuple(cells))


def short(ids: tuple[str, ...]) -> str:
    """Name the claims of a test: up to two by their ids, more by what the ids have in common.

    Parameters
    ----------
    ids : tuple of str
        Ids of claims.

    Returns
    -------
    str
        E.g. "table1.age.* (2)".
    """
    if len(ids) <= _MANY:
        return ", ".join(ids)
    stem = os.path.commonprefix([id.split(".") for id in ids])  # type: ignore[list-item]
    if stem:
        return f"{'.'.join(stem)}.* ({len(ids)})"
    return f"{ids[0]} and {len(ids) - 1} more"
