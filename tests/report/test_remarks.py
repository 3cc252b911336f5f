"""What the data check asks to look at is counted in every format, and no subject is named."""

import re
import shutil

import pytest

from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.errors import InputError
from hcc_analysis.report.checked_data import read_checked
from hcc_analysis.report.data_check.remarks import Remark, remarks
from hcc_analysis.report.html import supplement_html
from hcc_analysis.trial.check import Finding, check_folder
from tests.report.documents import document
from tests.report.test_left_out import words_of_docx, words_of_pdf
from tests.trial.test_check import COMMITTED, put

FORMATS = [supplement_html, words_of_pdf, words_of_docx]


def finding(kind, severity="warning", rule="visit-date", file="adtr.csv", row=2):
    return Finding(file, row, "ADT", "2021-01-01", rule, severity, f"S-{row} 2021-01-01", kind)


def test_warnings_are_counted_by_file_rule_and_kind():
    found = remarks(
        [
            *(finding("late", row=row) for row in (2, 3)),
            finding("", row=4),
            finding("odd", file="adae.csv"),
            finding("wrong", severity="error"),
        ]
    )
    assert found == (
        Remark("adae.csv", "visit-date", 1, (("odd", 1),)),
        Remark("adtr.csv", "visit-date", 3, (("late", 2), ("visit-date", 1))),
    )
    assert found[1].words == "late (2); visit-date (1)"


def test_three_kinds_are_examples_of_many():
    kinds = (("a", 9), ("b", 5), ("c", 2), ("d", 1), ("e", 1))
    assert Remark("f", "r", 18, kinds).words == "a (9); b (5); c (2); and 2 more kinds"
    assert Remark("f", "r", 17, kinds[:4]).words == "a (9); b (5); c (2); and 1 more kind"


@pytest.mark.parametrize("words", FORMATS)
def test_every_format_shows_them_and_nothing_where_there_are_none(words):
    shown = words(document(remarks=(Remark("adtte.csv", "given-endpoint", 7, (("<OS> differs", 7),)),)))
    for text in ("Warnings of the data check", "adtte.csv", "given-endpoint", "7"):
        assert text in shown
    assert "OS> differs" in shown.replace("&gt;", ">")
    assert "<OS> differs" not in supplement_html(
        document(remarks=(Remark("f", "r", 7, (("<OS> differs", 7),)),))
    )
    assert "data check" not in words(document())


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(COMMITTED, tmp_path / "data")


def given_times(folder):
    """Every subject's survival as given, three of them otherwise than observed."""
    rows = [line.split(",") for line in (folder / "adsl.csv").read_text(encoding="utf-8").splitlines()[1:]]
    subjects = [row[1] for row in rows if row[3] == "Y"]
    lines = ["USUBJID,PARAMCD,AVAL,AVALU,CNSR,EVNTDESC"]
    lines += [f"{subject},OS,777,DAYS,1,Alive" for subject in subjects]
    (folder / "adtte.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return subjects


def test_given_endpoints_that_differ_are_counted_without_a_subject(folder):
    subjects = given_times(folder)
    put(folder, "adsl.csv", 3, "STUDYID", "ANOTHER")
    put(folder, "adsl.csv", 4, "NORSRSN", "12-Mar")
    result = check_folder(folder, ENDPOINT_RULES)
    assert result.errors == 0
    assert {f.rule for f in result.findings} >= {"given-endpoint", "study", "spreadsheet-date"}
    counted = read_checked(folder).remarks
    assert sum(remark.count for remark in counted) == result.warnings
    (given,) = (remark for remark in counted if remark.rule == "given-endpoint")
    assert "OS: given censored, derived an event (Death); used as given" in dict(given.kinds)
    text = supplement_html(document(remarks=counted)) + words_of_docx(document(remarks=counted))
    everything = " ".join(kind for remark in counted for kind, _ in remark.kinds)
    assert not [subject for subject in subjects if subject in everything + text]
    assert not re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|777|12-Mar|ANOTHER", everything)


def test_an_error_of_the_check_stops_a_build(folder):
    put(folder, "adsl.csv", 0, "CPSCORE", "9")
    with pytest.raises(
        InputError, match=r"adsl.csv, row 2, column CPSCORE: 9 points .*\(1 error; hcc-report check"
    ):
        read_checked(folder)
    put(folder, "adsl.csv", 0, "AGE", "old")
    with pytest.raises(InputError, match=r"row 2, column AGE: 'old' is not a whole number$"):
        read_checked(folder)


def test_the_reconstructed_data_have_no_warnings():
    assert read_checked(COMMITTED).remarks == ()


def test_data_are_checked_once_until_they_change(folder, monkeypatch):
    from hcc_analysis.report import prepare

    checked = []
    monkeypatch.setattr(prepare, "_read_trial", lambda data: checked.append(data) or read_checked(data))
    reader = prepare.TrialReader()
    assert reader(folder) is reader(folder)
    put(folder, "adsl.csv", 3, "STUDYID", "ANOTHER")
    assert reader(folder).remarks[0].rule == "study"
    assert checked == [folder, folder]
