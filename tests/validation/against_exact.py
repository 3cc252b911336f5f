"""Comparisons with exact_reference.R and clinfun: exact tests, intervals of a proportion and designs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from hcc_analysis import stats
from tests.validation.comparison import R_STATS, Comparison, compare, load, rows

Comparisons = Iterator[Comparison]
FISHER_TOLERANCE = 2e-3  # fisher.test ends its search for the odds ratio and its limits at about 1e-4
NETWORK_TOLERANCE = 1e-9
METHODS = {
    "clopper_pearson": "binom.test",
    "wilson": "prop.test, no correction",
    "jeffreys": "qbeta",
    "mid_p": "uniroot of pbinom and dbinom",
}


def fisher() -> Comparisons:
    """fisher.test on fixed and random tables."""
    for index, theirs in enumerate(load("exact.json")["fisher"]):
        ours, case = stats.fisher_exact(theirs["table"]), f"table {index + 1}"
        yield compare("fisher_exact", f"fisher.test ({R_STATS})", case, "p", ours.p_value, theirs["p_value"])
        table = np.array(theirs["table"])
        if table.shape == (2, 2) and table.sum(axis=0).all() and table.sum(axis=1).all():
            found = [ours.odds_ratio, ours.lower, ours.upper]
            wanted = [theirs.get(key) for key in ("odds_ratio", "lower", "upper")]
            reference = f"fisher.test, its root finder's 1e-4 ({R_STATS})"
            yield compare(
                "fisher_exact: odds ratio", reference, case, "estimate", found, wanted, FISHER_TOLERANCE
            )


def fisher_network(stored: dict | None = None) -> Comparisons:
    """fisher.test with its default workspace, up to 6 x 6 and n = 150."""
    for index, theirs in enumerate((stored or load("fisher.json"))["default"]):
        ours, table = stats.fisher_exact(theirs["table"]).p_value, np.array(theirs["table"])
        case = f"{table.shape[0]} x {table.shape[1]} table {index + 1}, n = {table.sum()}"
        reference = f"fisher.test, larger tables ({R_STATS})"
        yield compare("fisher_exact", reference, case, "p", ours, theirs["p_value"], NETWORK_TOLERANCE)


def fisher_simulated(stored: dict | None = None) -> Comparisons:
    """Wide tables: R's p value of simulated tables, its exact one being wrong."""
    for index, theirs in enumerate((stored or load("fisher.json"))["simulated"]):
        ours, wanted, tables = (
            stats.fisher_exact(theirs["table"]).p_value,
            theirs["p_value"],
            theirs["tables"],
        )
        reference, case = f"fisher.test, simulate.p.value ({R_STATS})", f"wide table {index + 1}"
        tolerance = 5 * np.sqrt((1 - wanted) / (wanted * tables))
        yield compare("fisher_exact", reference, case, "p", ours, wanted, float(tolerance))


def binomial() -> Comparisons:
    """Four kinds of interval at four levels."""
    for theirs in load("exact.json")["binomial"]:
        x, n, level = theirs["successes"], theirs["n"], theirs["conf_level"]
        for key, source in METHODS.items():
            ours = stats.binomial_interval(x, n, method=key.replace("_", "-"), conf_level=level)
            case, name = f"{x} of {n}, {level}", f"binomial_interval: {ours.method}"
            yield compare(
                name, f"{source} ({R_STATS})", case, "limits", [ours.lower, ours.upper], theirs[key]
            )


def single_stage() -> Comparisons:
    for theirs in load("exact.json")["single_stage_design"]:
        ours = stats.single_stage_design(
            theirs["p0"], theirs["p1"], alpha=theirs["alpha"], power=theirs["power"]
        )
        case = f"{ours.p0} against {ours.p1}, {ours.alpha}, {ours.power}"
        fields = ("n", "r", "attained_alpha", "attained_power")
        found, wanted = [getattr(ours, key) for key in fields], [theirs[key] for key in fields]
        yield compare(
            "single_stage_design", f"qbinom, pbinom ({R_STATS})", case, ", ".join(fields), found, wanted
        )


def simon() -> Comparisons:
    """The optimal and the minimax designs of clinfun."""
    for theirs in rows("extended/simon_two_stage.csv"):
        p0, p1, alpha, beta = (float(theirs[key]) for key in ("p0", "p1", "alpha", "beta"))
        ours = stats.simon_two_stage(p0, p1, alpha=alpha, power=1 - beta)
        same = partial(
            compare, "simon_two_stage", "clinfun::ph2simon (R)", f"{p0} against {p1}, {alpha}, {beta}"
        )
        for name, key in (("optimal", "opt"), ("minimax", "mm")):
            design = getattr(ours, name)
            found = [design.r1, design.n1, design.r, design.n, design.expected_n, design.early_stop]
            stages = theirs[key].replace("/", " ").split()
            yield same(name, found, [*stages, theirs[f"{key}EN"], theirs[f"{key}PET"]])
