"""Counts of the analyses on trials written by hand."""

import pandas as pd
import pytest

from hcc_analysis.analyses.association import associate, vascular_by_primary
from hcc_analysis.analyses.baseline import baseline_by_arm, baseline_results, baseline_summary
from hcc_analysis.analyses.comparison import Grouping
from hcc_analysis.analyses.complications import complication_counts
from hcc_analysis.analyses.design import design
from hcc_analysis.analyses.invasion import invasion_classes
from hcc_analysis.analyses.profile import trial_profile
from hcc_analysis.analyses.response import (
    best_change,
    progressed_and_resected,
    progressed_and_resected_results,
    response_summary,
)
from hcc_analysis.analyses.safety import OVERALL, adverse_event_counts, overall_results
from hcc_analysis.analyses.subsequent import later_treatment_results, later_treatments
from hcc_analysis.analyses.treatment import treatment_results
from hcc_analysis.outputs.tables.baseline import baseline_table
from tests.support import frame, lesion, new_lesion, subjects, trial


def value_of(results):
    """Values by id; an id published twice is an error."""
    values = {result.id: result.value for result in results}
    assert len(values) == len(results)
    return values


def measured(subject, base, after):
    return [lesion(subject, "BASELINE", base), lesion(subject, "WEEK 9", after)]


def test_profile_counts_every_step():
    resected = {"SURGDT": "2021-04-01"}
    scans = [
        {"USUBJID": "A", "ADT": "2021-05-01", "AVISIT": "M", "RECURFL": "Y"},
        {"USUBJID": "B", "ADT": "2022-05-01", "AVISIT": "M", "RECURFL": "Y"},
        {"USUBJID": "C", "ADT": "2021-09-01", "AVISIT": "M", "RECURFL": "N"},
    ]
    adsl = subjects(
        resected, resected | {"LSTALVDT": "2022-06-01"}, resected, {"NORSRSN": "PROGRESSION", "SCRDT": "2021-02-03"},
        {"ENRLFL": "N", "TRTSDT": None, "SCRFRSN": "WITHDREW CONSENT", "SCRDT": "2020-10-21"},
    )  # fmt: skip
    profile = trial_profile(trial(adsl, adfu=frame("adfu", *scans)))
    assert value_of(profile.results()) == {
        "trial.screened": 5, "trial.enrolled": 4, "trial.withdrew_consent": 1, "trial.unresectable": 1,
        "trial.unresectable.pct": 25,
        "trial.relapsed.n": 2,
        "trial.resected.n": 3, "trial.resected.pct": 75, "trial.relapsed_within_1y": 1, "trial.relapsed_after_1y": 1,
        "trial.relapsed_after_1y.pct": pytest.approx(100 / 3), "trial.recurrence_free.n": 1,
        "trial.recurrence_free.pct": pytest.approx(100 / 3),
        "trial.first_screening": "2020-10-21", "trial.last_screening": "2021-02-03",
    }  # fmt: skip
    assert profile.not_resected == {"PROGRESSION": 1}


def test_response_rates_with_the_exact_interval():
    rows = [
        *measured("A", 100, 50),
        *measured("B", 100, 100),
        *measured("C", 100, 40),
        *measured("D", 100, 130),
        new_lesion("C"),
    ]
    adpath = frame("adpath", {"USUBJID": "A", "ADT": "2021-04-01", "VIABLE": 0, "MARGIN": "R0"})
    data = trial(subjects({"SURGDT": "2021-04-01"}, {}, {}, {}), adtr=frame("adtr", *rows), adpath=adpath)
    values = value_of(response_summary(data, conf_level=0.90).results())
    assert (values["table2.pr.n"], values["table2.sd.n"], values["table2.pd.n"], values["table2.cr.n"]) == (
        1,
        1,
        2,
        0,
    )
    assert (values["response.orr.pct"], values["response.dcr.pct"], values["table2.path.pcr.pct"]) == (
        25,
        50,
        100,
    )
    # 1 of 4 at 90 %: lower p with 1 - (1-p)^4 = .05, upper p with (1-p)^4 + 4p(1-p)^3 = .05
    lower = 1 - 0.95 ** (1 / 4)
    assert values["response.orr.lower90"] == pytest.approx(100 * lower)
    upper = values["response.orr.upper90"] / 100
    assert (1 - upper) ** 4 + 4 * upper * (1 - upper) ** 3 == pytest.approx(0.05)


def test_best_change_counts_regression_and_new_lesions():
    rows = [
        *measured("A", 100, 50),
        *measured("B", 100, 100),
        *measured("C", 100, 40),
        new_lesion("C"),
        new_lesion("B", "LUNG"),
    ]
    data = trial(subjects({}, {}, {"SURGDT": "2021-04-01"}), adtr=frame("adtr", *rows))
    values = value_of(best_change(data).results())
    assert (values["response.regressed.n"], values["response.pd.new_liver_lesions"]) == (2, 1)
    assert (values["response.pd.extrahepatic"], values["response.pd_resected.n"]) == (1, 1)


def test_resected_despite_progression():
    rows = [*measured("A", 100, 130), *measured("B", 100, 130)]
    adpath = [
        {"USUBJID": s, "ADT": "2021-04-01", "VIABLE": v, "MARGIN": "R0"} for s, v in (("A", 50), ("B", 5))
    ]
    scans = [
        {"USUBJID": "A", "ADT": "2021-05-01", "AVISIT": "M", "RECURFL": "Y"},
        {"USUBJID": "B", "ADT": "2023-04-01", "AVISIT": "M", "RECURFL": "N"},
    ]
    adsl = subjects(
        {"SURGDT": "2021-04-01", "DTHDT": "2021-07-01"}, {"SURGDT": "2021-04-01", "LSTALVDT": "2023-04-01"}
    )
    labs = [
        {"USUBJID": "A", "PARAMCD": "AFP", "AVISIT": visit, "ADT": date, "AVAL": 900, "AVALU": "ug/L"}
        for visit, date in (("BASELINE", "2021-01-01"), ("WEEK 9", "2021-03-08"))
    ]
    tables = {"adtr": rows, "adpath": adpath, "adfu": scans, "adlb": labs}
    data = trial(adsl, **{name: frame(name, *found) for name, found in tables.items()})
    values = value_of(progressed_and_resected_results(progressed_and_resected(data)))
    month = 365 / 12
    assert values == {
        "response.pd_resected.mpr": 1,
        "response.pd_resected.mpr.rfs_min": pytest.approx(24),
        "response.pd_resected.no_mpr.n": 1,
        "response.pd_resected.no_mpr.no_afp_reduction.n": 1,
        "response.pd_resected.no_mpr.rfs_1": pytest.approx(30 / month),
        "response.pd_resected.no_mpr.os_1": pytest.approx(178 / month),
    }


def test_baseline_counts_levels_zeros_and_unforeseen_ones():
    data = trial(
        subjects({"AGE": 60, "SEX": "M", "ETIOLOGY": "HBV"}, {"AGE": 59, "SEX": "F", "ETIOLOGY": "ALCOHOL"})
    )
    summary = baseline_summary(data)
    values = value_of(baseline_results(summary))
    assert (values["table1.age.ge60.n"], values["table1.age.lt60.pct"], values["table1.etiology.hcv.n"]) == (
        1,
        50,
        0,
    )
    assert (values["table1.etiology.alcohol.n"], values["trial.hbv.pct"]) == (1, 50)
    assert {item.characteristic.id: item.missing for item in summary}["afp"] == 2


def test_baseline_by_arm_counts_the_same_levels_of_each_arm():
    data = trial(
        subjects(
            {"AGE": 60, "SEX": "M", "ETIOLOGY": "HBV"}, {"AGE": 59, "SEX": "F", "ETIOLOGY": "ALCOHOL"}, {"AGE": 70},
        )
    )  # fmt: skip
    ids = data["adsl"]["USUBJID"]
    arms = Grouping("arm", "Arm", pd.Series(["X", "Y", "Y"], index=ids, dtype=object), {"X": "x", "Y": "y"})
    summary, by_arm = baseline_summary(data), baseline_by_arm(data, arms)
    values = value_of(baseline_results(summary, by_arm))
    assert [values[f"table1.age.ge60.{arm}.n"] for arm in "xy"] == [1, 1]
    assert [values[f"table1.age.ge60.{arm}.pct"] for arm in "xy"] == [100, 50]
    assert [values[f"table1.etiology.alcohol.{arm}.n"] for arm in "xy"] == [0, 1]
    assert values["table1.age.ge60.n"] == 2
    table = baseline_table(summary, by_arm)
    assert [column.label for column in table.columns[1:]] == [
        "X (n = 1), No. (%)", "Y (n = 2), No. (%)", "All patients (n = 3), No. (%)",
    ]  # fmt: skip
    assert [cell.text for cell in table.rows[1].cells] == ["\u226560", "1 (100.0)", "1 (50.0)", "2 (66.7)"]
    assert baseline_by_arm(data, None) == {}


def event(subject, number, term, date, grade):
    return {
        "USUBJID": subject,
        "AESEQ": number,
        "AEDECOD": term,
        "ASTDT": date,
        "AETOXGR": grade,
        "AEREL": "RELATED",
    }


def safety_trial():
    rows = [
        event("A", 1, "RASH", "2021-02-01", 1), event("A", 2, "RASH", "2021-05-01", 2), event("A", 3, "FEVER", "2021-02-01", 3),
        event("B", 1, "RASH", "2021-02-01", 1), event("B", 2, "RASH", "2021-02-09", 2), event("B", 3, "HICCUPS", "2021-02-09", 1),
    ]  # fmt: skip
    return trial(subjects({"SURGDT": "2021-04-01"}, {}, {}), adae=frame("adae", *rows))


def test_a_patient_counts_once_a_term_and_in_every_grade_of_the_first_row():
    values = value_of(adverse_event_counts(safety_trial(), "preoperative").results("p"))
    assert (values["p.any.all.n"], values["p.any.g1.n"], values["p.any.g2.n"], values["p.any.g3.n"]) == (
        2,
        2,
        1,
        1,
    )
    assert (values["p.rash.all.n"], values["p.rash.g1.n"], values["p.rash.g2.n"]) == (2, 1, 1)
    assert (values["p.hiccups.all.n"], values["p.leukopenia.all.n"]) == (1, 0)
    assert values["p.rash.all.pct"] == pytest.approx(200 / 3)


def test_adjuvant_events_are_of_the_resected():
    counts = adverse_event_counts(safety_trial(), "adjuvant")
    assert (counts.n, counts.any_event.total) == (1, 1)


def test_overall_joins_the_periods():
    values = value_of(overall_results(adverse_event_counts(safety_trial(), OVERALL)))
    assert (
        values["safety.overall.rash.n"],
        values["safety.overall.rash.g2.n"],
        values["safety.overall.rash.g1.n"],
    ) == (2, 2, 0)
    assert (values["safety.overall.grade3.n"], values["safety.overall.grade4.n"]) == (1, 0)


def test_an_unknown_period():
    with pytest.raises(ValueError, match="period must be"):
        adverse_event_counts(safety_trial(), "later")


def test_complications_by_worst_grade():
    rows = [
        {"USUBJID": s, "COMPSEQ": k, "COMPDECOD": t, "ASTDT": "2021-04-05", "CDGRADE": g}
        for k, (s, t, g) in enumerate(
            [("A", "ASCITES", "I"), ("A", "ASCITES", "IIIa"), ("B", "FEVER", "I")], 1
        )
    ]
    both = {"SURGDT": "2021-04-01"}
    counts = complication_counts(trial(subjects(both, both, both), adcomp=frame("adcomp", *rows)))
    values = value_of(counts.results())
    assert (
        values["complications.any.n"],
        values["complications.ascites.n"],
        values["complications.grade1.n"],
    ) == (2, 1, 1)
    assert values["complications.grade3plus.n"] == 1


def test_later_treatments_by_their_parts_whatever_their_order():
    rows = [
        {"USUBJID": s, "CMSEQ": 1, "CMTRT": t, "CMCAT": "SUBSEQUENT", "ASTDT": "2021-06-01"}
        for s, t in (
            ("A", "LENVATINIB + TISLELIZUMAB"),
            ("B", "TISLELIZUMAB + LENVATINIB + TACE"),
            ("C", "TACE"),
            ("E", "HAIC"),
        )
    ]
    scan = {"USUBJID": "E", "ADT": "2021-05-01", "AVISIT": "M", "RECURFL": "Y"}
    adsl = subjects({}, {}, {}, {}, {"SURGDT": "2021-04-01"})
    values = value_of(
        later_treatment_results(
            *later_treatments(trial(adsl, adcm=frame("adcm", *rows), adfu=frame("adfu", scan)))
        )
    )
    assert values["subsequent.unresectable.tislelizumab_lenvatinib"] == 2
    assert values["subsequent.unresectable.lenvatinib_or_tace"] == 1
    assert (
        values["subsequent.relapsed.any"],
        values["subsequent.relapsed.haic"],
        values["subsequent.relapsed.lenvatinib"],
    ) == (1, 1, 0)


def test_association_of_the_tea_tasting_lady():
    # Fisher 1935: four of eight cups each, three right: two-sided p = 34/70
    poured = pd.Series(["milk"] * 4 + ["tea"] * 4)
    said = pd.Series(["milk"] * 3 + ["tea"] * 4 + ["milk"])
    found = associate(poured, said, ["milk", "tea"], ["milk", "tea"])
    assert found.table.to_numpy().tolist() == [[3, 1], [1, 3]]
    assert found.p_value == pytest.approx(34 / 70)


def test_association_without_a_second_level_is_not_estimable():
    assert associate(pd.Series(["a", "a"]), pd.Series(["x", "y"]), ["a", "b"], ["x", "y"]).p_value == "NE"


def test_vascular_invasion_against_primary_tumour_with_nobody():
    assert vascular_by_primary(trial(subjects())).p_value == "NE"


def test_classes_of_invasion_are_the_nineteen_with_any():
    row = {"USUBJID": "A", "AVISIT": "BASELINE", "ADT": "2021-01-01", "VP": 3, "VV": 1}
    classes = invasion_classes(trial(subjects({}), admvi=frame("admvi", row)))
    assert len(classes.classes) == 19
    assert {(c.vp, c.vv): (c.grade, c.count) for c in classes.classes}[3, 1] == (4, 1)
    assert sum(c.count for c in classes.classes) == classes.n == 1


def test_design_of_the_paper():
    values = value_of(design(null_rate=5, target_rate=19.5, alpha=0.05, power=0.8, dropout=5).results())
    # exact search: 27 is the smallest; 27 / 0.95 = 28.4
    assert (values["design.n_min"], values["design.n_planned"]) == (27, 29)


def test_treatment_that_differs_is_not_one_number():
    rows = [
        {"USUBJID": s, "EXSEQ": 1, "EXTRT": "TISLELIZUMAB", "EPOCH": "PREOPERATIVE", "ASTDT": "2021-01-04",
         "AENDT": "2021-01-04", "EXDOSE": dose, "EXDOSU": "mg"}
        for s, dose in (("A", 200), ("B", 100))
    ]  # fmt: skip
    values = value_of(treatment_results(trial(subjects({}, {}), adex=frame("adex", *rows))))
    assert (values["treatment.tislelizumab_dose"], values["treatment.tislelizumab_cycles"]) == ("NE", 1)
    assert values["treatment.total_dose"] == "NE"
