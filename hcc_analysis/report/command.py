"""What the small commands do, on a terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

from rich.console import Console

from hcc_analysis.errors import InputError
from hcc_analysis.report.cache import Cache
from hcc_analysis.report.project import SETS_PAGE, find_project


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
        if path.name == SETS_PAGE:
            path.unlink()
        elif path.is_dir() and not path.is_symlink() and _is_report(path):
            shutil.rmtree(path)
        else:
            continue
        Console(highlight=False).print(f"removed {path}", markup=False, soft_wrap=True)


def _is_report(path: Path) -> bool:
    left = path.name.startswith(".") and (path / "new").is_dir()  # by a build that was killed
    return left or any((path / name).is_file() for name in ("manifest.json", "failures.txt"))
