"""ADTTE and ADRS are used as they stand; where observations say otherwise, the check names the subject."""

import pandas as pd
import pytest

from hcc_analysis.endpoints.check_given import given_faults
from hcc_analysis.endpoints.recist import best_overall_response, overall_response
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.errors import InputError
from hcc_analysis.trial.endpoint_schemas import ENDPOINT_SETS
from hcc_analysis.trial.typing_values import to_types
from tests.support import frame, lesion, subjects, trial

MONTH = 365 / 12
START = "2021-01-04"


def endpoint_rows(name, *rows):
    text = pd.DataFrame(list(rows)).astype(object)
    typed, faults = to_types(text.where(text.isna(), text.astype(str)), ENDPOINT_SETS[name])
    assert faults == []
    return typed


def times(*rows, **common):
    """Rows of ADTTE; overall survival of A, B ... unless said otherwise."""
    base = {"PARAMCD": "OS", "CNSR": 0} | common
    return endpoint_rows("adtte", *({"USUBJID": chr(65 + i)} | base | row for i, row in enumerate(rows)))


def with_times(*rows, adsl=None, **common):
    return trial(adsl if adsl is not None else subjects({}, {}), adtte=times(*rows, **common))


def messages(of):
    return [fault.message for fault in given_faults(of)]


@pytest.mark.parametrize(
    ("unit", "months"),
    [("DAYS", 60 / MONTH), ("days", 60 / MONTH), ("MONTHS", 60), ("Weeks", 420 / MONTH), ("YEARS", 720)],
)
def test_the_unit_is_that_of_avalu(unit, months):
    adtte = derive(with_times({"AVAL": 60}, {"AVAL": 0}, AVALU=unit), OVERALL_SURVIVAL)
    assert adtte["AVAL"].tolist() == pytest.approx([months, 0])


def test_without_avalu_the_unit_is_in_the_brackets_of_param():
    adtte = derive(with_times({"AVAL": 6.5}, PARAM="Overall Survival (Months)"), OVERALL_SURVIVAL)
    assert adtte["AVAL"].tolist() == [6.5]
    assert adtte["PARAM"].tolist() == ["Overall survival"]


@pytest.mark.parametrize(("aval", "months"), [(62, 62 / MONTH), (2.005, 2.005)])
def test_without_either_the_dates_tell_days_from_months(aval, months):
    row = {"AVAL": aval, "STARTDT": START, "ADT": "2021-03-06"}  # 61 days
    assert derive(with_times(row), OVERALL_SURVIVAL)["AVAL"].tolist() == pytest.approx([months])


def test_a_unit_that_nothing_tells_is_an_error():
    with pytest.raises(InputError, match=r"adtte.csv, column AVALU: is missing, and neither PARAM nor"):
        derive(with_times({"AVAL": 60}), OVERALL_SURVIVAL)
    with pytest.raises(InputError, match=r"adtte.csv, row 2, column AVALU: 'FORTNIGHTS' is not a unit"):
        derive(with_times({"AVAL": 60}, AVALU="FORTNIGHTS"), OVERALL_SURVIVAL)


def test_censoring_is_anything_but_zero_and_dates_are_completed():
    given = with_times({"AVAL": 30, "CNSR": 2}, {"AVAL": 31}, AVALU="DAYS")
    adtte = derive(given, OVERALL_SURVIVAL)
    assert adtte["CNSR"].tolist() == [1, 0]
    assert adtte["STARTDT"].dt.date.astype(str).tolist() == [START, START]
    assert adtte["ADT"].dt.date.astype(str).tolist() == ["2021-02-03", "2021-02-04"]


def test_an_endpoint_that_adtte_does_not_have_is_derived():
    adsl = subjects({"SURGDT": "2021-04-01"})
    given = with_times({"AVAL": 30}, AVALU="DAYS", adsl=adsl)
    assert derive(given, RECURRENCE_FREE_SURVIVAL)["EVNTDESC"].tolist() == ["No assessment after resection"]


def recurrence(description):
    adsl = subjects({"SURGDT": "2021-04-01"})
    row = {"AVAL": 30, "EVNTDESC": description}
    return derive(with_times(row, PARAMCD="RFS", AVALU="DAYS", adsl=adsl), RECURRENCE_FREE_SURVIVAL)


def test_recurrence_and_death_are_told_apart_by_the_description():
    assert recurrence("DISEASE RECURRENCE")["EVNTDESC"].tolist() == ["Recurrence"]
    assert recurrence("death from any cause")["EVNTDESC"].tolist() == ["Death"]
    for unclear in ("Event", "Death without recurrence", None):
        with pytest.raises(InputError, match="does not say which event it is; write Recurrence or Death"):
            recurrence(unclear)


def test_what_agrees_has_no_findings():
    row = {"AVAL": 365, "CNSR": 1}
    assert messages(with_times(row, row, AVALU="DAYS")) == []


def test_differences_are_named_subject_by_subject_with_their_row():
    given = with_times({"AVAL": 365, "CNSR": 0}, {"AVAL": 300, "CNSR": 1}, AVALU="DAYS")
    faults = list(given_faults(given))
    assert [(f.record, f.variable, f.severity) for f in faults] == [
        (0, "CNSR", "warning"),
        (1, "AVAL", "warning"),
    ]
    assert [f.message for f in faults] == [
        "subject A, OS: given an event, derived censored (Last known alive); used as given",
        "subject B, OS: given 300 days, derived 365 days (Last known alive); used as given",
    ]


def test_counting_the_first_day_is_said_once():
    row = {"AVAL": 366, "CNSR": 1}
    assert messages(with_times(row, row, AVALU="DAYS")) == [
        "OS counts the first day (ADT - STARTDT + 1) for every subject; used as given"
    ]


def test_subjects_missing_from_adtte_and_outside_the_population_are_named():
    adsl = subjects({}, {"ENRLFL": "N", "TRTSDT": None, "ENRLDT": None})
    given = with_times({"USUBJID": "B", "AVAL": 365, "CNSR": 1}, AVALU="DAYS", adsl=adsl)
    assert derive(given, OVERALL_SURVIVAL).empty
    assert messages(given) == [
        "subject A has no OS in adtte and is left out of its analysis",
        "subject B is outside the population of OS and is left out",
    ]


def with_responses(*rows):
    adtr = frame("adtr", lesion("A", "BASELINE", 50), lesion("A", "WEEK 9", 20))  # -60 %: PR
    rows = [{"USUBJID": "A"} | row for row in rows]
    return trial(subjects({}), adtr=adtr, adrs=endpoint_rows("adrs", *rows))


def test_a_best_response_is_used_as_given_and_held_against_the_measurements():
    given = with_responses({"PARAMCD": "BOR", "AVALC": "SD"})
    best = best_overall_response(given).iloc[0]
    assert (best["BOR"], best["OBJRESP"], best["DISCTRL"], best["PCHG"]) == ("SD", False, True, -60)
    assert messages(given) == ["subject A: given SD, derived PR; used as given"]
    assert messages(with_responses({"PARAMCD": "BOR", "AVALC": "PR"})) == []


def test_an_overall_response_replaces_that_of_its_visit():
    given = with_responses({"PARAMCD": "OVR", "AVALC": "PD", "AVISIT": "WEEK 9"})
    assert overall_response(given)["OVRESP"].tolist() == ["PD"]
    assert best_overall_response(given)["BOR"].tolist() == ["PD"]
    assert messages(given) == ["subject A WEEK 9: given PD, derived PR; used as given"]


def test_responses_that_cannot_be_used_are_named():
    other = with_responses({"PARAMCD": "BOR", "AVALC": "Partial"})
    with pytest.raises(InputError, match=r"adrs.csv, row 2, column AVALC: 'Partial' must be one of CR, PR"):
        best_overall_response(other)
    assert [f.severity for f in given_faults(other)] == ["error"]
    twice = with_responses({"PARAMCD": "BOR", "AVALC": "PR"}, {"PARAMCD": "BOR", "AVALC": "SD"})
    with pytest.raises(InputError, match=r"row 3, column USUBJID: a second best overall response"):
        best_overall_response(twice)


def test_a_missing_response_is_not_evaluable():
    assert best_overall_response(with_responses({"PARAMCD": "BOR", "AVALC": "MISSING"}))["BOR"].tolist() == [
        "NE"
    ]
