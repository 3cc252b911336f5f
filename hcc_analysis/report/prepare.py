"""What to build, and everything that can be known before a notebook runs. Imports little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hcc_analysis.parameters import Parameters, read_parameters, set_name
from hcc_analysis.report import manifest
from hcc_analysis.report.audience.protection import INTERNAL, Audience, Protection
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.changes import Decision, decide
from hcc_analysis.report.contents import Contents, read_contents
from hcc_analysis.report.formats import USUAL
from hcc_analysis.report.plan import Task, plan
from hcc_analysis.report.project import Project
from hcc_analysis.report.unchanged import Snapshot, take_snapshot

if TYPE_CHECKING:
    from hcc_analysis.report.checked_data import CheckedData
    from hcc_analysis.trial import DatasetInfo


@dataclass(frozen=True)
class Request:
    """What to build.

    Attributes
    ----------
    parameters : Path
        Parameter file; its stem names the report.
    choice : mapping
        What is chosen of the file's grid.
    only : tuple of str
        Ids of the outputs to build; all when empty.
    jobs : int
        Number of worker processes.
    timeout : int
        Seconds that one cell may take.
    warm : bool
        Whether kernels are forked from a server that has imported everything; the results are the same.
    force : bool
        Run every notebook, whatever is kept.
    scheduler : str
        Address of a Dask scheduler whose workers run the notebooks; this machine's cores when empty.
    slurm : Path, optional
        File that says which jobs Slurm shall start for the notebooks.
    formats : tuple of str
        Formats of the supplement.
    audience : Audience
        Who the report is for.
    """

    parameters: Path
    choice: Mapping[str, Any] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    jobs: int = 1
    timeout: int = 600
    warm: bool = True
    force: bool = False
    scheduler: str = ""
    slurm: Path | None = None
    formats: tuple[str, ...] = USUAL
    audience: Audience = field(default_factory=Audience)

    @property
    def name(self) -> str:
        """Name of the parameter set."""
        return set_name(self.parameters, self.choice)


@dataclass(frozen=True)
class Prepared:
    """A request whose parameters and outputs are known to be right.

    Attributes
    ----------
    project : Project
        Where things are.
    request : Request
        What to build.
    parameters : Parameters
        The parameter set.
    contents : Contents
        Order of the supplement.
    planned : tuple of Task
        The notebooks of the supplement, or those that were asked for.
    read_dataset : callable
        Reads and checks the data folder.
    """

    project: Project
    request: Request
    parameters: Parameters
    contents: Contents
    planned: tuple[Task, ...]
    read_dataset: Callable[[Path], CheckedData]

    @cached_property
    def data(self) -> Path:
        """The data folder."""
        return data_folder(self.project, self.parameters)

    @cached_property
    def checked(self) -> CheckedData:
        """The data, once they are checked; raises :class:`InputError` when they are wrong."""
        return self.read_dataset(self.data)

    @property
    def dataset(self) -> DatasetInfo:
        """What the data are, once they are checked."""
        return self.checked.info

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What must run and why, and what is kept."""
        _ = self.snapshot
        cache, force = Cache(self.project.cache), self.request.force
        return tuple(
            decide(self.planned, cache, self.project, data=self.data, name=self.request.name, force=force)
        )

    @property
    def must_run(self) -> tuple[Task, ...]:
        """The notebooks that are not taken from the cache."""
        return tuple(decision.task for decision in self.decisions if not decision.kept)

    @property
    def name(self) -> str:
        """Name of the report; a part never takes the place of the whole, nor what is internal of the rest."""
        internal = ".internal" if self.request.audience.name == INTERNAL else ""
        return self.request.name + internal + (".part" if self.missing else "")

    @property
    def protection(self) -> Protection:
        """What the report must hold back."""
        return self.request.audience.protection(self.dataset.provenance)

    @property
    def missing(self) -> int:
        """Number of outputs that were not asked for."""
        return len(self.contents.outputs) - len(self.planned)

    @cached_property
    def snapshot(self) -> Snapshot:
        """How the data and the other files that notebooks read were before any was hashed."""
        return take_snapshot(self.data, self.project.read_by_notebooks)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """SHA-256 of every file that the report depends on."""
        _ = self.snapshot
        project = self.project
        notebooks = [project.notebooks / f"{task.id}.ipynb" for task in self.planned]
        single = [self.request.parameters, project.contents, project.lock, *notebooks]
        return manifest.input_hashes([*single, *project.read_by_notebooks], self.data, project.root)


def prepare(
    project: Project, request: Request, read_dataset: Callable[[Path], CheckedData] | None = None
) -> Prepared:
    """Check parameters and outputs.

    Parameters
    ----------
    project : Project
        Where things are.
    request : Request
        What to build.
    read_dataset : callable, optional
        Reads and checks the data folder; as ``hcc-report check`` does when left out.

    Returns
    -------
    Prepared
        The checked request; its data are checked when they are first asked for.

    Raises
    ------
    InputError
        A file, a parameter or an output id is wrong.
    """
    parameters = read_parameters(request.parameters, request.choice)
    contents = read_contents(project.contents)
    tasks = plan(
        project.notebooks,
        contents,
        parameters,
        root=project.root,
        only=request.only,
        timeout=request.timeout,
    )
    return Prepared(project, request, parameters, contents, tuple(tasks), read_dataset or _read_trial)


class TrialReader:
    """Reads and checks data: a folder once, however many sets name it, until a file in it changes."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[Snapshot, CheckedData]] = {}

    def __call__(self, data: Path) -> CheckedData:
        """Return the checked data; raises :class:`InputError` when they are wrong."""
        known = self._known.get(data)
        if known is not None and known[0].changed() is None:
            return known[1]
        before = take_snapshot(data, ())
        checked = _read_trial(data)
        self._known[data] = before, checked
        return checked


def data_folder(project: Project, parameters: Parameters) -> Path:
    """Return the data folder of a parameter set: inside the project if it is there."""
    inside = project.root / parameters.data
    return inside if inside.exists() else Path(parameters.data)


def _read_trial(data: Path) -> CheckedData:
    from hcc_analysis.report.checked_data import read_checked

    return read_checked(data)
