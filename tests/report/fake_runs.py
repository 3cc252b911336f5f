"""Stand-ins for running a notebook; they live in a module so that worker processes can import them."""

from __future__ import annotations

import os
import time
from pathlib import Path

from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.plan import Task


def slow_first(task: Task) -> Execution:
    time.sleep(0.3 if task.id == "a" else 0)
    return Execution(task.id, f"ran {task.id}", 0.1)


def dies_once(task: Task) -> Execution:
    if _first_time(task):
        os._exit(1)
    return Execution(task.id, "ran", 0.1)


def always_dies(task: Task) -> Execution:
    if task.id == "a":
        os._exit(1)
    return Execution(task.id, "ran", 0.1)


def dead_kernel_once(task: Task) -> Execution:
    fault = Fault("infrastructure", "the kernel died") if _first_time(task) else None
    return Execution(task.id, "ran", 0.1, fault)


def error_in_notebook(task: Task) -> Execution:
    _first_time(task)
    return Execution(task.id, "ran", 0.1, Fault("notebook", "ValueError: no", 2, "analyse"))


def attempts(folder: Path, id: str) -> int:
    return len(list(folder.glob(f"{id}-*")))


def _first_time(task: Task) -> bool:
    tried = len(list(Path(task.folder).glob(f"{task.id}-*")))
    (Path(task.folder) / f"{task.id}-{tried}").touch()
    return tried == 0
