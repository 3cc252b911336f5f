import pytest

from hcc_analysis.endpoints.criteria import failed_criteria
from hcc_analysis.endpoints.resectability import resectability
from tests.support import frame, lesion, new_lesion, subjects, trial

SOUND = {"USUBJID": "A", "ADT": "2021-03-08", "REMNANT": "Y", "CHILDPGH": "A", "R0FL": "Y"}
LIVER = lesion("A", "WEEK 9", 40)


def judged(*lesions, **changed):
    rows = (LIVER, *lesions)
    return resectability(
        trial(subjects({}), adres=frame("adres", SOUND | changed), adtr=frame("adtr", *rows))
    )


def test_a_resectable_patient_meets_every_criterion():
    assert judged().loc["A"].to_dict() == dict.fromkeys(
        ("confined", "remnant", "liver_function", "r0"), "met"
    )
    assert failed_criteria(judged())["A"] == ""


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"REMNANT": "N"}, "remnant"),
        ({"CHILDPGH": "B"}, ""),
        ({"CHILDPGH": "C"}, "liver_function"),
        ({"R0FL": "N"}, "r0"),
        ({"REMNANT": "N", "R0FL": "N"}, "remnant, r0"),
    ],
)
def test_assessed_criteria(change, failed):
    assert failed_criteria(judged(**change))["A"] == failed


def test_new_lesion_outside_the_liver_is_a_metastasis_and_one_inside_is_not():
    assert failed_criteria(judged(new_lesion("A", "LUNG")))["A"] == "confined"
    assert failed_criteria(judged(new_lesion("A")))["A"] == ""


def test_baseline_does_not_count_and_neither_does_a_lesion_that_disappeared():
    lung = {"TRLOC": "LUNG"}
    before = lesion("A", "BASELINE", 12, id="T02") | lung
    assert judged(before).loc["A", "confined"] == "met"
    assert judged(before, lesion("A", "WEEK 9", 0, id="T02") | lung).loc["A", "confined"] == "met"
    assert judged(before, lesion("A", "WEEK 9", 5, id="T02") | lung).loc["A", "confined"] == "failed"


def test_what_was_not_assessed_is_unknown():
    found = judged(REMNANT=None, CHILDPGH=None, R0FL=None).loc["A"]
    assert found.tolist() == ["met", "unknown", "unknown", "unknown"]


def test_nobody_and_data_sets_without_rows():
    assert set(resectability(trial(subjects({}))).loc["A"]) == {"unknown"}
    nobody = resectability(trial(subjects()))
    assert nobody.empty and list(nobody) == ["confined", "remnant", "liver_function", "r0"]
    assert failed_criteria(nobody).empty
