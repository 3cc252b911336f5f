"""A trial with other names, codes and units is read as ours; faults name its own files and variables."""

import shutil

import pandas as pd
import pytest

from hcc_analysis.errors import InputError, NotCollectedError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.check import check_folder
from hcc_analysis.trial.units import converter
from tests.bad_inputs.change import GOOD

MAPPING = """\
adsl:
  file: subjects
  variables:
    USUBJID: PATNO
    SEX: {from: GENDER, codes: {Male: M, Female: F}}
    TRTSDT: {from: FIRSTDOSE, unit: SAS days to date}
    STUDYID: {constant: NCT04850157}
    PVEFL: null
adtr:
  variables:
    AVAL: {unit: cm to mm}
adae: null
"""


def write(folder, text):
    (folder / "mapping.yml").write_text(text, encoding="utf-8")


def sas_day(date):
    return (pd.Timestamp(date) - pd.Timestamp("1960-01-01")).days


@pytest.fixture
def folder(tmp_path):
    """The good folder as another trial would hold it."""
    made = tmp_path / "data"
    shutil.copytree(GOOD, made)
    adsl = pd.read_csv(made / "adsl.csv", dtype=str).drop(columns=["STUDYID", "PVEFL"])
    adsl["SEX"] = adsl["SEX"].map({"M": "Male", "F": "Female"})
    adsl["TRTSDT"] = [f"{sas_day(date)}" if isinstance(date, str) else "" for date in adsl["TRTSDT"]]
    adsl = adsl.rename(columns={"USUBJID": "PATNO", "SEX": "GENDER", "TRTSDT": "FIRSTDOSE"})
    adsl.to_csv(made / "subjects.csv", index=False)
    (made / "adsl.csv").unlink()
    adtr = pd.read_csv(made / "adtr.csv", dtype=str)
    adtr["AVAL"] = [f"{float(v) / 10:.2f}" if isinstance(v, str) else "" for v in adtr["AVAL"]]
    adtr.to_csv(made / "adtr.csv", index=False)
    write(made, MAPPING)
    return made


def test_the_mapped_trial_is_ours(folder):
    ours, mapped = load_trial(GOOD), load_trial(folder)
    for name in set(ours.data_sets) - {"adae", "adsl"}:
        pd.testing.assert_frame_equal(mapped[name], ours[name])
    columns = [name for name in ours["adsl"] if name not in ("STUDYID", "PVEFL")]
    pd.testing.assert_frame_equal(mapped["adsl"][columns], ours["adsl"][columns])


def test_what_a_trial_does_not_have_is_a_fault_of_its_own(folder):
    trial = load_trial(folder)
    assert not trial.has("adae")
    assert not trial.has("adsl", "PVEFL")
    with pytest.raises(NotCollectedError, match="no data set adae"):
        trial["adae"]
    with pytest.raises(NotCollectedError, match="no variable PVEFL of adsl"):
        trial.need("adsl", "PVEFL")


def test_a_fault_names_the_trials_own_file_row_and_variable(folder):
    path = folder / "subjects.csv"
    path.write_text(path.read_text().replace(",Male,", ",Man,", 1))
    with pytest.raises(InputError, match=r"subjects\.csv, row 2, column GENDER: 'Man' must be one of M, F"):
        load_trial(folder)
    findings = [f for f in check_folder(folder).findings if f.severity == "error"]
    assert [(f.file, f.row, f.variable, f.value) for f in findings] == [("subjects.csv", 2, "GENDER", "Man")]


def test_rows_that_are_left_out_count_in_the_numbers_of_faults(folder):
    adtr = pd.read_csv(folder / "adtr.csv", dtype=str)
    extra = adtr.iloc[[0]].assign(PARAMCD="SUMDIAM")
    pd.concat([extra, adtr]).to_csv(folder / "adtr.csv", index=False)
    write(folder, MAPPING.replace("adtr:\n", "adtr:\n  rows: {PARAMCD: [LDIAM, NEWLES, NTRESP]}\n"))
    assert len(load_trial(folder)["adtr"]) == len(adtr)
    path = folder / "adtr.csv"
    first = adtr.iloc[0]["AVAL"]
    header, extra_row, row, *rest = path.read_text().splitlines()
    path.write_text("\n".join([header, extra_row, row.replace(f",{first}", ",long"), *rest]))
    with pytest.raises(InputError, match=r"adtr\.csv, row 3, column AVAL: 'long' cannot be converted"):
        load_trial(folder)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("adtr:", "adtx:", r"line 9: unknown parameter 'adtx'; did you mean 'adtr'"),
        ("    SEX:", "    SEXX:", r"line 5: adsl has no variable 'SEXX'; did you mean 'SEX'"),
        ("Male: M,", "Male: X,", r"line 5: 'X' must be one of M, F"),
        ("from: GENDER", "from: GENDR", r"line 5: the file has no variable 'GENDR'"),
        ("cm to mm", "cm to kg", r"line 11: .*unknown unit 'kg'"),
        ("cm to mm", "cm to ug/L", r"line 11: .*'cm' and 'ug/L' measure different things"),
        ("USUBJID: PATNO", "USUBJID: null", r"line 4: USUBJID is needed in every record"),
        ("adae: null", "adsl: null", r"line 12: 'adsl' stands twice \(first in line 1\)"),
        ("file: subjects", "file: people", r"line 2: there is no file 'people'"),
        ("file: subjects", "file: ../x", r"line 2: .*without folders"),
        ("SEX: {from: GENDER", "SEX: {form: GENDER", r"line 5: unknown parameter 'form'"),
        ("codes: {Male", "codes: {Yes", r"line 5: .*quotation marks"),
        ("{constant: NCT04850157}", "{constant: X, from: Y}", r"line 7: .*a constant has no from"),
        ("adae: null", "adae: !!python/object:os.system {}", r"line 12"),
        ("adae: null", "adae: *x", r"line 12: the alias \*x is not allowed"),
    ],
)
def test_a_broken_mapping_names_its_line(folder, old, new, says):
    assert old in MAPPING
    write(folder, MAPPING.replace(old, new, 1))
    with pytest.raises(InputError, match=r"mapping\.yml, " + says):
        load_trial(folder)
    found = [f for f in check_folder(folder).findings if f.file == "mapping.yml"]
    assert [f.severity for f in found] == ["error"]
    assert f"line {found[0].row}" in says.replace(":", "")


@pytest.mark.parametrize(
    ("unit", "value", "expected"),
    [
        ("cm to mm", "1.1", "11"),
        ("mm to cm", "7", "0.7"),
        ("IU/mL to ug/L", "100", "121"),
        ("ng/mL to ug/L", "400", "400"),
        ("days to months", "365", "12"),
        ("SAS days to date", "0", "1960-01-01"),
        ("SAS days to date", "21915", "2020-01-01"),
        ("cm to mm", "<5", None),
        ("cm to mm", "1e999999", None),
        ("SAS days to date", "1.5", None),
    ],
)
def test_units_are_converted_exactly(unit, value, expected):
    assert converter(unit)(value) == expected
