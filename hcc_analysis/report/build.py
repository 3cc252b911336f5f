"""Build the supplement of a parameter set: the steps in their order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from hcc_analysis.parameters import Parameters, read_parameters
from hcc_analysis.report import manifest, products
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.changes import Decision, Keeping, decide
from hcc_analysis.report.collect import Collected, collect
from hcc_analysis.report.compare import Claim, as_claims, compare, results_frame
from hcc_analysis.report.contents import Contents, read_contents
from hcc_analysis.report.document import Document, chapters
from hcc_analysis.report.execute import Listener, execute
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.facts import dataset_facts, package_version, parameter_facts, software_facts
from hcc_analysis.report.failure import remove_failure, write_failure
from hcc_analysis.report.plan import Task, plan
from hcc_analysis.report.project import Project
from hcc_analysis.report.staging import staged
from hcc_analysis.trial import DatasetInfo, load_trial


@dataclass(frozen=True)
class Request:
    """What to build.

    Attributes
    ----------
    parameters : Path
        Parameter file; its stem names the report.
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
    """

    parameters: Path
    only: tuple[str, ...] = ()
    jobs: int = 1
    timeout: int = 600
    warm: bool = True
    force: bool = False


@dataclass(frozen=True)
class Prepared:
    """A checked request: everything that can be wrong before a notebook runs is right."""

    project: Project
    request: Request
    parameters: Parameters
    contents: Contents
    dataset: DatasetInfo
    data: Path
    decisions: tuple[Decision, ...]

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The notebooks of the supplement."""
        return tuple(decision.task for decision in self.decisions)

    @property
    def must_run(self) -> tuple[Task, ...]:
        """The notebooks that are not taken from the cache."""
        return tuple(decision.task for decision in self.decisions if decision.kept is None)

    @property
    def name(self) -> str:
        """Name of the report; a part of a supplement never takes the place of the whole."""
        return self.request.parameters.stem + (".part" if self.missing else "")

    @property
    def missing(self) -> int:
        """Number of outputs that were not asked for."""
        return len(self.contents.outputs) - len(self.tasks)


@dataclass(frozen=True)
class Outcome:
    """What a build gave.

    Attributes
    ----------
    folder : Path
        The report; or what is left of the failed run.
    faults : mapping of str to Fault
        What failed, by output id; empty when the report was written.
    document : Document, optional
        The supplement.
    """

    folder: Path
    faults: Mapping[str, Fault] = field(default_factory=dict)
    document: Document | None = None


def prepare(
    project: Project, request: Request, read_dataset: Callable[[Path], DatasetInfo] | None = None
) -> Prepared:
    """Check parameters, outputs and data before anything runs.

    Parameters
    ----------
    project : Project
        Where things are.
    request : Request
        What to build.
    read_dataset : callable, optional
        Reads and checks the data folder; the whole trial is loaded when left out.

    Returns
    -------
    Prepared
        The checked request.

    Raises
    ------
    InputError
        A file, a parameter, an output id or the data are wrong.
    """
    parameters = read_parameters(request.parameters)
    contents = read_contents(project.contents)
    tasks = plan(
        project.notebooks,
        contents,
        parameters,
        root=project.root,
        only=request.only,
        timeout=request.timeout,
    )
    data = _data_folder(project, parameters)
    dataset = (read_dataset or _read_trial)(data)
    name, cache = request.parameters.stem, Cache(project.cache)
    decisions = decide(tasks, cache, project, data=data, name=name, force=request.force)
    return Prepared(project, request, parameters, contents, dataset, data, tuple(decisions))


def build(prepared: Prepared, listener: Listener) -> Outcome:
    """Execute the notebooks and write the report, whole or not at all.

    Parameters
    ----------
    prepared : Prepared
        From :func:`prepare`.
    listener : Listener
        Is told what happens.

    Returns
    -------
    Outcome
        Where the report is, or what failed.
    """
    executions = _executions(prepared, listener)
    gathered = {id: collect(execution) for id, execution in executions.items()}
    faults = {id: one for id, one in gathered.items() if isinstance(one, Fault)}
    failed = prepared.project.failed(prepared.name)
    if faults:
        write_failure(failed, executions, faults)
        return Outcome(failed, faults)
    collected = {id: one for id, one in gathered.items() if isinstance(one, Collected)}
    document = _write(prepared, collected, executions)
    remove_failure(failed)
    _remember(prepared)
    return Outcome(prepared.project.report(prepared.name), document=document)


def _executions(prepared: Prepared, listener: Listener) -> dict[str, Execution]:
    """Execute what must run and take the rest from the cache, in the order of the supplement."""
    request, decisions = prepared.request, prepared.decisions
    fingerprints = {decision.task.id: decision.fingerprint for decision in decisions}
    keeping = Keeping(listener, Cache(prepared.project.cache), fingerprints)
    ran = execute(prepared.must_run, keeping, jobs=max(1, request.jobs), warm=request.warm)
    found = {one.id: one for one in ran} | {one.id: one for d in decisions if (one := d.kept)}
    return {id: found[id] for id in fingerprints}


def _remember(prepared: Prepared) -> None:
    cache = Cache(prepared.project.cache)
    for decision in prepared.decisions:
        cache.remember(prepared.request.parameters.stem, decision.fingerprint)


def _read_trial(data: Path) -> DatasetInfo:
    return load_trial(data).info


def _data_folder(project: Project, parameters: Parameters) -> Path:
    inside = project.root / parameters.data
    return inside if inside.exists() else Path(parameters.data)


def _write(
    prepared: Prepared, collected: dict[str, Collected], executions: Mapping[str, Execution]
) -> Document:
    results = results_frame(one.output for one in collected.values() if one.output.content.kind != "prose")
    compared = compare(results, prepared.project.claims, partial=bool(prepared.missing))
    document = _assemble(prepared, collected, as_claims(compared))
    with staged(prepared.project.report(prepared.name)) as folder:
        products.write_results(results, folder)
        products.write_claims(compared, folder)
        products.write_outputs((one.output for one in collected.values()), folder)
        products.write_notebooks(collected.values(), folder)
        _write_supplement(document, folder)
        manifest.write_manifest(
            folder, _inputs(prepared), prepared.parameters.model_dump(mode="json"), document.software
        )
        _write_timings(executions, folder)
    return document


def _assemble(prepared: Prepared, collected: dict[str, Collected], claims: tuple[Claim, ...]) -> Document:
    data = manifest.fingerprint(manifest.folder_hashes(prepared.data, ""))
    return Document(
        name=prepared.request.parameters.stem,
        dataset=prepared.dataset,
        convention=prepared.parameters.convention,
        chapters=chapters(prepared.contents, collected, claims),
        claims=claims,
        parameters=parameter_facts(prepared.parameters),
        inputs=dataset_facts(prepared.dataset, data),
        software=software_facts(),
        version=package_version(),
        missing=prepared.missing,
    )


def _write_supplement(document: Document, folder: Path) -> None:
    from hcc_analysis.report.html import supplement_html
    from hcc_analysis.report.pdf import supplement_pdf

    (folder / "supplement.html").write_text(supplement_html(document), encoding="utf-8")
    (folder / "supplement.pdf").write_bytes(supplement_pdf(document))


def _inputs(prepared: Prepared) -> dict[str, str]:
    project = prepared.project
    notebooks = [project.notebooks / f"{task.id}.ipynb" for task in prepared.tasks]
    single = [prepared.request.parameters, project.contents, project.claims, project.lock, *notebooks]
    return manifest.input_hashes(single, prepared.data, project.root)


def _write_timings(executions: Mapping[str, Execution], folder: Path) -> None:
    seconds = {id: round(execution.seconds, 3) for id, execution in executions.items()}
    (folder / "timings.json").write_text(json.dumps(seconds, indent=2) + "\n", encoding="utf-8")
