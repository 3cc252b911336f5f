"""Batches of 1, 10 and 100 parameter sets: seconds a set, memory of the driver, and what is left over.

Usage: python -m benchmarks.batch [--sets 1 10 100] [--notebooks 3] [--jobs 2] [--compared 30]
A batch of so many sets is then run by one worker and by all of them, in turns.
Writes benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.projects import copy_project, start_hcc_report, write

TURNS = 2
LEFTOVERS = ("hcc-kernels-*", "pymp-*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--notebooks", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--compared", type=int, default=30)
    options = parser.parse_args()
    found = {str(number): measure(number, options.notebooks, options.jobs) for number in options.sets}
    ratio = gain(options.compared, options.notebooks, options.jobs)
    kept = {"notebooks": options.notebooks, "jobs": options.jobs, "sets": found}
    write("batch", kept | {"compared": options.compared, "one worker / all": ratio})


def gain(number: int, notebooks: int, jobs: int) -> float:
    """Return how many times as long one worker takes for so many sets."""
    turns = [[measure(number, notebooks, one)["seconds a set"] for one in (1, jobs)] for _ in range(TURNS)]
    alone, together = (sum(seconds) for seconds in zip(*turns, strict=True))
    print(f"one worker / {jobs}: {alone / together:.2f}")
    return round(alone / together, 2)


def measure(number: int, notebooks: int, jobs: int) -> dict[str, float]:
    """Build a grid of so many sets, none of which shares a notebook with another."""
    with tempfile.TemporaryDirectory(prefix="hcc-bench-") as folder:
        project = copy_project(Path(folder), notebooks)
        levels = [round(0.5 + 0.0049 * place, 4) for place in range(number)]
        grid = project / "params" / "sweep.yml"
        grid.write_text(f"data: data/reconstructed\ngrid:\n  conf_level: {levels}\n", encoding="utf-8")
        place = Path(folder) / "tmp"
        place.mkdir()
        os.environ["TMPDIR"] = str(place)
        began = time.perf_counter()
        driver = start_hcc_report(project, "build", "params/sweep.yml", "--jobs", str(jobs))
        memory, descriptors = watch(driver)
        seconds = time.perf_counter() - began
        if driver.returncode:
            sys.exit(f"the batch of {number} failed")
        time.sleep(1)  # what ends with the driver ends now
        left = [path.name for pattern in LEFTOVERS for path in place.glob(pattern)] + running(folder)
        reports = len(list((project / "reports").glob("sweep*/supplement.pdf")))
    found = {
        "seconds a set": round(seconds / number, 2),
        "driver's memory, MB": round(memory),
        "driver's open files at the most": descriptors,
        "left over": len(left),
        "reports": reports,
    }
    print(f"{number:>4} sets", *(f"{name} {value}" for name, value in found.items()), *left, sep="; ")
    return found


def watch(driver: object) -> tuple[float, int]:
    """Return the most memory (MB) and open files that a process has had while it ran."""
    memory, descriptors = 0.0, 0
    process = Path(f"/proc/{driver.pid}")
    while driver.poll() is None:
        try:
            status = (process / "status").read_text()
            descriptors = max(descriptors, len(list((process / "fd").iterdir())))
        except OSError:
            break
        if peak := re.search(r"VmHWM:\s+(\d+) kB", status):
            memory = max(memory, int(peak[1]) / 1024)
        time.sleep(0.05)
    driver.wait()
    return memory, descriptors


def running(folder: str) -> list[str]:
    """Return the processes whose command line or working folder is in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            where = str((process / "cwd").readlink())
        except OSError:
            continue
        if folder in words or where.startswith(folder):
            found.append(words)
    return found


if __name__ == "__main__":
    main()
