"""Radiotherapy plans and week-9 assessments of the pseudo-patients: each condition by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from hcc_analysis.trial import intention_to_treat

LIVER_GY = (5, 10, 15, 20, 25, 30, 35, 40)


@pytest.fixture(scope="module")
def plans(committed) -> pd.DataFrame:
    """A row a patient, a column a structure and parameter."""
    return committed["addvh"].pivot_table(index="USUBJID", columns=["STRUCTURE", "PARAMCD"], values="AVAL")


@pytest.fixture(scope="module")
def assessed(committed) -> pd.DataFrame:
    return committed["adres"].set_index("USUBJID")


class TestPlans:
    def test_every_treated_patient_has_every_value(self, committed, plans):
        assert set(plans.index) == set(intention_to_treat(committed)["USUBJID"])
        assert plans.notna().all(axis=None)

    def test_volume_never_rises_with_the_dose(self, plans):
        for structure in plans.columns.levels[0]:
            names = [name for name in plans[structure] if name[1:].isdigit()]
            volumes = plans[structure][sorted(names, key=lambda name: int(name[1:]))]
            assert (volumes.diff(axis=1).iloc[:, 1:] <= 0).all(axis=None)

    def test_the_maximum_is_at_least_the_mean(self, plans):
        for structure in set(plans.columns.levels[0]) - {"SPINAL CORD"}:
            assert (plans[structure]["DMAX"] >= plans[structure]["DMEAN"]).all()

    def test_no_volume_gets_more_than_the_maximum(self, plans):
        for structure, name in plans.columns:
            if name[1:].isdigit():
                beyond = plans[structure]["DMAX"] < int(name[1:])
                assert (plans[structure, name][beyond] == 0).all()

    def test_mean_dose_of_the_liver_lies_between_the_steps_of_its_curve(self, plans):
        liver = plans["LIVER"]
        volumes = np.column_stack([np.full(len(liver), 100), liver[[f"V{dose}" for dose in LIVER_GY]]])
        doses = np.column_stack([np.tile((0, *LIVER_GY), (len(liver), 1)), liver["DMAX"]])
        widths = np.diff(doses, axis=1)
        after = np.column_stack([volumes[:, 1:], np.zeros(len(liver))])
        assert (liver["DMEAN"] > (widths * after).sum(axis=1) / 100).all()
        assert (liver["DMEAN"] < (widths * volumes).sum(axis=1) / 100).all()

    def test_mean_dose_covers_what_the_highest_doses_give(self, plans):
        for structure in ("STOMACH", "DUODENUM", "COLON"):
            assert (plans[structure]["DMEAN"] > 0.45 * plans[structure]["V45"]).all()

    def test_hot_spots_of_the_target_lie_above_110_per_cent(self, committed, plans):
        prescribed = committed["adex"].query("EXTRT == 'IMRT'").set_index("USUBJID")["EXDOSE"]
        target = plans["PTV"]
        assert (target["DMAX"] > 1.1 * prescribed.reindex(target.index)).all()
        assert (target["V95P"] + target["V110P"] > 95).all()
        assert target["DMEAN"].between(prescribed.min(), 1.1 * prescribed.max()).all()


class TestResectability:
    def test_every_treated_patient_is_assessed_with_the_imaging(self, committed, assessed):
        imaging = committed["admvi"].query("AVISIT == 'WEEK 9'").set_index("USUBJID")["ADT"]
        assert set(assessed.index) == set(intention_to_treat(committed)["USUBJID"])
        assert (assessed["ADT"] == imaging.reindex(assessed.index)).all()

    def test_reason_agrees_with_the_assessment(self, committed, assessed):
        reason = intention_to_treat(committed).set_index("USUBJID")["NORSRSN"]
        found = assessed.join(reason).fillna({"NORSRSN": ""})
        too_small, not_radical = found["REMNANT"] == "N", found["R0FL"] == "N"
        assert (not_radical == (found["NORSRSN"] == "New lesions in the remnant liver")).all()
        assert too_small[found["NORSRSN"] == "Tumour growth, remnant liver too small"].all()
        assert not too_small[found["NORSRSN"].isin(["", "Extrahepatic metastasis"])].any()

    def test_liver_function_is_no_better_than_at_baseline(self, committed, assessed):
        before = intention_to_treat(committed).set_index("USUBJID")["CHILDPGH"]
        assert (assessed["CHILDPGH"] >= before.reindex(assessed.index)).all()
