"""Where notebooks run: worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from hcc_analysis.report import worker
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.kernel.client import KernelServer
from hcc_analysis.report.plan import Task

ATTEMPTS = 2  # a fault of the machine is tried once more, an error in a notebook never


class Listener(Protocol):
    """Is told what happens to the notebooks."""

    def started(self, id: str) -> None:
        """Note that a notebook has begun."""

    def finished(self, execution: Execution) -> None:
        """Note that a notebook has ended, well or badly."""


@dataclass
class _Queue:
    """Tasks that wait, tasks that run, and how often each was tried."""

    waiting: list[Task]
    running: dict[Future[Execution], Task]
    attempts: dict[str, int]

    def start(self, pool: ProcessPoolExecutor, run: Callable[[Task], Execution], listener: Listener) -> None:
        task = self.waiting.pop(0)
        self.attempts[task.id] = self.attempts.get(task.id, 0) + 1
        self.running[pool.submit(run, task)] = task
        listener.started(task.id)


def execute(
    tasks: Sequence[Task],
    listener: Listener,
    *,
    jobs: int,
    warm: bool = False,
    run: Callable[[Task], Execution] = worker.run,
) -> list[Execution]:
    """Execute notebooks in worker processes.

    Parameters
    ----------
    tasks : sequence of Task
        What to run.
    listener : Listener
        Is told what happens.
    jobs : int
        Number of worker processes.
    warm : bool
        Whether kernels are forked from a server, where that is possible.
    run : callable
        What a worker does with a task.

    Returns
    -------
    list of Execution
        One for each task, in the order of the tasks.
    """
    if not tasks:
        return []
    queue = _Queue(list(tasks), {}, {})
    done: dict[str, Execution] = {}
    with _runtime(warm) as runtime:
        while queue.waiting:
            _run_pool(queue, done, listener, run=run, jobs=min(jobs, len(queue.waiting)), runtime=runtime)
    return [done[task.id] for task in tasks]


@contextmanager
def _runtime(warm: bool) -> Iterator[tuple[str, str | None]]:
    """Give the folder for the sockets of the kernels, and the server's address if there is one."""
    if warm and KernelServer.is_possible():
        with KernelServer(quiet=True) as server:
            yield str(server.folder), server.address
    else:
        with tempfile.TemporaryDirectory(prefix="hcc-kernels-") as folder:
            yield folder, None


def _run_pool(
    queue: _Queue,
    done: dict[str, Execution],
    listener: Listener,
    *,
    run: Callable[[Task], Execution],
    jobs: int,
    runtime: tuple[str, str | None],
) -> None:
    """Work until nothing waits or a worker is lost, which ends its pool."""
    pool = ProcessPoolExecutor(jobs, mp_context=_context(), initializer=worker.prepare, initargs=runtime)
    lost = False
    try:
        while (queue.waiting and not lost) or queue.running:
            while queue.waiting and not lost and len(queue.running) < jobs:
                queue.start(pool, run, listener)
            for future in wait(queue.running, return_when=FIRST_COMPLETED).done:
                lost |= isinstance(future.exception(), BrokenProcessPool)
                _settle(queue, future, done, listener)
    finally:
        pool.shutdown(wait=not lost, cancel_futures=True)


def _settle(queue: _Queue, future: Future[Execution], done: dict[str, Execution], listener: Listener) -> None:
    task = queue.running.pop(future)
    execution = _outcome(task, future)
    fault = execution.fault
    if fault and fault.kind == "infrastructure" and queue.attempts[task.id] < ATTEMPTS:
        queue.waiting.append(task)
        return
    done[task.id] = execution
    listener.finished(execution)


def _outcome(task: Task, future: Future[Execution]) -> Execution:
    error = future.exception()
    if error is None:
        return future.result()
    reason = "the worker process died" if isinstance(error, BrokenProcessPool) else str(error)
    return Execution(task.id, "", 0.0, Fault("infrastructure", reason))


def _context() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([worker.__name__])
    return context
