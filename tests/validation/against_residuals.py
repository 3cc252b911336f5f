"""Comparisons with schoenfeld_reference.R, and of operating characteristics with R's binomial distribution."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hcc_analysis import stats
from tests.validation.comparison import COEFFICIENT_TOLERANCE, R_STATS, R_SURVIVAL, Comparison, compare, load


def schoenfeld() -> Iterator[Comparison]:
    """Residuals of two covariates with tied times, Efron's and Breslow's."""
    reference = load("residuals/schoenfeld.json")
    covariates = {"x": reference["x"], "z": reference["z"]}
    for ties in ("efron", "breslow"):
        model = stats.cox(reference["time"], reference["event"], covariates, ties=ties)
        ours, theirs = stats.schoenfeld_residuals(model), reference[ties]
        here = _order(ours.times, ours.residuals)
        there = _order(np.array(theirs["times"]), np.array(theirs["schoenfeld"]))
        for quantity, mine, name in (
            ("residuals", ours.residuals, "schoenfeld"),
            ("scaled", ours.scaled, "scaled"),
        ):
            yield compare(
                "schoenfeld_residuals",
                f"residuals.coxph ({R_SURVIVAL})",
                ties,
                quantity,
                mine[here],
                np.array(theirs[name])[there],
                COEFFICIENT_TOLERANCE,
            )


def _order(times: np.ndarray, residuals: np.ndarray) -> np.ndarray:
    """Order of the events; the order of tied ones is arbitrary, so that their residuals decide."""
    return np.lexsort((residuals[:, 1], residuals[:, 0], times))


def operating() -> Iterator[Comparison]:
    """Error and power of the designs that R found."""
    for case in load("exact.json")["single_stage_design"]:
        found = stats.operating_characteristics([case["n"]], case["p0"], case["p1"], alpha=case["alpha"])
        ours = [found.r[0], found.alpha[0], found.power[0]]
        theirs = [case["r"], case["attained_alpha"], case["attained_power"]]
        name = f"p0 {case['p0']}, p1 {case['p1']}, n {case['n']}"
        yield compare(
            "operating_characteristics",
            f"qbinom and pbinom ({R_STATS})",
            name,
            "r, alpha, power",
            ours,
            theirs,
        )
