"""How long a build takes, as ratios to a shell loop of papermill in the same run on the same notebooks.

Usage: python -m benchmarks.engine [--notebooks 6 | --notebooks 0 for all] [--jobs 2]
Writes benchmarks/results.json. "plain" runs papermill and nbconvert once a notebook, one after the other. A
build is `hcc-report build`, command start, HTML and PDF included; "execution" is its notebooks alone, workers
and kernel server included, without their pages, which papermill does not make either; "once started" is the
same with workers and server that have begun before. "bare compute" are the cells alone in one warm process,
halved for two workers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.projects import (
    PARAMETERS,
    copy_project,
    edit,
    hcc_report,
    run,
    start_hcc_report,
    timed,
    write,
)

EXECUTION = """
import sys
import time
from pathlib import Path
from hcc_analysis.report import worker
from hcc_analysis.report.local_workers import workers
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import find_project
class Silent:
    def started(self, task): pass
    def finished(self, task, execution): assert execution.fault is None, execution.fault
if __name__ == "__main__":
    from hcc_analysis.report.execute import execute
    request = Request(Path("params/published.yml"), jobs=int(sys.argv[1]), force=True)
    prepared = prepare(find_project(), request)
    tasks = prepared.must_run
    with workers(request.jobs, warm=True, data=[prepared.data], run=worker.execute) as team:
        if len(sys.argv) > 2:
            execute(tasks[: request.jobs], Silent(), team)  # starts the workers
        began = time.perf_counter()
        execute(tasks, Silent(), team)
        print(time.perf_counter() - began)
"""
EDITS = 3
ROUNDS = 3
SCRIPT = "execution.py"


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="hcc-bench-") as folder:
        project = copy_project(Path(folder), options.notebooks)
        notebooks = sorted((project / "notebooks").glob("*.ipynb"))
        seconds = measure(project, notebooks, options.jobs)
    report(seconds, len(notebooks), options.jobs)


def measure(project: Path, notebooks: list[Path], jobs: int) -> dict[str, float]:
    """Time the ways in turns, so that a machine that slows down slows all of them; then the edits."""
    (project / SCRIPT).write_text(EXECUTION, encoding="utf-8")
    rounds = [
        one_round(project, notebooks[number::ROUNDS], jobs, last=number == ROUNDS - 1)
        for number in range(ROUNDS)
    ]
    summed = {name: sum(one[name] for one in rounds) for name in ("papermill loop", "nbconvert loop")}
    typical = {
        name: statistics.median(one[name] for one in rounds) for name in rounds[0] if name not in summed
    }
    return {
        "papermill loop": summed["papermill loop"],
        "plain": sum(summed.values()),
        **typical,
        "nothing changed": timed(lambda: build(project, jobs)),
        "one notebook edited": statistics.median(edited(project, notebooks[0], jobs) for _ in range(EDITS)),
        "one notebook edited, preview": statistics.median(edits_in_preview(project, notebooks[0], jobs)),
        "full build, ordinary kernels": timed(lambda: build(project, jobs, "--force", "--kernel", "cold")),
        "help": min(timed(lambda: hcc_report(project, "--help")) for _ in range(EDITS)),
    }


def one_round(project: Path, part: list[Path], jobs: int, *, last: bool) -> dict[str, float]:
    """Time the plain way on a part of the notebooks, and the others on all of them."""
    found = {
        "papermill loop": timed(lambda: [plain_papermill(project, path) for path in part]),
        "nbconvert loop": timed(lambda: [plain_nbconvert(project, path) for path in part]),
        "execution": timed(lambda: run(project, SCRIPT, str(jobs))),
        "execution, once started": float(run(project, SCRIPT, str(jobs), "started")),
        "full build": timed(lambda: build(project, jobs)),
        "execution, one worker, once started": float(run(project, SCRIPT, "1", "started")),
        "bare compute": float(run(project, "-m", "benchmarks.bare_compute", str(project))) / jobs,
    }
    shutil.rmtree(project / "plain")
    if not last:  # the next build starts with a cold cache again
        hcc_report(project, "clean")
    return found


def report(seconds: dict[str, float], notebooks: int, jobs: int) -> None:
    """Print the seconds and ratios and keep them."""
    full = seconds["full build"]
    ratios = {
        "plain / full build": seconds["plain"] / full,
        "papermill loop / execution": seconds["papermill loop"] / seconds["execution"],
        "papermill loop / execution, once started": seconds["papermill loop"]
        / seconds["execution, once started"],
        "execution / bare compute": seconds["execution"] / seconds["bare compute"],
        "one worker / all, once started": seconds["execution, one worker, once started"]
        / seconds["execution, once started"],
        "ordinary / warm kernels": seconds["full build, ordinary kernels"] / full,
        "one notebook edited / full build": seconds["one notebook edited"] / full,
        "one notebook edited, preview / full build": seconds["one notebook edited, preview"] / full,
        "nothing changed / full build": seconds["nothing changed"] / full,
    }
    found = {
        "notebooks": notebooks,
        "jobs": jobs,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "ratios": {name: round(value, 2) for name, value in ratios.items()},
    }
    for kind in ("seconds", "ratios"):
        for name, value in found[kind].items():
            print(f"{name:<42} {value:>8.2f}")
    write("engine", found)


def plain_papermill(project: Path, notebook: Path) -> None:
    out = project / "plain" / notebook.name
    out.parent.mkdir(exist_ok=True)
    options = ("-f", PARAMETERS, "--no-progress-bar", "-k", "python3")
    run(project, "-m", "papermill", str(notebook), str(out), *options)


def plain_nbconvert(project: Path, notebook: Path) -> None:
    run(project, "-m", "nbconvert", "--to", "html", str(project / "plain" / notebook.name))


def build(project: Path, jobs: int, *options: str) -> None:
    hcc_report(project, "build", PARAMETERS, "--jobs", str(jobs), *options)


def edited(project: Path, notebook: Path, jobs: int) -> float:
    edit(notebook)
    return timed(lambda: build(project, jobs))


def edits_in_preview(project: Path, notebook: Path, jobs: int) -> list[float]:
    """Time from the saving of a notebook to the new supplement, while the preview runs."""
    made = project / "reports" / "published" / "manifest.json"
    with previewing(project, jobs):
        found = []
        for _ in range(EDITS + 1):
            before = made.read_bytes()
            edit(notebook)
            found.append(timed(lambda before=before: wait_for_another(made, before)))
            time.sleep(1)
    return found[1:]  # the first starts the workers


@contextlib.contextmanager
def previewing(project: Path, jobs: int) -> Iterator[None]:
    preview = start_hcc_report(project, "preview", PARAMETERS, "--port", "0", "--jobs", str(jobs))
    time.sleep(10)
    try:
        yield
    finally:
        preview.send_signal(signal.SIGINT)
        preview.wait()


def wait_for_another(made: Path, before: bytes) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with contextlib.suppress(FileNotFoundError):  # the report is being replaced
            if made.read_bytes() != before:
                return
        time.sleep(0.02)
    raise TimeoutError(f"{json.dumps(str(made))} did not change")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notebooks", type=int, default=0, help="how many; 0 for all")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
