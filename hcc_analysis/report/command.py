"""What the commands do, on a terminal."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from hcc_analysis.errors import InputError
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.project import find_project

if TYPE_CHECKING:
    from hcc_analysis.report.build import Prepared


def run_build(
    parameters: Path,
    *,
    only: tuple[str, ...],
    jobs: int,
    reports: Path | None,
    timeout: int,
    warm: bool,
    force: bool = False,
    explain: bool = False,
) -> bool:
    """Build a report and show how it goes.

    Parameters
    ----------
    parameters : Path
        Parameter file.
    only : tuple of str
        Ids of the outputs to build; all when empty.
    jobs : int
        Number of worker processes.
    reports : Path, optional
        Where reports are written.
    timeout : int
        Seconds that one cell may take.
    warm : bool
        Whether kernels are forked from a server that has imported everything.
    force : bool
        Run every notebook, whatever is kept.
    explain : bool
        Say for each notebook why it runs, or that it need not.

    Returns
    -------
    bool
        Whether a notebook failed.
    """
    from hcc_analysis.report.build import Outcome, Request, build, prepare
    from hcc_analysis.report.progress import BuildProgress

    project = find_project(reports)
    prepared = prepare(project, Request(parameters, only, jobs, timeout, warm, force))
    if explain:
        _explain(prepared)
    with BuildProgress(len(prepared.must_run), Console()) as progress:
        outcome: Outcome = build(prepared, progress)
    if outcome.faults:
        _report_failure(outcome, project.report(prepared.name))
        return True
    _report_success(outcome, len(prepared.must_run), progress.elapsed)
    return False


def show_claims(parameters: Path, *, reports: Path | None, report: Path | None, differing: bool) -> None:
    """Print the claims of a report and their totals.

    Parameters
    ----------
    parameters : Path
        Parameter file that the report was built from.
    reports : Path, optional
        Where reports are.
    report : Path, optional
        Folder of the report; the parameter set's own when left out.
    differing : bool
        Leave out the claims that agree.
    """
    from hcc_analysis.claims import renderable
    from hcc_analysis.report.products import read_claims
    from hcc_analysis.report.unmet import unmet_claims

    found = read_claims(report or find_project(reports).report(parameters.stem))
    Console().print(unmet_claims(found) if differing else renderable(found))


def show_outputs() -> None:
    """Print the ids of the outputs by chapter."""
    from hcc_analysis.report.contents import read_contents

    console = Console(highlight=False)
    for chapter in read_contents(find_project().contents).chapters:
        console.print(chapter.title, style="bold", markup=False)
        for id in chapter.outputs:
            console.print(f"  {id}", markup=False)


def run_reconstruction(out: Path | None, seed: int | None) -> None:
    """Make the reconstructed data, with a progress bar."""
    from hcc_analysis.report.reconstruction import reconstruct_with_progress

    project = find_project()
    reconstruct_with_progress(out or project.root / "data" / "reconstructed", seed, project)


def remove_reports(reports: Path | None) -> None:
    """Remove the executed notebooks that are kept, and every report, and nothing else, from the reports."""
    project = find_project(reports)
    Cache(project.cache).remove()
    if not project.reports.is_dir():
        raise InputError.at("there is no such folder", file=project.reports)
    for path in sorted(project.reports.iterdir()):
        if path.is_dir() and _is_report(path):
            shutil.rmtree(path)
            Console(highlight=False).print(f"removed {path}", markup=False, soft_wrap=True)


def _is_report(path: Path) -> bool:
    return any((path / name).is_file() for name in ("manifest.json", "failures.txt"))


def _explain(prepared: Prepared) -> None:
    console, wide = Console(highlight=False, soft_wrap=True), max(map(len, prepared.contents.outputs))
    for decision in prepared.decisions:
        console.print(f"{decision.task.id:<{wide}}  {decision.reason}", markup=False)


def _report_failure(outcome: object, kept: Path) -> None:
    from hcc_analysis.report.build import Outcome

    assert isinstance(outcome, Outcome)
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    for id, fault in outcome.faults.items():
        console.print(f"failed: notebooks/{id}.ipynb, {fault.text}", markup=False)
    console.print(f"the executed notebooks are in {outcome.folder / 'notebooks'}", markup=False)
    if kept.is_dir():
        console.print(f"the previous report stays in {kept}", markup=False)


def _report_success(outcome: object, ran: int, seconds: float) -> None:
    from hcc_analysis.report.build import Outcome

    assert isinstance(outcome, Outcome)
    assert outcome.document is not None
    console = Console(highlight=False, soft_wrap=True)
    if outcome.document.verdict:
        console.print(outcome.document.verdict, markup=False)
    console.print(f"{outcome.folder / 'supplement.html'}", markup=False)
    console.print(f"{outcome.folder / 'supplement.pdf'}", markup=False)
    console.print(
        f"{len(outcome.document.entries)} outputs, {ran} of them run, in {seconds:.1f} s", markup=False
    )
