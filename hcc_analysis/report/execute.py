"""Run tasks on a team of workers, and try once more what the machine spoilt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.interrupt import raise_if_interrupted
from hcc_analysis.report.plan import Task

Result = TypeVar("Result")
ATTEMPTS = 2  # a fault of the machine is tried once more, an error in a notebook never
LOOK_SECONDS = 1.0  # how often a team is asked whether it has grown


class GaveUpError(RuntimeError):
    """A task was tried often enough by whoever ran it."""


class Listener(Protocol):
    """Is told what happens to the notebooks."""

    def started(self, task: Task) -> None:
        """Note that a notebook has begun."""

    def finished(self, task: Task, execution: Execution) -> None:
        """Note that a notebook has ended, well or badly."""


class Team(Protocol):
    """Who runs notebooks: worker processes here, or those of a cluster."""

    @property
    def jobs(self) -> int:
        """Number of notebooks that can run at once, now."""

    def submit(self, task: Task) -> Future[Execution]:
        """Give a task to a worker."""

    def call(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Let a process on this machine call a function."""

    def replace(self) -> None:
        """Start anew after a worker was lost that took the others with it."""


@dataclass
class _Queue:
    """Tasks that wait, tasks that run, and how often each was tried; by their place among the tasks."""

    waiting: list[int]
    running: dict[Future[Execution], int] = field(default_factory=dict)
    attempts: dict[int, int] = field(default_factory=dict)


def execute(tasks: Sequence[Task], listener: Listener, team: Team) -> None:
    """Execute notebooks; the listener gets what they gave, as it comes.

    Parameters
    ----------
    tasks : sequence of Task
        What to run.
    listener : Listener
        Is told what happens.
    team : Team
        Who runs it.
    """
    queue = _Queue(list(range(len(tasks))))
    while queue.waiting or queue.running:
        raise_if_interrupted()
        _hand_out(queue, tasks, listener, team)
        ended = wait(queue.running, LOOK_SECONDS, return_when=FIRST_COMPLETED).done
        if any(isinstance(_error(future), BrokenExecutor) for future in ended):
            ended = wait(queue.running).done  # the others are lost as well
            team.replace()
        back = [(queue.running.pop(future), future) for future in ended]
        _hand_out(queue, tasks, listener, team)  # the workers go on while what came back is kept
        for number, future in back:
            _settle(queue, number, future, tasks, listener)


def _hand_out(queue: _Queue, tasks: Sequence[Task], listener: Listener, team: Team) -> None:
    while queue.waiting and len(queue.running) < team.jobs:
        number = queue.waiting.pop(0)
        queue.attempts[number] = queue.attempts.get(number, 0) + 1
        queue.running[team.submit(tasks[number])] = number
        listener.started(tasks[number])


def _settle(
    queue: _Queue, number: int, future: Future[Execution], tasks: Sequence[Task], listener: Listener
) -> None:
    execution = _outcome(tasks[number], future)
    fault, final = execution.fault, isinstance(_error(future), GaveUpError)
    if fault and fault.kind == "infrastructure" and queue.attempts[number] < ATTEMPTS and not final:
        queue.waiting.append(number)
        return
    listener.finished(tasks[number], execution)


def _outcome(task: Task, future: Future[Execution]) -> Execution:
    error = _error(future)
    if error is None:
        return future.result()
    reason = "the worker process died" if isinstance(error, BrokenExecutor) else str(error)
    return Execution(task.id, "", 0.0, Fault("infrastructure", reason))


def _error(future: Future[Execution]) -> BaseException | None:
    return CancelledError("given back without a result") if future.cancelled() else future.exception()
