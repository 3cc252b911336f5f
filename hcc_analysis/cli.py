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


class Readers(StrEnum):
    """Who a report is for."""

    reviewer = "reviewer"
    internal = "internal"


ReadersOption = Annotated[
    Readers, typer.Option(help="Hold back single patients and small numbers of patient data, or nothing.")
]
Threshold = Annotated[
    int | None,
    typer.Option(min=0, help="Fewest patients that reviewers see; 3 for patient data, else none."),
]
ParameterFile = Annotated[Path, typer.Argument(help="Parameter set (YAML).")]
Reports = Annotated[Path | None, typer.Option(help="Where reports are; reports/ of the project by default.")]


def main() -> None:
    """Run the command line; wrong input ends with one line and exit status 2."""
    import hcc_analysis.report.spared  # noqa: F401  (before anything else is imported)
    from hcc_analysis.errors import InputError

    try:
        app()
    except InputError as error:
        sys.stderr.write(f"error: {error}\n")
        sys.exit(2)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"error: {place}cannot be read or written: {error.strerror or error}\n")
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
    format: Annotated[
        list[str] | None,
        typer.Option(help="docx, rtf (each table), or both with a comma, besides HTML and PDF."),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why each notebook runs.")] = False,
    scheduler: Annotated[str, typer.Option(help="Run the notebooks on the Dask cluster here.")] = "",
    slurm: Annotated[
        Path | None, typer.Option(help="Run the notebooks in the Slurm jobs that this file (YAML) describes.")
    ] = None,
    audience: ReadersOption = Readers.reviewer,
    threshold: Threshold = None,
) -> None:
    """Run the notebooks that changes touch and write the supplement of each parameter set."""
    from hcc_analysis.report.audience.protection import audience_of
    from hcc_analysis.report.build_command import run_build
    from hcc_analysis.report.formats import read_formats
    from hcc_analysis.report.prepare import Request

    files = parameters or [Path("params/published.yml")]
    options = Request(
        files[0],
        only=tuple(id.strip() for listed in only or () for id in listed.split(",") if id.strip()),
        jobs=jobs or _cores(),
        timeout=timeout,
        warm=kernel is Kernel.warm,
        force=force,
        scheduler=scheduler,
        slurm=slurm,
        formats=read_formats(format or ()),
        audience=audience_of(audience.value, threshold),
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
    audience: ReadersOption = Readers.reviewer,
    threshold: Threshold = None,
) -> None:
    """Serve the supplement here and follow every change of notebooks, data, parameters and package."""
    from hcc_analysis.report.audience.protection import audience_of
    from hcc_analysis.report.prepare import Request
    from hcc_analysis.report.preview import preview as follow
    from hcc_analysis.report.project import find_project

    readers = audience_of(audience.value, threshold)
    follow(find_project(reports), Request(parameters, jobs=jobs or _cores(), audience=readers), port)


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
def export(
    source: Annotated[
        Path, typer.Argument(metavar="DATA|PARAMETERS", help="Data folder or parameter set (YAML).")
    ],
    to: Annotated[Path, typer.Option(help="Folder to write.")],
    format: Annotated[str, typer.Option(help="Formats with commas between.")] = "dataset-json,xpt,csv",
) -> None:
    """Write the derived ADaM data sets with their define.xml for others to use."""
    from hcc_analysis.report.export_command import run_export

    run_export(source, to, format)


@app.command()
def diff(
    run_a: Annotated[str, typer.Argument(help="The old report: its folder, or its name among the reports.")],
    run_b: Annotated[str, typer.Argument(help="The new report.")],
    html: Annotated[Path | None, typer.Option(help="Write the differences as a page to this file.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Print what is the same, too.")] = False,
    reports: Reports = None,
) -> None:
    """Print what differs between two reports: results, figures, tables and what they were made from.

    Ends with status 0 if results, figures and tables are the same whatever they were made from, 1 if one
    differs, 2 if there is no such report.
    """
    from hcc_analysis.report.run_diff_command import run_diff

    if run_diff(run_a, run_b, reports=reports, html=html, everything=everything):
        raise typer.Exit(1)


@app.command()
def compare(
    run: Annotated[str, typer.Argument(help="The report: its folder, or its name among the reports.")],
    other: Annotated[
        Path,
        typer.Argument(
            help="CSV: result_id, value; if wished output_id, and tolerance instead of --tolerance."
        ),
    ],
    tolerance: Annotated[float, typer.Option(help="Relative difference that agrees.")] = 1e-6,
    absolute: Annotated[float, typer.Option(help="Absolute difference that agrees.")] = 1e-12,
    partial: Annotated[
        bool, typer.Option("--partial", help="The other file may lack results of the report.")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Print what agrees, too.")] = False,
    reports: Reports = None,
) -> None:
    """Compare a report with results that somebody else programmed.

    Ends with status 0 if all agree, 1 if any disagrees or is missing on either side, 2 on wrong input.
    """
    from hcc_analysis.report.run_diff_command import run_compare

    if run_compare(
        run,
        other,
        relative=tolerance,
        absolute=absolute,
        reports=reports,
        partial=partial,
        everything=everything,
    ):
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


@app.command(name="new")
def new_output(
    id: Annotated[str, typer.Argument(help="Id of the new output, e.g. fig4_pfs.")],
    like: Annotated[str, typer.Option(help="Output to start from.")],
    label: Annotated[str | None, typer.Option(help="Its number; made of the id by default.")] = None,
    title: Annotated[str | None, typer.Option(help="Its title; the other's by default.")] = None,
) -> None:
    """Make a notebook like another, with its test and its place in the supplement."""
    from hcc_analysis.report.new_output.command import make_output

    make_output(id, like, label, title)


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
