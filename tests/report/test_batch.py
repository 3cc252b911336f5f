"""Many parameter sets in one go: what several need runs once, and a page compares them."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hcc_analysis import cli
from hcc_analysis.errors import InputError
from hcc_analysis.parameters import read_grid, read_parameters, set_name
from hcc_analysis.report import prepare as preparing
from hcc_analysis.report.build import build_all
from hcc_analysis.report.local_workers import workers
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.sets_page import SetFacts, compare_sets, sets_page
from hcc_analysis.report.team import distinct_tasks
from tests.report.listening import Heard
from tests.report.test_changes import mentioning
from tests.report.toy import dataset, make_project, notebook, output, result, table

# Publishes its parameter as a result.
ECHO = notebook(
    output("echo", "Table 1", table(), [result("echo.level", 1.0)]),
    parameters="conf_level = 0.5",
)


def echo() -> str:
    text = json.loads(ECHO)
    publish = text["cells"][-1]
    publish["source"] = "".join(publish["source"]).replace("'value': 1.0", "'value': conf_level")
    return json.dumps(text)


@pytest.fixture
def project(tmp_path):
    fixed = notebook(output("fixed", "Table 2", table(), []), parameters="")
    made = make_project(tmp_path, {"echo": echo(), "fixed": fixed})
    (tmp_path / "params" / "sweep.yml").write_text(
        "data: data\ngrid:\n  conf_level: [0.8, 0.9]\n  age_cutoff: [50, 60]\n"
    )
    return made


def sets(project):
    path = project.root / "params" / "sweep.yml"
    return [prepare(project, Request(path, choice=choice), dataset) for choice in read_grid(path)]


def test_a_grid_is_every_combination_with_readable_names(project):
    assert [one.name for one in sets(project)] == [
        "sweep.conf_level-0.8.age_cutoff-50",
        "sweep.conf_level-0.8.age_cutoff-60",
        "sweep.conf_level-0.9.age_cutoff-50",
        "sweep.conf_level-0.9.age_cutoff-60",
    ]
    assert [one.parameters.conf_level for one in sets(project)] == [0.8, 0.8, 0.9, 0.9]


def test_lists_have_names_that_folders_can_have(tmp_path):
    assert (
        set_name(tmp_path / "a.yml", {"time_points": [6, 12], "data": "../x y"})
        == "a.time_points-6_12.data-.._x_y"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("grid: 3\n", r"line 1: 'grid' must hold"),
        ("age_cutoff: 50\ngrid:\n  conf_level: 0.9\n", r"line 2: 'conf_level' in the grid must be a list"),
        ("grid:\n  conf_level: []\n", r"'conf_level' in the grid must be a list"),
        ("grid:\n  conf_level: [0.9, 0.9]\n", r"'conf_level' in the grid holds a value twice"),
        (
            "conf_level: 0.9\ngrid:\n  conf_level: [0.9]\n",
            r"line 1: 'conf_level' stands in the grid and outside",
        ),
        ("grid:\n  age_cutoff: " + str(list(range(20_000))) + "\n", r"the grid has 20000 sets"),
    ],
)
def test_wrong_grids(tmp_path, text, message):
    path = tmp_path / "sweep.yml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        read_grid(path)


def test_a_wrong_value_in_a_grid_names_it(tmp_path):
    path = tmp_path / "sweep.yml"
    path.write_text("data: data\ngrid:\n  conf_level: [0.9, 9]\n")
    with pytest.raises(InputError, match=r"sweep.yml, line 2: parameter 'conf_level' is 9"):
        read_parameters(path, read_grid(path)[1])
    with pytest.raises(InputError, match="holds a grid"):
        read_parameters(path)


def test_what_several_sets_need_runs_once(project):
    prepared = sets(project)
    assert sum(len(one.must_run) for one in prepared) == 8
    assert sorted(task.id for task in distinct_tasks(prepared)) == ["echo", "echo", "fixed"]
    heard = Heard()
    with workers(2, warm=True) as team:
        outcomes = list(build_all(prepared, heard, team))
    assert sorted(heard.ended) == ["echo", "echo", "fixed"]
    assert [one.outputs for one in outcomes] == [("echo", "fixed")] * 4
    for one, level in zip(outcomes, (0.8, 0.8, 0.9, 0.9), strict=True):
        assert f"echo.level,,count,{level}," in (one.folder / "results.csv").read_text()
    assert [len(one.must_run) for one in sets(project)] == [0] * 4


def run(monkeypatch, capsys, project, *arguments):
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(preparing, "_read_trial", dataset)
    monkeypatch.setattr(sys, "argv", ["hcc-report", "build", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code or 0, *capsys.readouterr()


def test_the_command_builds_all_sets_and_a_page_that_compares_them(project, monkeypatch, capsys):
    status, out, err = run(monkeypatch, capsys, project, "params/sweep.yml", "params/toy.yml")
    assert (status, err) == (0, "")
    assert "5 parameter sets, 10 outputs, 3 notebooks run" in out
    page = (project.reports / "index.html").read_text()
    assert re.findall(r'href="([^"]+)/supplement.html"', page)[-1] == "toy"
    row = next(line for line in page.splitlines() if ">echo.level<" in line)
    assert re.findall(r'<td class="value([^"]*)">([^<]*)<', row) == [
        ("", "0.8"), ("", "0.8"), (" differs", "0.9"), (" differs", "0.9"), (" differs", "0.9"),
    ]  # fmt: skip
    status, out, _ = run(monkeypatch, capsys, project, "params/sweep.yml", "params/toy.yml")
    assert out.count("nothing changed") == 5
    assert (project.reports / "index.html").read_text() == page


def test_data_that_several_sets_name_are_read_once(project, monkeypatch, capsys):
    read = []
    monkeypatch.chdir(project.root)
    monkeypatch.setattr(preparing, "_read_trial", lambda data: (read.append(data), dataset(data))[1])
    monkeypatch.setattr(sys, "argv", ["hcc-report", "build", "params/sweep.yml"])
    with pytest.raises(SystemExit):
        cli.main()
    assert read == [project.root / "data"]


def test_two_sets_of_one_name(project, monkeypatch, capsys):
    (project.root / "other").mkdir()
    (project.root / "other" / "toy.yml").write_text("data: data\n")
    status, _, err = run(monkeypatch, capsys, project, "params/toy.yml", "other/toy.yml")
    assert status == 2
    assert err == "error: other/toy.yml: two parameter sets would be named 'toy'; rename one\n"


def test_a_failing_set_leaves_the_others_whole(project, monkeypatch, capsys):
    code = "if conf_level == 0.9: raise ValueError('too high')"
    path = project.root / "notebooks" / "echo.ipynb"
    path.write_text(path.read_text().replace("1 + 1", code))
    status, _, err = run(monkeypatch, capsys, project, "params/sweep.yml")
    assert status == 1
    assert err.count("ValueError: too high") == 2
    written = sorted(path.parent.name for path in project.reports.glob("*/supplement.html"))
    assert written == ["sweep.conf_level-0.8.age_cutoff-50", "sweep.conf_level-0.8.age_cutoff-60"]


def test_results_that_only_some_sets_have_are_marked():
    first, second = {("t", "a"): "1.23456789", ("t", "b"): "x"}, {("t", "a"): "1.2345678", ("t", "c"): "2"}
    rows = {row.result: (row.values, row.differs) for row in compare_sets([first, second])}
    assert rows == {
        "a": (("1.23457", "1.23457"), (False, True)),
        "b": (("x", ""), (False, True)),
        "c": (("", "2"), (False, True)),
    }


def test_hostile_text_is_text():
    bad = "<script>alert(1)</script>"
    rows = compare_sets([{(bad, bad): bad}, {}])
    page = sets_page([SetFacts(bad, {bad: bad}, bad, bad), SetFacts("b", {bad: "c"}, "", "")], rows)
    assert bad not in page
    assert "&lt;script&gt;alert(1)" in page


LARGE = """
import os, sys
from hcc_analysis.parameters import read_grid
from hcc_analysis.report.build import build_all
from hcc_analysis.report.local_workers import workers
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import Project
from pathlib import Path
from tests.report.listening import Heard
from tests.report.toy import dataset
if __name__ == "__main__":
    root, path = Path(sys.argv[1]), Path(sys.argv[1]) / "params" / "large.yml"
    sets = [prepare(Project(root, root / "reports"), Request(path, choice=one), dataset) for one in read_grid(path)]
    open_files = []
    with workers(2, warm=True) as team:
        for outcome in build_all(sets, Heard(), team):
            assert not outcome.faults
            open_files.append(len(os.listdir("/proc/self/fd")))
    print(len(open_files), open_files[0], max(open_files), len(os.listdir("/proc/self/fd")))
"""


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks files and processes up in /proc")
def test_nothing_is_left_over_and_nothing_piles_up(project, tmp_path_factory):
    levels = [round(0.5 + place / 50, 2) for place in range(24)]
    (project.root / "params" / "large.yml").write_text(f"data: data\ngrid:\n  conf_level: {levels}\n")
    folder = tmp_path_factory.mktemp("left")
    script = folder / "large.py"
    script.write_text(LARGE)
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, script, project.root], capture_output=True, text=True, check=True,
        env=os.environ | {"TMPDIR": str(folder), "PYTHONPATH": root},
    )  # fmt: skip
    reports, first, most, after = map(int, done.stdout.split())
    assert reports == 24
    assert most <= first
    assert after < first
    time.sleep(1)
    assert sorted(path.name for path in folder.iterdir()) == ["large.py"]
    assert mentioning(str(folder)) == []
