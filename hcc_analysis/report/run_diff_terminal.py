"""The difference of two reports, and a double programming, on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from hcc_analysis.report.run_diff import FileChange, InputChange, ResultChange, RunDiff, differing
from hcc_analysis.report.run_diff_words import by_kind, details_names, short
from hcc_analysis.report.second_program import AGREES, Comparison
from hcc_analysis.visible import escaped

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

_STYLES = {
    "changed": "yellow",
    "appeared": "green",
    "vanished": "red",
    "agrees": "green",
    "disagrees": "red",
    "not in the run": "yellow",
    "not in the other": "yellow",
}
_RIGHT = {"Old", "New", "Difference", "Relative", "Run", "Other"}


def diff_text(diff: RunDiff, *, everything: bool = False) -> Group:
    """Make what rich prints of two reports.

    Parameters
    ----------
    diff : RunDiff
        The comparison.
    everything : bool
        Show what is the same, too.

    Returns
    -------
    rich.console.Group
        Tables of results, files and inputs where there are any to show.
    """
    from rich.console import Group

    results = diff.results if everything else differing(diff.results)
    files = [("figure", one) for one in diff.figures] + [("table", one) for one in diff.tables]
    shown = [(kind, one) for kind, one in files if everything or one.state != "same"]
    inputs = diff.inputs if everything else differing(diff.inputs)
    made = [_results_table(results), _files_table(shown), _inputs_table(inputs)]
    return Group(*(one for one in made if one.row_count))


def comparison_text(comparison: Comparison, *, everything: bool = False) -> Group:
    """Make what rich prints of a double programming.

    Parameters
    ----------
    comparison : Comparison
        The comparison.
    everything : bool
        Show what agrees, too.

    Returns
    -------
    rich.console.Group
        A table, where there is anything to show.
    """
    from rich.console import Group

    table = _table("Result", "Output", "Run", "Other", "Difference", "Relative", "State")
    for one in comparison.rows:
        if everything or one.state != AGREES:
            numbers = _numbers(one)
            _add(table, one.result, one.outputs, one.run, one.other, *numbers, one.state)
    return Group(*([table] if table.row_count else []))


def _results_table(changes: Iterable[ResultChange]) -> Table:
    table = _table("Output", "Result", "Old", "New", "Difference", "Relative", "State", "Also changed")
    for one in changes:
        name = f"{one.key.result} ({one.key.group})" if one.key.group else one.key.result
        numbers = _numbers(one)
        _add(table, one.key.output, name, one.old, one.new, *numbers, one.state, details_names(one))
    return table


def _files_table(changes: Sequence[tuple[str, FileChange]]) -> Table:
    table = _table("File", "Output", "State")
    for kind, one in changes:
        _add(table, kind, one.output, one.state)
    return table


def _inputs_table(changes: Sequence[InputChange]) -> Table:
    table = _table("Made from", "Name", "Old", "New", "State")
    for kind, group in by_kind(changes):
        for one in group:
            _add(table, kind, one.name, short(one, one.old), short(one, one.new), one.state)
    return table


def _numbers(one: object) -> tuple[str, str]:
    found = getattr(one, "difference", None)
    return (found.absolute_text, found.relative_text) if found else ("", "")


def _table(*headings: str) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, justify="right" if heading in _RIGHT else "left", overflow="fold")
    return table


def _add(table: Table, *cells: str) -> None:
    from rich.text import Text

    table.add_row(*(Text(escaped(cell), style=_STYLES.get(cell, "")) for cell in cells))
