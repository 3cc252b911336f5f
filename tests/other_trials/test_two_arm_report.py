"""The whole supplement of the two-arm trial: what it has is R's, what it lacks is left out and said."""

import pytest

from tests.other_trials.conftest import all_outputs, golden

pytestmark = pytest.mark.slow

PAPER = "it is about the numbers that the paper on ChiCTR2000036385 printed; the data are of CDISCPILOT01"
ABOUT_THE_PAPER = ("audit", "audit_findings", "audit_summary", "conventions", "methods_operating")
MADE = {
    "fig2b_os", "fig2c_os_by_surgery", "table1_baseline", "supp_table02_os_cox", "supp_fig3_forest_os", "methods_design",
    "validation",
}  # fmt: skip


def test_every_output_is_made_or_left_out_with_a_reason(two_arm_report):
    skipped = two_arm_report.skipped
    assert set(two_arm_report.outcome.outputs) == MADE
    assert set(skipped) == all_outputs() - MADE
    assert all(reason.startswith(("the trial has no ", "it is about ")) for reason in skipped.values())


def test_what_is_about_the_paper_is_left_out(two_arm_report):
    assert {id for id, reason in two_arm_report.skipped.items() if reason == PAPER} == set(ABOUT_THE_PAPER)


def test_the_supplement_names_what_is_left_out(two_arm_report):
    words = two_arm_report.words
    for id, reason in two_arm_report.skipped.items():
        assert f"{id} {reason}" in words


def test_survival_by_arm_and_characteristic_is_that_of_r(two_arm_report):
    expected = golden("two_arm")
    by_arm, by_characteristic = map(two_arm_report.values_of, ("fig2c_os_by_surgery", "supp_table02_os_cox"))
    found = by_characteristic | by_arm
    assert {id: found[id] for id in expected} == pytest.approx(expected, rel=1e-9)
    shared = by_arm.keys() & by_characteristic.keys()
    assert "os.trt01p.cox.hr" in shared
    assert {id: by_arm[id] for id in shared} == {id: by_characteristic[id] for id in shared}


def test_no_number_is_held_against_the_paper(two_arm_report):
    assert two_arm_report.claims.empty
    assert sum(two_arm_report.outcome.totals.values()) == 0
