"""The command ``hcc-report``. Thin: every command imports what it needs when it runs."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="hcc-report",
    help="Compute one trial paper: run its notebooks and stitch the supplement.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

INTERRUPTED = 130


class Kernel(StrEnum):
    """Kinds of kernels."""

    warm = "warm"
    cold = "cold"


ParameterFile = Annotated[Path, typer.Argument(help="Parameter set (YAML).")]
Reports = Annotated[Path | None, typer.Option(help="Where reports are; reports/ of the project by default.")]


def main() -> None:
    """Run the command line; wrong input ends with one line and exit status 2."""
    from hcc_analysis.errors import InputError

    try:
        app()
    except InputError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            sys.stderr.write("interrupted; nothing was overwritten\n")
        raise


@app.command()
def build(
    parameters: Annotated[
        list[Path] | None, typer.Argument(help="Parameter sets (YAML); params/published.yml by default.")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="Build these outputs alone: an id, or several with commas.")
    ] = None,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes; as many as cores.")] = None,
    reports: Reports = None,
    timeout: Annotated[int, typer.Option(min=1, help="Seconds that one cell may take.")] = 600,
    kernel: Annotated[Kernel, typer.Option(help="Forks of a warm kernel, or ordinary ones.")] = Kernel.warm,
    force: Annotated[bool, typer.Option("--force", help="Run every notebook, changed or not.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each notebook runs.")] = False,
) -> None:
    """Run the notebooks that changes touch and write the supplement of each parameter set."""
    from hcc_analysis.report.build_command import run_build
    from hcc_analysis.report.prepare import Request

    files = parameters or [Path("params/published.yml")]
    options = Request(
        files[0],
        only=tuple(id.strip() for listed in only or () for id in listed.split(",") if id.strip()),
        jobs=jobs or _cores(),
        timeout=timeout,
        warm=kernel is Kernel.warm,
        force=force,
    )
    failed = run_build(files, options, reports=reports, explain=explain)
    if failed:
        raise typer.Exit(1)


@app.command()
def preview(
    parameters: ParameterFile = Path("params/published.yml"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine.")] = 8765,
    jobs: Annotated[int | None, typer.Option(min=1, help="Worker processes; as many as cores.")] = None,
    reports: Reports = None,
) -> None:
    """Serve the supplement here and follow every change of notebooks, data, parameters and package."""
    from hcc_analysis.report.prepare import Request
    from hcc_analysis.report.preview import preview as follow
    from hcc_analysis.report.project import find_project

    follow(find_project(reports), Request(parameters, jobs=jobs or _cores()), port)


@app.command()
def claims(
    parameters: ParameterFile = Path("params/published.yml"),
    reports: Reports = None,
    report: Annotated[Path | None, typer.Option(help="Folder of a report.")] = None,
    differing: Annotated[bool, typer.Option("--differing", help="Leave out what agrees.")] = False,
) -> None:
    """Print how the computed numbers compare with the printed ones."""
    from hcc_analysis.report.command import show_claims

    show_claims(parameters, reports=reports, report=report, differing=differing)


@app.command()
def check(
    data: Annotated[Path, typer.Argument(help="Data folder.")],
    json: Annotated[Path | None, typer.Option(help="Write the findings as JSON to this file.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the findings as a page to this file.")] = None,
) -> None:
    """Check a data folder and print everything that is wrong with it."""
    from hcc_analysis.report.data_check.command import run_check

    if run_check(data, json_file=json, html_file=html):
        raise typer.Exit(1)


@app.command()
def init(data: Annotated[Path, typer.Argument(help="Data folder.")]) -> None:
    """Write a first draft of mapping.yml for a trial's data, every guess with its reason."""
    from hcc_analysis.report.data_check.command import run_init

    run_init(data)


@app.command()
def reconstruct(
    seed: Annotated[int | None, typer.Option(help="Seed; the committed data's own by default.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder; the project's data/reconstructed.")] = None,
) -> None:
    """Make pseudo-patients that meet the published numbers."""
    from hcc_analysis.report.command import run_reconstruction

    run_reconstruction(out, seed)


@app.command(name="list")
def list_outputs() -> None:
    """List the outputs in the order of the supplement."""
    from hcc_analysis.report.command import show_outputs

    show_outputs()


@app.command()
def clean(reports: Reports = None) -> None:
    """Remove the reports and the executed notebooks that are kept."""
    from hcc_analysis.report.command import remove_reports

    remove_reports(reports)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
