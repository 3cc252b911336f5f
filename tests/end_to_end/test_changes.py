"""A changed date changes the numbers that depend on it; the same input gives the same bytes."""

import hashlib

import pandas as pd
import pytest

from hcc_analysis.report.project import Project
from tests.end_to_end.conftest import ROOT, copy_project, run


def claims(folder):
    return pd.read_csv(folder / "claims.csv", keep_default_na=False).set_index("id")["status"]


def test_one_date_changes_the_numbers_that_depend_on_it(tmp_path):
    project = copy_project(tmp_path)
    path = project.root / "data" / "reconstructed" / "adsl.csv"
    adsl = pd.read_csv(path, dtype=str, keep_default_na=False)
    first_death = adsl["DTHDT"].ne("").idxmax()
    adsl.loc[first_death, "DTHDT"] = ""
    adsl.to_csv(path, index=False)
    before = run(Project(ROOT, tmp_path / "untouched"), only=("fig2b_os", "table1_baseline"))
    after = run(project, only=("fig2b_os", "table1_baseline"))
    old, new = claims(before), claims(after)
    changed = set(old.index[old != new])
    assert "os.rate.6m" in changed
    assert (new[list(changed)] == "differs").any()
    assert not any(id.startswith("table1") for id in changed)


def hashes(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "timings.json"
    }


@pytest.mark.slow
def test_two_builds_with_other_workers_give_the_same_bytes(tmp_path):
    first = run(Project(ROOT, tmp_path / "one"), jobs=1)
    second = run(Project(ROOT, tmp_path / "two"), jobs=2)
    assert hashes(first) == hashes(second)
