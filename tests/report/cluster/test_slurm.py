"""Notebooks as Slurm jobs, on a Slurm whose one node is this machine."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.cluster.slurm import SlurmJobs
from hcc_analysis.yaml_file import read_model
from tests.report.conftest import run
from tests.report.test_changes import products
from tests.report.toy import make_project
from tests.waiting import until

HERE = Path(__file__).parent / "slurm"
JOBS = "jobs: 2\ncores: 1\nmemory: 1GB\nqueue: {queue}\nlog_directory: {logs}\nlocal_directory: {logs}\n"


@pytest.fixture(scope="module")
def slurm(tmp_path_factory):
    needed = [name for name in ("slurmctld", "slurmd", "sbatch", "munge") if shutil.which(name) is None]
    if needed:
        pytest.skip(f"no Slurm here: {', '.join(needed)} not installed (Debian: slurm-wlm, munge)")
    if os.geteuid() != 0:
        pytest.skip("Slurm's daemons need root")
    folder = tmp_path_factory.mktemp("slurm")
    subprocess.run([HERE / "start.sh", folder], check=True, timeout=60)
    before = os.environ.get("SLURM_CONF")
    os.environ["SLURM_CONF"] = str(folder / "slurm.conf")
    yield folder
    subprocess.run([HERE / "stop.sh", folder], check=True)
    os.environ.pop("SLURM_CONF")
    if before is not None:
        os.environ["SLURM_CONF"] = before


def jobs_file(folder, queue):
    path = folder / "slurm.yml"
    path.write_text(JOBS.format(queue=queue, logs=folder))
    return path


def queued():
    return subprocess.run(["squeue", "--noheader"], capture_output=True, text=True, check=True).stdout


@pytest.mark.slow
def test_the_bytes_are_those_of_a_local_build_and_no_job_stays(slurm, built, tmp_path):
    outcome = run(make_project(tmp_path / "project"), slurm=jobs_file(tmp_path, "tests"))
    assert not outcome.faults
    assert products(outcome.folder) == products(built[0])
    until(lambda: not queued())
    assert sorted(tmp_path.glob("*.out"))  # it ran there, not here


@pytest.mark.slow
def test_what_slurm_refuses_is_said(slurm, project, tmp_path):
    with pytest.raises(InputError, match=r"slurm.yml: Slurm refuses the jobs: .*invalid partition.*nowhere"):
        run(project, slurm=jobs_file(tmp_path, "nowhere"), force=True)


def test_without_slurm(project, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="needs Slurm's sbatch"):
        run(project, slurm=jobs_file(tmp_path, "tests"), force=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("jobs: 0\ncores: 1\nmemory: 1GB\n", r"line 1.*jobs"),
        ("jobs: 1\ncores: 1\n", "'memory' is missing"),
        ("jobs: 1\ncores: 1\nmemory: much\n", r"line 3.*memory"),
        ("jobs: 1\ncores: 1\nmemory: 1GB\nwalltime: soon\n", r"line 4.*walltime"),
        ("jobs: 1\ncores: 1\nmemory: 1GB\nquue: x\n", r"line 4.*'quue'.*did you mean 'queue'"),
    ],
)
def test_a_wrong_file(tmp_path, text, said):
    path = tmp_path / "slurm.yml"
    path.write_text(text)
    with pytest.raises(InputError, match=said):
        read_model(path, SlurmJobs)
