"""The analyses of the supplementary figures and of the methods, on trials written by hand."""

import pandas as pd
import pytest

from hcc_analysis.analyses.afp import afp_changes, afp_results
from hcc_analysis.analyses.assumptions import all_residuals, check_model, check_models, coefficients
from hcc_analysis.analyses.comparison import Grouping
from hcc_analysis.analyses.course import patient_courses
from hcc_analysis.analyses.design import design
from hcc_analysis.analyses.factors import Factor
from hcc_analysis.analyses.lesions import lesion_changes, lesion_results
from hcc_analysis.analyses.operating import operating
from hcc_analysis.analyses.regression import regress
from hcc_analysis.analyses.survival import survival_method
from hcc_analysis.outputs.footnotes import assumption_notes, design_notes
from hcc_analysis.outputs.forest_rows import forest_frame
from tests.support import frame, lesion, new_lesion, subjects, trial

MONTH = 365 / 12
METHOD = survival_method("spss")


def dose(subject, number, treatment, epoch, start, end):
    return {
        "USUBJID": subject, "EXSEQ": number, "EXTRT": treatment, "EPOCH": epoch, "ASTDT": start, "AENDT": end,
        "EXDOSE": 200, "EXDOSU": "mg",
    }  # fmt: skip


def test_course_of_one_patient_in_months_from_the_first_dose():
    doses = [
        dose("A", 1, "TISLELIZUMAB", "PREOPERATIVE", "2021-01-04", "2021-01-04"),
        dose("A", 2, "IMRT", "PREOPERATIVE", "2021-01-05", "2021-01-25"),
        dose("A", 3, "TISLELIZUMAB", "PREOPERATIVE", "2021-02-15", "2021-02-15"),
        dose("A", 4, "TISLELIZUMAB", "ADJUVANT", "2021-04-15", "2021-04-15"),
    ]
    rows = [lesion("A", "BASELINE", 100), lesion("A", "WEEK 9", 50)]
    scan = {"USUBJID": "A", "ADT": "2021-06-01", "AVISIT": "M", "RECURFL": "Y"}
    adsl = subjects({"SURGDT": "2021-04-01", "DTHDT": "2021-07-01", "LSTALVDT": "2021-07-01"})
    course = patient_courses(
        trial(adsl, adex=frame("adex", *doses), adtr=frame("adtr", *rows), adfu=frame("adfu", scan))
    )
    bands = course.intervals.set_index("KIND")
    assert bands.loc["Tislelizumab", ["START", "STOP"]].tolist() == pytest.approx([0, 42 / MONTH])
    assert bands.loc["Adjuvant tislelizumab", "STOP"] > bands.loc["Adjuvant tislelizumab", "START"]
    times = course.events.set_index("KIND")["TIME"].to_dict()
    assert times == {
        "Resection": pytest.approx(87 / MONTH), "Partial response": pytest.approx(63 / MONTH),
        "Recurrence": pytest.approx(148 / MONTH), "Death": pytest.approx(178 / MONTH),
    }  # fmt: skip
    subject = course.subjects.iloc[0]
    assert (subject["GROUP"], subject["NOTE"], bool(subject["ONGOING"])) == ("Resected", "PR", False)
    assert {r.id: r.value for r in course.results()}["course.death.n"] == 1


def test_courses_of_nobody():
    course = patient_courses(trial(subjects()))
    assert course.subjects.empty and course.events.empty and course.intervals.empty
    assert [r.value for r in course.results()] == [0]


def test_lesions_start_at_nought():
    rows = [
        lesion("A", "BASELINE", 100),
        lesion("A", "WEEK 9", 70),
        lesion("B", "BASELINE", 50),
        lesion("B", "WEEK 9", 60),
        new_lesion("A"),
    ]
    changes = lesion_changes(trial(subjects({}, {}), adtr=frame("adtr", *rows)))
    assert changes[["USUBJID", "TIME", "PCHG", "NEWLES"]].to_numpy().tolist() == [
        ["A", 0, 0, False], ["A", 9, -30, True], ["B", 0, 0, False], ["B", 9, 20, False],
    ]  # fmt: skip
    assert [r.value for r in lesion_results(changes)] == [1, 1, 1]


def test_lesions_of_nobody():
    assert [r.value for r in lesion_results(lesion_changes(trial(subjects({}))))] == [0, 0, 0]


def test_afp_groups_by_the_fate_of_the_tumour():
    rows = [
        {"USUBJID": s, "PARAMCD": "AFP", "AVISIT": visit, "ADT": date, "AVAL": value, "AVALU": "ug/L"}
        for s, values in (("A", (10, 20)), ("B", (900, 10)), ("C", (500, 400)))
        for visit, date, value in (("BASELINE", "2021-01-01", values[0]), ("WEEK 9", "2021-03-08", values[1]))
    ]
    paths = [
        {"USUBJID": s, "ADT": "2021-04-01", "VIABLE": v, "MARGIN": "R0"} for s, v in (("B", 0), ("C", 50))
    ]
    adsl = subjects({}, {"SURGDT": "2021-04-01"}, {"SURGDT": "2021-04-01"})
    changes = afp_changes(trial(adsl, adlb=frame("adlb", *rows), adpath=frame("adpath", *paths)))
    assert changes[["USUBJID", "GROUP"]].to_numpy().tolist() == [
        ["B", "pCR or MPR"],
        ["C", "No response"],
        ["A", "Not resected"],
    ]
    assert [r.value for r in afp_results(changes)] == [3, 2]


def adtte(*pairs):
    ids = [chr(65 + i) for i in range(len(pairs))]
    return pd.DataFrame(
        {"USUBJID": ids, "PARAM": "OS", "AVAL": [float(t) for t, _ in pairs], "CNSR": [c for _, c in pairs]}
    )


def test_model_check_of_alternating_events():
    labels = ["x", "y"] * 4
    data = adtte(*((t, 0) for t in range(1, 9)))
    grouping = Grouping(
        "g", "G", pd.Series(labels, index=data["USUBJID"], dtype=object), {"x": "x", "y": "y"}
    )
    check = check_model(data, grouping, METHOD, prefix="os")
    assert (check.n, check.events, len(check.residuals)) == (8, 8, 8)
    # scaled residuals: the coefficient and deviations that sum to nought
    assert check.residuals["RESIDUAL"].mean() == pytest.approx(check.coefficient)
    assert 0 < check.p_value <= 1


def test_checks_of_nobody_are_not_estimable():
    checks = check_models(trial(subjects()), METHOD)
    assert {check.p_value for check in checks} == {"NE"}
    assert all_residuals(checks).empty
    assert coefficients(checks) == {}
    assert all(note.endswith(".") for note in assumption_notes(checks))


def test_operating_characteristics_of_the_paper():
    plan = design(null_rate=5, target_rate=19.5, alpha=0.05, power=0.8, dropout=5)
    found = operating(plan, printed=28, enrolled=30)
    values = {r.id: r.value for r in found.results()}
    assert (values["operating.n27.r"], values["operating.n28.r"], values["operating.n30.r"]) == (4, 4, 5)
    # more patients, less power: the thirtieth needs a fifth response
    assert values["operating.n28.power"] > 0.8 > values["operating.n30.power"]
    assert found.marked == {27: "smallest", 28: "printed", 30: "enrolled"}
    assert "optimal n = " in design_notes(found)[1]


def test_forest_rows_show_firth_where_there_is_no_maximum_and_name_the_reference():
    data = adtte((1, 0), (2, 0), (3, 1), (4, 1))
    groups = pd.Series(["x", "x", "y", "y"], index=data["USUBJID"], dtype=object)
    effect = regress(data, Factor("g", "G", groups, {"x": "x", "y": "y"}, "y"), METHOD)
    rows = forest_frame([effect])
    assert rows[["LABEL", "HEADING", "METHOD", "NOTE"]].to_numpy().tolist() == [
        ["G", True, "", ""], ["x", False, "firth", ""], ["y", False, "", "reference"],
    ]  # fmt: skip
    assert rows["HR"].notna().tolist() == [False, True, False]


def test_forest_rows_without_a_reference_are_not_estimable():
    data = adtte((1, 0), (2, 0))
    groups = pd.Series(["x", "x"], index=data["USUBJID"], dtype=object)
    rows = forest_frame([regress(data, Factor("g", "G", groups, {"x": "x", "y": "y"}, "y"), METHOD)])
    assert rows["NOTE"].tolist() == ["", "not estimable"]
