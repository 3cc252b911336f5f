import subprocess
import sys

import pytest

from hcc_analysis import cli
from hcc_analysis.report import prepare
from tests.report.toy import dataset, make_project, notebook


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run the command in a toy project; give exit status, standard output and standard error."""

    def run(*arguments, **project):
        if not (tmp_path / "notebooks").exists():
            make_project(tmp_path, **project)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["hcc-report", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, *capsys.readouterr()

    return run


@pytest.fixture
def toy_data(monkeypatch):
    """Take the toy data set for a whole trial."""
    monkeypatch.setattr(prepare, "_read_trial", dataset)


def test_the_command_starts_without_the_analysis_stack():
    code = "import sys, hcc_analysis.cli; print({'pandas', 'pydantic', 'rich.console', 'papermill'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_list_shows_the_outputs_in_order(command):
    status, out, _ = command("list")
    assert status == 0
    assert out.split() == ["Toys", "fig_toy", "table_toy", "table_wide"]


def test_build_then_claims_then_clean(command, toy_data, tmp_path):
    status, out, err = command("build", "params/toy.yml", "--only", "table_toy,table_wide", "--jobs", "2")
    assert (status, err) == (0, "")
    assert "2/2  done" in out
    assert "toy.part/supplement.html" in out
    status, out, _ = command("claims", "--report", "reports/toy.part")
    assert status == 0
    assert "2 claims: 0 exact, 1 truncated, 1 differ" in out
    (tmp_path / "reports" / "mine").mkdir()
    assert command("clean")[0] == 0
    assert [path.name for path in (tmp_path / "reports").iterdir()] == ["mine"]


def test_a_failing_notebook_ends_with_status_one(command, toy_data):
    text = notebook(None, code="from hcc_analysis.errors import InputError\nraise InputError('no group [x]')")
    status, out, err = command("build", "params/toy.yml", "--jobs", "1", notebooks={"bad": text})
    assert status == 1
    assert "1/1  failed" in out
    assert "failed: notebooks/bad.ipynb, cell 3 (analyse): InputError: no group [x]" in err
    assert "toy.failed/notebooks" in err


def test_a_failing_part_names_the_part_that_stays(command, toy_data, tmp_path):
    arguments = ("build", "params/toy.yml", "--only", "table_toy", "--jobs", "1")
    assert command(*arguments)[0] == 0
    path = tmp_path / "notebooks" / "table_toy.ipynb"
    path.write_text(path.read_text().replace("1 + 1", "1 / 0"))
    status, _, err = command(*arguments)
    assert status == 1
    assert f"the previous report stays in {tmp_path}/reports/toy.part\n" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "params/absent.yml"], "error: params/absent.yml: the file does not exist\n"),
        (
            ["build", "params/toy.yml", "--only", "fig_9"],
            "error: unknown output 'fig_9'; did you mean 'fig_toy'?\n",
        ),
        (["claims", "params/toy.yml"], "there is no report here; run hcc-report build first\n"),
    ],
)
def test_wrong_input_is_one_line_and_status_two(command, arguments, message, tmp_path):
    status, out, err = command(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.endswith(message)
    assert err.count("\n") == 1
    assert not (tmp_path / "reports").exists()


def test_data_that_are_not_there_are_wrong_input(command, tmp_path):
    make_project(tmp_path)
    (tmp_path / "params" / "toy.yml").write_text("data: data/nowhere\n")
    status, _, err = command("build", "params/toy.yml")
    assert status == 2
    assert err.startswith("error: data/nowhere: does not exist")


def test_outside_a_project(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["hcc-report", "list"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "no notebooks/contents.yml here or above" in capsys.readouterr().err
