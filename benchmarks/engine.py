"""How long a build takes, as ratios to a shell loop of papermill in the same run on the same notebooks.

Usage: python benchmarks/engine.py [--notebooks 6 | --notebooks 0 for all] [--jobs 2]
Writes benchmarks/results.json. "plain" runs papermill and nbconvert once a notebook, one after the other;
everything else is `hcc-report build`, command start, HTML and PDF included.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PARAMETERS = "params/published.yml"


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(prefix="hcc-bench-") as folder:
        project = copy_project(Path(folder), options.notebooks)
        notebooks = sorted((project / "notebooks").glob("*.ipynb"))
        seconds = measure(project, notebooks, options.jobs)
    write(seconds, len(notebooks), options.jobs)


def measure(project: Path, notebooks: list[Path], jobs: int) -> dict[str, float]:
    """Time each way once."""
    papermill = timed(lambda: [plain_papermill(project, path) for path in notebooks])
    nbconvert = timed(lambda: [plain_nbconvert(project, path) for path in notebooks])
    full = timed(lambda: build(project, jobs))
    nothing = timed(lambda: build(project, jobs))
    edit(notebooks[0])
    return {
        "papermill loop": papermill,
        "plain": papermill + nbconvert,
        "full build": full,
        "nothing changed": nothing,
        "one notebook edited": timed(lambda: build(project, jobs)),
        "full build, ordinary kernels": timed(lambda: build(project, jobs, "--force", "--kernel", "cold")),
        "help": timed(lambda: command(project, "hcc_analysis", "--help")),
    }


def write(seconds: dict[str, float], notebooks: int, jobs: int) -> None:
    """Print the seconds and ratios and write them beside those of the other benchmarks."""
    full = seconds["full build"]
    ratios = {
        "plain / full build": seconds["plain"] / full,
        "papermill loop / full build": seconds["papermill loop"] / full,
        "ordinary / warm kernels": seconds["full build, ordinary kernels"] / full,
        "one notebook edited / full build": seconds["one notebook edited"] / full,
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
            print(f"{name:<34} {value:>8.2f}")
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    RESULTS.write_text(json.dumps(kept | {"engine": found}, indent=2) + "\n", encoding="utf-8")


def copy_project(folder: Path, number: int) -> Path:
    """Copy the project with its first notebooks; all when the number is 0."""
    project = folder / "project"
    for name in ("data", "docs", "params", "notebooks"):
        shutil.copytree(ROOT / name, project / name)
    shutil.copy(ROOT / "requirements.lock", project)
    path = project / "notebooks" / "contents.yml"
    contents = yaml.safe_load(path.read_text(encoding="utf-8"))
    left = number or 10**6
    for chapter in contents["chapters"]:
        chapter["outputs"], left = chapter["outputs"][:left], left - len(chapter["outputs"][:left])
    contents["chapters"] = [chapter for chapter in contents["chapters"] if chapter["outputs"]]
    path.write_text(yaml.safe_dump(contents), encoding="utf-8")
    listed = {id for chapter in contents["chapters"] for id in chapter["outputs"]}
    for notebook in path.parent.glob("*.ipynb"):
        if notebook.stem not in listed:
            notebook.unlink()
    return project


def plain_papermill(project: Path, notebook: Path) -> None:
    out = project / "plain" / notebook.name
    out.parent.mkdir(exist_ok=True)
    command(
        project, "papermill", str(notebook), str(out), "-f", PARAMETERS, "--no-progress-bar", "-k", "python3"
    )


def plain_nbconvert(project: Path, notebook: Path) -> None:
    command(project, "nbconvert", "--to", "html", str(project / "plain" / notebook.name))


def build(project: Path, jobs: int, *options: str) -> None:
    command(project, "hcc_analysis", "build", PARAMETERS, "--jobs", str(jobs), *options)


def edit(notebook: Path) -> None:
    text = json.loads(notebook.read_text(encoding="utf-8"))
    code = next(cell for cell in reversed(text["cells"]) if cell["cell_type"] == "code")
    code["source"] = ["# edited\n", *code["source"]]
    notebook.write_text(json.dumps(text), encoding="utf-8")


def command(project: Path, module: str, *arguments: str) -> None:
    start = (
        ["-c", "from hcc_analysis.cli import main; main()"] if module.startswith("hcc") else ["-m", module]
    )
    finished = subprocess.run(
        [sys.executable, *start, *arguments], cwd=project, env=environment(), capture_output=True, text=True
    )
    if finished.returncode:
        sys.exit(f"{module} {' '.join(arguments)} failed:\n{finished.stderr[-3000:]}")


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def timed(work: object) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--notebooks", type=int, default=0, help="how many; 0 for all")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


if __name__ == "__main__":
    main()
