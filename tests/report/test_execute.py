from hcc_analysis.report.execute import execute
from hcc_analysis.report.local_workers import workers
from hcc_analysis.report.plan import Task
from tests.report import fake_runs
from tests.report.listening import Heard


def run_all(tasks, *, jobs, run):
    heard = Heard()
    with workers(jobs, run=run) as team:
        execute(tasks, heard, team)
    assert sorted(heard.ended) == sorted(task.id for task in tasks)
    return [heard.executions[task.id] for task in tasks]


def test_every_task_gives_its_execution():
    done = run_all([Task(id, "") for id in "abc"], jobs=2, run=fake_runs.slow_first)
    assert [one.notebook for one in done] == ["ran a", "ran b", "ran c"]


def test_a_lost_worker_is_tried_once_more(tmp_path):
    tasks = [Task(id, "", folder=str(tmp_path)) for id in "ab"]
    done = run_all(tasks, jobs=1, run=fake_runs.dies_once)
    assert [one.fault for one in done] == [None, None]
    assert fake_runs.attempts(tmp_path, "a") == 2


def test_a_worker_lost_twice_is_reported_and_the_others_finish():
    done = run_all([Task("a", ""), Task("b", "")], jobs=1, run=fake_runs.always_dies)
    assert done[0].fault.kind == "infrastructure"
    assert done[0].fault.text == "the worker process died"
    assert done[1].fault is None


def test_a_dead_kernel_is_tried_once_more(tmp_path):
    (done,) = run_all([Task("a", "", folder=str(tmp_path))], jobs=1, run=fake_runs.dead_kernel_once)
    assert done.fault is None


def test_an_error_in_a_notebook_is_not_tried_again(tmp_path):
    (done,) = run_all([Task("a", "", folder=str(tmp_path))], jobs=1, run=fake_runs.error_in_notebook)
    assert done.fault.text == "cell 2 (analyse): ValueError: no"
    assert fake_runs.attempts(tmp_path, "a") == 1
