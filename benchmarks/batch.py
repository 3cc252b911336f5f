"""Batches of 1, 10 and 100 parameter sets: seconds a set, memory of the driver, and what is left over.

Usage: python -m benchmarks.batch [--sets 1 10 100] [--notebooks 3] [--jobs 2] [--compared 10]
A batch of so many sets with more notebooks is then run by one worker and by all of them, in turns; beside it
stands what the machine itself gains when as many processes count as workers ran.
Writes benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.projects import copy_project, start_hcc_report, write

TURNS = 2
COMPARED_NOTEBOOKS = 12
COUNTING = "sum(i * i % 7 for i in range(20_000_000))"
LEFTOVERS = ("hcc-kernels-*", "pymp-*")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--notebooks", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--compared", type=int, default=10)
    options = parser.parse_args()
    found = {str(number): measure(number, options.notebooks, options.jobs) for number in options.sets}
    kept = {"notebooks": options.notebooks, "jobs": options.jobs, "sets": found}
    write("batch", kept | {"workers": gain(options.compared, options.jobs)})


def gain(number: int, jobs: int) -> dict[str, float]:
    """Return how many times as long one worker takes for so many sets, and how much cores can gain here."""
    alone = together = counted_alone = counted_together = 0.0
    for _ in range(TURNS):
        alone += measure(number, COMPARED_NOTEBOOKS, 1)["seconds a set"]
        counted_alone += count(1)
        together += measure(number, COMPARED_NOTEBOOKS, jobs)["seconds a set"]
        counted_together += count(jobs)
    found = {
        "sets": number,
        "notebooks": COMPARED_NOTEBOOKS,
        "one worker / all": round(alone / together, 2),
        "what the cores gain at counting": round(jobs * counted_alone / counted_together, 2),
    }
    print(found)
    return found


def count(processes: int) -> float:
    """Return the seconds that so many processes take for counting, all at once."""
    began = time.perf_counter()
    started = [subprocess.Popen([sys.executable, "-c", COUNTING]) for _ in range(processes)]
    for one in started:
        one.wait()
    return time.perf_counter() - began


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
