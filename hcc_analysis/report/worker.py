"""A worker process: set up once, then one notebook after the other. Imports papermill when it must."""

from __future__ import annotations

import importlib
import logging
import multiprocessing
import os
import shutil
import threading

from hcc_analysis.report.execution import Execution
from hcc_analysis.report.kernel.client import ADDRESS, ONE_THREAD
from hcc_analysis.report.plan import Task

# What workers import, in this order; named here, since this module imports little.
IMPORTED = (
    "hcc_analysis.report.spared",
    "hcc_analysis.report.papermill_alone",
    "hcc_analysis.report.notebook_run",
    "hcc_analysis.report.rehearsed",
)


def prepare(runtime_folder: str, server: str | None = None) -> None:
    """Set up a worker process: quiet, one thread a kernel, sockets in a folder of the run.

    Parameters
    ----------
    runtime_folder : str
        Folder for the sockets of the kernels.
    server : str, optional
        Socket of the server of warm kernels; ordinary kernels when left out.
    """
    os.environ.update(dict.fromkeys(ONE_THREAD, "1"))
    os.environ.update(
        JUPYTER_RUNTIME_DIR=runtime_folder, PYDEVD_DISABLE_FILE_VALIDATION="1", PYTHONHASHSEED="0"
    )
    if server:
        os.environ[ADDRESS] = server
    for name in ("papermill", "traitlets"):
        logging.getLogger(name).setLevel(logging.ERROR)
    # What kernels say on their way out does not belong among the progress.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    threading.Thread(target=_end_with_the_build, args=[runtime_folder], daemon=True).start()


def _end_with_the_build(runtime_folder: str) -> None:
    """Leave nothing behind when the process that started this one was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        shutil.rmtree(runtime_folder, ignore_errors=True)
        os._exit(1)


def run(task: Task) -> Execution:
    """Execute a notebook and show it, as :func:`hcc_analysis.report.notebook_run.run` does."""
    from hcc_analysis.report import notebook_run

    return notebook_run.run(task)


def execute(task: Task) -> Execution:
    """Execute a notebook without showing it, as :func:`hcc_analysis.report.notebook_run.execute` does."""
    from hcc_analysis.report import notebook_run

    return notebook_run.execute(task)


def warm_up() -> None:
    """Import what running a notebook needs."""
    for name in IMPORTED:
        importlib.import_module(name)
