"""Ctrl-C: nothing is left running, what is done is kept, what is left is said."""

import gc
import os
import signal
import subprocess
import sys

import pytest

from hcc_analysis.report.interrupt import interruptibly, interrupts_noted, raise_if_interrupted
from tests.report.test_changes import reasons
from tests.report.toy import TOYS, make_project, notebook

BUILD = """
import signal, sys
from pathlib import Path
from hcc_analysis.report.build_command import _build
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import Project
from tests.report.toy import dataset
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    root = Path(sys.argv[1])
    project = Project(root, root / "reports")
    _build([prepare(project, Request(root / "params" / "toy.yml", jobs=2), dataset)], project)
"""


@pytest.mark.slow
def test_a_build_that_is_interrupted(tmp_path, tmp_path_factory):
    here = "import os, time\nopen('kernel', 'w').write(str(os.getpid()))\ntime.sleep(60)"
    project = make_project(
        tmp_path / "project", {"fig_toy": TOYS["fig_toy"], "long": notebook(None, code=here)}
    )
    place = tmp_path_factory.mktemp("i")
    build = subprocess.Popen(
        [sys.executable, "-c", BUILD, project.root],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"TMPDIR": str(place), "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    first = build.stdout.readline()
    assert first.startswith("1/2  done")
    while not (project.root / "kernel").is_file():
        assert build.poll() is None
    build.send_signal(signal.SIGINT)
    said, _ = build.communicate(timeout=30)
    assert "1 of 2 notebooks are done and kept; 1 are left, among them long" in said
    assert "without a new report: toy" in said
    kernel = int((project.root / "kernel").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(kernel, 0)
    assert not list(place.iterdir())
    assert reasons(project) == {"fig_toy": "unchanged", "long": "first run"}


def press(*_):
    os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Python says that it drops it
def test_one_that_python_drops_is_not_lost():
    gc.callbacks.append(press)
    try:
        with interrupts_noted():
            gc.collect()
            gc.callbacks.remove(press)
            with pytest.raises(KeyboardInterrupt):
                raise_if_interrupted()
            raise_if_interrupted()  # said once
    finally:
        if press in gc.callbacks:
            gc.callbacks.remove(press)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_waiting_ends_and_values_and_errors_come_through():
    assert interruptibly(int, "7") == 7
    with pytest.raises(ValueError, match="invalid literal"):
        interruptibly(int, "x")
