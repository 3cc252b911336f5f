"""Every fault in a data folder ends in one line that names file, row and column."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_analysis.errors import InputError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.typing_values import to_types
from hcc_analysis.trial.variables import DataSet, Variable

ADSL = """STUDYID,USUBJID,SCRDT,ENRLFL,SCRFRSN,ENRLDT,AGE,SEX,ETIOLOGY,ECOG,CHILDPGH,CPSCORE,TRTSDT,SURGDT,NORSRSN,PVEFL,DTHDT,LSTALVDT,DCSREAS
T,A,2021-01-01,Y,,2021-01-02,50,M,HBV,0,A,5,2021-01-04,2021-04-01,,N,,2022-01-04,
T,B,2021-01-05,Y,,2021-01-06,61,F,HBV,1,B,7,2021-01-08,,PROGRESSION,N,2021-06-01,2021-06-01,
T,C,2021-01-09,N,WITHDREW CONSENT,,,,,,,,,,,,,,
"""
DATASET = """title: By hand
registry_id: T
cutoff: 2023-01-01
provenance: simulated
version: "1"
"""
ADAE = "USUBJID,AESEQ,AEDECOD,ASTDT,AENDT,AETOXGR,AEREL\nA,1,RASH,2021-02-01,2021-02-05,1,RELATED\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "adsl.csv").write_text(ADSL, encoding="utf-8")
    (tmp_path / "dataset.yml").write_text(DATASET, encoding="utf-8")
    (tmp_path / "adae.csv").write_text(ADAE, encoding="utf-8")
    return tmp_path


def edit(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def message(folder):
    with pytest.raises(InputError) as caught:
        load_trial(folder)
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(str(folder) + "/", "")


def test_a_sound_folder_loads_with_types(folder):
    trial = load_trial(folder)
    adsl = trial["adsl"]
    assert len(adsl) == 3
    assert adsl["AGE"].dtype == "Int64"
    assert adsl["TRTSDT"].dtype == "datetime64[ns]"
    assert trial.info.provenance == "simulated"
    assert list(trial["adae"]["AETOXGR"]) == [1]


def test_a_byte_order_mark_and_windows_line_ends_are_read(folder):
    (folder / "adsl.csv").write_bytes(b"\xef\xbb\xbf" + ADSL.replace("\n", "\r\n").encode())
    assert len(load_trial(folder)["adsl"]) == 3


def test_a_data_set_that_is_not_there_is_named_when_needed(folder):
    with pytest.raises(InputError, match=r"the trial has no data set adtr"):
        load_trial(folder)["adtr"]


FAULTS = {
    "wrong type": (
        "adsl.csv",
        ",50,M",
        ",fifty,M",
        "adsl.csv, row 2, column AGE: 'fifty' is not a whole number",
    ),
    "fraction": ("adsl.csv", ",61,F", ",61.5,F", "adsl.csv, row 3, column AGE: '61.5' is not a whole number"),
    "impossible date": (
        "adsl.csv",
        "2021-04-01",
        "2021-02-30",
        "adsl.csv, row 2, column SURGDT: '2021-02-30' is not a possible date",
    ),
    "spreadsheet date": (
        "adsl.csv",
        "2021-04-01",
        "4/1/2021",
        "adsl.csv, row 2, column SURGDT: '4/1/2021' is not a possible date",
    ),
    "code": ("adsl.csv", ",M,HBV", ",X,HBV", "adsl.csv, row 2, column SEX: 'X' must be one of M, F"),
    "limit": ("adsl.csv", ",50,M", ",500,M", "adsl.csv, row 2, column AGE: '500' must be at most 120"),
    "missing value": (
        "adsl.csv",
        "T,B,2021-01-05",
        "T,B,",
        "adsl.csv, row 3, column SCRDT: the value is missing",
    ),
    "duplicate": ("adsl.csv", "T,B,", "T,A,", "adsl.csv, row 3, column USUBJID: a second row for USUBJID A"),
    "missing column": (
        "adsl.csv",
        ",TRTSDT,",
        ",FIRSTDOSE,",
        "adsl.csv, column TRTSDT: the column is missing",
    ),
    "negative time": (
        "adsl.csv",
        "2021-06-01,2021-06-01",
        "2021-01-07,2021-01-07",
        "adsl.csv, row 3, column DTHDT: 2021-01-07 is before TRTSDT 2021-01-08 (negative time)",
    ),
    "unknown grade": (
        "adae.csv",
        ",1,RELATED",
        ",6,RELATED",
        "adae.csv, row 2, column AETOXGR: '6' must be one of 1, 2, 3, 4, 5",
    ),
    "unknown subject": (
        "adae.csv",
        "A,1,RASH",
        "Z,1,RASH",
        "adae.csv, row 2, column USUBJID: subject 'Z' is not in adsl.csv",
    ),
    "end before start": (
        "adae.csv",
        "2021-02-05",
        "2021-01-05",
        "adae.csv, row 2, column AENDT: 2021-01-05 is before ASTDT 2021-02-01",
    ),
    "after cutoff": (
        "adae.csv",
        "2021-02-05",
        "2023-02-05",
        "adae.csv, row 2, column AENDT: 2023-02-05 is after the data cutoff 2023-01-01",
    ),
    "unknown entry": (
        "dataset.yml",
        "title:",
        "titel:",
        "dataset.yml, line 1: unknown parameter 'titel'; did you mean 'title'?",
    ),
    "missing entry": ("dataset.yml", 'version: "1"\n', "", "dataset.yml: 'version' is missing"),
    "provenance": (
        "dataset.yml",
        "simulated",
        "real",
        "dataset.yml, line 4: parameter 'provenance' is 'real'",
    ),
    "not YAML": ("dataset.yml", "title: By", "title: [By", "dataset.yml, line"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault(folder, fault):
    name, old, new, expected = FAULTS[fault]
    edit(folder, name, old, new)
    assert message(folder).startswith(expected)


def test_event_after_death(folder):
    edit(folder, "adae.csv", "A,1,RASH,2021-02-01,2021-02-05", "B,1,RASH,2021-07-01,2021-07-02")
    assert (
        message(folder)
        == "adae.csv, row 2, column ASTDT: 2021-07-01 is after the subject's death on 2021-06-01"
    )


def test_missing_file(folder):
    (folder / "adsl.csv").unlink()
    assert "adsl.csv: the file does not exist" in message(folder)


def test_empty_file(folder):
    (folder / "adae.csv").write_text("", encoding="utf-8")
    assert message(folder).startswith("adae.csv: cannot be read as CSV")


def test_a_header_without_rows_is_an_empty_data_set(folder):
    (folder / "adae.csv").write_text(ADAE.splitlines()[0] + "\n", encoding="utf-8")
    assert load_trial(folder)["adae"].empty


def test_not_utf8(folder):
    (folder / "adae.csv").write_bytes(ADAE.replace("RASH", "R\u00e4SH").encode("latin-1"))
    assert message(folder).startswith("adae.csv, row 2: is not UTF-8 text (byte 53, near")


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no-such-folder: does not exist"):
        load_trial(tmp_path / "no-such-folder")


def test_a_relative_path_is_found_from_a_folder_below(folder, monkeypatch):
    (folder / "deep" / "er").mkdir(parents=True)
    (folder / "mine").mkdir()
    for name in ("adsl.csv", "dataset.yml"):
        (folder / name).rename(folder / "mine" / name)
    monkeypatch.chdir(folder / "deep" / "er")
    assert len(load_trial("mine")["adsl"]) == 3


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1))
def test_a_number_is_the_nearest_double_of_its_digits(values):
    declared = DataSet("x", "X", (Variable("AVAL", "number", "Value"),), key=("AVAL",))
    text = pd.DataFrame({"AVAL": pd.Series([repr(value) for value in values], dtype=object)})
    assert to_types(text, declared)[0]["AVAL"].tolist() == values


@pytest.mark.parametrize("content", [ADAE, "not,a,table\n1"])
def test_a_file_that_changes_while_it_is_read_is_named(folder, monkeypatch, content):
    from hcc_analysis.trial.readers import sources

    def slow(path):
        table = read_csv(path)
        if path.name == "adae.csv":
            path.write_text(content + "A,2,FEVER,2021-02-01,,1,RELATED\n", encoding="utf-8")
        return table

    read_csv = sources.read_csv
    monkeypatch.setattr(sources, "read_csv", slow)
    with pytest.raises(InputError, match=r"adae.csv: changed while it was read; read it again when it is"):
        load_trial(folder)
