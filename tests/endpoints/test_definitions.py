"""Vascular invasion, alpha-fetoprotein, pathology, adverse events, complications, baseline."""

import pytest

from hcc_analysis.endpoints.adverse_events import related_events, worst_grades
from hcc_analysis.endpoints.afp import afp_groups
from hcc_analysis.endpoints.baseline import baseline_characteristics
from hcc_analysis.endpoints.complications import worst_complications
from hcc_analysis.endpoints.pathology import category, pathological_response
from hcc_analysis.endpoints.vascular_invasion import grade, vascular_invasion
from tests.support import frame, lesion, subjects, trial


@pytest.mark.parametrize(
    ("vp", "vv", "expected"),
    [
        (0, 0, 0),
        (1, 0, 1),
        (2, 0, 2),
        (3, 0, 3),
        (0, 1, 3),
        (4, 0, 4),
        (0, 2, 4),
        (0, 3, 4),
        (1, 1, 4),
        (3, 1, 4),
        (4, 3, 4),
    ],
)
def test_grade_of_vascular_invasion(vp, vv, expected):
    assert grade(vp, vv) == expected


@pytest.mark.parametrize(("vp", "vv"), [(5, 0), (-1, 0), (0, 4)])
def test_grade_outside_its_scale(vp, vv):
    with pytest.raises(ValueError, match="vp must be 0-4 and vv 0-3"):
        grade(vp, vv)


def invasion(subject, visit, vp, vv):
    date = "2021-01-01" if visit == "BASELINE" else "2021-03-08"
    return {"USUBJID": subject, "AVISIT": visit, "ADT": date, "VP": vp, "VV": vv}


def test_downstaging_is_response_and_upstaging_progression():
    rows = [invasion("A", "BASELINE", 4, 0), invasion("A", "WEEK 9", 2, 0), invasion("B", "BASELINE", 2, 0)]
    rows += [invasion("B", "WEEK 9", 2, 1), invasion("C", "BASELINE", 3, 0), invasion("C", "WEEK 9", 0, 1)]
    found = vascular_invasion(trial(subjects({}, {}, {}, {}), admvi=frame("admvi", *rows)))
    assert list(found["MVIRESP"]) == ["PR", "PD", "SD", "NE"]


def afp(subject, visit, value):
    date = "2021-01-01" if visit == "BASELINE" else "2021-03-08"
    return {
        "USUBJID": subject,
        "PARAMCD": "AFP",
        "AVISIT": visit,
        "ADT": date,
        "AVAL": value,
        "AVALU": "ug/L",
    }


def test_afp_groups_at_their_limits():
    values = {"A": (399.9, 5000), "B": (400, 40), "C": (400, 40.1), "D": (1000, None), "E": (None, 10)}
    rows = [
        afp(s, visit, v)
        for s, pair in values.items()
        for visit, v in zip(("BASELINE", "WEEK 9"), pair, strict=True)
        if v is not None
    ]
    found = afp_groups(trial(subjects(*[{}] * 5), adlb=frame("adlb", *rows)))
    assert list(found["AFPGR"]) == ["<400", "≥400", "≥400", "≥400", None]
    # low at baseline is good whatever comes after; exactly 90 % is good; without a value there is no group
    assert list(found["AFPRED"]) == ["≥90% or Low", "≥90% or Low", "<90%", None, None]


@pytest.mark.parametrize(
    ("viable", "expected"),
    [(0, "pCR"), (0.1, "MPR"), (9.9, "MPR"), (10, "No response"), (100, "No response")],
)
def test_pathological_category(viable, expected):
    assert category(viable) == expected


def test_pathological_response_of_the_resected_only():
    specimen = {"USUBJID": "A", "ADT": "2021-04-01", "VIABLE": 5, "MARGIN": "R0"}
    found = pathological_response(
        trial(
            subjects({"SURGDT": "2021-04-01"}, {}, {"SURGDT": "2021-04-01"}), adpath=frame("adpath", specimen)
        )
    )
    assert list(found["USUBJID"]) == ["A", "C"]
    assert list(found["PATHSIG"]) == ["Yes", None]


def event(subject, number, term, date, grade, related="RELATED"):
    return {
        "USUBJID": subject,
        "AESEQ": number,
        "AEDECOD": term,
        "ASTDT": date,
        "AETOXGR": grade,
        "AEREL": related,
    }


def test_period_by_the_day_of_resection_and_worst_grade():
    rows = [
        event("A", 1, "RASH", "2021-03-31", 1), event("A", 2, "RASH", "2021-03-01", 2), event("A", 3, "RASH", "2021-04-01", 1),
        event("A", 4, "FEVER", "2021-03-01", 3, "NOT RELATED"), event("B", 1, "FEVER", "2023-01-01", 1),
    ]  # fmt: skip
    events = related_events(trial(subjects({"SURGDT": "2021-04-01"}, {}), adae=frame("adae", *rows)))
    worst = worst_grades(events)
    assert worst.to_numpy().tolist() == [
        ["A", "adjuvant", "RASH", 1], ["A", "preoperative", "RASH", 2], ["B", "preoperative", "FEVER", 1],
    ]  # fmt: skip
    assert worst_grades(events, by=())["AETOXGR"].tolist() == [2, 1]


def test_no_events():
    assert worst_grades(related_events(trial(subjects({})))).empty


def test_worst_complication_ranks_roman_grades():
    rows = [
        {"USUBJID": "A", "COMPSEQ": k, "COMPDECOD": "ASCITES", "ASTDT": "2021-04-05", "CDGRADE": g}
        for k, g in enumerate(("I", "IVa", "IIIb"), 1)
    ]
    found = worst_complications(trial(subjects({"SURGDT": "2021-04-01"}), adcomp=frame("adcomp", *rows)))
    assert found[["CDGRADE", "CDRANK"]].to_numpy().tolist() == [["IVa", 5]]


@pytest.mark.parametrize(
    ("mm", "expected"), [(50, "≤5"), (50.5, ">5 and ≤10"), (100, ">5 and ≤10"), (100.5, ">10")]
)
def test_tumour_size_group(mm, expected):
    rows = frame(
        "adtr", lesion("A", "BASELINE", mm - 20), lesion("A", "BASELINE", 20, id="NT01", group="NON-TARGET")
    )
    found = baseline_characteristics(trial(subjects({"AGE": 60, "SEX": "M", "ECOG": 0}), adtr=rows)).iloc[0]
    assert (found["TUMNUM"], found["TUMSIZE"], found["AGEGR"], found["SEX"], found["ECOG"]) == (
        "2",
        expected,
        "≥60",
        "Male",
        "0",
    )


def test_missing_values_stay_missing():
    found = baseline_characteristics(trial(subjects({}))).drop(columns="USUBJID").iloc[0]
    assert found.isna().all()
