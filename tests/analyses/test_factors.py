"""Factors that a trial has, and those that it does not."""

import dataclasses
from pathlib import Path

import pytest

from hcc_analysis.analyses.factors import Factors, of_baseline, os_factors, response_factors, rfs_factors
from hcc_analysis.errors import NotCollectedError
from hcc_analysis.outputs.footnotes import missing_notes, response_notes
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.mapped import ORIGIN, Origin
from tests.support import subjects, trial

ROOT = Path(__file__).parents[2]

BASELINE = ["age", "sex", "etiology", "ecog", "child_pugh", "tumor_number", "tumor_size", "mvi_grade", "afp"]


@pytest.fixture(scope="module")
def whole():
    return load_trial(ROOT / "data" / "reconstructed")


def ids(factors):
    return [factor.id for factor in factors.present]


def test_the_paper_s_trial_has_every_factor(whole):
    assert ids(os_factors(whole)) == ["surgery", *BASELINE]
    groups = ["afp_baseline", "afp_reduction", "path_response", "radiographic"]
    assert ids(rfs_factors(whole)) == [*groups, *BASELINE[:-1]]
    assert ids(response_factors(whole, radiographic=True)) == [*BASELINE, "radiographic", "afp_reduction"]
    assert not os_factors(whole).missing and not rfs_factors(whole).missing


def test_what_a_trial_lacks_is_named(whole):
    kept = {name: data for name, data in whole.data_sets.items() if name not in ("adlb", "admvi")}
    lacking = dataclasses.replace(whole, data_sets=kept)
    assert of_baseline(lacking).missing == ("Macrovascular invasion (grade)", "AFP (µg/L)")
    assert ids(of_baseline(lacking)) == BASELINE[:-2]
    assert rfs_factors(lacking).missing == (
        "AFP at baseline", "AFP reduction", "Macrovascular invasion (grade)",
    )  # fmt: skip
    assert response_factors(lacking).missing[-1] == "AFP reduction"


def test_arms_come_in_the_place_of_surgery(whole):
    arm = whole["adsl"]["USUBJID"].str[-1].astype(int).map(lambda digit: "AB"[digit % 2])
    armed = dataclasses.replace(
        whole, data_sets={**whole.data_sets, "adsl": whole["adsl"].assign(TRT01P=arm)}
    )
    first = os_factors(armed, group="TRT01P").present[0]
    assert (first.id, list(first.levels), first.reference) == ("trt01p", ["A", "B"], "B")
    assert ids(rfs_factors(armed, group="TRT01P", levels=("B", "A")))[:2] == ["trt01p", "afp_baseline"]


def test_a_trial_with_none_of_them_says_so():
    adsl = subjects({})
    lacks = frozenset(("AGE", "SEX", "ETIOLOGY", "ECOG", "CHILDPGH", "SURGDT"))
    adsl.attrs[ORIGIN] = Origin(absent=lacks)
    bare = dataclasses.replace(trial(adsl), data_sets={"adsl": adsl})
    assert of_baseline(bare).present == ()
    with pytest.raises(NotCollectedError, match="the trial has none of: Surgery; Age"):
        os_factors(bare)


def test_notes_say_what_is_missing_and_nothing_else():
    assert missing_notes(()) == []
    notes = response_notes(Factors((), ("Sex", "AFP reduction")), afp_cutoff=400, afp_reduction=90)
    assert notes[1:] == ["Not in these data: Sex; AFP reduction."]
