"""Every pseudo-patient could exist: each condition by itself."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from hcc_analysis.endpoints.recist import best_overall_response, overall_response
from hcc_analysis.trial import intention_to_treat, resected, unresectable

FIRST_SCREENING, LAST_SCREENING = pd.Timestamp(2020, 10, 21), pd.Timestamp(2023, 2, 15)


@pytest.fixture(scope="module")
def itt(committed):
    return intention_to_treat(committed).set_index("USUBJID")


@pytest.fixture(scope="module")
def operated(committed):
    return resected(committed).set_index("USUBJID")


@pytest.fixture(scope="module")
def baseline_lab(committed):
    adlb = committed["adlb"]
    return adlb[adlb["AVISIT"] == "BASELINE"].set_index(["PARAMCD", "USUBJID"])


def days(dates) -> pd.Series:
    return dates.dt.days


class TestScreening:
    def test_thirty_one_are_screened_and_thirty_enrolled(self, committed):
        assert committed["adsl"]["ENRLFL"].value_counts().to_dict() == {"Y": 30, "N": 1}

    def test_the_one_not_enrolled_withdrew_consent_and_has_no_treatment(self, committed):
        out = committed["adsl"].query("ENRLFL == 'N'").iloc[0]
        assert out["SCRFRSN"] == "Withdrew consent"
        assert out[["ENRLDT", "TRTSDT", "SURGDT", "DTHDT", "LSTALVDT"]].isna().all()
        for name, frame in committed.data_sets.items():
            assert name == "adsl" or out["USUBJID"] not in set(frame["USUBJID"])

    def test_first_and_last_screening(self, committed):
        dates = committed["adsl"]["SCRDT"]
        assert (dates.min(), dates.max()) == (FIRST_SCREENING, LAST_SCREENING)

    def test_subjects_are_numbered_by_screening(self, committed):
        adsl = committed["adsl"]
        assert adsl["USUBJID"].tolist() == [f"HCC-{number:02d}" for number in range(1, 32)]
        assert adsl["SCRDT"].is_monotonic_increasing

    def test_enrolment_follows_screening_and_first_dose_follows_enrolment(self, itt):
        assert (itt["SCRDT"] <= itt["ENRLDT"]).all()
        assert (itt["ENRLDT"] < itt["TRTSDT"]).all()
        assert (days(itt["TRTSDT"] - itt["SCRDT"]) <= 14).all()

    def test_baseline_imaging_and_laboratory_lie_between_screening_and_enrolment(self, committed, itt):
        for name in ("adtr", "admvi", "adlb"):
            base = committed[name].query("AVISIT == 'BASELINE'").set_index("USUBJID")["ADT"]
            assert (base >= itt["SCRDT"].reindex(base.index)).all()
            assert (base <= itt["ENRLDT"].reindex(base.index)).all()


class TestEligibility:
    def test_age(self, itt):
        assert itt["AGE"].between(18, 70).all()

    def test_performance_status(self, itt):
        assert itt["ECOG"].isin([0, 1]).all()

    @pytest.mark.parametrize("parameter", ["BILI", "ALT", "AST", "INR", "APTT"])
    def test_liver_function_within_one_and_a_half_upper_limits(self, baseline_lab, parameter):
        values = baseline_lab.loc[parameter]
        assert len(values) == 30
        assert (values["AVAL"] <= 1.5 * values["A1HI"]).all()

    def test_albumin(self, baseline_lab):
        assert (baseline_lab.loc["ALB", "AVAL"] >= 30).all()

    def test_platelets(self, baseline_lab):
        assert (baseline_lab.loc["PLAT", "AVAL"] >= 100).all()

    def test_a_measurable_target_lesion(self, committed):
        base = committed["adtr"].query("AVISIT == 'BASELINE' and TRGRPID == 'TARGET'")
        assert base["USUBJID"].nunique() == 30
        assert (base["AVAL"] >= 10).all()

    def test_no_extrahepatic_lesion_at_baseline(self, committed):
        assert set(committed["adtr"].query("AVISIT == 'BASELINE'")["TRLOC"]) == {"LIVER"}

    def test_vascular_invasion_at_baseline(self, committed):
        base = committed["admvi"].query("AVISIT == 'BASELINE'")
        assert len(base) == 30
        assert ((base["VP"] > 0) | (base["VV"] > 0)).all()

    def test_child_pugh_points_agree_with_class_and_albumin(self, itt, baseline_lab):
        assert itt["CPSCORE"][itt["CHILDPGH"] == "A"].isin([5, 6]).all()
        assert (itt["CPSCORE"][itt["CHILDPGH"] == "B"] == 7).all()
        low = baseline_lab.loc["ALB", "AVAL"].reindex(itt.index) < 35
        assert (itt["CPSCORE"] - low.astype(int) == itt["CHILDPGH"].map({"A": 5, "B": 6})).all()


class TestTreatment:
    def test_three_preoperative_infusions_three_weeks_apart(self, committed):
        doses = committed["adex"].query("EXTRT == 'TISLELIZUMAB' and EPOCH == 'PREOPERATIVE'")
        assert (doses.groupby("USUBJID").size() == 3).all()
        gaps = days(doses.groupby("USUBJID")["ASTDT"].diff().dropna())
        assert gaps.between(21, 26).all()

    def test_first_infusion_is_the_start_of_treatment(self, committed, itt):
        first = committed["adex"].groupby("USUBJID")["ASTDT"].min()
        assert (first == itt["TRTSDT"].reindex(first.index)).all()

    def test_radiotherapy_starts_the_day_after_and_ends_before_the_second_infusion(self, committed, itt):
        adex = committed["adex"]
        course = adex[adex["EXTRT"] == "IMRT"].set_index("USUBJID")
        assert (days(course["ASTDT"] - itt["TRTSDT"].reindex(course.index)) == 1).all()
        second = adex[adex["EXTRT"] == "TISLELIZUMAB"].groupby("USUBJID")["ASTDT"].nth(1)
        second.index = adex.loc[second.index, "USUBJID"]
        assert (course["AENDT"] < second.reindex(course.index)).all()

    def test_fifteen_fractions_fall_on_weekdays(self, committed):
        for row in committed["adex"].query("EXTRT == 'IMRT'").itertuples():
            assert len(pd.bdate_range(row.ASTDT, row.AENDT)) == row.EXFRAC == 15

    def test_week_9_assessment_falls_between_day_60_and_day_70(self, committed, itt):
        for name in ("adtr", "admvi", "adlb"):
            after = committed[name].query("AVISIT == 'WEEK 9'").set_index("USUBJID")["ADT"]
            assert set(after.index) == set(itt.index)
            assert days(after - itt["TRTSDT"].reindex(after.index)).between(60, 70).all()

    def test_assessment_precedes_resection_by_one_to_five_weeks(self, committed, operated):
        after = committed["admvi"].query("AVISIT == 'WEEK 9'").set_index("USUBJID")["ADT"]
        assert days(operated["SURGDT"] - after.reindex(operated.index)).between(6, 35).all()

    def test_adjuvant_infusions_start_two_weeks_after_resection_and_last_a_year_at_most(
        self, committed, operated
    ):
        doses = committed["adex"].query("EPOCH == 'ADJUVANT'").set_index("USUBJID")["ASTDT"]
        since = days(doses - operated["SURGDT"].reindex(doses.index))
        assert since.groupby(level=0).min().between(12, 18).all()
        assert (since <= 14 + 365).all()

    def test_adjuvant_infusions_stop_before_a_relapse_and_at_the_last_contact(self, committed, operated):
        doses = committed["adex"].query("EPOCH == 'ADJUVANT'").set_index("USUBJID")["ASTDT"]
        relapse = committed["adfu"].query("RECURFL == 'Y'").set_index("USUBJID")["ADT"]
        assert not (doses >= relapse.reindex(doses.index)).any()
        assert (doses <= operated["LSTALVDT"].reindex(doses.index)).all()


class TestResponse:
    def test_unresected_are_progressive(self, committed):
        best = best_overall_response(committed).set_index("USUBJID")["BOR"]
        assert (best[unresectable(committed)["USUBJID"]] == "PD").all()

    def test_resected_by_response(self, committed, operated):
        best = best_overall_response(committed).set_index("USUBJID")["BOR"]
        assert best[operated.index].value_counts().to_dict() == {"PR": 9, "PD": 4, "SD": 2}

    def test_every_progression_has_its_route(self, committed):
        progressive = overall_response(committed).query("OVRESP == 'PD'")
        assert ((progressive["TRGRESP"] == "PD") | progressive["NEWLES"]).all()
        assert (progressive["TRGRESP"] == "PD").sum() == 2

    def test_resected_have_no_extrahepatic_lesion(self, committed, operated):
        new = committed["adtr"].query("PARAMCD == 'NEWLES' and TRLOC != 'LIVER'")
        assert set(new["USUBJID"]).isdisjoint(operated.index)

    def test_two_targets_an_organ_at_most(self, committed):
        targets = committed["adtr"].query("TRGRPID == 'TARGET' and AVISIT == 'BASELINE'")
        assert targets.groupby("USUBJID").size().max() <= 2

    def test_waterfall_has_no_two_equal_bars(self, committed):
        assert best_overall_response(committed)["PCHG"].round(4).is_unique

    def test_embolised_patients_were_resected(self, itt):
        assert itt[itt["PVEFL"] == "Y"]["SURGDT"].notna().sum() == (itt["PVEFL"] == "Y").sum() == 3

    def test_unresected_and_only_they_have_a_reason(self, itt):
        assert (itt["NORSRSN"].notna() == itt["SURGDT"].isna()).all()


class TestFollowUp:
    def test_nothing_follows_the_cutoff(self, committed):
        for frame in committed.data_sets.values():
            for column in frame.select_dtypes("datetime"):
                assert not (frame[column] > pd.Timestamp(committed.info.cutoff)).any()

    def test_nothing_follows_the_last_contact(self, committed, itt):
        for frame in committed.data_sets.values():
            last = frame["USUBJID"].map(itt["LSTALVDT"])
            for column in frame.select_dtypes("datetime"):
                assert not (frame[column] > last).any()

    def test_the_dead_were_last_seen_on_the_day_they_died(self, itt):
        dead = itt[itt["DTHDT"].notna()]
        assert (dead["DTHDT"] == dead["LSTALVDT"]).all()

    def test_the_living_were_seen_in_the_75_days_before_the_cutoff(self, committed, itt):
        alive = itt[itt["DTHDT"].isna()]
        silence = days(pd.Timestamp(committed.info.cutoff) - alive["LSTALVDT"])
        assert silence.between(0, 75).all()
        assert alive["DCSREAS"].isna().all()

    def test_only_relapsed_patients_died_after_resection(self, committed, operated):
        relapsed = set(committed["adfu"].query("RECURFL == 'Y'")["USUBJID"])
        assert set(operated.index[operated["DTHDT"].notna()]) <= relapsed

    def test_a_relapse_is_the_last_assessment(self, committed):
        last = committed["adfu"].sort_values("ADT").groupby("USUBJID")["RECURFL"].apply(list)
        assert all("Y" not in flags[:-1] for flags in last)

    def test_assessments_are_two_months_apart(self, committed, operated):
        for subject, dates in committed["adfu"].groupby("USUBJID")["ADT"]:
            gaps = pd.concat([pd.Series([operated["SURGDT"][subject]]), dates]).diff().dt.days.dropna()
            assert gaps.between(10, 74).all(), subject

    def test_relapse_before_the_first_planned_imaging_is_unscheduled(self, committed, operated):
        first = committed["adfu"].query("RECURFL == 'Y'").set_index("USUBJID")
        since = days(first["ADT"] - operated["SURGDT"].reindex(first.index))
        assert first["AVISIT"][since.idxmin()] == "UNSCHEDULED"

    def test_times_without_relapse_leave_two_to_four_months_before_resection(self, committed, operated):
        last = committed["adfu"].groupby("USUBJID")["ADT"].max()
        free = operated.drop(committed["adfu"].query("RECURFL == 'Y'")["USUBJID"])
        overall = days(free["LSTALVDT"] - free["TRTSDT"])
        difference = overall - days(last.reindex(free.index) - free["SURGDT"])
        assert difference.between(70, 106).all()

    def test_later_treatment_follows_progression(self, committed, itt):
        relapse = committed["adfu"].query("RECURFL == 'Y'").set_index("USUBJID")["ADT"]
        assessed = committed["admvi"].query("AVISIT == 'WEEK 9'").set_index("USUBJID")["ADT"]
        for row in committed["adcm"].itertuples():
            known = assessed[row.USUBJID] if pd.isna(itt["SURGDT"][row.USUBJID]) else relapse[row.USUBJID]
            assert known < row.ASTDT


class TestSafety:
    def test_events_begin_on_treatment_and_end_after_they_begin(self, committed, itt):
        adae = committed["adae"]
        assert (adae["ASTDT"] > adae["USUBJID"].map(itt["TRTSDT"])).all()
        assert (adae["AENDT"] >= adae["ASTDT"]).all()

    def test_adjuvant_events_follow_the_first_adjuvant_infusion(self, committed, itt):
        adae = committed["adae"]
        first = committed["adex"].query("EPOCH == 'ADJUVANT'").groupby("USUBJID")["ASTDT"].min()
        late = adae[adae["ASTDT"] >= adae["USUBJID"].map(itt["SURGDT"])]
        assert (late["ASTDT"] > late["USUBJID"].map(first)).all()

    def test_preoperative_events_end_before_resection(self, committed, itt):
        adae = committed["adae"]
        surgery = adae["USUBJID"].map(itt["SURGDT"])
        early = adae[adae["ASTDT"] < surgery]
        assert (early["AENDT"] < surgery.reindex(early.index)).all()

    def test_unrelated_events_are_there_to_be_left_out(self, committed):
        assert (committed["adae"]["AEREL"] == "NOT RELATED").sum() == 7

    def test_complications_follow_resection_by_three_weeks_at_most(self, committed, operated):
        adcomp = committed["adcomp"]
        since = days(adcomp["ASTDT"] - adcomp["USUBJID"].map(operated["SURGDT"]))
        assert since.between(1, 21).all()


def test_margins_are_free_and_specimens_are_dated_as_the_resection(committed, operated):
    adpath = committed["adpath"].set_index("USUBJID")
    assert (adpath["MARGIN"] == "R0").all()
    assert (adpath["ADT"] == operated["SURGDT"].reindex(adpath.index)).all()


def test_cutoff_precedes_submission(committed):
    assert committed.info.cutoff < dt.date(2024, 1, 8)
