"""The processes of a cluster's worker: they run notebooks, die alone, and end when nothing comes."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from hcc_analysis.report.cluster import crew
from hcc_analysis.report.plan import Task
from tests.report.toy import notebook
from tests.waiting import until

pytestmark = pytest.mark.slow
QUICK = Task("quick", notebook(None))
SLOW = Task("slow", notebook(None, code="import time; time.sleep(30)"))


@pytest.fixture
def two():
    made = crew.Crew(2, warm=False)
    yield made
    made.close()
    assert made.pids == []


def test_a_killed_process_is_a_fault_of_its_notebook_alone(two):
    (before, after), ended = sorted(two.pids), []
    thread = threading.Thread(target=lambda: ended.append(two.run(SLOW)))
    thread.start()
    until(lambda: two._busy)
    (busy,) = two._busy
    os.kill(busy.pid, signal.SIGKILL)
    thread.join(10)
    assert ended[0].fault.kind == "infrastructure"
    assert ended[0].fault.text == "the process that ran slow died"
    assert set(two.pids) == {before, after} - {busy.pid}
    assert two.run(QUICK).fault is None


def test_idle_processes_end_and_come_again(monkeypatch):
    monkeypatch.setattr(crew, "IDLE_SECONDS", 0.3)
    made = crew.Crew(1, warm=False)
    (first,) = made.pids
    until(lambda: not made.pids)
    assert made.run(QUICK).fault is None
    assert made.pids != [first]
    made.close()


OWNER = """
import os
from hcc_analysis.report.cluster.crew import Crew
print(*Crew(1, warm=True).pids, flush=True)
os.kill(os.getpid(), 9)
"""


def test_a_process_ends_with_its_owner():
    asked = subprocess.run([sys.executable, "-c", OWNER], capture_output=True, text=True, check=False)
    (pid,) = map(int, asked.stdout.split())
    until(lambda: not Path(f"/proc/{pid}").exists())
