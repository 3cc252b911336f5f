"""Only what changed runs again, and what comes out is the same as if everything had run."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

from hcc_analysis.report import changes, team
from hcc_analysis.report.cache import FORMAT, Cache
from hcc_analysis.report.prepare import Request, prepare
from tests.report.conftest import run
from tests.report.test_build import files
from tests.report.toy import TOYS, dataset, make_project, notebook


def reasons(project, **options):
    request = Request(project.root / "params" / "toy.yml", **options)
    return {one.task.id: one.reason for one in prepare(project, request, dataset).decisions}


def products(folder):
    return {name: content for name, content in files(folder).items() if name != "timings.json"}


def test_everything_runs_first_and_nothing_again(tmp_path):
    made = make_project(tmp_path)
    assert set(reasons(made).values()) == {"first run"}
    run(made)
    assert set(reasons(made).values()) == {changes.UNCHANGED}
    assert set(reasons(made, force=True).values()) == {"forced"}


def edit_outputs(root):
    path = root / "notebooks" / "fig_toy.ipynb"
    text = json.loads(path.read_text())
    text["cells"][1]["execution_count"] = 7
    text["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["ran"]}]
    path.write_text(json.dumps(text))


def edit_code(root):
    path = root / "notebooks" / "fig_toy.ipynb"
    path.write_text(path.read_text().replace("1 + 1", "1 + 2"))


def edit_parameter(root):
    path = root / "params" / "toy.yml"
    path.write_text(path.read_text().replace("0.9", "0.8"))


def edit_unread_parameter(root):
    (root / "params" / "toy.yml").write_text("data: data\nconf_level: 0.9\nage_cutoff: 50\n")


def edit_data(root):
    (root / "data" / "new.csv").write_text("a\n1\n")


def edit_lock(root):
    (root / "requirements.lock").write_text("numpy==1\n")


ALL = set(TOYS)


@pytest.mark.parametrize(
    ("edit", "touched", "reason"),
    [
        (edit_outputs, set(), ""),
        (edit_code, {"fig_toy"}, "code changed"),
        (edit_parameter, ALL, "parameter changed (conf_level)"),
        (edit_unread_parameter, set(), ""),
        (edit_data, ALL, "data changed (data/new.csv)"),
        (edit_lock, ALL, "software changed"),
    ],
)
def test_what_a_change_touches_and_why(project, edit, touched, reason):
    edit(project.root)
    found = reasons(project)
    assert {id for id, why in found.items() if why != changes.UNCHANGED} == touched
    assert all(found[id] == reason for id in touched)


def test_a_changed_package_touches_everything(project, monkeypatch, tmp_path):
    (tmp_path / "other.py").write_text("x = 1\n")
    monkeypatch.setattr("hcc_analysis.report.manifest.PACKAGE", tmp_path)
    assert set(reasons(project).values()) == {"package changed"}


def test_the_products_are_those_of_a_full_build(project, tmp_path, monkeypatch):
    first = products(project.report("toy"))
    edit_code(project.root)
    again = products(run(project).folder)
    full = products(run(project, force=True).folder)
    assert again == full != first
    monkeypatch.setattr(team, "workers", None)  # nothing may run
    assert products(run(project).folder) == full


def test_failures_are_not_kept(tmp_path):
    made = make_project(tmp_path, {"silent": notebook(None), "raises": notebook(None, code="1 / 0")})
    run(made)
    assert set(reasons(made).values()) == {"first run"}


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_spoilt_file_is_as_good_as_none(project, content):
    (spoilt, *_) = sorted((project.cache / f"executed-{FORMAT}").rglob("*.json"))
    spoilt.write_bytes(content)
    assert sorted(reasons(project).values()) == ["not finished or no longer kept"] + [changes.UNCHANGED] * 2
    assert not run(project).faults


def test_a_removed_cache_and_one_that_cannot_be_written(project):
    before = products(project.report("toy"))
    Cache(project.cache).remove()
    assert not project.cache.exists()
    project.cache.write_text("in the way")
    assert products(run(project).folder) == before


BUILD = """
import sys
from pathlib import Path
from hcc_analysis.report.project import Project
from tests.report.conftest import run
if __name__ == "__main__":
    run(Project(Path(sys.argv[1]), Path(sys.argv[1]) / "reports"), jobs=2)
"""


RANDOM = random.Random(13)
MOMENTS = [
    2.2,
    pytest.param(0.7, marks=pytest.mark.slow),
    *(pytest.param(round(RANDOM.uniform(0.2, 6), 2), marks=pytest.mark.thorough) for _ in range(20)),
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_build_is_completed_by_the_next(moment, tmp_path, built):
    project = make_project(tmp_path / "project")
    script = tmp_path / "build.py"
    script.write_text(BUILD)
    root = os.fspath(make_project.__globals__["__file__"]).rsplit("/tests/", 1)[0]
    env = os.environ | {"PYTHONPATH": root, "TMPDIR": str(tmp_path)}
    killed = subprocess.Popen(
        [sys.executable, str(script), str(project.root)], env=env, start_new_session=True
    )
    time.sleep(moment)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert products(run(project).folder) == products(built[0])
    limit = time.monotonic() + 5
    while mentioning(str(tmp_path)) and time.monotonic() < limit:
        time.sleep(0.05)
    assert mentioning(str(tmp_path)) == []


@pytest.mark.slow
def test_two_builds_at_once(tmp_path, built):
    project = make_project(tmp_path / "project")
    script = tmp_path / "build.py"
    script.write_text(BUILD.replace('/ "reports"', "/ sys.argv[2]"))
    root = os.fspath(make_project.__globals__["__file__"]).rsplit("/tests/", 1)[0]
    env = os.environ | {"PYTHONPATH": root}
    both = [
        subprocess.Popen([sys.executable, str(script), str(project.root), name], env=env)
        for name in ("a", "b")
    ]
    assert [one.wait(60) for one in both] == [0, 0]
    assert products(project.root / "a" / "toy") == products(project.root / "b" / "toy") == products(built[0])


def mentioning(text):
    """Command lines of processes that name the folder or have it in their environment."""
    from pathlib import Path

    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            known = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if text.encode() in known and process.name != str(os.getpid()):
            found.append(process.name)
    return found
