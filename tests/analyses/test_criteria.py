"""Criteria counted and laid out, on trials written by hand."""

import re

from hcc_analysis.analyses.criteria import eligibility_summary, resectability_summary
from hcc_analysis.outputs.tables.criteria import (
    eligibility_caption,
    eligibility_table,
    resectability_caption,
    resectability_table,
)
from tests.support import frame, lesion, new_lesion, subjects, trial

NO_NUMBER = re.compile(r"\b(nan|inf|None|NaT)\b|<NA>")


def assessment(subject, **changed):
    return {"USUBJID": subject, "ADT": "2021-03-08", "REMNANT": "Y", "CHILDPGH": "A", "R0FL": "Y"} | changed


def resectable_trial():
    """A resected and sound; B not, with two failed criteria and a reason; C not, metastatic; D not assessed."""
    adsl = subjects({"SURGDT": "2021-04-01"}, {"NORSRSN": "Remnant too small"}, {}, {})
    adres = frame("adres", assessment("A"), assessment("B", REMNANT="N", R0FL="N"), assessment("C"))
    scans = [lesion(subject, "WEEK 9", 40) for subject in "ABC"]
    return trial(adsl, adres=adres, adtr=frame("adtr", *scans, new_lesion("C", "LUNG")))


def values(summary):
    found = {result.id: result.value for result in summary.results()}
    assert len(found) == len(summary.results())
    return found


def texts(table):
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_counts_by_criterion():
    adsl = subjects({"AGE": 50, "ECOG": 0}, {"AGE": 71, "ECOG": 1}, {"ECOG": 2})
    found = values(eligibility_summary(trial(adsl)))
    assert [found[f"eligibility.age.{v}.n"] for v in ("met", "failed", "unknown")] == [1, 1, 1]
    assert [found[f"eligibility.ecog.{v}.n"] for v in ("met", "failed", "unknown")] == [2, 1, 0]
    assert [found[f"eligibility.platelets.{v}.n"] for v in ("met", "failed", "unknown")] == [0, 0, 3]
    assert found["eligibility.all.met.n"] == 0


def test_patients_who_fail_are_listed_with_their_criteria():
    adsl = subjects({"AGE": 50, "ECOG": 0}, {"AGE": 71, "ECOG": 2})
    rows = texts(eligibility_table(eligibility_summary(trial(adsl))))
    assert rows[-1] == ["B", "0", "2", "8", "Age 18 to 70 years; ECOG performance status 0 or 1"]
    assert rows[-2][0] == "Criteria by patient who fails one"


def test_nobody_fails():
    rows = texts(eligibility_table(eligibility_summary(trial(subjects({"AGE": 50, "ECOG": 0})))))
    assert rows[-1] == ["None", *["\u2013"] * 4]


def test_resectability_by_resection():
    found = values(resectability_summary(resectable_trial()))
    assert found["resectability.resected.all.met.n"] == 1
    assert found["resectability.not_resected.all.met.n"] == 0
    assert found["resectability.not_resected.remnant.failed.n"] == 1
    assert found["resectability.not_resected.confined.failed.n"] == 1
    assert [found[f"resectability.not_resected.r0.{v}.n"] for v in ("met", "failed", "unknown")] == [1, 1, 1]


def test_patients_stand_in_their_group_with_the_recorded_reason():
    summary = resectability_summary(resectable_trial())
    rows = {row[0]: row[1:] for row in texts(resectability_table(summary))}
    dashes = ["\u2013"] * 3
    assert rows["Sufficient remnant liver"] == ["1", "0", "0", "1", "1", "1", "\u2013", "\u2013"]
    failed = "Sufficient remnant liver; Complete (R0) resection possible"
    assert rows["B"] == [*dashes, "2", "2", "0", failed, "Remnant too small"]
    assert rows["C"] == [*dashes, "3", "1", "0", "No extrahepatic metastasis", "\u2013"]
    assert "D" not in rows
    assert resectability_caption(summary) == (
        "At week 9, 1 of 1 resected patients meet every criterion; 2 of 3 not resected fail one or more."
    )


def test_a_resected_patient_who_fails_is_shown():
    adsl = subjects({"SURGDT": "2021-04-01"})
    summary = resectability_summary(trial(adsl, adres=frame("adres", assessment("A", CHILDPGH="C"))))
    assert texts(resectability_table(summary))[-1][:4] == ["A", "2", "1", "1"]


def test_nobody_and_data_sets_without_rows():
    for adsl in (
        subjects(),
        subjects({"ENRLFL": "N", "TRTSDT": None}),
        subjects({}, {"SURGDT": "2021-04-01"}),
    ):
        data = trial(adsl)
        eligible, operable = eligibility_summary(data), resectability_summary(data)
        for table in (eligibility_table(eligible), resectability_table(operable)):
            assert not NO_NUMBER.search(str([row for row in texts(table) if row[0] != "None"]))
        assert all(isinstance(value, int) for value in (values(eligible) | values(operable)).values())


def test_captions_without_patients():
    assert eligibility_caption(eligibility_summary(trial(subjects()))) == "No patients in this population."
    assert (
        resectability_caption(resectability_summary(trial(subjects()))) == "No patients in this population."
    )


def test_every_result_of_a_table_is_published():
    summary = resectability_summary(resectable_trial())
    cells = [cell for row in resectability_table(summary).rows for cell in row.cells]
    assert {id for cell in cells for id in cell.results} <= set(values(summary))
