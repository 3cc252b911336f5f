"""The difference of two reports in words, for the terminal and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hcc_analysis.formatting import counted
from hcc_analysis.report.run_diff import KINDS, SAME, STATES, InputChange, ResultChange, RunDiff, differing

_HASH_LETTERS = 12
_SHORT = 24  # letters


def summary(diff: RunDiff) -> str:
    """Say in one sentence what differs.

    Parameters
    ----------
    diff : RunDiff
        The comparison.

    Returns
    -------
    str
        One line.
    """
    if diff.identical:
        results, figures = counted(len(diff.results), "result"), counted(len(diff.figures), "figure")
        tables = counted(len(diff.tables), "table")
        return f"Identical: {results}, {figures}, {tables} and everything that they were made from."
    parts = [
        _part(diff.results, "result") + _besides(diff.results),
        _part(diff.figures, "figure"),
        _part(diff.tables, "table"),
        _part(diff.inputs, "input"),
    ]
    return f"Different: {'; '.join(parts)}."


def by_kind(changes: Sequence[InputChange]) -> list[tuple[str, list[InputChange]]]:
    """Sort inputs by kind; a kind without any is left out."""
    groups = [(kind, [change for change in changes if change.kind == kind]) for kind in KINDS]
    return [(kind, group) for kind, group in groups if group]


def short(change: InputChange, text: str) -> str:
    """Shorten a hash; a value of a parameter and a version stay whole."""
    return text if change.kind in ("parameter", "software version") else text[:_HASH_LETTERS]


def details_text(change: ResultChange) -> str:
    """Say what changed beside the value."""
    return "; ".join(f"{name}: {old or 'none'} \u2192 {new or 'none'}" for name, old, new in change.details)


def details_names(change: ResultChange) -> str:
    """Say what changed beside the value, with old and new only where that is short."""
    text = details_text(change)
    return text if len(text) <= _SHORT else ", ".join(name for name, _, _ in change.details)


def _besides(changes: Sequence[ResultChange]) -> str:
    """Count the results that changed in what is said of them alone."""
    count = sum(change.same_value for change in differing(changes))
    return f" ({count} of the changed with the same value)" if count else ""


def _part(changes: Sequence[Any], noun: str) -> str:
    count = len(differing(changes))
    if not count:
        return f"{noun}s the same"
    states = Counter(change.state for change in changes)
    words = ", ".join(f"{states[state]} {state}" for state in STATES if states[state] and state != SAME)
    return f"of {counted(len(changes), noun)}, {words}"
