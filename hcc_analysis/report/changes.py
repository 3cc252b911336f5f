"""Which notebooks must run, why, and which executed ones are taken from the cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hcc_analysis.report.cache import Cache
from hcc_analysis.report.collect import Collected, collect
from hcc_analysis.report.execute import Listener
from hcc_analysis.report.execution import Execution
from hcc_analysis.report.fingerprint import Fingerprint, difference, fingerprint, surroundings
from hcc_analysis.report.plan import Task
from hcc_analysis.report.project import Project

UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Decision:
    """Whether a notebook runs.

    Attributes
    ----------
    task : Task
        The notebook.
    fingerprint : Fingerprint
        What its executed notebook depends on.
    reason : str
        Why it runs, or that it need not.
    kept : Execution, optional
        The executed notebook of the cache, when it need not run.
    """

    task: Task
    fingerprint: Fingerprint
    reason: str
    kept: Execution | None = None


def decide(
    tasks: Sequence[Task], cache: Cache, project: Project, *, data: Path, name: str, force: bool = False
) -> list[Decision]:
    """Decide for each task whether it must run.

    Parameters
    ----------
    tasks : sequence of Task
        The notebooks of the supplement.
    cache : Cache
        Executed notebooks.
    project : Project
        Where things are.
    data : Path
        Data folder of the parameter set.
    name : str
        Name of the parameter set.
    force : bool
        Run everything.

    Returns
    -------
    list of Decision
        One for each task, in their order.
    """
    shared = surroundings(project, data)
    return [_decide(task, fingerprint(task, shared), cache, name, force) for task in tasks]


def _decide(task: Task, now: Fingerprint, cache: Cache, name: str, force: bool) -> Decision:
    if force:
        return Decision(task, now, "forced")
    kept = cache.find(now)
    if kept:
        return Decision(task, now, UNCHANGED, kept)
    reason = difference(now, cache.last(name, task.id))
    return Decision(task, now, reason or "not finished or no longer kept")


class Keeping:
    """A listener that keeps each notebook as soon as it has run, so that a killed build loses nothing.

    Parameters
    ----------
    listener : Listener
        Is told as well.
    cache : Cache
        Where to keep.
    fingerprints : mapping of str to Fingerprint
        What each notebook depends on, by id.
    """

    def __init__(self, listener: Listener, cache: Cache, fingerprints: Mapping[str, Fingerprint]) -> None:
        self._listener = listener
        self._cache = cache
        self._fingerprints = fingerprints

    def started(self, id: str) -> None:
        """Pass it on."""
        self._listener.started(id)

    def finished(self, execution: Execution) -> None:
        """Keep a notebook that published its output, and pass it on."""
        if isinstance(collect(execution), Collected):
            self._cache.keep(self._fingerprints[execution.id], execution)
        self._listener.finished(execution)
