"""Which notebooks must run, why, and which executed ones are taken from the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from hcc_analysis.report.cache import Cache
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
    kept : bool
        Whether the cache holds the executed notebook, which then need not run.
    """

    task: Task
    fingerprint: Fingerprint
    reason: str
    kept: bool


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
    task = replace(task, key=now.key)
    if force:
        return Decision(task, now, "forced", kept=False)
    if cache.find(now.key):
        return Decision(task, now, UNCHANGED, kept=True)
    reason = difference(now, cache.last(name, task.id))
    return Decision(task, now, reason or "not finished or no longer kept", kept=False)
