import pytest

from hcc_analysis.endpoints.criteria import failed_criteria
from hcc_analysis.endpoints.eligibility import eligibility
from tests.support import frame, lesion, subjects, trial

SOUND = {
    "AFP": (10, None),
    "BILI": (20, 20),
    "ALT": (40, 40),
    "AST": (40, 40),
    "ALB": (40, None),
    "INR": (1, 1.2),
    "APTT": (30, 40),
    "PLAT": (150, None),
}


def judged(*lesions, subject=None, invasion=(2, 0), **changed):
    labs = [
        {
            "USUBJID": "A",
            "PARAMCD": name,
            "AVISIT": "BASELINE",
            "ADT": "2021-01-01",
            "AVAL": value,
            "AVALU": "u",
            "A1HI": limit,
        }
        for name, (value, limit) in (SOUND | changed).items()
    ]
    mvi = {"USUBJID": "A", "AVISIT": "BASELINE", "ADT": "2021-01-01", "VP": invasion[0], "VV": invasion[1]}
    rows = lesions or (lesion("A", "BASELINE", 50),)
    adsl = subjects({"AGE": 50, "ECOG": 0} | (subject or {}))
    return eligibility(
        trial(adsl, adlb=frame("adlb", *labs), admvi=frame("admvi", mvi), adtr=frame("adtr", *rows))
    )


def test_a_sound_patient_meets_every_criterion():
    assert set(judged().loc["A"]) == {"met"}
    assert failed_criteria(judged())["A"] == ""


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"subject": {"AGE": 71}}, "age"),
        ({"subject": {"ECOG": 2}}, "ecog"),
        ({"invasion": (0, 0)}, "invasion"),
        ({"BILI": (30.1, 20)}, "bilirubin"),
        ({"ALB": (29.9, None)}, "albumin"),
        ({"PLAT": (99, None)}, "platelets"),
        ({"ALT": (61, 40), "AST": (61, 40)}, "transaminases"),
        ({"INR": (2, 1.2), "APTT": (61, 40)}, "coagulation"),
    ],
)
def test_one_fault_fails_one_criterion(change, failed):
    assert failed_criteria(judged(**change))["A"] == failed


@pytest.mark.parametrize(
    "change",
    [
        {"subject": {"AGE": 70}},
        {"subject": {"AGE": 18}},
        {"BILI": (30, 20)},
        {"ALB": (30, None)},
        {"PLAT": (100, None)},
        {"subject": {"ECOG": 1}},
        {"ALT": (61, 40)},
        {"INR": (2, 1.2)},
    ],
)
def test_at_the_limit_and_one_of_two_is_enough(change):
    assert failed_criteria(judged(**change))["A"] == ""


def test_metastasis_and_small_lesion():
    lung = lesion("A", "BASELINE", 9) | {"TRLOC": "LUNG"}
    assert failed_criteria(judged(lung))["A"] == "confined, measurable"


def test_what_was_not_measured_is_unknown():
    data = trial(subjects({"AGE": None}))
    assert set(eligibility(data).loc["A"]) == {"unknown"}


def test_nobody_and_a_data_set_without_rows():
    nobody = eligibility(trial(subjects({"ENRLFL": "N", "TRTSDT": None})))
    assert nobody.empty and "age" in nobody
    assert failed_criteria(nobody).empty
    unmeasured = eligibility(trial(subjects({"AGE": 50, "ECOG": 2}))).loc["A"]
    assert unmeasured[["age", "ecog"]].tolist() == ["met", "failed"]
    assert set(unmeasured.drop(["age", "ecog"])) == {"unknown"}
