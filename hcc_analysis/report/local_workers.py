"""Worker processes on this machine, and the server that forks their kernels."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from hcc_analysis.report import worker
from hcc_analysis.report.execution import Execution
from hcc_analysis.report.kernel.client import KernelServer, short_temporary_folder
from hcc_analysis.report.plan import Task

Result = TypeVar("Result")


class Workers:
    """Worker processes, and the server that forks their kernels; made by :func:`workers`.

    Parameters
    ----------
    jobs : int
        Number of processes.
    run : callable
        What a worker does with a task.
    runtime : tuple
        Folder for the sockets of the kernels, and the address of the server, if there is one.
    """

    def __init__(self, jobs: int, run: Callable[[Task], Execution], runtime: tuple[str, str | None]) -> None:
        self.jobs = jobs
        self._run = run
        self._runtime = runtime
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(
            self.jobs, mp_context=_context(), initializer=worker.prepare, initargs=self._runtime
        )
        # It returns when the first worker runs, and this process has other things to do meanwhile.
        threading.Thread(target=_warm_up, args=[pool], daemon=True).start()
        return pool

    def submit(self, task: Task) -> Future[Execution]:
        """Give a task to a worker."""
        return self._pool.submit(self._run, task)

    def call(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Let a worker call a function."""
        return self._pool.submit(function, *arguments)

    def replace(self) -> None:
        """Start anew after a worker was lost, which takes the others with it."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._start()

    def close(self) -> None:
        """Let the workers end what they do."""
        self._pool.shutdown(cancel_futures=True)

    def stop(self) -> None:
        """End the workers at once."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()


@contextmanager
def workers(
    jobs: int,
    *,
    warm: bool = False,
    data: Sequence[Path] = (),
    run: Callable[[Task], Execution] = worker.run,
) -> Iterator[Workers]:
    """Give worker processes, which end with the block; at once when it is left by an exception.

    Parameters
    ----------
    jobs : int
        Number of worker processes.
    warm : bool
        Whether kernels are forked from a server, where that is possible.
    data : sequence of Path
        Data folders that the notebooks will read.
    run : callable
        What a worker does with a task.

    Yields
    ------
    Workers
        The workers.
    """
    with kernel_runtime(warm, data) as runtime:
        made = Workers(jobs, run, runtime)
        try:
            yield made
        except BaseException:
            made.stop()
            raise
        made.close()


@contextmanager
def kernel_runtime(warm: bool, data: Sequence[Path] = ()) -> Iterator[tuple[str, str | None]]:
    """Give the folder for the sockets of the kernels, and the server's address if there is one.

    Parameters
    ----------
    warm : bool
        Whether kernels are forked from a server, where that is possible.
    data : sequence of Path
        Data folders that the notebooks will read.

    Yields
    ------
    folder : str
        Folder for the sockets, removed at the end.
    address : str or None
        Socket of the server, which ends with the block; None for ordinary kernels.
    """
    if warm and KernelServer.is_possible():
        with KernelServer(quiet=True, data=data) as server:
            yield str(server.folder), server.address
    else:
        with tempfile.TemporaryDirectory(
            prefix="hcc-kernels-", dir=short_temporary_folder(), ignore_cleanup_errors=True
        ) as folder:
            yield folder, None


def _warm_up(pool: ProcessPoolExecutor) -> None:
    with suppress(RuntimeError):  # shut down before it began
        pool.submit(worker.warm_up)


def _context() -> multiprocessing.context.BaseContext:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(worker.IMPORTED))
    return context
