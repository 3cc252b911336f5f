"""Where notebooks run: worker processes on this machine."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from hcc_analysis.report import worker
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.kernel.client import KernelServer
from hcc_analysis.report.plan import Task

Result = TypeVar("Result")
ATTEMPTS = 2  # a fault of the machine is tried once more, an error in a notebook never


class Listener(Protocol):
    """Is told what happens to the notebooks."""

    def started(self, task: Task) -> None:
        """Note that a notebook has begun."""

    def finished(self, task: Task, execution: Execution) -> None:
        """Note that a notebook has ended, well or badly."""


class Workers:
    """Worker processes, and the server that forks their kernels; made by :func:`workers`.

    Parameters
    ----------
    jobs : int
        Number of processes.
    run : callable
        What a worker does with a task.
    runtime : tuple
        Folder for the sockets of the kernels, and the address of the server, if there is one.
    """

    def __init__(self, jobs: int, run: Callable[[Task], Execution], runtime: tuple[str, str | None]) -> None:
        self.jobs = jobs
        self._run = run
        self._runtime = runtime
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self.jobs, mp_context=_context(), initializer=worker.prepare, initargs=self._runtime
        )
        pool.submit(worker.warm_up)  # imports while this process still reads and plans
        return pool

    def submit(self, task: Task) -> Future[Execution]:
        """Give a task to a worker."""
        return self._pool.submit(self._run, task)

    def call(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Let a worker call a function."""
        return self._pool.submit(function, *arguments)

    def replace(self) -> None:
        """Start anew after a worker was lost, which takes the others with it."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start()

    def close(self) -> None:
        """Let the workers end what they do."""
        self._pool.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """End the workers at once."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


@contextmanager
def workers(
    jobs: int, *, warm: bool = False, run: Callable[[Task], Execution] = worker.run
) -> Iterator[Workers]:
    """Give worker processes, which end with the block; at once when it is left by an exception.

    Parameters
    ----------
    jobs : int
        Number of worker processes.
    warm : bool
        Whether kernels are forked from a server, where that is possible.
    run : callable
        What a worker does with a task.

    Yields
    ------
    Workers
        The workers.
    """
    with _runtime(warm) as runtime:
        made = Workers(jobs, run, runtime)
        try:
            yield made
        except BaseException:
            made.stop()
            raise
        made.close()


@contextmanager
def _runtime(warm: bool) -> Iterator[tuple[str, str | None]]:
    """Give the folder for the sockets of the kernels, and the server's address if there is one."""
    if warm and KernelServer.is_possible():
        with KernelServer(quiet=True) as server:
            yield str(server.folder), server.address
    else:
        with tempfile.TemporaryDirectory(prefix="hcc-kernels-", ignore_cleanup_errors=True) as folder:
            yield folder, None


@dataclass
class _Queue:
    """Tasks that wait, tasks that run, and how often each was tried; by their place among the tasks."""

    waiting: list[int]
    running: dict[Future[Execution], int] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)


def execute(tasks: Sequence[Task], listener: Listener, team: Workers) -> None:
    """Execute notebooks; the listener gets what they gave, as it comes.

    Parameters
    ----------
    tasks : sequence of Task
        What to run.
    listener : Listener
        Is told what happens.
    team : Workers
        Who runs it.
    """
    queue = _Queue(list(range(len(tasks))))
    while queue.waiting or queue.running:
        while queue.waiting and len(queue.running) < team.jobs:
            number = queue.waiting.pop(0)
            queue.attempts[number] = queue.attempts.get(number, 0) + 1
            queue.running[team.submit(tasks[number])] = number
            listener.started(tasks[number])
        ended = wait(queue.running, return_when=FIRST_COMPLETED).done
        if any(isinstance(future.exception(), BrokenProcessPool) for future in ended):
            ended = wait(queue.running).done  # the others are lost as well
            team.replace()
        for future in ended:
            _settle(queue, future, tasks, listener)


def _settle(queue: _Queue, future: Future[Execution], tasks: Sequence[Task], listener: Listener) -> None:
    number = queue.running.pop(future)
    execution = _outcome(tasks[number], future)
    fault = execution.fault
    if fault and fault.kind == "infrastructure" and queue.attempts[number] < ATTEMPTS:
        queue.waiting.append(number)
        return
    listener.finished(tasks[number], execution)


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
    context.set_forkserver_preload(list(worker.IMPORTED))
    return context
