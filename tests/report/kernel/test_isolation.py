"""Each notebook has a kernel of its own, which ends with whoever asked for it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from hcc_analysis.report.kernel.client import ADDRESS, KernelServer
from tests.report.kernel.same import ROOT, execute

NEEDS_PROC = pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks processes up in /proc")


def run(*cells, warm=True, **options):
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    return execute(made, warm=warm, **options)


def text(executed):
    return "".join(out.get("text", "") for cell in executed.cells for out in cell.outputs)


def ends(*pids, within=5.0):
    """Wait until the processes are gone (or dead and not yet waited for)."""
    limit = time.monotonic() + within
    while time.monotonic() < limit:
        if not any(_runs(pid) for pid in pids):
            return True
        time.sleep(0.02)
    return False


def _runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_is_shared_between_notebooks(server):
    code = (
        "import random, numpy, os, hcc_analysis.errors as e\n"
        "print(hasattr(e, 'mark'), random.random(), numpy.random.random(), os.getpid()); e.mark = 1"
    )
    first, second = (text(run(code)).split() for _ in range(2))
    assert first[0] == second[0] == "False"
    assert all(a != b for a, b in zip(first[1:], second[1:], strict=True))


def test_a_warm_kernel_is_a_fork_of_the_server(server):
    code = "import os, sys; print(os.getppid(), 'pandas' in sys.modules)"
    assert text(run(code)) == f"{server.pid} True\n"


def test_one_thread_for_linear_algebra(server):
    code = "from threadpoolctl import threadpool_info\nprint({pool['num_threads'] for pool in threadpool_info()})"
    pytest.importorskip("threadpoolctl")
    assert text(run(code)) == "{1}\n"


def test_a_notebook_that_takes_too_long_is_stopped(server):
    with pytest.raises(CellTimeoutError):
        run("import time; time.sleep(60)", execution_timeout=1)


def test_an_interrupt_reaches_the_cell(server):
    cells = "import os, signal, threading, time\nthreading.Timer(.2, os.kill, [os.getpid(), signal.SIGINT]).start()"
    interrupted = "try:\n    time.sleep(60)\nexcept KeyboardInterrupt:\n    print('stopped')"
    assert "stopped" in text(run(cells, interrupted))


@NEEDS_PROC
def test_a_dead_kernel_is_noted_at_once_and_takes_its_children_along(server, tmp_path):
    child = tmp_path / "pid"
    start = f"import os, subprocess, time\np = subprocess.Popen(['sleep', '60'])\nopen({str(child)!r}, 'w').write(str(p.pid))"
    with pytest.raises(DeadKernelError):
        run(start, f"open({str(tmp_path / 'at')!r}, 'w').write(str(time.time())); os.abort()")
    assert time.time() - float((tmp_path / "at").read_text()) < 0.9
    assert ends(int(child.read_text()))


def test_without_a_server_an_ordinary_kernel_takes_its_place(tmp_path, monkeypatch):
    monkeypatch.setenv(ADDRESS, str(tmp_path / "absent"))
    assert text(run("print(1 + 1)")) == "2\n"


OWNER = """
import os, sys
from hcc_analysis.report.kernel.client import KernelServer, ADDRESS
from tests.report.kernel.test_isolation import run
with KernelServer(quiet=True) as server:
    os.environ[ADDRESS] = server.address
    print(server.pid, server.folder, flush=True)
    run("import os, time; open(os.environ['PID_FILE'], 'w').write(str(os.getpid())); time.sleep(60)")
"""


@NEEDS_PROC
@pytest.mark.parametrize("victim", ["owner", "server"])
def test_a_kill_leaves_nothing_behind(victim, tmp_path):
    env = os.environ | {"PID_FILE": str(tmp_path / "pid"), "PYTHONPATH": str(ROOT)}
    quiet = {"stderr": subprocess.DEVNULL}
    with subprocess.Popen(
        [sys.executable, "-c", OWNER], env=env, stdout=subprocess.PIPE, text=True, **quiet
    ) as owner:
        server, folder = owner.stdout.readline().split()
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.05)
            assert owner.poll() is None
        kernel = int((tmp_path / "pid").read_text())
        os.kill(owner.pid if victim == "owner" else int(server), signal.SIGKILL)
        assert ends(kernel, int(server))
        owner.wait(20)
    assert ends(owner.pid)
    limit = time.monotonic() + 5
    while Path(folder).exists() and time.monotonic() < limit:
        time.sleep(0.05)
    assert not Path(folder).exists()


@pytest.mark.parametrize("order", [("engine", "papermill"), ("papermill", "engine")])
def test_the_engine_and_papermill_are_imported_in_any_order(order):
    names = {"engine": "hcc_analysis.report.kernel.engine", "papermill": "papermill"}
    code = "\n".join(f"import {names[name]}" for name in order)
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_a_server_that_is_closed_has_ended():
    server = KernelServer(quiet=True)
    assert server.alive
    server.close()
    assert not server.alive
    assert not server.folder.exists()


def test_a_long_name_of_the_temporary_folder_is_no_fault(tmp_path, monkeypatch):
    place = tmp_path / ("long" * 20)
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    with KernelServer(quiet=True) as made:
        assert len(str(made.folder)) < 60
        assert made.alive
    assert not made.folder.exists()
