"""A listener that remembers."""

from __future__ import annotations

from hcc_analysis.report.execution import Execution


class Heard:
    def __init__(self):
        self.began: list[str] = []
        self.ended: list[str] = []

    def started(self, id: str) -> None:
        self.began.append(id)

    def finished(self, execution: Execution) -> None:
        self.ended.append(execution.id)
