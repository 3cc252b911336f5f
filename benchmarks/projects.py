"""Copies of this project to measure, and commands to run in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results.json"
PARAMETERS = "params/published.yml"
CLI = ["-c", "from hcc_analysis.cli import main; main()"]


def copy_project(folder: Path, number: int = 0) -> Path:
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


def edit(notebook: Path) -> None:
    """Change a notebook's code."""
    text = json.loads(notebook.read_text(encoding="utf-8"))
    code = next(cell for cell in reversed(text["cells"]) if cell["cell_type"] == "code")
    code["source"] = ["# edited\n", *code["source"]]
    notebook.write_text(json.dumps(text), encoding="utf-8")


def hcc_report(project: Path, *arguments: str) -> None:
    """Run the command, and end if it fails."""
    run(project, *CLI, *arguments)


def start_hcc_report(project: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command."""
    return subprocess.Popen(
        [sys.executable, *CLI, *arguments],
        cwd=project,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def run(project: Path, *arguments: str) -> str:
    """Run Python with these arguments in a project, and end if it fails."""
    finished = subprocess.run(
        [sys.executable, *arguments], cwd=project, env=environment(), capture_output=True, text=True
    )
    if finished.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{finished.stderr[-3000:]}")
    return finished.stdout


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT)}


def timed(work: object) -> float:
    """Return the seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def write(name: str, found: dict[str, object]) -> None:
    """Write what a benchmark found beside what the others did."""
    kept = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else {}
    RESULTS.write_text(json.dumps(kept | {name: found}, indent=2) + "\n", encoding="utf-8")
