"""What the terminal and the page say alike."""

from __future__ import annotations

from hcc_analysis.formatting import counted
from hcc_analysis.trial.check import CheckResult, Finding
from hcc_analysis.visible import escaped

MAPPING = "Lines for mapping.yml that would map what is not mapped"
COLUMNS = ("Severity", "File", "Row", "Variable", "Value", "Rule", "Message")


def cells(finding: Finding) -> tuple[str, ...]:
    """Return a finding's cells in the order of ``COLUMNS``.

    Parameters
    ----------
    finding : Finding
        The finding.

    Returns
    -------
    tuple of str
        Printable text.
    """
    row = "" if finding.row is None else str(finding.row)
    found = (
        finding.severity,
        finding.file,
        row,
        finding.variable,
        finding.value,
        finding.rule,
        finding.message,
    )
    return tuple(escaped(text) for text in found)


def summary(result: CheckResult) -> str:
    """Say in one line what was checked and found.

    Parameters
    ----------
    result : CheckResult
        What a check has found.

    Returns
    -------
    str
        Numbers of files, records, errors and warnings.
    """
    files = counted(len(result.records), "data set")
    rows = counted(sum(rows for _, rows in result.records), "record")
    return f"{files}, {rows}: {counted(result.errors, 'error')}, {counted(result.warnings, 'warning')}"


def mapping_lines(result: CheckResult) -> list[str]:
    """Return the suggested lines of ``mapping.yml`` as printable text; none where all is mapped."""
    return [escaped(line) for line in result.mapping.splitlines()]
