"""A two-arm trial in the layout of the CDISC pilot: Fig. 2C is OS by arm, its numbers are R's."""

import tempfile
from pathlib import Path

import pandas as pd
import pytest

from hcc_analysis.analyses.baseline import baseline_summary
from hcc_analysis.analyses.comparison import compare, grouping
from hcc_analysis.analyses.response import response_summary
from hcc_analysis.analyses.survival import survival_method
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, derive
from hcc_analysis.errors import InputError, NotCollectedError
from hcc_analysis.report.plan import Task
from hcc_analysis.report.worker import run
from hcc_analysis.trial import load_trial, resected
from hcc_analysis.trial.check import check_folder

HERE = Path(__file__).parent
DATA = HERE / "two_arm"
NOTEBOOKS = HERE.parents[1] / "notebooks"


@pytest.fixture(scope="module")
def trial():
    return load_trial(DATA)


def test_os_by_arm_is_that_of_r(trial):
    adtte = derive(trial, OVERALL_SURVIVAL, days_per_month=30.416667)
    arms = grouping(trial, "TRT01P")
    assert arms.name == "Planned Treatment for Period 01"
    found = {result.id: result.value for result in compare(adtte, arms, survival_method("r")).results("os")}
    golden = pd.read_csv(HERE / "two_arm.csv").set_index("id")["value"]
    golden = golden[~golden.index.str.contains(r"\.(?:age|sex)\.")]  # of the whole report
    assert {id: found[id] for id in golden.index} == pytest.approx(golden.to_dict(), rel=1e-9)


def test_the_reference_of_the_hazard_ratio_is_the_last_level(trial):
    adtte = derive(trial, OVERALL_SURVIVAL)
    method = survival_method("r")
    both = [
        compare(adtte, grouping(trial, "TRT01P", levels), method).hazard_ratio()["hr"]
        for levels in (["Placebo", "Xanomeline High Dose"], ["Xanomeline High Dose", "Placebo"])
    ]
    assert both[0] == pytest.approx(1 / both[1])


@pytest.mark.parametrize(
    ("group", "levels", "says"),
    [
        ("ARM", [], "group: 'ARM' is no variable of adsl"),
        ("TRT01P", ["Placebo", "Low"], "'Low' does not occur; choose two of Placebo, Xanomeline High Dose"),
        ("AGE", [], "values; choose two of"),
    ],
)
def test_a_wrong_group_is_named(trial, group, levels, says):
    with pytest.raises(InputError, match=says):
        grouping(trial, group, levels)


def test_table_1_has_what_the_trial_has(trial):
    summary = baseline_summary(trial)
    assert [item.characteristic.variable for item in summary] == ["AGEGR", "SEX"]
    assert [sum(level.count for level in item.levels) for item in summary] == [40, 40]


def test_what_the_trial_does_not_have_is_not_counted_as_none(trial):
    with pytest.raises(NotCollectedError, match="no variable SURGDT of adsl"):
        resected(trial)
    with pytest.raises(NotCollectedError, match="no data set adtr"):
        response_summary(trial)


def test_the_check_says_nothing_of_variables_that_are_mapped_to_nothing():
    assert check_folder(DATA).findings == ()


@pytest.mark.slow
def test_a_notebook_without_its_data_is_skipped(monkeypatch):
    with tempfile.TemporaryDirectory() as sockets:
        monkeypatch.setenv("JUPYTER_RUNTIME_DIR", sockets)
        skips_table_2()


def skips_table_2():
    source = (NOTEBOOKS / "table2_response.ipynb").read_text(encoding="utf-8")
    execution = run(Task("table2_response", source, {"data": str(DATA)}, str(NOTEBOOKS.parent), 60))
    assert execution.fault is None
    assert execution.skipped == "the trial has no data set adtr, and no response in adrs"
