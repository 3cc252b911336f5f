import pytest

from hcc_analysis.endpoints.recist import best_overall_response, overall_response, target_response
from tests.support import frame, lesion, new_lesion, subjects, trial


def one(base, after, *rows):
    """A trial of one subject with one target lesion."""
    measured = [lesion("A", "BASELINE", base), lesion("A", "WEEK 9", after)]
    return trial(subjects({}), adtr=frame("adtr", *measured, *rows))


@pytest.mark.parametrize(
    ("base", "after", "expected"),
    [
        (100, 0, "CR"),
        (100, 70, "PR"),  # exactly 30 % smaller
        (100, 70.5, "SD"),
        (100, 119.5, "SD"),
        (100, 120, "PD"),  # exactly 20 % larger
        (20, 24, "SD"),  # 20 % larger, but only 4 mm
        (20, 25, "PD"),  # 25 % and 5 mm
        (30, 36, "PD"),
        (33, 39.6, "PD"),  # 20 % in decimals that binary numbers miss
        (50, 35, "PR"),
        (0, 0, "NE"),  # nothing to measure at baseline
    ],
)
def test_target_response_at_its_limits(base, after, expected):
    assert target_response(one(base, after))["TRGRESP"].item() == expected


def test_sum_of_two_lesions_and_percent_change():
    rows = [
        lesion("A", "BASELINE", 60), lesion("A", "BASELINE", 40, id="T02"),
        lesion("A", "WEEK 9", 30), lesion("A", "WEEK 9", 45, id="T02"),
    ]  # fmt: skip
    response = target_response(trial(subjects({}), adtr=frame("adtr", *rows))).iloc[0]
    assert (response["BASE"], response["AVAL"], response["PCHG"], response["TRGRESP"]) == (100, 75, -25, "SD")


def test_progression_is_against_the_nadir_not_the_baseline():
    later = lesion("A", "WEEK 9", 80) | {"ADT": "2021-05-01", "AVISIT": "WEEK 18"}
    rows = [lesion("A", "BASELINE", 100), lesion("A", "WEEK 9", 60), later]
    response = target_response(trial(subjects({}), adtr=frame("adtr", *rows)))
    assert list(response["NADIR"]) == [100, 60]
    assert list(response["TRGRESP"]) == ["PR", "PD"]


def test_a_lesion_that_was_not_measured_cannot_be_judged():
    rows = [lesion("A", "BASELINE", 60), lesion("A", "BASELINE", 40, id="T02"), lesion("A", "WEEK 9", 30)]
    assert target_response(trial(subjects({}), adtr=frame("adtr", *rows)))["TRGRESP"].item() == "NE"


def test_non_target_diameters_do_not_enter_the_sum():
    rows = one(100, 60, lesion("A", "BASELINE", 50, id="NT01", group="NON-TARGET"))
    assert target_response(rows)["BASE"].item() == 100


def test_a_new_lesion_is_progression_although_the_target_shrinks():
    response = overall_response(one(100, 40, new_lesion("A"))).iloc[0]
    assert (response["TRGRESP"], response["OVRESP"]) == ("PR", "PD")
    assert (response["NEWLIVER"], response["NEWEXTRA"]) == (True, False)


@pytest.mark.parametrize(("non_target", "expected"), [("CR", "CR"), ("NON-CR/NON-PD", "PR"), ("PD", "PD")])
def test_non_target_lesions_modify_complete_response(non_target, expected):
    row = lesion("A", "WEEK 9", None, id="NT01", group="NON-TARGET") | {
        "PARAMCD": "NTRESP",
        "AVALC": non_target,
    }
    assert overall_response(one(100, 0, row))["OVRESP"].item() == expected


def test_best_overall_response_takes_the_best_visit_and_knows_the_unassessed():
    later = lesion("A", "WEEK 9", 100) | {"ADT": "2021-05-01", "AVISIT": "WEEK 18"}
    rows = [lesion("A", "BASELINE", 100), lesion("A", "WEEK 9", 60), later]
    best = best_overall_response(trial(subjects({}, {}), adtr=frame("adtr", *rows)))
    assert list(best["BOR"]) == ["PR", "NE"]
    assert list(best["OBJRESP"]) == [True, False]
    assert best["PCHG"].iloc[0] == -40


def test_nobody_measured_gives_not_evaluable():
    assert list(best_overall_response(trial(subjects({})))["BOR"]) == ["NE"]
