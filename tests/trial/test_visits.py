"""The visits of a trial are those that dataset.yml names; without any they are the paper's."""

import shutil
from pathlib import Path

import pytest

from hcc_analysis.endpoints.afp import afp_groups
from hcc_analysis.endpoints.recist import best_overall_response
from hcc_analysis.errors import InputError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.check import check_folder
from tests.bad_inputs.change import GOOD


@pytest.fixture
def folder(tmp_path):
    """The good folder with week 12 in place of week 9."""
    data = Path(shutil.copytree(GOOD, tmp_path / "data"))
    for path in data.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("WEEK 9", "WEEK 12"), encoding="utf-8")
    return data


def declare(folder, visits):
    with (folder / "dataset.yml").open("a", encoding="utf-8") as file:
        file.write(f"\nvisits: {visits}\n")


def test_a_visit_that_is_not_declared_is_refused(folder):
    with pytest.raises(InputError, match="'WEEK 12' must be one of BASELINE, WEEK 9"):
        load_trial(folder)


def test_declared_visits_give_the_same_endpoints(folder):
    declare(folder, "[BASELINE, WEEK 12]")
    found, expected = load_trial(folder), load_trial(GOOD)
    for derive in (best_overall_response, afp_groups):
        assert derive(found).to_csv() == derive(expected).to_csv()
    assert check_folder(folder).errors == check_folder(GOOD).errors


def test_a_mapping_may_lead_to_a_declared_visit(folder):
    declare(folder, "[BASELINE, WEEK 13]")
    codes = "variables: {AVISIT: {codes: {WEEK 12: WEEK 13}}}"
    names = [path.stem for path in folder.glob("*.csv") if "WEEK 12" in path.read_text()]
    (folder / "mapping.yml").write_text("".join(f"{name}: {{{codes}}}\n" for name in names if name != "adfu"))
    assert set(load_trial(folder)["adtr"]["AVISIT"]) == {"BASELINE", "WEEK 13"}


@pytest.mark.parametrize("visits", ["[WEEK 9]", "[]", "[BASELINE, WEEK 9, WEEK 9]"])
def test_visits_begin_with_the_baseline(folder, visits):
    declare(folder, visits)
    with pytest.raises(InputError, match="must begin with BASELINE and name each visit once"):
        load_trial(folder)
