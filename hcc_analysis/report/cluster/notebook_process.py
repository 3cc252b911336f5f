"""A process of a cluster's worker that runs one notebook at a time, apart from the worker's threads.

papermill changes the working folder and reads the environment, both of which belong to a whole process; a
worker of Dask runs tasks in threads and may serve others. So each thread has a process of its own, which is
told what to do in pickles over its standard input and answers over its standard output.
"""

from __future__ import annotations

import os
import pickle
import queue
import shutil
import subprocess
import sys
import threading
from typing import BinaryIO

from hcc_analysis.report.execution import Execution
from hcc_analysis.report.kernel.client import HOME
from hcc_analysis.report.plan import Task

BOOT = (
    "import sys; sys.path[0] = sys.argv[1];"
    "from hcc_analysis.report.cluster import notebook_process; notebook_process.serve(*sys.argv[2:])"
)


class ProcessDiedError(RuntimeError):
    """The process ended before it answered."""


class NotebookProcess:
    """A process that runs notebooks; it ends with this one at the latest.

    Parameters
    ----------
    runtime : tuple
        Folder for the sockets of the kernels, and the address of the server of kernels, if there is one.
    """

    def __init__(self, runtime: tuple[str, str | None]) -> None:
        folder, server = runtime
        self._process = subprocess.Popen(
            [sys.executable, "-c", BOOT, HOME, folder, server or ""],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for whoever runs the worker
        )

    @property
    def pid(self) -> int:
        """Process number."""
        return self._process.pid

    def run(self, task: Task) -> Execution:
        """Execute a notebook in a fresh kernel, and wait for it.

        Raises
        ------
        ProcessDiedError
            The process ended before it answered.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()
            execution = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise ProcessDiedError(f"the process that ran {task.id} died") from error
        assert isinstance(execution, Execution)
        return execution

    def close(self) -> None:
        """End the process, and with it the kernel that it talks to."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            stream.close()


def serve(folder: str, server: str) -> None:
    """Run the tasks that come over standard input, until it closes.

    Parameters
    ----------
    folder : str
        Folder for the sockets of the kernels.
    server : str
        Socket of the server of warm kernels; empty for ordinary kernels.
    """
    from hcc_analysis.report import worker

    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is printed does not belong among the answers
    worker.prepare(folder, server or None)
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()
    threading.Thread(target=_read, args=[sys.stdin.buffer, tasks, folder], daemon=True).start()
    worker.warm_up()
    while True:
        pickle.dump(worker.run(tasks.get()), answers)
        answers.flush()


def _read(stream: BinaryIO, tasks: queue.SimpleQueue[Task], folder: str) -> None:
    """Take in tasks; leave nothing behind when the process that sends them is gone."""
    while True:
        try:
            tasks.put(pickle.load(stream))
        except (EOFError, OSError, pickle.UnpicklingError):
            shutil.rmtree(folder, ignore_errors=True)
            os._exit(0)
