"""What is not mapped is said once, with lines that map it."""

import html
import json
import shutil

import pandas as pd
import pytest
import yaml
from typer.testing import CliRunner

from hcc_analysis.cli import app
from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.report.data_check.as_html import page
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.check import check_folder
from hcc_analysis.trial.readers.xpt_file import read_xpt
from hcc_analysis.trial.schemas import ADAE, ADSL
from hcc_analysis.trial.suggest import code_for, nearest_code
from tests.trial.test_check import COMMITTED, change, put


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(COMMITTED, tmp_path / "data")


def recode(folder, name, variable, codes):
    change(folder, name, lambda frame: frame.__setitem__(variable, frame[variable].replace(codes)))


def rename(folder, name, **names):
    path = folder / name
    pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=names).to_csv(path, index=False)


def checked(folder):
    return check_folder(folder, ENDPOINT_RULES)


def test_a_value_in_no_code_list_is_one_finding_with_its_count_and_the_nearest_code(folder):
    sex = pd.read_csv(folder / "adsl.csv")["SEX"].value_counts()
    recode(folder, "adsl.csv", "SEX", {"M": "Male", "F": "Female"})
    result = checked(folder)
    assert {f.value: (f.rule, f.severity) for f in result.findings} == {
        "Male": ("allowed-values", "error"),
        "Female": ("allowed-values", "error"),
    }
    male = next(f for f in result.findings if f.value == "Male")
    assert male.row == 2
    assert male.message == (
        f"'Male' must be one of M, F; in {sex['M']} records, the first here; the nearest of our codes is M"
    )


def test_text_where_a_whole_number_is_a_code_is_one_finding_too(folder):
    recode(folder, "adae.csv", "AETOXGR", {str(k): f"Grade {k}" for k in range(1, 6)})
    grades = [f for f in checked(folder).findings if f.variable == "AETOXGR"]
    assert len(grades) == len({f.value for f in grades}) <= 5
    assert "'Grade 1' is not a whole number (one of 1, 2, 3, 4, 5); in " in grades[0].message
    assert grades[0].message.endswith("the nearest of our codes is 1")


def test_loading_still_names_the_first_row(folder):
    recode(folder, "adsl.csv", "SEX", {"M": "Male"})
    with pytest.raises(ValueError, match=r"adsl.csv, row 2, column SEX: 'Male' must be one of M, F$"):
        load_trial(folder)


def test_the_lines_map_what_is_not_mapped(folder):
    before = load_trial(folder).data_sets
    recode(folder, "adsl.csv", "SEX", {"M": "Male", "F": "Female"})
    recode(folder, "adsl.csv", "CHILDPGH", {"A": "Class A", "B": "Class B"})
    recode(folder, "adae.csv", "AETOXGR", {str(k): f"Grade {k}" for k in range(1, 6)})
    rename(folder, "adsl.csv", SCRDT="RFICDTC", USUBJID="SUBJID2")
    result = checked(folder)
    assert result.skipped[0] == "checks between data sets"
    (folder / "mapping.yml").write_text(result.mapping, encoding="utf-8")
    assert checked(folder).errors == 0
    after = load_trial(folder).data_sets
    assert all(after[name].equals(before[name]) for name in before)


def test_lines_for_a_mapped_variable_keep_what_the_mapping_says(folder):
    recode(folder, "adsl.csv", "SEX", {"M": "1", "F": "Woman"})
    rename(folder, "adsl.csv", SEX="GENDER")
    mapping = folder / "mapping.yml"
    mapping.write_text('adsl: {variables: {SEX: {from: GENDER, codes: {"1": M}}}}\n', encoding="utf-8")
    result = checked(folder)
    (finding,) = result.findings
    assert (finding.variable, finding.value) == ("GENDER", "Woman")
    lines = yaml.safe_load(result.mapping)
    assert lines == {"adsl": {"variables": {"SEX": {"from": "GENDER", "codes": {"1": "M", "Woman": "F"}}}}}
    mapping.write_text(result.mapping, encoding="utf-8")
    assert checked(folder).errors == 0


def test_a_missing_variable_is_told_what_nothing_uses_and_what_it_could_be(folder):
    rename(folder, "adae.csv", ASTDT="AESTDTC", AEDECOD="WORDS")
    found = {f.variable: f.message for f in checked(folder).findings}
    assert found["ASTDT"] == (
        "the column is missing; AESTDTC could be it (AESTDTC is the usual name for it); "
        "nothing uses WORDS, AESTDTC"
    )
    assert found["AEDECOD"].startswith(
        "the column is missing; none of the file's variables looks like it (Preferred term); nothing uses WORDS"
    )
    lines = checked(folder).mapping
    assert '    ASTDT: {from: "AESTDTC"}  # AESTDTC is the usual name for it' in lines.splitlines()
    assert "# GAP AEDECOD: Preferred term" in lines


def test_a_label_tells_what_a_variable_is(tmp_path):
    import pyreadstat

    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "dataset.yml").write_bytes((COMMITTED / "dataset.yml").read_bytes())
    frame = pd.read_csv(COMMITTED / "adsl.csv", dtype=str).rename(columns={"ETIOLOGY": "CAUSE"})
    labels = {name: ("Etiology of the carcinoma" if name == "CAUSE" else "") for name in frame.columns}
    pyreadstat.write_xport(frame.fillna(""), str(folder / "adsl.xpt"), column_labels=labels)
    assert "CAUSE" in read_xpt(folder / "adsl.xpt").labels
    (finding,) = [f for f in checked(folder).findings if f.variable == "ETIOLOGY"]
    assert "CAUSE could be it (its label is 'etiology of the carcinoma')" in finding.message


def test_lines_of_nothing_but_gaps_are_comments(folder):
    rename(folder, "adae.csv", AEDECOD="WORDS")
    assert yaml.safe_load(checked(folder).mapping) is None


def test_the_three_forms_show_the_same_lines(folder, tmp_path):
    recode(folder, "adsl.csv", "SEX", {"M": "Ma<le\x1b", "F": "Female"})
    as_json = tmp_path / "f.json"
    ran = CliRunner().invoke(app, ["check", str(folder), "--json", str(as_json)])
    lines = json.loads(as_json.read_text(encoding="utf-8"))["mapping"]
    assert ran.exit_code == 1
    assert lines == checked(folder).mapping
    shown = html.unescape(page(checked(folder)))
    assert "<pre># Hold" in page(checked(folder)) and "Ma<le" not in page(checked(folder))
    for line in lines.splitlines():
        assert line in ran.output and line in shown
    assert yaml.safe_load(lines)["adsl"]["variables"]["SEX"]["codes"]["Ma<le\x1b"] == "M"


def test_data_that_are_mapped_need_no_lines(folder):
    put(folder, "adsl.csv", 0, "AGE", "fifty")
    result = checked(folder)
    assert result.errors == 1 and result.mapping == ""
    assert "mapping.yml" not in page(result)


def test_the_nearest_code():
    sex, relation, child = ADSL.variable("SEX"), ADAE.variable("AEREL"), ADSL.variable("CHILDPGH")
    assert (code_for("female", sex), code_for("unknown", sex)) == ("F", None)
    assert nearest_code("Class C", child) == "C"
    assert nearest_code("not related to drug", relation) == "NOT RELATED"
    assert nearest_code("Unrelated", relation) == "NOT RELATED"
    assert nearest_code("RELATD", relation) == "RELATED"
    assert nearest_code("9", sex) is None
    assert nearest_code("Related", ADAE.variable("AEDECOD")) is None
