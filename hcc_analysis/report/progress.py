"""What a build shows while it runs."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from hcc_analysis.report.execution import Execution
from hcc_analysis.report.plan import Task


class BuildProgress:
    """Shows which notebooks run, which are done or failed, and how long each took.

    On a terminal a line at the bottom follows the run; elsewhere every notebook gets one plain line.

    Parameters
    ----------
    total : int
        Number of notebooks.
    console : Console
        Where to write.

    Attributes
    ----------
    done : int
        Number of notebooks that have ended.
    running : list of str
        Names of those that run.
    """

    def __init__(self, total: int, console: Console) -> None:
        self._console = console
        self._total = total
        self.done = 0
        self.running: list[str] = []
        self._began = time.perf_counter()
        self._bar = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.description}", style="dim"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> BuildProgress:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def started(self, task: Task) -> None:
        """Note that a notebook has begun."""
        if task.name not in self.running:  # it may be tried once more
            self.running.append(task.name)
        self._bar.update(self._task, description=escape(", ".join(self.running)))

    def finished(self, task: Task, execution: Execution) -> None:
        """Note that a notebook has ended, well or badly."""
        self.running.remove(task.name)
        self.done += 1
        skipped = "[yellow]skipped[/]" if execution.skipped else "[green]done[/]  "
        state = "[red]failed[/]" if execution.fault else skipped
        count = f"{self.done:>{len(str(self._total))}}/{self._total}"
        line = f"{count}  {state}  {execution.seconds:5.1f} s  {escape(task.name)}"
        self._console.print(line, highlight=False, soft_wrap=True)
        self._bar.update(self._task, advance=1, description=escape(", ".join(self.running)))

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._began
