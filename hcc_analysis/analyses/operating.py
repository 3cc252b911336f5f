"""Operating characteristics of the design: exact error and power over sample sizes; Simon's designs.

Source: paper, Methods, Statistical analysis; A'Hern, Stat Med 2001;20:859-866; Simon, Control Clin Trials
1989;10:1-10.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.design import Design
from hcc_analysis.formatting import half_up
from hcc_analysis.results import Result
from hcc_analysis.stats import SimonDesigns, TwoStageDesign, operating_characteristics, simon_two_stage

METHOD = "exact binomial, one-sided"
LARGEST = 60


@dataclass(frozen=True)
class Operating:
    """Operating characteristics of a design.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a sample size: ``N``, ``R`` (responses needed), ``ALPHA``, ``POWER`` (attained, fractions).
    marked : dict of int to str
        Sample sizes of interest, with a few words.
    simon : SimonDesigns
        Optimal and minimax two-stage designs with the same assumptions.
    """

    frame: pd.DataFrame
    marked: dict[int, str]
    simon: SimonDesigns

    def results(self) -> list[Result]:
        """Return error, power and responses at the marked sizes, and Simon's sizes."""
        rows = self.frame.set_index("N").loc[list(self.marked)]
        results = [r for n, row in rows.iterrows() for r in _size_results(int(n), row)]
        for name, found in (("optimal", self.simon.optimal), ("minimax", self.simon.minimax)):
            results += _simon_results(name, found) if found else []
        return results


def operating(plan: Design, *, printed: int, enrolled: int) -> Operating:
    """Compute the operating characteristics around a design.

    Parameters
    ----------
    plan : Design
        Assumptions, and the smallest exact design.
    printed, enrolled : int
        Sample size that the paper prints, and subjects enrolled.

    Returns
    -------
    Operating
        Sizes 1 to 60 (or twice the largest of interest), those of interest marked.
    """
    smallest = plan.exact.n
    marked = {enrolled: "enrolled", printed: "printed"} | ({smallest: "smallest"} if smallest else {})
    largest = max(LARGEST, *(2 * n for n in marked))
    found = operating_characteristics(
        range(1, largest + 1), plan.null_rate, plan.target_rate, alpha=plan.alpha
    )
    frame = pd.DataFrame({"N": found.n, "R": found.r, "ALPHA": found.alpha, "POWER": found.power})
    simon = simon_two_stage(plan.null_rate, plan.target_rate, alpha=plan.alpha, power=plan.power)
    return Operating(frame, dict(sorted((n, words) for n, words in marked.items() if n >= 1)), simon)


def _size_results(n: int, row: pd.Series) -> list[Result]:
    values = (
        ("r", "responses needed", int(row["R"]), 0),
        ("alpha", "attained alpha", float(row["ALPHA"]), 4),
        ("power", "attained power", float(row["POWER"]), 4),
    )
    return [
        Result(
            id=f"operating.n{n}.{id}", value=v, statistic=name, n=n, method=METHOD, text=half_up(v, digits)
        )
        for id, name, v, digits in values
    ]


def _simon_results(name: str, found: TwoStageDesign) -> list[Result]:
    values = (
        ("n1", "patients of the first stage", found.n1, 0),
        ("r1", "stop at most responses", found.r1, 0),
        ("n", "patients in all", found.n, 0),
        ("r", "no success at most responses", found.r, 0),
        ("expected_n", "expected patients under the null", found.expected_n, 1),
    )
    return [
        Result(
            id=f"simon.{name}.{id}",
            value=v,
            statistic=words,
            method=f"Simon two-stage, {name}",
            text=half_up(v, digits),
        )
        for id, words, v, digits in values
    ]
