"""Keep what ran while the rest still runs."""

from __future__ import annotations

from hcc_analysis.report.cache import Cache
from hcc_analysis.report.collect import Collected, collect
from hcc_analysis.report.execute import Listener
from hcc_analysis.report.execution import Execution
from hcc_analysis.report.plan import Task


class _Nobody:
    """Listens to nothing."""

    def started(self, task: Task) -> None:
        """Do nothing."""

    def finished(self, task: Task, execution: Execution) -> None:
        """Do nothing."""


_NOBODY = _Nobody()


class Keeping:
    """A listener that keeps each notebook as soon as it has run, so that a killed build loses nothing.

    Parameters
    ----------
    listener : Listener
        Is told as well.
    cache : Cache
        Where to keep.

    Attributes
    ----------
    unkept : dict
        Executions that the cache does not hold, by the task's key: failed ones, and those that a full disk
        did not take.
    """

    def __init__(self, listener: Listener, cache: Cache) -> None:
        self._listener = listener
        self._cache = cache
        self.unkept: dict[str, Execution] = {}

    def started(self, task: Task) -> None:
        """Pass it on."""
        self._listener.started(task)

    def finished(self, task: Task, execution: Execution) -> None:
        """Keep a notebook that published its output, and pass it on."""
        good = isinstance(collect(execution), Collected)
        if not (good and self._cache.keep(task.key, execution)):
            self.unkept[task.key] = execution
        self._listener.finished(task, execution)

    def silent(self) -> Keeping:
        """Return the same without the listener, for another process."""
        other = Keeping(_NOBODY, self._cache)
        other.unkept = self.unkept
        return other

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
