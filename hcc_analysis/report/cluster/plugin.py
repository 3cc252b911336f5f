"""What a worker of Dask must have to run notebooks: the same code and data as the build, and a crew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker

from hcc_analysis.report.cluster.crew import Crew
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.fingerprint import Surroundings, surroundings, surroundings_difference
from hcc_analysis.report.plan import Task
from hcc_analysis.report.project import Project
from hcc_analysis.report.software import versions


@dataclass(frozen=True)
class Expected:
    """What a worker must find, lest it compute something else than this machine would.

    Attributes
    ----------
    project : Project
        Where the project is, on every machine.
    surroundings : mapping of Path to Surroundings
        Hashes of what the notebooks depend on, by data folder.
    versions : mapping of str to str
        Installed software.
    """

    project: Project
    surroundings: Mapping[Path, Surroundings]
    versions: Mapping[str, str]

    def fault_here(self) -> str:
        """Say what is different on this machine; empty when nothing is."""
        if not self.project.contents.is_file():
            return (
                f"the project is not in {self.project.root}, which must be a folder that all machines share"
            )
        reasons = [
            surroundings_difference(surroundings(self.project, data), there)
            for data, there in self.surroundings.items()
        ]
        here = versions()
        reasons += [
            f"{name} {here.get(name, 'is missing')} for {wanted}"
            for name, wanted in self.versions.items()
            if here.get(name) != wanted
        ]
        return "; ".join(dict.fromkeys(reason for reason in reasons if reason))


class NotebookPlugin(WorkerPlugin):
    """Gives a worker what it needs to run the notebooks of one build, and takes it away at the end.

    Parameters
    ----------
    name : str
        Name of the build; several may use a cluster at once.
    expected : Expected
        What the worker must find.
    warm : bool
        Whether kernels are forked from a server, where that is possible.
    """

    def __init__(self, name: str, expected: Expected, *, warm: bool) -> None:
        self.name = name
        self.fault = ""
        self._expected = expected
        self._warm = warm
        self._crew: Crew | None = None

    def setup(self, worker: Worker) -> None:
        """Look at what the worker finds, and start its processes."""
        self.fault = self._expected.fault_here()
        if not self.fault:
            self._crew = Crew(worker.state.nthreads, warm=self._warm, data=tuple(self._expected.surroundings))

    def teardown(self, worker: Worker) -> None:
        """End the processes."""
        if self._crew is not None:
            self._crew.close()

    def run(self, task: Task) -> Execution:
        """Execute a notebook in a fresh kernel."""
        if self._crew is None:
            return Execution(task.id, "", 0.0, Fault("infrastructure", f"a worker differs: {self.fault}"))
        return self._crew.run(task)


def run_on_worker(task: Task, name: str) -> Execution:
    """Execute a notebook; called on a worker.

    Parameters
    ----------
    task : Task
        What to run.
    name : str
        Name of the build.

    Returns
    -------
    Execution
        What it gave.
    """
    return _plugin(get_worker(), name).run(task)


def fault_on_worker(name: str, dask_worker: Worker) -> str:
    """Say what is different on a worker; called on it. Empty when nothing is."""
    return _plugin(dask_worker, name).fault


def _plugin(worker: Worker, name: str) -> NotebookPlugin:
    plugin = worker.plugins[name]
    assert isinstance(plugin, NotebookPlugin)
    return plugin
