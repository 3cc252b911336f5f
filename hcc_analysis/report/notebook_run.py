"""Run one notebook with papermill. Imports much, so only workers import it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import papermill_engines
from traitlets.config import Config

from hcc_analysis.errors import NotCollectedError
from hcc_analysis.report.execution import Execution, Fault, Skipped
from hcc_analysis.report.kernel.client import ADDRESS
from hcc_analysis.report.kernel.engine import WarmEngine
from hcc_analysis.report.notebook_file import settle
from hcc_analysis.report.plan import Task
from hcc_analysis.report.showing import shown

WARM = "hcc-warm"
papermill_engines.register(WARM, WarmEngine)  # known without its entry point too


def run(task: Task) -> Execution:
    """Execute a notebook in a fresh kernel, and show what it gave.

    Parameters
    ----------
    task : Task
        What to run.

    Returns
    -------
    Execution
        The executed notebook, or as much of it as there is, with its page and picture; and its fault.
    """
    return shown(execute(task))


def execute(task: Task) -> Execution:
    """Execute a notebook in a fresh kernel.

    Parameters
    ----------
    task : Task
        What to run.

    Returns
    -------
    Execution
        The executed notebook, or as much of it as there is; and its fault.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=os.environ.get("JUPYTER_RUNTIME_DIR")) as folder:
        target = Path(folder) / f"{task.id}.ipynb"
        ended = _execute(task, target)
        text, unwritten = _settled(target)
    seconds = time.perf_counter() - started
    ended = ended or unwritten
    if isinstance(ended, Skipped):
        return Execution(task.id, text, seconds, skipped=ended.reason)
    return Execution(task.id, text, seconds, ended)


def _settled(target: Path) -> tuple[str, Fault | None]:
    """Return the executed notebook; a full disk leaves half of one."""
    if not target.is_file():
        return "", None
    try:
        return settle(target.read_text(encoding="utf-8")), None
    except ValueError:
        message = "the executed notebook could not be written; is the disk full?"
        return "", Fault("infrastructure", message)


def _execute(task: Task, target: Path) -> Fault | Skipped | None:
    try:
        papermill.execute_notebook(
            nbformat.reads(task.source, as_version=4),
            target,
            parameters=task.parameters,
            cwd=task.folder,
            engine_name=WARM if ADDRESS in os.environ else None,
            kernel_name="python3",
            progress_bar=False,
            start_timeout=120,
            execution_timeout=task.timeout,
            shutdown_kernel="immediate",
            config=Config() if ADDRESS in os.environ else _kernel_config(),
        )
    except papermill.PapermillExecutionError as error:
        if error.ename == NotCollectedError.__name__:
            return Skipped(_first_line(error))
        return _fault_of_cell(task, error, target)
    except CellTimeoutError:
        return Fault("infrastructure", f"a cell took longer than {task.timeout} s")
    except DeadKernelError:
        return Fault("infrastructure", "the kernel died")
    except Exception as error:  # a worker reports whatever happens
        return Fault("infrastructure", f"{type(error).__name__}: {error}")
    return None


def _kernel_config() -> Config:
    """Let the kernel's sockets be files with a name of their own: ports race between parallel kernels."""
    config = Config()
    if sys.platform != "win32":
        config.KernelManager.transport = "ipc"
        config.KernelManager.ip = str(Path(os.environ["JUPYTER_RUNTIME_DIR"]) / uuid.uuid4().hex)
    return config


def _fault_of_cell(task: Task, error: papermill.PapermillExecutionError, target: Path) -> Fault:
    try:
        failing = _failing_cell(json.loads(target.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        failing = ""
    ids = [cell.get("id", "") for cell in json.loads(task.source)["cells"]]
    number = ids.index(failing) + 1 if failing in ids else None
    return Fault("notebook", f"{error.ename}: {_first_line(error)}", number, failing)


def _first_line(error: papermill.PapermillExecutionError) -> str:
    return (str(error.evalue).strip().splitlines() or [""])[0]


def _failing_cell(notebook: dict[str, Any]) -> str:
    for cell in notebook["cells"]:
        if any(output["output_type"] == "error" for output in cell.get("outputs", [])):
            return str(cell.get("id", ""))
    return ""
