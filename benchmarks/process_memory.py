"""Run a command and follow the memory of every process that it starts."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.projects import CLI, environment

_MARK = "HCC_BENCHMARK"
_EVERY_SECONDS = 0.25
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_RSS = re.compile(r"^Rss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Run:
    """Seconds of a command and its peak memory.

    Attributes
    ----------
    seconds : float
        Wall time.
    cpu : float
        Seconds that its processes have computed, which other work on the machine does not lengthen much.
    memory : float
        Most that all its processes had at one time (MB): the sum of their proportional set sizes, in which a
        page that several forks share counts once.
    largest : float
        Most that one process had (MB, resident set size).
    output : str
        What it printed.
    """

    seconds: float
    cpu: float
    memory: float
    largest: float
    output: str


def watched(project: Path, *arguments: str) -> Run:
    """Run ``hcc-report`` in a project and watch it, with its workers and kernels; end if it fails."""
    mark = uuid.uuid4().hex
    began, computed, memory, largest = time.perf_counter(), _cpu_seconds(), 0.0, 0.0
    command = subprocess.Popen(
        [sys.executable, *CLI, *arguments],
        cwd=project,
        env=environment() | {_MARK: mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    while command.poll() is None:
        sizes = list(_sizes(mark))
        memory = max(memory, sum(shared for shared, _ in sizes))
        largest = max([largest, *(whole for _, whole in sizes)])
        time.sleep(_EVERY_SECONDS)
    seconds = time.perf_counter() - began
    output = command.stdout.read() if command.stdout else ""
    if command.returncode:
        sys.exit(f"hcc-report {' '.join(arguments)} failed:\n{output[-3000:]}")
    return Run(seconds, _cpu_seconds() - computed, memory, largest, output)


def _cpu_seconds() -> float:
    """Return what the processes that have ended have computed, with those that they waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sizes(mark: str) -> Iterator[tuple[float, float]]:
    """Return proportional and resident set size (MB) of each process that has the mark.

    A fork keeps the environment of the process that it comes from, so that even what has left the group and
    the tree of the command is found.
    """
    wanted = f"{_MARK}={mark}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if int(process.name) == os.getpid() or wanted not in (process / "environ").read_bytes():
                continue
            text = (process / "smaps_rollup").read_text()
        except OSError:
            continue
        shared, whole = _PSS.search(text), _RSS.search(text)
        if shared and whole:
            yield int(shared[1]) / 1024, int(whole[1]) / 1024
