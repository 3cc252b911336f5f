"""Design and treatment: the sample size by exact search, and products of the doses and times."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial
from statistics import NormalDist

from scipy.special import bdtrc

from hcc_analysis.claims.audit.finding import Finding, agreement, finding
from hcc_analysis.claims.audit.printed import Printed, Untestable
from hcc_analysis.formatting import half_up
from hcc_analysis.results import Result
from hcc_analysis.stats import SingleStageDesign, single_stage_design

KIND = "planning"
_METHOD = "one-sided test of a proportion"
_RATES = ("design.p0", "design.p1", "design.alpha", "design.power")
_PRODUCTS = (
    (
        "treatment.dose_per_fraction",
        "treatment.fractions",
        "treatment.total_dose",
        "dose a fraction times fractions",
    ),
    (
        "treatment.imrt_weeks",
        "treatment.fractions_per_week",
        "treatment.fractions",
        "weeks times fractions a week",
    ),
    (
        "treatment.tislelizumab_cycles",
        "treatment.tislelizumab_interval",
        "treatment.assessment_week",
        "cycles times their interval",
    ),
)


def planning(printed: Printed) -> Iterator[Finding]:
    """Test the sample size and the products of the treatment.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        The smallest sample size, the planned one, the enrolled one, then one a product.
    """
    yield finding(printed, KIND, ("design.n_min", *_RATES), partial(_smallest, printed))
    ids = ("design.n_planned", "design.n_min", "design.dropout")
    yield finding(printed, KIND, ids, partial(_planned, printed))
    yield finding(printed, KIND, ("trial.enrolled", "design.n_planned"), partial(_enrolled, printed))
    for one, other, result, test in _PRODUCTS:
        judge = partial(_product, printed, one, other, result, test)
        yield finding(printed, KIND, (one, other, result), judge)


def _smallest(printed: Printed) -> Finding:
    p0, p1 = (float(printed.number(id)) / 100 for id in _RATES[:2])
    alpha, power = float(printed.number("design.alpha")), float(printed.number("design.power")) / 100
    n = printed.count("design.n_min")
    if not (0 < p0 < p1 < 1 and 0 < alpha < 1 and 0 < power < 1 and n):
        raise Untestable("the design's rates are not those of a one-sided test")
    exact = single_stage_design(p0, p1, alpha=alpha, power=power)
    normal = {part: normal_size(p0, p1, alpha / part, power) for part in (1, 2)}
    agrees = exact.n == n
    return Finding(
        test="the smallest n of the exact one-sided binomial test",
        computed=_attained_text(exact, n),
        verdict=agreement(agrees),
        to_agree="" if agrees else _ways(exact, n, normal, alpha),
        results=_results(exact, n, normal),
    )


def _attained(design: SingleStageDesign, n: int) -> tuple[float, float]:
    """Exact alpha and power at a sample size."""
    needed = next(r for r in range(n + 2) if bdtrc(r - 1, n, design.p0) <= design.alpha)
    return float(bdtrc(needed - 1, n, design.p0)), float(bdtrc(needed - 1, n, design.p1))


def _attained_text(exact: SingleStageDesign, n: int) -> str:
    sizes = dict.fromkeys(size for size in (exact.n, n) if size)
    parts = [(size, *_attained(exact, size)) for size in sizes]
    return "; ".join(f"n = {m}: alpha {half_up(a, 4)}, power {half_up(b, 4)}" for m, a, b in parts)


def _ways(exact: SingleStageDesign, n: int, normal: dict[int, int], alpha: float) -> str:
    alpha_n, power_n = _attained(exact, n)
    ways = [f"\u201csmallest\u201d is {exact.n}"]
    if alpha_n <= exact.alpha and power_n >= exact.power:
        ways.append(f"{n} also suffices")
    if normal[2] == n:
        ways.append(f"a normal approximation with one-sided alpha {alpha / 2:g} gives {n}")
    return "; ".join(ways)


def normal_size(p0: float, p1: float, alpha: float, power: float) -> int:
    """Sample size of a one-sided test of a proportion by normal approximation.

    Parameters
    ----------
    p0, p1 : float
        Rates under both hypotheses.
    alpha, power : float
        One-sided error and power.

    Returns
    -------
    int
        The smallest n.

    Notes
    -----
    Fleiss, Levin & Paik, Statistical Methods for Rates and Proportions, 3rd ed., section 2.5, without
    continuity correction.
    """
    z = NormalDist()
    spread = z.inv_cdf(1 - alpha) * math.sqrt(p0 * (1 - p0)) + z.inv_cdf(power) * math.sqrt(p1 * (1 - p1))
    return math.ceil((spread / (p1 - p0)) ** 2)


def _results(exact: SingleStageDesign, n: int, normal: dict[int, int]) -> tuple[Result, ...]:
    alpha, power = _attained(exact, n)
    values: list[tuple[str, float, str, str]] = [
        ("printed.alpha", alpha, "attained alpha at the printed sample size", half_up(alpha, 4)),
        ("printed.power", power, "attained power at the printed sample size", half_up(power, 4)),
        ("normal.one_sided", normal[1], "sample size by normal approximation", str(normal[1])),
        ("normal.two_sided", normal[2], "sample size by normal approximation, half alpha", str(normal[2])),
    ]
    if exact.n is not None:
        values.insert(0, ("exact.n", exact.n, "smallest sample size, exact", str(exact.n)))
    return tuple(
        Result(id=f"audit.{KIND}.{id}", value=value, statistic=name, text=text, method=_METHOD)
        for id, value, name, text in values
    )


def _planned(printed: Printed) -> Finding:
    n, dropout = printed.count("design.n_min"), printed.number("design.dropout") / 100
    if dropout >= 1:
        raise Untestable("everybody drops out")
    needed = n / (1 - dropout)
    agrees = math.ceil(needed) == printed.count("design.n_planned")
    return Finding(
        test="the smallest n, enlarged for drop-out",
        computed=f"{n}/{half_up(float(1 - dropout), 2)} = {half_up(float(needed), 2)}",
        verdict=agreement(agrees),
        to_agree="" if agrees else str(math.ceil(needed)),
    )


def _enrolled(printed: Printed) -> Finding:
    enrolled, planned = printed.count("trial.enrolled"), printed.count("design.n_planned")
    return Finding(
        test="as many enrolled as planned",
        computed=f"{enrolled} and {planned}",
        verdict=agreement(enrolled == planned),
        to_agree="" if enrolled == planned else "a reason for stopping earlier or later",
    )


def _product(printed: Printed, one: str, other: str, result: str, test: str) -> Finding:
    value = printed.number(one) * printed.number(other)
    agrees = value == printed.number(result)
    return Finding(
        test=test,
        computed=f"{float(printed.number(one)):g} × {float(printed.number(other)):g} = {float(value):g}",
        verdict=agreement(agrees),
        to_agree="" if agrees else f"{float(value):g}",
    )
