"""Make the reconstructed data from the command line, and say which printed numbers they meet."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from hcc_analysis.analyses.everything import all_results
from hcc_analysis.claims import load_claims, reconcile
from hcc_analysis.parameters import Parameters
from hcc_analysis.reconstruct import DEFAULT_SEED, reconstruct
from hcc_analysis.report.project import Project
from hcc_analysis.report.unmet import unmet_claims
from hcc_analysis.trial import load_trial


def reconstruct_with_progress(out: Path, seed: int | None, project: Project) -> None:
    """Make the data, show how far the search is, and print the claims that the data do not meet.

    Parameters
    ----------
    out : Path
        Data folder to write.
    seed : int, optional
        Seed; the one of the committed data when left out.
    project : Project
        Where the printed numbers are.
    """
    console = Console()
    with _bar(console) as bar:
        task = bar.add_task("starting", total=1.0)
        reconstruct(
            out,
            seed=DEFAULT_SEED if seed is None else seed,
            claims=project.claims,
            progress=lambda step, share: bar.update(task, description=step, completed=share),
        )
    console.print(f"wrote {out}", markup=False, highlight=False, soft_wrap=True)
    console.print(unmet_claims(compare_data(out, project.claims)))


def compare_data(data: Path, claims: Path) -> pd.DataFrame:
    """Hold everything that the data give, by the paper's own methods, against the printed numbers."""
    results = all_results(load_trial(data), Parameters())
    rows = [(data.name, result.id, result.value) for result in results]
    return reconcile(pd.DataFrame(rows, columns=["output_id", "result_id", "value"]), load_claims(claims))


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
    )
