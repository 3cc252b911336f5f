"""A Dask cluster gives the bytes that this machine gives, whatever is lost on the way."""

import os
import signal
import time

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.build import build, build_all
from hcc_analysis.report.cluster import team
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.team import team_for
from tests.report.conftest import run
from tests.report.listening import Heard
from tests.report.test_changes import products
from tests.report.toy import TOYS, dataset, make_project, notebook

pytestmark = pytest.mark.slow


def request_of(project, cluster, name="toy"):
    return Request(project.root / "params" / f"{name}.yml", scheduler=cluster.scheduler_address)


def left_on(cluster):
    """What still runs under the workers."""
    import psutil
    from distributed import Client

    with Client(cluster.scheduler_address, set_as_default=False) as client:
        pids = client.run(os.getpid).values()
    return [child.cmdline() for pid in pids for child in psutil.Process(pid).children(recursive=True)]


def test_the_bytes_are_those_of_a_local_build(built, dask, tmp_path):
    project = make_project(tmp_path)
    outcome = build(prepare(project, request_of(project, dask), dataset), Heard())
    assert not outcome.faults
    assert products(outcome.folder) == products(built[0])
    assert left_on(dask) == []


class KillsAWorker(Heard):
    """Kills a worker when notebooks run."""

    def __init__(self, pids):
        super().__init__()
        self.pids = pids

    def started(self, task):
        super().started(task)
        if len(self.began) == 2:
            time.sleep(0.5)
            os.kill(self.pids[0], signal.SIGKILL)


def test_a_worker_that_is_killed_costs_nothing(dask, tmp_path):
    slow = {id: text.replace("1 + 1", "import time; time.sleep(1)") for id, text in TOYS.items()}
    here = run(make_project(tmp_path / "here", slow), jobs=2)
    project = make_project(tmp_path / "there", slow)
    killing = KillsAWorker([worker.pid for worker in dask.workers.values()])
    outcome = build(prepare(project, request_of(project, dask), dataset), killing)
    assert not outcome.faults
    assert products(outcome.folder) == products(here.folder)


def test_a_dead_kernel_is_tried_once_more_and_an_error_never(dask, tmp_path):
    counting = "open('tried', 'a').write('x')\n"
    broken = {
        "dies": notebook(None, code=counting + "import os; os._exit(1)"),
        "raises": notebook(None, code="1 / 0"),
    }
    project = make_project(tmp_path, broken)
    heard = Heard()
    outcome = build(prepare(project, request_of(project, dask), dataset), heard)
    assert outcome.faults["dies"].text == "the kernel died"
    assert outcome.faults["raises"].text == "cell 3 (analyse): ZeroDivisionError: division by zero"
    assert (project.root / "tried").read_text() == "xx"
    assert sorted(heard.began) == ["dies", "dies", "raises"]


def test_several_sets_share_the_cluster(dask, tmp_path):
    project = make_project(tmp_path)
    (project.root / "params" / "other.yml").write_text("data: data\nconf_level: 0.8\n")
    sets = [prepare(project, request_of(project, dask, name), dataset) for name in ("toy", "other")]
    with team_for(sets) as workers:
        outcomes = list(build_all(sets, Heard(), workers))
    assert [outcome.name for outcome in outcomes] == ["toy", "other"]
    assert not any(outcome.faults for outcome in outcomes)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere", "bar://nowhere:1"])
def test_a_wrong_address(project, address, monkeypatch):
    monkeypatch.setattr(team, "CONNECT_SECONDS", 0.5)
    with pytest.raises(InputError, match=f"no Dask scheduler answers at '{address}' .*dask scheduler"):
        run(project, scheduler=address, force=True)


def test_a_scheduler_without_workers(project, monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr(team, "PATIENCE_SECONDS", 0.5)
    said = r"had no worker for 0 s; start one with `dask worker tcp://"
    with LocalCluster(n_workers=0, dashboard_address=":0") as empty, pytest.raises(InputError, match=said):
        run(project, scheduler=empty.scheduler_address, force=True)


class EndsTheCluster(Heard):
    """Ends the whole cluster when a notebook runs."""

    def __init__(self, cluster):
        super().__init__()
        self.cluster = cluster

    def started(self, task):
        super().started(task)
        self.cluster.close()


def test_a_scheduler_that_is_lost_is_said_and_the_report_stays(project):
    from distributed import LocalCluster

    before = products(project.report("toy"))
    with LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster:
        request = Request(
            project.root / "params" / "toy.yml", scheduler=cluster.scheduler_address, force=True
        )
        with pytest.raises(InputError, match="the Dask scheduler is lost"):
            build(prepare(project, request, dataset), EndsTheCluster(cluster))
    assert products(project.report("toy")) == before


def test_a_worker_with_other_software_is_refused(project, dask, monkeypatch):
    monkeypatch.setattr(team, "versions", lambda: {"numpy": "1.0"})
    with pytest.raises(
        InputError, match=r"would compute something else than this machine: numpy [\d.]+ for 1.0"
    ):
        run(project, scheduler=dask.scheduler_address, force=True)
    assert left_on(dask) == []
