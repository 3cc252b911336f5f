"""Design: the sample size, and the parameters of the analysis.

Source: paper, Methods, Statistical analysis.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from hcc_analysis.formatting import number
from hcc_analysis.results import NOT_ESTIMABLE, Result, estimable
from hcc_analysis.stats import SingleStageDesign, single_stage_design

METHOD = "exact single-stage binomial, one-sided"


@dataclass(frozen=True)
class Design:
    """The sample size with its assumptions; rates, alpha and power as fractions."""

    null_rate: float
    target_rate: float
    alpha: float
    power: float
    dropout: float
    exact: SingleStageDesign

    @property
    def planned(self) -> int | str:
        """Subjects to enrol so that enough remain after drop-out; ``NE`` without a design."""
        return NOT_ESTIMABLE if self.exact.n is None else math.ceil(self.exact.n / (1 - self.dropout))

    def results(self) -> list[Result]:
        """Return the results, under the ids of the published claims."""
        values = (
            ("p0", "null response rate", 100 * self.null_rate, "%", 1),
            ("p1", "target response rate", 100 * self.target_rate, "%", 1),
            ("alpha", "one-sided alpha", self.alpha, "", 2),
            ("power", "power", 100 * self.power, "%", 0),
            ("n_min", "smallest sample size", estimable(self.exact.n), "patients", 0),
            ("dropout", "drop-out rate", 100 * self.dropout, "%", 0),
            ("n_planned", "planned sample size", self.planned, "patients", 0),
        )
        return [
            Result(
                id=f"design.{id}",
                value=value,
                statistic=name,
                unit=unit,
                method=METHOD,
                text=number(value, d),
            )
            for id, name, value, unit, d in values
        ]


def design(*, null_rate: float, target_rate: float, alpha: float, power: float, dropout: float) -> Design:
    """Find the smallest exact single-stage design.

    Parameters
    ----------
    null_rate, target_rate, dropout : float
        Response rates and drop-out (%).
    alpha, power : float
        One-sided alpha and power, as fractions.

    Returns
    -------
    Design
        The design and the sample size that allows for drop-out.
    """
    p0, p1 = null_rate / 100, target_rate / 100
    return Design(p0, p1, alpha, power, dropout / 100, single_stage_design(p0, p1, alpha=alpha, power=power))


def parameter_results(
    *, conf_level: float, orr_conf_level: float, afp_cutoff: float, afp_reduction: float, mpr_threshold: float
) -> list[Result]:
    """Return the parameters of the analysis that the paper states, under the published claims' ids.

    Parameters
    ----------
    conf_level, orr_conf_level : float
        Levels of intervals, as fractions.
    afp_cutoff, afp_reduction, mpr_threshold : float
        Limits of the groups (ug/L, %, %).

    Returns
    -------
    list of Result
        One a parameter.
    """
    values = (
        ("orr_conf_level", "level of the ORR interval", 100 * orr_conf_level, "%"),
        ("conf_level", "level of other intervals", 100 * conf_level, "%"),
        ("afp_cutoff", "AFP that counts as high", afp_cutoff, "\u00b5g/L"),
        ("afp_reduction", "AFP reduction that counts", afp_reduction, "%"),
        ("mpr_threshold", "viable tumour below which MPR", mpr_threshold, "%"),
    )
    return [
        Result(id=f"design.{id}", value=v, statistic=name, unit=unit, method="parameter", text=f"{v:g}")
        for id, name, v, unit in values
    ]
