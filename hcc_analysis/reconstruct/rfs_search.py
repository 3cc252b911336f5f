"""Recurrence-free survival of the resected patients: which order, which groups, which days.

The order of the seven relapses and eight censorings is found by going through all of them, the groups
(alpha-fetoprotein, its reduction, pathological response) by going through all subsets of patients.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from hcc_analysis.reconstruct.fast_survival import median_spss, survival, two_groups, two_sided_p
from hcc_analysis.reconstruct.targets import DAYS_PER_MONTH, Target

Targets = Mapping[str, Target]
N = 15
RELAPSES = 7
EARLY_NO_RESPONSE = 2
LONG_MONTHS = 20
SIGNIFICANT = 0.05
YEAR_DAYS = 365
LAST_ADJUVANT_DAYS = 379
LAST_FOLLOW_UP_DAYS = 925
_AT_RISK = np.arange(N, 0, -1.0)


@dataclass(frozen=True)
class RfsSolution:
    """The resected patients in order of their recurrence-free survival.

    Attributes
    ----------
    days : tuple of int
        Days from resection to relapse or to the last assessment, ascending.
    relapsed : frozenset of int
        Positions of those who relapsed.
    afp_high, afp_poor, no_response : frozenset of int
        Positions with high alpha-fetoprotein at baseline, with a reduction below 90 %, and without
        pathological response.
    progressive, stable : frozenset of int
        Positions by radiographic response; all others are partial responses.
    """

    days: tuple[int, ...]
    relapsed: frozenset[int]
    afp_high: frozenset[int]
    afp_poor: frozenset[int]
    no_response: frozenset[int]
    progressive: frozenset[int]
    stable: frozenset[int]


@dataclass(frozen=True)
class _Order:
    """An order of relapses and censorings with the groups that fit it."""

    relapses: tuple[int, ...]
    afp_high: tuple[frozenset[int], ...]
    afp_poor: tuple[frozenset[int], ...]
    no_response: tuple[frozenset[int], ...]

    @cached_property
    def event(self) -> NDArray[np.float64]:
        event = np.zeros(N)
        event[list(self.relapses)] = 1
        return event


@dataclass(frozen=True)
class Arrangement:
    """An order of relapses and censorings with groups that together meet the published tests."""

    order: _Order
    afp_high: frozenset[int]
    afp_poor: frozenset[int]
    no_response: frozenset[int]


def search_rfs(targets: Targets) -> list[Arrangement]:
    """Find every arrangement that meets the published tests on recurrence-free survival.

    Parameters
    ----------
    targets : mapping of str to Target
        Published numbers.

    Returns
    -------
    list of Arrangement
        All of them, in a fixed order.

    Raises
    ------
    RuntimeError
        No arrangement meets the numbers.
    """
    orders = [order for order in (_fit(s, targets) for s in _orders(targets)) if order is not None]
    found = [Arrangement(order, *groups) for order in orders for groups in _groupings(order, targets)]
    if not found:
        raise RuntimeError("no arrangement of recurrence-free survival meets the published numbers")
    return found


def draw_rfs(arrangements: list[Arrangement], targets: Targets, rng: np.random.Generator) -> RfsSolution:
    """Draw one arrangement, days that fit it, and the radiographic response of its patients.

    Parameters
    ----------
    arrangements : list of Arrangement
        As :func:`search_rfs` finds them.
    targets : mapping of str to Target
        Published numbers.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    RfsSolution
        A solution that meets every published number on recurrence-free survival.
    """
    chosen = arrangements[int(rng.integers(len(arrangements)))]
    order, poor, none = chosen.order, chosen.afp_poor, chosen.no_response
    days = _days(order, poor, targets, rng)
    progressive, stable = _radiographic(order, days, poor, none, targets, rng)
    return RfsSolution(days, frozenset(order.relapses), chosen.afp_high, poor, none, progressive, stable)


def _orders(targets: Targets) -> list[tuple[int, ...]]:
    """Every order of relapses and censorings with the published rates, the last relapse after a year."""
    return [order for order in itertools.combinations(range(N), RELAPSES) if _rates_fit(order, targets)]


def _rates_fit(relapses: tuple[int, ...], targets: Targets) -> bool:
    event = np.zeros(N)
    event[list(relapses)] = 1
    curve = survival(event[None], _AT_RISK[None])[0]
    steps = curve[list(relapses)]
    half_year = targets["rfs.rate.6m"].contains(steps[:-1]).any()
    year = targets["rfs.rate.12m"].contains(steps[-2])
    return bool(half_year and year and targets["rfs.rate.24m"].contains(steps[-1]) and curve[-1] > 0.5)


def _subsets() -> NDArray[np.float64]:
    return ((np.arange(2**N)[:, None] >> np.arange(N)) & 1).astype(float)


def _fit(relapses: tuple[int, ...], targets: Targets) -> _Order | None:
    subsets = _subsets()
    remaining = subsets[:, ::-1].cumsum(axis=1)[:, ::-1]
    at = list(relapses)
    at_risk = np.broadcast_to(_AT_RISK[at], (len(subsets), len(at)))
    groups = two_groups(subsets[:, at], at_risk, remaining[:, at], np.ones_like(at_risk))

    def fitting(claim: str, exposed: bool) -> tuple[frozenset[int], ...]:
        fits = targets[f"rfs.{claim}.logrank.p"].contains(groups.log_rank_p)
        values = {"hr": groups.hr, "lower": groups.lower, "upper": groups.upper, "p": groups.cox_p}
        for name, value in values.items():
            fits &= targets[f"rfs.{claim}.cox.{name}"].contains(value)
        members = subsets[fits] == (1 if exposed else 0)
        return tuple(frozenset(int(i) for i in np.flatnonzero(row)) for row in members)

    order = _Order(
        relapses,
        fitting("afp_baseline", True),
        fitting("afp_reduction", False),
        fitting("path_response", False),
    )
    return order if order.afp_high and order.afp_poor and order.no_response else None


_Groups = tuple[frozenset[int], frozenset[int], frozenset[int]]


def _groupings(order: _Order, targets: Targets) -> list[_Groups]:
    """Combine the groups: a poor reduction needs a high baseline; Fisher's test against pathology.

    The paper names the reduction alone as linked to pathology, so the baseline must not be.
    """
    target = targets["path_response.afp_reduction.fisher.p"]
    size = round(targets["table2.path.no_response.n"].printed)
    return [
        (high, poor, none)
        for high, poor, none in itertools.product(order.afp_high, order.afp_poor, order.no_response)
        if poor <= high
        and len(none) == size
        and target.contains(fisher_2x2(len(poor & none), len(poor), len(none), N))
        and fisher_2x2(len(high & none), len(high), len(none), N) >= SIGNIFICANT
    ]


def fisher_2x2(both: int, first: int, second: int, total: int) -> float:
    """Two-sided p value of Fisher's exact test from the overlap of two groups."""
    support = np.arange(max(0, first + second - total), min(first, second) + 1)
    probability = hypergeom.pmf(support, total, first, second)
    limit = hypergeom.pmf(both, total, first, second) * (1 + 1e-7)
    return float(probability[probability <= limit].sum())


def _days(order: _Order, poor: frozenset[int], targets: Targets, rng: np.random.Generator) -> tuple[int, ...]:
    """Choose the days: the printed times, the follow-up with its limits, the rest at random between."""
    fixed = _printed_days(order, poor, targets, rng)
    late = [i for i in range(N) if i > order.relapses[-1]]
    median, second = _follow_up_days(order, late, targets)
    fixed |= {late[3]: median, late[1]: second}
    bounds = _bounds(order)
    for _ in range(1000):
        days = _fill(fixed, bounds, rng)
        if days is not None:
            return days
    raise RuntimeError("no days of recurrence-free survival fit the printed times")


def _printed_days(
    order: _Order, poor: frozenset[int], targets: Targets, rng: np.random.Generator
) -> dict[int, int]:
    first, middle, last = sorted(poor)
    printed = {
        first: "response.pd_resected.no_mpr.rfs_1",
        middle: "rfs.reduction_lt90.median",
        last: "response.pd_resected.no_mpr.rfs_2",
    }
    return {position: int(rng.choice(targets[claim].rounded_days)) for position, claim in printed.items()}


def _follow_up_days(order: _Order, late: list[int], targets: Targets) -> tuple[int, int]:
    """Days of the fourth and second late censoring: the limits are met, the median comes nearest."""
    prefix = "follow_up.rfs.median"
    printed = targets[prefix].printed
    nearest = round(printed * DAYS_PER_MONTH)
    for median in sorted(range(nearest - 3, nearest + 4), key=lambda d: abs(d / DAYS_PER_MONTH - printed)):
        for second in range(YEAR_DAYS + 5, median - 2):
            found = _follow_up(order, late, median, second)
            limits = (targets[f"{prefix}.lower"], targets[f"{prefix}.upper"])
            if found[0] == median and all(t.contains(v) for t, v in zip(limits, found[1:], strict=True)):
                return median, second
    raise RuntimeError("no days give the printed interval of the follow-up")


def _follow_up(order: _Order, late: list[int], median: int, second: int) -> tuple[float, float, float]:
    days = np.linspace(1, 2, N)
    days[late] = [second - 1, second, second + 1, median, *range(median + 1, median + len(late) - 3)]
    found = median_spss(days[None], 1 - order.event[None], _AT_RISK[None])
    return (
        float(found.value[0]),
        float(found.lower[0]) / DAYS_PER_MONTH,
        float(found.upper[0]) / DAYS_PER_MONTH,
    )


def _bounds(order: _Order) -> list[tuple[int, int]]:
    """Earliest and latest day of each position.

    Five relapses come in the first half year and the sixth in the second; the seventh after a year,
    within the year of adjuvant treatment that starts two weeks after resection; whoever has no relapse
    has completed that year.
    """
    half_year = round(6 * DAYS_PER_MONTH)
    bounds = []
    for position in range(N):
        if position in order.relapses[:5]:
            bounds.append((20, half_year - 1))
        elif position == order.relapses[5]:
            bounds.append((half_year + 5, YEAR_DAYS - 20))
        elif position < order.relapses[-1]:
            bounds.append((YEAR_DAYS + 1, LAST_ADJUVANT_DAYS - 2))
        elif position == order.relapses[-1]:
            bounds.append((YEAR_DAYS + 1, LAST_ADJUVANT_DAYS))
        else:
            bounds.append((LAST_ADJUVANT_DAYS + 10, LAST_FOLLOW_UP_DAYS))
    return bounds


def _fill(
    fixed: Mapping[int, int], bounds: list[tuple[int, int]], rng: np.random.Generator
) -> tuple[int, ...] | None:
    days = [fixed.get(i, int(rng.integers(low, high + 1))) for i, (low, high) in enumerate(bounds)]
    free = [i for i in range(N) if i not in fixed]
    for low, high in itertools.pairwise([-1, *sorted(fixed), N]):
        between = [i for i in free if low < i < high]
        floor = fixed.get(low, 0)
        ceiling = fixed.get(high, LAST_FOLLOW_UP_DAYS + 1)
        for i in between:
            first, last = max(bounds[i][0], floor + 4), min(bounds[i][1], ceiling - 3)
            if first > last:
                return None
            days[i] = int(rng.integers(first, last + 1))
    return tuple(days) if all(b - a >= 2 for a, b in itertools.pairwise(days)) else None


def _radiographic(
    order: _Order,
    days: tuple[int, ...],
    poor: frozenset[int],
    none: frozenset[int],
    targets: Targets,
    rng: np.random.Generator,
) -> tuple[frozenset[int], frozenset[int]]:
    """Choose progressive and stable patients so that response tells neither relapse nor pathology."""
    not_responding = frozenset((min(poor), max(poor)))
    long_free = [
        i
        for i in range(N)
        if i not in order.relapses and i not in none and days[i] > LONG_MONTHS * DAYS_PER_MONTH
    ]
    found = []
    for pair in itertools.combinations(long_free, 2):
        progressive = not_responding | frozenset(pair)
        rest = [i for i in range(N) if i not in progressive]
        for stable in map(frozenset, itertools.combinations(rest, 2)):
            if _response_fits(order, progressive | stable, none, targets):
                found.append((progressive, stable))
    if not found:
        raise RuntimeError("no radiographic response of the resected patients meets the printed p values")
    return found[int(rng.integers(len(found)))]


def _response_fits(order: _Order, others: frozenset[int], none: frozenset[int], targets: Targets) -> bool:
    fisher = fisher_2x2(len(others & none), len(others), len(none), N)
    if not targets["response.radiographic_vs_path.fisher.p"].contains(fisher):
        return False
    exposed = np.array([i in others for i in range(N)], dtype=float)
    remaining = exposed[::-1].cumsum()[::-1]
    fraction = remaining / _AT_RISK
    variance = (order.event * fraction * (1 - fraction)).sum()
    z = (order.event * (exposed - fraction)).sum() / np.sqrt(variance)
    return bool(targets["rfs.radiographic.logrank.p"].contains(two_sided_p(np.array(z))))
