"""One build of each trial's supplement, for every test that looks at it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from hcc_analysis.report.build import Outcome, build
from hcc_analysis.report.contents import read_contents
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import Project

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


class Silent:
    """A listener that says nothing."""

    def __getattr__(self, name):
        return lambda *args, **kwargs: None


@dataclass(frozen=True)
class Report:
    """The report of a trial, as its reader finds it."""

    outcome: Outcome

    @property
    def results(self) -> pd.DataFrame:
        """Every result."""
        return pd.read_csv(self.outcome.folder / "results.csv", dtype={"value": str})

    @property
    def claims(self) -> pd.DataFrame:
        """What is held against the paper."""
        return pd.read_csv(self.outcome.folder / "claims.csv")

    @property
    def skipped(self) -> dict[str, str]:
        """Reason by output that was left out."""
        return pd.read_csv(self.outcome.folder / "skipped.csv").set_index("output_id")["reason"].to_dict()

    @property
    def words(self) -> str:
        """The page without its tags."""
        page = (self.outcome.folder / "supplement.html").read_text(encoding="utf-8")
        return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", page).split()))

    def values_of(self, output: str) -> dict[str, float | str]:
        """Value by result id of one output; words such as NR stay words."""
        rows = self.results[lambda frame: frame["output_id"] == output]
        return {id: _value(text) for id, text in zip(rows["result_id"], rows["value"], strict=True)}


def _value(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def build_report(name: str, reports: Path) -> Report:
    """Build the whole supplement of ``NAME.yml`` in this folder; fails the test if a notebook fails."""
    project = Project(ROOT, reports)
    outcome = build(prepare(project, Request(HERE / f"{name}.yml", force=True, jobs=2)), Silent())
    assert not outcome.faults, {id: fault.text for id, fault in outcome.faults.items()}
    return Report(outcome)


def golden(name: str) -> dict[str, float]:
    """Value by result id that R gives; NA is missing."""
    return pd.read_csv(HERE / f"{name}.csv").set_index("id")["value"].to_dict()


def all_outputs() -> set[str]:
    """Ids of every output that a supplement may have."""
    return set(read_contents(ROOT / "notebooks" / "contents.yml").outputs)


@pytest.fixture(scope="session")
def two_arm_report(tmp_path_factory):
    """The report of the two-arm trial."""
    return build_report("two_arm", tmp_path_factory.mktemp("two_arm"))


@pytest.fixture(scope="session")
def oncology_report(tmp_path_factory):
    """The report of the oncology trial."""
    return build_report("oncology", tmp_path_factory.mktemp("oncology"))
