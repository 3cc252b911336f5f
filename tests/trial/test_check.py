"""A check finds every fault, with its place and rule, and says the same in three forms."""

import html
import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from hcc_analysis.cli import app
from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.errors import InputError
from hcc_analysis.report.data_check.as_html import page
from hcc_analysis.report.data_check.as_json import to_json
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.check import check_folder

COMMITTED = Path(__file__).parents[2] / "data" / "reconstructed"
RECIST = ENDPOINT_RULES


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(COMMITTED, tmp_path / "data")


def change(folder, name, edit):
    path = folder / name
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    edit(frame)
    frame.to_csv(path, index=False)


def put(folder, name, record, variable, value):
    change(folder, name, lambda frame: frame.__setitem__(variable, _with(frame[variable], record, value)))


def _with(column, record, value):
    column = column.copy()
    column.iloc[record] = value
    return column


def found(folder):
    result = check_folder(folder, RECIST)
    return {(f.file, f.row, f.variable, f.rule, f.severity) for f in result.findings}


def test_the_committed_data_have_no_findings():
    result = check_folder(COMMITTED, RECIST)
    assert result.findings == ()
    assert len(result.records) == 12
    assert result.skipped == ()


def test_every_fault_is_found_not_only_the_first(folder):
    put(folder, "adsl.csv", 0, "AGE", "fifty")
    put(folder, "adsl.csv", 1, "AGE", "500")
    put(folder, "adsl.csv", 2, "SEX", "X")
    put(folder, "adae.csv", 3, "USUBJID", "NOBODY")
    put(folder, "adae.csv", 4, "AETOXGR", "")
    put(folder, "adlb.csv", 5, "AVALU", "mmol/L")
    assert found(folder) == {
        ("adsl.csv", 2, "AGE", "type", "error"),
        ("adsl.csv", 3, "AGE", "limit", "error"),
        ("adsl.csv", 4, "SEX", "allowed-values", "error"),
        ("adae.csv", 5, "USUBJID", "unknown-subject", "error"),
        ("adae.csv", 6, "AETOXGR", "value-missing", "error"),
        ("adlb.csv", 7, "AVALU", "one-unit", "error"),
    }


RULES = [
    ("adsl.csv", 0, "CPSCORE", "9", "child-pugh", "error"),
    ("adsl.csv", 0, "STUDYID", "OTHER", "study", "warning"),
    ("adsl.csv", 2, "NORSRSN", "A reason", "resection", "warning"),
    ("adsl.csv", 0, "ETIOLOGY", "1-Mar", "spreadsheet-date", "warning"),
    ("adsl.csv", 0, "ETIOLOGY", "HÃ¤mo", "damaged-text", "warning"),
    ("adae.csv", 0, "ASTDT", "2019-01-01", "event-period", "error"),
    ("adae.csv", 0, "AENDT", "2021-04-24", "after-last-contact", "error"),
    ("adpath.csv", 0, "ADT", "2021-03-11", "resection-date", "error"),
    ("adfu.csv", 0, "RECURLOC", "LIVER", "recurrence", "error"),
    ("adex.csv", 0, "EXDOSU", "Gy", "dose-unit", "error"),
    ("adex.csv", 1, "EXFRAC", "", "fractions", "warning"),
    ("adlb.csv", 1, "ADT", "2020-10-01", "visit-date", "error"),
    ("adtr.csv", 0, "TRGRPID", "NEW", "recist-group", "error"),
    ("adtr.csv", 0, "AVAL", "5", "recist-measurable", "warning"),
]


@pytest.mark.parametrize(("name", "record", "variable", "value", "rule", "severity"), RULES)
def test_rule(folder, name, record, variable, value, rule, severity):
    put(folder, name, record, variable, value)
    assert (name, record + 2, variable, rule, severity) in found(folder)


def test_a_response_that_the_measurements_do_not_give(folder):
    change(
        folder, "adtr.csv", lambda frame: frame.__setitem__("TRGRESP", ["", "PR", *[""] * (len(frame) - 2)])
    )
    result = check_folder(folder, RECIST)
    (finding,) = result.findings
    assert (finding.file, finding.row, finding.variable) == ("adtr.csv", 3, "TRGRESP")
    assert finding.message == "PR, but the measurements give PD"


def test_a_response_that_the_measurements_give_is_no_finding(folder):
    change(
        folder, "adtr.csv", lambda frame: frame.__setitem__("PCHG", ["", "24.0", *[""] * (len(frame) - 2)])
    )
    assert check_folder(folder, RECIST).findings == ()


def test_a_file_that_cannot_be_read_does_not_hide_the_others(folder):
    (folder / "adae.csv").write_bytes(b"\xff\xfe")
    (folder / "dataset.yml").write_text("title: [", encoding="utf-8")
    shutil.copy(folder / "adfu.csv", folder / "adfu.json")
    put(folder, "adsl.csv", 0, "AGE", "x")
    change(folder, "adlb.csv", lambda frame: frame.pop("AVALU"))
    shutil.copy(folder / "adex.csv", folder / "adex_old.csv")
    assert {(f[0], f[2], f[3]) for f in found(folder)} == {
        ("adae.csv", "", "unreadable"),
        ("dataset.yml", "", "dataset-yml"),
        ("adfu.csv", "", "two-files"),
        ("adsl.csv", "AGE", "type"),
        ("adlb.csv", "AVALU", "column-missing"),
        ("adex_old.csv", "", "unread-file"),
    }
    assert check_folder(folder, RECIST).skipped == ("RECIST responses",)


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        check_folder(tmp_path / "none")


def test_the_command_exits_by_what_it_found(folder):
    run = CliRunner().invoke
    assert run(app, ["check", str(folder)]).exit_code == 0
    put(folder, "adsl.csv", 0, "STUDYID", "OTHER")
    assert run(app, ["check", str(folder)]).exit_code == 0  # a warning
    put(folder, "adsl.csv", 0, "AGE", "fifty")
    result = run(app, ["check", str(folder)])
    assert result.exit_code == 1
    assert "'fifty' is not a whole number" in result.output
    assert "1 error, 1 warning" in result.output
    assert isinstance(run(app, ["check", str(folder / "none")]).exception, InputError)


def test_json_is_stable(folder, tmp_path):
    put(folder, "adsl.csv", 0, "AGE", "fifty")
    texts = [to_json(check_folder(folder, RECIST)) for _ in range(2)]
    assert texts[0] == texts[1]
    document = json.loads(texts[0])
    assert document["errors"] == 1
    assert document["findings"] == [
        {
            "file": "adsl.csv",
            "row": 2,
            "variable": "AGE",
            "value": "fifty",
            "rule": "type",
            "severity": "error",
            "message": "'fifty' is not a whole number",
        }
    ]


def test_the_page_escapes_and_loads_nothing(folder, tmp_path):
    evil = "<script>alert(1)</script>\x1b[31m\u202e"
    put(folder, "adsl.csv", 0, "SEX", evil)
    files = [str(tmp_path / "f.json"), str(tmp_path / "f.html")]
    result = CliRunner().invoke(app, ["check", str(folder), "--json", files[0], "--html", files[1]])
    assert result.exit_code == 1
    assert "\x1b[31m" not in result.output
    assert "\u202e" not in result.output
    text = Path(files[1]).read_text(encoding="utf-8")
    assert text == page(check_folder(folder, RECIST))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)[1]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "<script" not in text
    assert "src=" not in text
    assert html.escape("<script>alert(1)</script>") in text
    assert json.loads(Path(files[0]).read_text(encoding="utf-8"))["findings"][0]["value"] == evil


def test_a_report_that_cannot_be_written_is_named(folder, tmp_path):
    result = CliRunner().invoke(app, ["check", str(folder), "--json", str(tmp_path / "no" / "f.json")])
    assert isinstance(result.exception, InputError)
    assert "cannot be written" in str(result.exception)


def test_messages_name_the_file_that_holds_the_subjects(folder):
    (folder / "adsl.csv").rename(folder / "subjects.csv")
    (folder / "mapping.yml").write_text("adsl: {file: subjects}\n", encoding="utf-8")
    put(folder, "adae.csv", 0, "USUBJID", "NOBODY")
    put(folder, "adcomp.csv", 0, "USUBJID", "HCC-01")  # not resected
    messages = {f.message for f in check_folder(folder, RECIST).findings}
    assert "subject 'NOBODY' is not in subjects.csv" in messages
    assert "the subject has no resection (SURGDT) in subjects.csv" in messages
    with pytest.raises(InputError, match=r"subject 'NOBODY' is not in subjects.csv"):
        load_trial(folder)
