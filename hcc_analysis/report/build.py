"""Build supplements: the steps in their order."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from hcc_analysis.report import manifest, products
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.collect import Collected, collect
from hcc_analysis.report.compare import as_claims
from hcc_analysis.report.content import Content, content_for
from hcc_analysis.report.document import Document, Fact, chapters
from hcc_analysis.report.execute import Listener, Team, execute
from hcc_analysis.report.execution import Execution, Fault, Skipped
from hcc_analysis.report.facts import dataset_facts, package_version, parameter_facts, software_facts
from hcc_analysis.report.failure import remove_failure, write_failure
from hcc_analysis.report.keeping import Keeping, Kept
from hcc_analysis.report.prepare import Prepared
from hcc_analysis.report.software import versions
from hcc_analysis.report.staging import staged
from hcc_analysis.report.supplement import supplement_written
from hcc_analysis.report.team import distinct_tasks, team_for
from hcc_analysis.report.typesetter import Typesetter


@dataclass(frozen=True)
class Outcome:
    """What a build gave.

    Attributes
    ----------
    name : str
        Name of the report.
    folder : Path
        The report; or what is left of the failed run.
    faults : mapping of str to Fault
        What failed, by output id; empty when the report was written.
    outputs : tuple of str
        Ids of the outputs in the report.
    totals : mapping of str to int
        Number of printed numbers of each status.
    skipped : mapping of str to str
        Why outputs are left out, by id.
    warnings : int
        What the check of the data asks to look at.
    """

    name: str
    folder: Path
    faults: Mapping[str, Fault] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()
    totals: Mapping[str, int] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)
    warnings: int = 0


def build(prepared: Prepared, listener: Listener) -> Outcome:
    """Execute the notebooks of one parameter set and write its report, whole or not at all.

    Parameters
    ----------
    prepared : Prepared
        From :func:`hcc_analysis.report.prepare.prepare`.
    listener : Listener
        Is told what happens.

    Returns
    -------
    Outcome
        Where the report is, or what failed.
    """
    with team_for([prepared]) as team:
        return next(build_all([prepared], listener, team))


def build_all(
    sets: Sequence[Prepared], listener: Listener, team: Team | None, typesetter: Typesetter | None = None
) -> Iterator[Outcome]:
    """Execute the notebooks of parameter sets in one pool, each distinct one once, then write each report.

    Parameters
    ----------
    sets : sequence of Prepared
        What to build; of one project.
    listener : Listener
        Is told what happens.
    team : Team, optional
        Who runs the notebooks; None when nothing must run.
    typesetter : Typesetter, optional
        Who makes the PDF of a single set; a new one when left out.

    Yields
    ------
    Outcome
        One for each set, in their order, as soon as its report is written.
    """
    for prepared in sets:
        _ = prepared.dataset  # wrong data are said before anything runs
    kept = Kept(Cache(sets[0].project.cache), [prepared.snapshot for prepared in sets])
    if team:
        execute(distinct_tasks(sets), Keeping(listener, kept), team)
    if team is None or len(sets) == 1:
        yield from (finish(prepared, kept, typesetter) for prepared in sets)
        return
    futures = [team.call(finish, prepared, kept) for prepared in sets]
    yield from (future.result() for future in futures)


def finish(prepared: Prepared, kept: Kept, typesetter: Typesetter | None = None) -> Outcome:
    """Write the report of a set whose notebooks have run, or what is left of them when some failed.

    Parameters
    ----------
    prepared : Prepared
        The set.
    kept : Kept
        The executed notebooks.
    typesetter : Typesetter, optional
        Who makes the PDF; a new one when left out.

    Returns
    -------
    Outcome
        Where the report is, or what failed.

    Raises
    ------
    InputError
        The data changed while the notebooks ran, or the report cannot be written.
    """
    prepared.snapshot.require_unchanged()
    executions = {decision.task.id: kept.find(decision.task.key) for decision in prepared.decisions}
    gathered = {id: collect(execution) for id, execution in executions.items()}
    faults = {id: one for id, one in gathered.items() if isinstance(one, Fault)}
    name, failed = prepared.name, prepared.project.failed(prepared.name)
    if faults:
        write_failure(failed, executions, faults)
        return Outcome(name, failed, faults)
    collected = {id: one for id, one in gathered.items() if isinstance(one, Collected)}
    skipped = {id: one.reason for id, one in gathered.items() if isinstance(one, Skipped)}
    content = content_for(prepared, collected, skipped)
    document = _write(prepared, content, executions, typesetter or Typesetter())
    remove_failure(failed)
    _remember(prepared)
    return Outcome(
        name,
        prepared.project.report(name),
        outputs=tuple(entry.output.id for entry in document.entries),
        totals=document.totals,
        skipped=content.left_out,
        warnings=document.warnings,
    )


def _remember(prepared: Prepared) -> None:
    cache = Cache(prepared.project.cache)
    for decision in prepared.decisions:
        cache.remember(prepared.request.name, decision.fingerprint)


def _write(
    prepared: Prepared, content: Content, executions: Mapping[str, Execution], typesetter: Typesetter
) -> Document:
    document = _assemble(prepared, content)
    content.require_safe(document)
    with staged(prepared.project.report(prepared.name)) as folder:
        with supplement_written(document, folder, typesetter):
            products.write_results(content.results, folder)
            products.write_claims(content.claims, folder)
            products.write_skipped(content.left_out, folder)
            products.write_outputs(content.collected.values(), folder)
            products.write_notebooks(content.collected.values(), folder)
        manifest.write_manifest(
            folder,
            prepared.inputs,
            prepared.parameters.model_dump(mode="json"),
            versions(),
            asdict(prepared.request.audience),
        )
        _write_timings(executions, folder)
    if typesetter.last is not None:
        Cache(prepared.project.cache).keep_document(prepared.name, typesetter.last)
    return document


def _assemble(prepared: Prepared, content: Content) -> Document:
    data = manifest.fingerprint(manifest.folder_hashes(prepared.data, ""))
    claims = as_claims(content.claims)
    return Document(
        name=prepared.request.name,
        dataset=prepared.dataset,
        convention=prepared.parameters.convention,
        chapters=chapters(prepared.contents, content.collected, claims),
        claims=claims,
        parameters=parameter_facts(prepared.parameters),
        inputs=dataset_facts(prepared.dataset, data),
        software=software_facts(),
        version=package_version(),
        missing=prepared.missing,
        formats=prepared.request.formats,
        skipped=tuple(Fact(id, reason) for id, reason in content.left_out.items()),
        audience=content.audience,
        remarks=prepared.checked.remarks,
    )


def _write_timings(executions: Mapping[str, Execution], folder: Path) -> None:
    seconds = {id: round(execution.seconds, 3) for id, execution in executions.items()}
    (folder / "timings.json").write_text(json.dumps(seconds, indent=2) + "\n", encoding="utf-8")
