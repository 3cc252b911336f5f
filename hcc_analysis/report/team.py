"""Who runs what for parameter sets. Imports little, so that workers can start before the rest is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace

from hcc_analysis.errors import InputError
from hcc_analysis.report.execute import Team
from hcc_analysis.report.local_workers import workers
from hcc_analysis.report.plan import Task
from hcc_analysis.report.prepare import Prepared


def distinct_tasks(sets: Sequence[Prepared]) -> list[Task]:
    """List what must run for parameter sets, once where several need the same."""
    distinct: dict[str, Task] = {}
    for prepared in sets:
        for task in prepared.must_run:
            label = f"{task.id} of {prepared.name}" if len(sets) > 1 else ""
            distinct.setdefault(task.key, replace(task, label=label))
    return list(distinct.values())


@contextmanager
def team_for(sets: Sequence[Prepared]) -> Iterator[Team | None]:
    """Give as many workers as the sets can use; none when no notebook must run.

    Parameters
    ----------
    sets : sequence of Prepared
        What to build, asked for with the same options.

    Yields
    ------
    Team or None
        The workers, which end with the block.

    Raises
    ------
    InputError
        The cluster that the sets ask for cannot be reached, or its workers differ from this machine.
    """
    tasks, request = distinct_tasks(sets), sets[0].request
    if not tasks:
        yield None
        return
    if request.scheduler or request.slurm:
        with _cluster_team()(sets) as team:
            yield team
        return
    data = [prepared.data for prepared in sets]
    with workers(min(request.jobs, max(len(tasks), len(sets))), warm=request.warm, data=data) as local:
        yield local


def _cluster_team() -> Callable[[Sequence[Prepared]], AbstractContextManager[Team]]:
    try:
        from hcc_analysis.report.cluster.team import cluster_team
    except ModuleNotFoundError as error:
        raise InputError(
            f"{error.name} is not installed; a cluster needs the extra: pip install 'hcc-analysis[cluster]'"
        ) from None
    return cluster_team
