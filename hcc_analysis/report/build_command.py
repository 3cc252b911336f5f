"""What ``hcc-report build`` does, on a terminal. Imports little: most often nothing has changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from hcc_analysis.errors import InputError
from hcc_analysis.formatting import counted
from hcc_analysis.parameters import read_grid
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.execute import Team
from hcc_analysis.report.failure import remove_failure
from hcc_analysis.report.formats import FORMATS, PDF, whole_files
from hcc_analysis.report.interrupt import interrupts_noted
from hcc_analysis.report.plan import Task
from hcc_analysis.report.prepare import Prepared, Request, TrialReader, prepare
from hcc_analysis.report.project import Project, find_project
from hcc_analysis.report.standing import stands
from hcc_analysis.report.team import distinct_tasks, team_for
from hcc_analysis.report.typesetter import Typesetter

if TYPE_CHECKING:
    from hcc_analysis.report.build import Outcome
    from hcc_analysis.report.progress import BuildProgress


def run_build(files: Sequence[Path], options: Request, *, reports: Path | None, explain: bool) -> bool:
    """Build the reports of parameter sets and show how it goes.

    Parameters
    ----------
    files : sequence of Path
        Parameter files; one with a grid is several sets.
    options : Request
        What holds for all of them.
    reports : Path, optional
        Where reports are written.
    explain : bool
        Say for each notebook why it runs, or that it need not.

    Returns
    -------
    bool
        Whether a notebook failed.
    """
    project = find_project(reports)
    reader = TrialReader()
    sets = [prepare(project, request, reader) for request in _requests(files, options)]
    if explain:
        _explain(sets)
    changed = [prepared for prepared in sets if not stands(prepared)]
    for prepared in sets:
        if prepared not in changed:
            _say_standing(prepared)
    failed = _build(changed, project) if changed else False
    if len(sets) > 1 and not failed:
        _write_index(project, sets)
    return failed


def _requests(files: Sequence[Path], options: Request) -> list[Request]:
    requests = [replace(options, parameters=file, choice=one) for file in files for one in read_grid(file)]
    names = [request.name for request in requests]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise InputError.at(
                f"two parameter sets would be named '{name}'; rename one", file=requests[number].parameters
            )
    return requests


def _build(sets: Sequence[Prepared], project: Project) -> bool:
    typesetter = Typesetter()
    with interrupts_noted(), team_for(sets) as team:
        if team is not None and len(sets) == 1 and PDF in sets[0].request.formats:
            typesetter.rehearse(Cache(project.cache).last_document(sets[0].name))
        return _build_with(sets, project, team, typesetter)  # its imports come in while the workers start


def _build_with(
    sets: Sequence[Prepared], project: Project, team: Team | None, typesetter: Typesetter
) -> bool:
    from hcc_analysis.report.build import build_all
    from hcc_analysis.report.progress import BuildProgress

    tasks = distinct_tasks(sets)
    for prepared in sets:
        _ = prepared.dataset  # wrong data are said before a bar shows
    outcomes = []
    with BuildProgress(len(tasks), Console()) as progress:
        try:
            for outcome in build_all(sets, progress, team, typesetter):
                outcomes.append(outcome)
                _say_outcome(outcome, project)
        except KeyboardInterrupt:
            _say_interrupted(tasks, progress, [prepared.name for prepared in sets[len(outcomes) :]])
            raise
    _say_total(outcomes, len(tasks), progress.elapsed)
    return any(outcome.faults for outcome in outcomes)


def _write_index(project: Project, sets: Sequence[Prepared]) -> None:
    from hcc_analysis.report.sets_page import write_sets_page

    path = write_sets_page(project, sets)
    _console().print(str(path), markup=False)


def _explain(sets: Sequence[Prepared]) -> None:
    wide = max(len(id) for prepared in sets for id in prepared.contents.outputs)
    for prepared in sets:
        if len(sets) > 1:
            _console().print(prepared.name, style="bold", markup=False)
        for decision in prepared.decisions:
            _console().print(f"{decision.task.id:<{wide}}  {decision.reason}", markup=False)


def _say_standing(prepared: Prepared) -> None:
    remove_failure(prepared.project.failed(prepared.name))
    _say_supplement(prepared.project.report(prepared.name))
    _console().print(f"nothing changed: the {len(prepared.planned)} outputs stand as they are", markup=False)


def _say_outcome(outcome: Outcome, project: Project) -> None:
    if outcome.faults:
        _say_failure(outcome, project.report(outcome.name))
        return
    _say_supplement(outcome.folder)
    for id, reason in outcome.skipped.items():
        _console().print(f"skipped: {id}, {reason}", markup=False)
    if outcome.warnings:
        words = f"{counted(outcome.warnings, 'warning')} of the data check; hcc-report check DATA shows them"
        _console().print(words, markup=False)


def _say_supplement(folder: Path) -> None:
    for name in whole_files(FORMATS):
        if (folder / name).is_file():
            _console().print(f"{folder / name}", markup=False)
    if any(folder.glob("tables/*.rtf")):
        _console().print(f"{folder / 'tables'}/*.rtf", markup=False)


def _say_failure(outcome: Outcome, kept: Path) -> None:
    console = _console(stderr=True)
    for id, fault in outcome.faults.items():
        console.print(f"failed: notebooks/{id}.ipynb, {fault.text}", markup=False)
    console.print(f"the executed notebooks are in {outcome.folder / 'notebooks'}", markup=False)
    if kept.is_dir():
        console.print(f"the previous report stays in {kept}", markup=False)


def _say_total(outcomes: Sequence[Outcome], ran: int, seconds: float) -> None:
    from hcc_analysis.report.document import verdict

    good = [outcome for outcome in outcomes if not outcome.faults]
    if len(outcomes) == 1 and good and (said := verdict(dict(good[0].totals))):
        _console().print(said, markup=False)
    if good:
        sets = f"{len(good)} parameter sets, " if len(outcomes) > 1 else ""
        outputs = sum(len(outcome.outputs) for outcome in good)
        _console().print(f"{sets}{outputs} outputs, {ran} notebooks run, in {seconds:.1f} s", markup=False)


def _say_interrupted(tasks: Sequence[Task], progress: BuildProgress, sets: Sequence[str]) -> None:
    left = len(tasks) - progress.done
    console = _console(stderr=True)
    console.print(
        f"{progress.done} of {len(tasks)} notebooks are done and kept; {left} are left"
        + (f", among them {', '.join(progress.running)}" if progress.running else ""),
        markup=False,
    )
    console.print(f"without a new report: {', '.join(sets)}", markup=False)


def _console(*, stderr: bool = False) -> Console:
    return Console(stderr=stderr, highlight=False, soft_wrap=True)
