"""The whole supplement of the oncology trial: every number that R gives too is R's."""

import pandas as pd
import pytest

from tests.other_trials.conftest import all_outputs, golden

pytestmark = pytest.mark.slow

WORDS = ("NR", "NE")  # what a report has where R has NA
MADE = {
    "fig2b_os", "fig2c_os_by_surgery", "fig3a_rfs", "table1_baseline", "table2_response", "supp_table10_adverse_events",
    "supp_table02_os_cox", "supp_fig3_forest_os", "supp_table04_by_radiographic_response", "methods_design", "validation",
}  # fmt: skip


def test_every_output_is_made_or_left_out_with_a_reason(oncology_report):
    skipped = oncology_report.skipped
    assert set(oncology_report.outcome.outputs) == MADE
    assert set(skipped) == all_outputs() - MADE
    assert skipped["fig2a_waterfall"] == "the trial has no data set adtr"
    assert skipped["table3_adverse_events"] == "the trial has no variable SURGDT of adsl"
    words = oncology_report.words
    assert all(f"{id} {reason}" in words for id, reason in skipped.items())


def test_every_number_is_that_of_r(oncology_report):
    expected = golden("oncology")
    found = {id: value for output in MADE for id, value in oncology_report.values_of(output).items()}
    known = {id: value for id, value in expected.items() if not pd.isna(value)}
    assert {id: found[id] for id in known} == pytest.approx(known, rel=1e-9)
    assert all(found[id] in WORDS for id in expected if id not in known)


def test_r_gives_every_number_on_survival_response_and_safety(oncology_report):
    expected = golden("oncology")
    found = {id: value for output in MADE for id, value in oncology_report.values_of(output).items()}
    counts = {id for id in found if id.startswith(("table2.", "safety."))}
    grades = {"safety.overall.grade3.n", "safety.overall.grade3.pct", "safety.overall.grade4.n"}
    assert counts - set(expected) == grades
    assert {id for id in found if id.endswith((".median", "cox.hr", "logrank.p"))} <= set(expected)


def test_words_are_those_of_the_trial(oncology_report):
    folder = oncology_report.outcome.folder
    words = oncology_report.words
    assert "Not in these data: Etiology; ECOG performance status; Child-Pugh class" in words
    assert "either period" not in words
    assert "of the resected tumour" not in words
    assert "Progression Free Survival by Planned Treatment for Period 01" in words
    assert "Response at the investigator's assessments" in words
    assert "Docetaxel (n = 30), No. (%)" in words
    for id in ("fig2b_os", "fig2c_os_by_surgery", "fig3a_rfs"):
        assert "Months from randomisation" in (folder / "figures" / f"{id}.svg").read_text(encoding="utf-8")
    assert "Leukopenia" not in (folder / "tables" / "supp_table10_adverse_events.csv").read_text("utf-8")


def test_no_number_is_held_against_the_paper(oncology_report):
    assert oncology_report.claims.empty
