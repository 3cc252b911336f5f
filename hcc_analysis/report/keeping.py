"""Keep what ran while the rest still runs."""

from __future__ import annotations

from collections.abc import Sequence

from hcc_analysis.report.cache import Cache
from hcc_analysis.report.collect import Collected, collect
from hcc_analysis.report.execute import Listener
from hcc_analysis.report.execution import Execution, Skipped
from hcc_analysis.report.plan import Task
from hcc_analysis.report.unchanged import Snapshot


class Kept:
    """The executed notebooks of a run: those of the cache, and those that it does not hold.

    Parameters
    ----------
    cache : Cache
        Where notebooks are kept.
    snapshots : sequence of Snapshot
        What the notebooks read; nothing is kept once it has changed, since it may have read the new state.

    Attributes
    ----------
    unkept : dict
        Executions that the cache does not hold, by the task's key: failed ones, and those that a full disk
        did not take.
    """

    def __init__(self, cache: Cache, snapshots: Sequence[Snapshot] = ()) -> None:
        self._cache = cache
        self._snapshots: list[Snapshot] = []
        for snapshot in snapshots:  # the sets of a batch mostly read the same files
            if snapshot not in self._snapshots:
                self._snapshots.append(snapshot)
        self.unkept: dict[str, Execution] = {}

    def add(self, task: Task, execution: Execution) -> None:
        """Keep a notebook that published its output or was skipped; hold any other until the run ends."""
        good = isinstance(collect(execution), Collected | Skipped)
        good = good and not any(snapshot.changed() for snapshot in self._snapshots)
        if not (good and self._cache.keep(task.key, execution)):
            self.unkept[task.key] = execution

    def find(self, key: str) -> Execution:
        """Return the execution of a task that has run or was kept from before.

        Raises
        ------
        LookupError
            There is none.
        """
        found = self.unkept.get(key) or self._cache.find(key)
        if found is None:
            raise LookupError(f"no executed notebook {key}; the cache was removed while the build ran")
        return found


class Keeping:
    """A listener that keeps each notebook as soon as it has run, so that a killed build loses nothing.

    Parameters
    ----------
    listener : Listener
        Is told as well.
    kept : Kept
        Where to keep.
    """

    def __init__(self, listener: Listener, kept: Kept) -> None:
        self._listener = listener
        self._kept = kept

    def started(self, task: Task) -> None:
        """Pass it on."""
        self._listener.started(task)

    def finished(self, task: Task, execution: Execution) -> None:
        """Keep it, and pass it on."""
        self._kept.add(task, execution)
        self._listener.finished(task, execution)
