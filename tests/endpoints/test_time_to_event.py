from dataclasses import replace

import pytest

from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.errors import InputError
from tests.support import frame, subjects, trial

MONTH = 365 / 12


def test_overall_survival_from_first_dose_to_death_or_last_contact():
    adtte = derive(trial(subjects({"DTHDT": "2021-03-06", "LSTALVDT": "2021-03-06"}, {})), OVERALL_SURVIVAL)
    assert list(adtte["CNSR"]) == [0, 1]
    assert adtte["AVAL"].tolist() == pytest.approx([61 / MONTH, 365 / MONTH])
    assert list(adtte["EVNTDESC"]) == ["Death", "Last known alive"]
    assert list(adtte["SRCVAR"]) == ["DTHDT", "LSTALVDT"]


def test_untreated_subjects_are_not_in_the_population():
    adtte = derive(trial(subjects({"ENRLFL": "N", "TRTSDT": None}, {})), OVERALL_SURVIVAL)
    assert list(adtte["USUBJID"]) == ["B"]


def recurrence_trial(*visits, **subject):
    rows = [{"USUBJID": "A", "ADT": date, "AVISIT": "MONTH", "RECURFL": flag} for date, flag in visits]
    return trial(subjects({"SURGDT": "2021-04-01"} | subject), adfu=frame("adfu", *rows))


def test_recurrence_is_the_first_scan_that_saw_one():
    adtte = derive(
        recurrence_trial(("2021-05-01", "N"), ("2021-07-01", "Y"), ("2021-09-01", "Y")),
        RECURRENCE_FREE_SURVIVAL,
    )
    row = adtte.iloc[0]
    assert (row["CNSR"], row["EVNTDESC"], row["SRCDOM"]) == (0, "Recurrence", "ADFU")
    assert row["AVAL"] == pytest.approx(91 / MONTH)


def test_death_before_recurrence_is_the_event():
    adtte = derive(recurrence_trial(("2021-05-01", "N"), DTHDT="2021-06-01"), RECURRENCE_FREE_SURVIVAL)
    assert (adtte["CNSR"].item(), adtte["EVNTDESC"].item()) == (0, "Death")


def test_recurrence_and_death_on_one_day_is_recurrence():
    adtte = derive(recurrence_trial(("2021-06-01", "Y"), DTHDT="2021-06-01"), RECURRENCE_FREE_SURVIVAL)
    assert adtte["EVNTDESC"].item() == "Recurrence"


def test_censored_at_the_last_scan_without_recurrence():
    adtte = derive(recurrence_trial(("2021-05-01", "N"), ("2021-09-01", "N")), RECURRENCE_FREE_SURVIVAL)
    row = adtte.iloc[0]
    assert (row["CNSR"], row["EVNTDESC"]) == (1, "Last assessment without recurrence")
    assert row["ADT"].date().isoformat() == "2021-09-01"


def test_without_a_scan_censored_on_the_day_of_resection():
    adtte = derive(recurrence_trial(), RECURRENCE_FREE_SURVIVAL)
    assert (adtte["AVAL"].item(), adtte["EVNTDESC"].item()) == (0, "No assessment after resection")


def test_no_end_names_subject_and_variables():
    with pytest.raises(
        InputError, match=r"subject A has no end of Overall survival; give one of DTHDT of adsl.csv, LSTALVDT"
    ):
        derive(trial(subjects({"LSTALVDT": None})), OVERALL_SURVIVAL)


def test_negative_time_names_file_subject_and_dates():
    with pytest.raises(
        InputError,
        match=r"adsl.csv, column DTHDT: subject A: Death on 2020-01-01 is before TRTSDT 2021-01-04",
    ):
        derive(trial(subjects({"DTHDT": "2020-01-01"})), OVERALL_SURVIVAL)


@pytest.mark.parametrize("suffix", ["csv", "XPT"])
def test_messages_name_the_file_that_is_there(tmp_path, suffix):
    paths = {"adsl": tmp_path / f"adsl.{suffix}"}
    lost = replace(trial(subjects({"LSTALVDT": None})), folder=tmp_path, paths=paths)
    with pytest.raises(
        InputError, match=rf"give one of DTHDT of adsl\.{suffix}, LSTALVDT of adsl\.{suffix}$"
    ):
        derive(lost, OVERALL_SURVIVAL)
    dead = replace(trial(subjects({"DTHDT": "2020-01-01"})), folder=tmp_path, paths=paths)
    with pytest.raises(InputError, match=rf"adsl\.{suffix}, column DTHDT: subject A"):
        derive(dead, OVERALL_SURVIVAL)
