"""Build, serve, watch: what a change touches runs again, and the open page follows."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from rich.console import Console

from hcc_analysis.errors import InputError
from hcc_analysis.parameters import read_parameters
from hcc_analysis.report import manifest
from hcc_analysis.report.build import Outcome, build_all
from hcc_analysis.report.local_workers import Workers, workers
from hcc_analysis.report.prepare import Prepared, Request, TrialReader, data_folder, prepare
from hcc_analysis.report.preview_server import PreviewServer
from hcc_analysis.report.progress import BuildProgress
from hcc_analysis.report.project import Project
from hcc_analysis.report.standing import stands
from hcc_analysis.report.team import distinct_tasks

LOOK_SECONDS = 0.15
_WATCHED = {".py", ".j2", ".css", ".js", ".typ", ".json", ".yml", ".csv", ".ipynb", ".md", ".lock"}
Snapshot = dict[str, tuple[int, int]]


def preview(project: Project, request: Request, port: int) -> None:
    """Serve a report that follows every change until it is interrupted.

    Parameters
    ----------
    project : Project
        Where things are.
    request : Request
        What to build.
    port : int
        Port of 127.0.0.1.

    Raises
    ------
    InputError
        The port is taken.
    """
    console = Console(highlight=False, soft_wrap=True)
    prepared = prepare(project, request)
    name = prepared.name
    try:
        server = PreviewServer(project.report(name), port)
    except OSError as error:
        raise InputError(
            f"port {port} cannot be used ({error.strerror}); choose another with --port"
        ) from None
    server.start()
    console.print(f"{server.url} follows every change; Ctrl-C ends it", markup=False)
    with workers(request.jobs, warm=request.warm, data=[prepared.data]) as team:
        _follow(project, request, server, team, console)


def _follow(
    project: Project, request: Request, server: PreviewServer, team: Workers, console: Console
) -> None:
    package = snapshot([manifest.PACKAGE])
    seen: Snapshot | None = None
    reader = TrialReader()
    while True:
        present = snapshot(watched(project, request))
        if snapshot([manifest.PACKAGE]) != package:
            _start_again(server, team, console)
        if present != seen:
            seen = present
            server.status.message = _refresh(project, request, server, team, console, reader)
        time.sleep(LOOK_SECONDS)


def _refresh(
    project: Project,
    request: Request,
    server: PreviewServer,
    team: Workers,
    console: Console,
    read_dataset: TrialReader,
) -> str:
    """Build what changed, let the open page know of a new report, and return what is wrong, if anything."""
    try:
        prepared = prepare(project, request, read_dataset)
        if stands(prepared):
            return ""
        outcome = _build(prepared, team, console)
    except InputError as error:
        return str(error)
    if outcome.faults:
        return _failure(outcome, prepared)
    server.status.version += 1
    return ""


def _build(prepared: Prepared, team: Workers, console: Console) -> Outcome:
    tasks = distinct_tasks([prepared])
    with BuildProgress(len(tasks), console) as progress:
        outcome = next(build_all([prepared], progress, team))
    console.print(f"{len(tasks)} notebooks run, in {progress.elapsed:.1f} s", markup=False)
    return outcome


def _failure(outcome: Outcome, prepared: Prepared) -> str:
    lines = [f"notebooks/{id}.ipynb, {fault.text}" for id, fault in outcome.faults.items()]
    kept = "The report below is the last good one." if prepared.project.report(prepared.name).is_dir() else ""
    return "\n".join(filter(None, [*lines, kept]))


def watched(project: Project, request: Request) -> list[Path]:
    """List the files and folders that a report is made from, the package aside."""
    data: list[Path] = []
    with contextlib.suppress(InputError):  # the build says it
        data = [data_folder(project, read_parameters(request.parameters, request.choice))]
    single = [request.parameters, project.lock, *project.read_by_notebooks]
    return [project.notebooks, *data, *single]


def snapshot(places: list[Path]) -> Snapshot:
    """Return time and size of every file that counts, by path.

    Parameters
    ----------
    places : list of Path
        Files, and folders with all that is below them.

    Returns
    -------
    dict
        (time in ns, size in bytes) by path; a file that vanishes meanwhile is left out.
    """
    found: Snapshot = {}
    for place in places:
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix in _WATCHED and ".ipynb_checkpoints" not in path.parts:
                try:
                    stat = path.stat()
                except OSError:
                    continue
                found[str(path)] = stat.st_mtime_ns, stat.st_size
    return found


def _start_again(server: PreviewServer, team: Workers, console: Console) -> None:
    """Become a new process, which imports the changed package; the open page waits for it."""
    console.print("the package has changed: starting again", markup=False)
    server.shutdown()
    server.server_close()
    team.stop()
    os.execv(sys.executable, [sys.executable, *sys.argv])
