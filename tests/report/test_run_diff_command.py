import sys

import pytest

from hcc_analysis import cli
from hcc_analysis.visible import escaped
from tests.report.small_runs import RESULTS, make_run


@pytest.fixture
def command(tmp_path, monkeypatch, capsys):
    """Run the command beside two reports, one changed; give exit status, standard output and error."""
    make_run(tmp_path / "reports" / "a")
    hostile = (
        "fig_os,[bold]<script>,,,\x1b[31m7,,,",
        "fig_os,os.median,All,median,19.5,months,30,KM",
        *RESULTS[1:],
    )
    make_run(tmp_path / "reports" / "b", results=hostile, parameters={"convention": "r"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "140")

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["hcc-report", *arguments, "--reports", "reports"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, *capsys.readouterr()

    return run


def test_a_report_is_identical_to_itself(command):
    status, out, err = command("diff", "a", "reports/a")
    assert (status, err) == (0, "")
    assert out == "Identical: 5 results, 1 figure, 1 table and everything that they were made from.\n"


def test_other_inputs_with_the_same_results_are_no_difference(command, tmp_path):
    make_run(tmp_path / "reports" / "c", parameters={"convention": "r"})
    status, out, _ = command("diff", "a", "c")
    assert status == 0
    assert "convention" in out


def test_all_prints_what_is_the_same(command):
    status, out, _ = command("diff", "a", "a", "--all")
    assert status == 0
    assert "os.median (All)" in out
    assert "data/toy/adsl.csv" in out


def test_different_reports_end_with_status_one(command, tmp_path):
    status, out, err = command("diff", "a", "b", "--html", "page.html")
    assert (status, err) == (1, "")
    assert "[bold]<script>" in out
    assert "\\x1b[31m7" in out
    assert "\x1b" not in out
    assert "+5.41%" in out
    assert (
        "Different: of 6 results, 1 changed, 1 appeared; figures the same; tables the same; of 10 inputs, 1 changed."
        in out
    )
    first = (tmp_path / "page.html").read_bytes()
    command("diff", "a", "b", "--html", "page.html")
    assert (tmp_path / "page.html").read_bytes() == first
    assert not list(tmp_path.glob(".*draft"))


def test_compare_prints_what_disagrees(command, tmp_path):
    (tmp_path / "other.csv").write_text("result_id,value\nos.median,18.6\norr,30\n")
    status, out, err = command("compare", "a", "other.csv", "--partial")
    assert (status, err) == (1, "")
    assert "os.median" in out
    assert "orr" not in out
    assert "2 results: 1 agrees, 1 disagrees, 0 not in the other, 0 not in the run" in out
    assert command("compare", "a", "other.csv", "--partial", "--tolerance", "0.01")[0] == 0
    assert command("compare", "a", "other.csv", "--partial", "--absolute", "0.1")[0] == 0
    assert command("compare", "a", "other.csv", "--absolute", "0.1")[0] == 1


def test_a_report_agrees_with_its_own_results(command):
    assert command("compare", "b", "reports/a/results.csv", "--partial")[0] == 1
    assert command("compare", "a", "reports/a/results.csv")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["diff", "a", "absent"], "error: absent: no report of this name"),
        (
            ["diff", "a", "b", "--html", "no/such/page.html"],
            "error: no/such/page.html: cannot be written: No such",
        ),
        (["compare", "a", "absent.csv"], "error: absent.csv: cannot be read: No such file"),
        (["compare", "a", "x.csv", "--tolerance", "-1"], "error: --tolerance must be a number of 0 or more"),
        (["compare", "a", "x.csv", "--absolute", "nan"], "error: --absolute must be a number of 0 or more"),
    ],
)
def test_wrong_input_ends_with_one_line_and_status_two(command, arguments, message):
    status, _, err = command(*arguments)
    assert status == 2
    assert err.startswith(message)
    assert err.count("\n") == 1


def test_letters_that_steer_a_terminal_are_spelt_out():
    assert escaped("a\x1b]0;x\x07\u202eb") == "a\\x1b]0;x\\x07\\u202eb"
    assert escaped("95 % – ≥") == "95 % – ≥"
