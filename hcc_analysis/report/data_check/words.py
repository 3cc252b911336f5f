"""What the terminal and the page say alike."""

from __future__ import annotations

from hcc_analysis.trial.check import CheckResult, Finding

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
    return tuple(printable(text) for text in found)


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
    files = _number(len(result.records), "data set")
    rows = _number(sum(rows for _, rows in result.records), "record")
    return f"{files}, {rows}: {_number(result.errors, 'error')}, {_number(result.warnings, 'warning')}"


def printable(text: str) -> str:
    """Write characters out that control a terminal or turn the direction of text.

    Parameters
    ----------
    text : str
        Any text of a data file.

    Returns
    -------
    str
        Printable text.
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
