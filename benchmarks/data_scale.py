"""How a build grows with the data: time and memory at 1e3, 1e4 and 1e5 subjects with 20 adverse events each.

Usage: python -m benchmarks.data_scale [--sizes 1e3 1e4 1e5] [--jobs 2]
Writes benchmarks/results.json. For each size a simulated trial is made in a temporary folder, checked with
`hcc-report check`, and Tables 1-3 and Figs. 2B and 2C are built from it. Seconds are those of the whole
command; memory is the most that the command, its workers and its kernels had together at one time (sum of
proportional set sizes: a page that forks share counts once). "growth" is by what part of the data's growth
each grew from the size before: 1 is linear. CPU seconds and memory decide, since other work on the machine
lengthens the others.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from pathlib import Path

import yaml

from benchmarks.process_memory import Run, watched
from benchmarks.projects import PARAMETERS, copy_project, write
from benchmarks.simulated_trial import EVENTS_A_SUBJECT, write_trial

OUTPUTS = (
    "table1_baseline",
    "table2_response",
    "table3_adverse_events",
    "fig2b_os",
    "fig2c_os_by_surgery",
)
LIMIT_SECONDS, LIMIT_MB = 180, 4096


def main() -> None:
    options = arguments()
    sizes: dict[str, dict[str, float]] = {}
    for subjects in options.sizes:
        with tempfile.TemporaryDirectory(prefix="hcc-bench-") as folder:
            sizes[str(subjects)] = measure(Path(folder), subjects, options.jobs)
        show(subjects, sizes[str(subjects)])
    growth = growths(options.sizes, sizes)
    found = {"jobs": options.jobs, "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}
    found |= {"adverse events a subject": EVENTS_A_SUBJECT, "subjects": sizes, "growth": growth}
    write("data scale", found)
    largest = sizes[str(max(options.sizes))]
    within = largest["build, seconds"] <= LIMIT_SECONDS and largest["build, MB"] <= LIMIT_MB
    print(f"largest size {'within' if within else 'NOT within'} {LIMIT_SECONDS} s and {LIMIT_MB} MB")
    rates = [
        rate for part in growth.values() for name, rate in part.items() if not name.endswith(", seconds")
    ]
    linear = all(rate <= 1 for rate in rates)
    print(f"CPU time and memory grow {'no faster' if linear else 'FASTER'} than the data")
    sys.exit(not (within and linear))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sizes", type=lambda text: int(float(text)), nargs="+", default=[1_000, 10_000, 100_000]
    )
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def measure(folder: Path, subjects: int, jobs: int) -> dict[str, float]:
    """Make a trial of so many subjects, check it and build the five outputs from it."""
    project = copy_project(folder)
    began = time.perf_counter()
    write_trial(project / "data" / "simulated", subjects)
    made = time.perf_counter() - began
    parameters = project / "params" / "scale.yml"
    values = yaml.safe_load((project / PARAMETERS).read_text(encoding="utf-8"))
    parameters.write_text(yaml.safe_dump(values | {"data": "data/simulated"}), encoding="utf-8")
    check = watched(project, "check", "data/simulated")
    options = ("--only", ",".join(OUTPUTS), "--jobs", str(jobs))
    build = watched(project, "build", "params/scale.yml", *options)
    report = project / "reports" / "scale.part"
    return {
        "making the data, seconds": round(made, 1),
        "data, MB": megabytes(*(project / "data" / "simulated").glob("*.csv")),
        **figures("check", check),
        **figures("build", build),
        "supplement.html, MB": megabytes(report / "supplement.html"),
        "supplement.pdf, MB": megabytes(report / "supplement.pdf"),
        "whole report, MB": megabytes(*(path for path in report.rglob("*") if path.is_file())),
    }


def figures(name: str, run: Run) -> dict[str, float]:
    return {
        f"{name}, seconds": round(run.seconds, 1),
        f"{name}, CPU seconds": round(run.cpu, 1),
        f"{name}, MB": round(run.memory),
        f"{name}, largest process, MB": round(run.largest),
    }


def megabytes(*paths: Path) -> float:
    return round(sum(path.stat().st_size for path in paths) / 1e6, 2)


def growths(sizes: list[int], found: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """Return by what part of the data's growth time and memory grew, from each size to the next."""
    measured = [f"{name}, {unit}" for name in ("check", "build") for unit in ("seconds", "CPU seconds", "MB")]
    return {
        f"{small} to {large}": {
            name: round(found[str(large)][name] / found[str(small)][name] / (large / small), 2)
            for name in measured
        }
        for small, large in itertools.pairwise(sizes)
    }


def show(subjects: int, found: dict[str, float]) -> None:
    print(f"{subjects} subjects")
    for name, value in found.items():
        print(f"  {name:<32} {value:>8g}", flush=True)


if __name__ == "__main__":
    main()
