"""The workers of a Dask cluster as a team: tasks go there with their notebooks, executed ones come back."""

from __future__ import annotations

import logging
import os
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import TypeVar

from distributed import Client, KilledWorker
from distributed.comm import get_address_host_port
from rich.console import Console

from hcc_analysis.errors import InputError
from hcc_analysis.report.cluster.plugin import Expected, NotebookPlugin, fault_on_worker, run_on_worker
from hcc_analysis.report.execute import GaveUpError
from hcc_analysis.report.execution import Execution
from hcc_analysis.report.interrupt import interruptibly
from hcc_analysis.report.local_workers import Workers, workers
from hcc_analysis.report.plan import Task
from hcc_analysis.report.prepare import Prepared
from hcc_analysis.report.software import versions

Result = TypeVar("Result")
CONNECT_SECONDS = 10.0
PATIENCE_SECONDS = 60.0  # for the first worker, and for another when the last is gone
CLOSE_SECONDS = 1.0


class ClusterTeam:
    """The workers of a Dask cluster; made by :func:`cluster_team`.

    Parameters
    ----------
    client : distributed.Client
        Connection to the scheduler.
    name : str
        Name of the build on the cluster.
    local : callable
        Makes worker processes here, for what writes files here.
    patience : float
        Seconds to wait for a worker when there is none.
    """

    def __init__(self, client: Client, name: str, local: Callable[[], Workers], patience: float) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._name = name
        self._local = local
        self._patience = patience
        self._alone_since: float | None = None

    @property
    def jobs(self) -> int:
        """Number of notebooks that can run at once: the threads of all workers that there are now.

        Raises
        ------
        InputError
            The scheduler is lost, or has had no worker for longer than the patience.
        """
        threads = self._threads()
        if threads:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > self._patience:
            raise InputError(f"the Dask cluster has had no worker for {self._patience:.0f} s; start one")
        return max(threads, 1)

    def _threads(self) -> int:
        if self._client.status == "running":
            with suppress(OSError):  # what a closed connection raises
                return sum(self._client.nthreads().values())
        raise InputError("the Dask scheduler is lost; what it brought is kept, so build again")

    def submit(self, task: Task) -> Future[Execution]:
        """Give a task to a worker; Dask gives it to another when that one is lost."""
        key = f"{task.id}-{uuid.uuid4().hex}"
        answer: Future[Execution] = Future()
        asked = self._executor.submit(run_on_worker, task, self._name, key=key)
        asked.add_done_callback(partial(_pass_on, answer))
        return answer

    def call(self, function: Callable[..., Result], *arguments: object) -> Future[Result]:
        """Let a process on this machine call a function: reports are written here."""
        return self._local().call(function, *arguments)

    def replace(self) -> None:
        """Do nothing: Dask replaces its workers itself."""

    def stop(self) -> None:
        """Give up what waits."""
        with suppress(Exception):  # the scheduler may be gone
            self._executor.shutdown(wait=False)


def _pass_on(answer: Future[Execution], asked: Future[Execution]) -> None:
    error = CancelledError("given back without a result") if asked.cancelled() else asked.exception()
    if error is None:
        answer.set_result(asked.result())
    elif isinstance(error, KilledWorker):
        answer.set_exception(GaveUpError(f"{error.allowed_failures + 1} workers died of it"))
    else:
        answer.set_exception(error)


@contextmanager
def cluster_team(sets: Sequence[Prepared]) -> Iterator[ClusterTeam]:
    """Give the workers of the cluster that parameter sets ask for.

    Parameters
    ----------
    sets : sequence of Prepared
        What to build, asked for with the same options.

    Yields
    ------
    ClusterTeam
        The workers. When the block ends they have nothing of the build left; workers that this function
        started end, others go on.

    Raises
    ------
    InputError
        No scheduler answers, it has no workers, or a worker has other code, data or software.
    """
    for logger in ("distributed", "asyncio"):  # their errors are said in our words
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    request = sets[0].request
    name = f"hcc-report-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    with ExitStack() as held:
        address, patience = request.scheduler, PATIENCE_SECONDS
        if request.slurm:
            from hcc_analysis.report.cluster.slurm import slurm_cluster

            address, patience = held.enter_context(slurm_cluster(request.slurm))
        client = interruptibly(_connect, address)
        held.callback(_disconnect, client)
        interruptibly(_await_workers, client, address, patience)
        if not request.slurm:  # its workers end anyway
            held.callback(_unregister, client, name)
        plugin = NotebookPlugin(name, _expected(sets), warm=request.warm)
        interruptibly(client.register_plugin, plugin, name)
        interruptibly(_require_same, client, name)
        team = ClusterTeam(client, name, _lazily(held, min(request.jobs, len(sets))), patience)
        held.callback(team.stop)
        yield team


def _lazily(held: ExitStack, jobs: int) -> Callable[[], Workers]:
    made: list[Workers] = []

    def local() -> Workers:
        if not made:
            made.append(held.enter_context(workers(jobs)))
        return made[0]

    return local


def _connect(address: str) -> Client:
    try:
        get_address_host_port(address)  # Client takes long over an address that cannot be
        return Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="hcc-report")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(
            f"no Dask scheduler answers at '{address}' ({reason}); "
            "give the address that `dask scheduler` prints, such as tcp://host:8786"
        ) from None


def _disconnect(client: Client) -> None:
    with suppress(Exception):
        client.close(timeout=CLOSE_SECONDS)


def _unregister(client: Client, name: str) -> None:
    """Let the workers drop what belongs to the build; one that is busy starting does so when it has."""

    def ask() -> None:
        with suppress(Exception):
            client.unregister_worker_plugin(name)

    if client.status == "running":
        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(CLOSE_SECONDS)


def _await_workers(client: Client, address: str, patience: float) -> None:
    with Console(stderr=True).status(f"waiting for a worker of {address}"):
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise InputError(
                f"the Dask scheduler at '{address}' had no worker for {patience:.0f} s; start one with "
                f"`dask worker {address}` in this environment"
            ) from None


def _expected(sets: Sequence[Prepared]) -> Expected:
    shared = {
        prepared.data: decision.fingerprint.surroundings
        for prepared in sets
        for decision in prepared.decisions[:1]
    }
    return Expected(sets[0].project, shared, versions())


def _require_same(client: Client, name: str) -> None:
    faults = client.run(fault_on_worker, name)
    for worker, fault in sorted(faults.items()):
        if fault:
            raise InputError(
                f"the worker {worker} would compute something else than this machine: {fault}; "
                "give all machines the same project folder and environment"
            )
