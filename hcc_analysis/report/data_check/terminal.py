"""Print findings to a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from hcc_analysis.report.data_check.words import COLUMNS, MAPPING, cells, mapping_lines, summary
from hcc_analysis.trial.check import CheckResult
from hcc_analysis.visible import escaped

_WIDTH_OF_A_PIPE = 200
_STYLES = {"error": "bold red", "warning": "yellow"}


def show(result: CheckResult, console: Console | None = None) -> None:
    """Print every finding and a line that sums up.

    Parameters
    ----------
    result : CheckResult
        What a check has found.
    console : rich.console.Console, optional
        Where to; standard output by default, wide where that is no terminal.
    """
    console = console or Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _WIDTH_OF_A_PIPE)
    if result.findings:
        table = Table(show_lines=False)
        for name in COLUMNS:
            table.add_column(name, overflow="fold", justify="right" if name == "Row" else "left")
        for finding in result.findings:
            severity, *others = (Text(cell) for cell in cells(finding))
            severity.stylize(_STYLES[finding.severity])
            table.add_row(severity, *others)
        console.print(table)
    if result.mapping:
        console.print(Text(f"{MAPPING}:\n", style="bold"))
        console.print(Text("\n".join([*mapping_lines(result), ""])), soft_wrap=True)
    for name in result.skipped:
        console.print(Text(f"not checked, since the data that it needs have errors: {name}"))
    console.print(Text(f"{escaped(str(result.folder))}: {summary(result)}"))
