"""A Dask cluster of Slurm jobs, as a YAML file asks for it."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from distributed.gc import disable_gc_diagnosis
from pydantic import BaseModel, ConfigDict, Field

from hcc_analysis.errors import InputError
from hcc_analysis.yaml_file import read_model

if TYPE_CHECKING:
    from dask_jobqueue import SLURMCluster

CANCEL_SECONDS = 1.0
OURS = {"jobs", "patience_minutes"}


class SlurmJobs(BaseModel):
    """What a Slurm file may say; the names are those of ``dask_jobqueue.SLURMCluster``, but for two.

    Attributes
    ----------
    jobs : int
        Number of Slurm jobs.
    patience_minutes : float
        Minutes to wait for the first job to begin.
    cores : int
        Cores of a job; as many notebooks run in it at once.
    memory : str
        Memory of a job, such as ``8GB``.
    processes : int
        Dask workers of a job, which share its cores.
    walltime : str
        Longest time of a job, such as ``"01:00:00"``.
    queue, account : str
        Partition, and whom to charge; Slurm's defaults when left out.
    interface : str
        Network interface that the jobs reach this machine on, such as ``ib0``.
    job_extra_directives : list of str
        Further ``#SBATCH`` lines, such as ``--constraint=rome``.
    job_script_prologue : list of str
        Shell commands before a worker starts, such as ``module load python/3.11``.
    local_directory, log_directory : str
        Folders of a node for Dask's files, and for the output of the jobs.
    python : str
        Python of the jobs; the one that runs this when left out.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    jobs: Annotated[int, Field(ge=1, le=1000)]
    cores: Annotated[int, Field(ge=1)]
    memory: Annotated[str, Field(pattern=r"^\d+(\.\d+)? ?[kMGT]i?B$")]
    patience_minutes: Annotated[float, Field(gt=0)] = 60.0
    processes: Annotated[int, Field(ge=1)] = 1
    walltime: Annotated[str, Field(pattern=r"^(\d+-)?\d{1,2}(:\d{2}){0,2}$")] = "01:00:00"
    queue: str | None = None
    account: str | None = None
    interface: str | None = None
    job_extra_directives: list[str] = []
    job_script_prologue: list[str] = []
    local_directory: str | None = None
    log_directory: str | None = None
    python: str | None = None

    def for_dask(self) -> dict[str, Any]:
        """Return the arguments of ``SLURMCluster``."""
        return self.model_dump(exclude=OURS, exclude_none=True)


@contextmanager
def slurm_cluster(path: Path) -> Iterator[tuple[str, float]]:
    """Submit Slurm jobs that are the workers of a Dask scheduler here; they are cancelled with the block.

    Parameters
    ----------
    path : Path
        YAML file with the entries of :class:`SlurmJobs`.

    Yields
    ------
    address : str
        Address of the scheduler.
    patience : float
        Seconds to wait for the first worker.

    Raises
    ------
    InputError
        The file is wrong, Slurm is not here, or it refuses the jobs.
    """
    wanted = read_model(path, SlurmJobs)
    if shutil.which("sbatch") is None:
        raise InputError("--slurm needs Slurm's sbatch on this machine; it is not on the PATH")
    with ExitStack() as held:
        cluster = _slurm_cluster_class()(
            **wanted.for_dask(),
            # A notebook that two workers died of is to blame itself.
            scheduler_options={"allowed_failures": 1, "dashboard": False, "dashboard_address": ":0"},
            silence_logs=logging.CRITICAL,
        )
        held.callback(_close, cluster)
        disable_gc_diagnosis(force=True)  # Ctrl-C during it is lost
        _require_possible(cluster.job_script(), path)
        cluster.scale(jobs=wanted.jobs)
        yield cluster.scheduler_address, wanted.patience_minutes * 60


def _slurm_cluster_class() -> type[SLURMCluster]:
    """Import it without its side effect: it lets Ctrl-C end the process with status 0 and no word."""
    interrupt = signal.getsignal(signal.SIGINT)
    from dask_jobqueue import SLURMCluster

    signal.signal(signal.SIGINT, interrupt)
    return SLURMCluster


def _close(cluster: SLURMCluster) -> None:
    """Cancel the jobs."""
    with suppress(AssertionError, RuntimeError, OSError):  # some were never submitted, or are gone
        cluster.close(timeout=CANCEL_SECONDS)


def _require_possible(script: str, path: Path) -> None:
    """Let Slurm say what is wrong with a job; the cluster would not, but go on waiting."""
    with tempfile.NamedTemporaryFile("w", suffix=".sh", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        asked = subprocess.run(
            ["sbatch", "--test-only", file.name], capture_output=True, text=True, check=False
        )
    if asked.returncode:
        said = [line for line in asked.stderr.splitlines() if "rror" in line or "fatal" in line] or [
            "no reason"
        ]
        raise InputError.at(f"Slurm refuses the jobs: {said[-1].strip()}", file=path)
