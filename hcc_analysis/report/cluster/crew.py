"""The processes that one worker of a cluster runs notebooks in, with their server of warm kernels."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from hcc_analysis.report.cluster.notebook_process import NotebookProcess, ProcessDiedError
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.local_workers import kernel_runtime
from hcc_analysis.report.plan import Task

IDLE_SECONDS = 60.0  # a build that was killed cannot say that it is over


class Crew:
    """Processes for notebooks, as many as run at once; idle ones end after a while, and come again.

    Parameters
    ----------
    size : int
        Number of processes to start with.
    warm : bool
        Whether kernels are forked from a server, where that is possible.
    data : sequence of Path
        Data folders that the notebooks will read.
    """

    def __init__(self, size: int, *, warm: bool, data: Sequence[Path] = ()) -> None:
        self._warm = warm
        self._data = data
        self._lock = threading.Lock()
        self._held = ExitStack()
        self._runtime: tuple[str, str | None] | None = None
        self._idle: list[NotebookProcess] = []
        self._busy: set[NotebookProcess] = set()
        self._clock: threading.Timer | None = None
        with self._lock:
            self._idle = [self._started() for _ in range(size)]
            self._wind()

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes that there are."""
        with self._lock:
            return [process.pid for process in (*self._idle, *self._busy)]

    def run(self, task: Task) -> Execution:
        """Execute a notebook in a fresh kernel; a process that dies of it is a fault of the execution."""
        process = self._take()
        try:
            execution = process.run(task)
        except ProcessDiedError as error:
            process.close()
            self._give_back(process, alive=False)
            return Execution(task.id, "", 0.0, Fault("infrastructure", str(error)))
        self._give_back(process, alive=True)
        return execution

    def close(self) -> None:
        """End everything, running or not."""
        with self._lock:
            self._end()

    def _take(self) -> NotebookProcess:
        with self._lock:
            if self._clock is not None:
                self._clock.cancel()
            process = self._idle.pop() if self._idle else self._started()
            self._busy.add(process)
            return process

    def _give_back(self, process: NotebookProcess, *, alive: bool) -> None:
        with self._lock:
            if process not in self._busy:  # all was closed meanwhile
                return
            self._busy.remove(process)
            if alive:
                self._idle.append(process)
            if not self._busy:
                self._wind()

    def _started(self) -> NotebookProcess:
        if self._runtime is None:
            self._runtime = self._held.enter_context(kernel_runtime(self._warm, self._data))
        return NotebookProcess(self._runtime)

    def _wind(self) -> None:
        self._clock = threading.Timer(IDLE_SECONDS, self._end_when_idle)
        self._clock.daemon = True
        self._clock.start()

    def _end_when_idle(self) -> None:
        with self._lock:
            if not self._busy:
                self._end()

    def _end(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
        for process in (*self._idle, *self._busy):
            process.close()
        self._idle, self._busy, self._runtime = [], set(), None
        self._held.close()
