"""A listener that remembers."""

from __future__ import annotations

from hcc_analysis.report.execution import Execution
from hcc_analysis.report.plan import Task


class Heard:
    def __init__(self):
        self.began: list[str] = []
        self.executions: dict[str, Execution] = {}
        self.ended: list[str] = []

    def started(self, task: Task) -> None:
        self.began.append(task.id)

    def finished(self, task: Task, execution: Execution) -> None:
        self.executions[task.id] = execution
        self.ended.append(task.id)
