"""The printed numbers are of one trial; for another one there are none."""

import shutil
from pathlib import Path

import pytest

from hcc_analysis.claims.published import published_claims, published_numbers, trial_of_paper
from hcc_analysis.errors import InputError, NotCollectedError
from hcc_analysis.trial import load_trial

ROOT = Path(__file__).parents[2]
CLAIMS = ROOT / "data" / "published" / "claims.csv"
OTHER = ROOT / "tests" / "other_trials" / "two_arm"


@pytest.mark.parametrize("load", [published_claims, published_numbers])
def test_another_trial_has_none(load):
    with pytest.raises(
        NotCollectedError, match="the paper on ChiCTR2000036385 printed; the data are of CDISC"
    ):
        load(load_trial(OTHER), str(CLAIMS))


def test_the_trial_of_the_paper_has_them(claims, mentions):
    trial = load_trial(ROOT / "data" / "reconstructed")
    assert published_numbers(trial, str(CLAIMS)) == (claims, mentions)
    assert tuple(published_claims(trial, str(CLAIMS)).values()) == claims


def test_numbers_that_name_no_trial_are_of_any(tmp_path):
    shutil.copy(CLAIMS, tmp_path)
    assert trial_of_paper(tmp_path / "claims.csv") is None
    assert "os.median" in published_claims(load_trial(OTHER), str(tmp_path / "claims.csv"))


def test_a_wrong_paper_names_its_line(tmp_path):
    (tmp_path / "paper.yml").write_text("registry: X\n")
    with pytest.raises(InputError, match=r"paper\.yml, line 1"):
        trial_of_paper(tmp_path / "claims.csv")
