"""Overall survival of the thirty patients, found by simulated annealing of many chains at once.

Each chain holds a time in whole days for every patient; who died is fixed within a chain. A step moves
one time and is kept by Metropolis' rule on the distance from all published numbers together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hcc_analysis.reconstruct.fast_survival import TOLERANCE, median_spss, survival, two_groups
from hcc_analysis.reconstruct.os_plan import RESECTED, N, Plan, draw_plan
from hcc_analysis.reconstruct.rfs_search import RfsSolution
from hcc_analysis.reconstruct.targets import DAYS_PER_MONTH, Target

Targets = Mapping[str, Target]
Progress = Callable[[str, float], None]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

ROUNDS = 40
CHAINS = 150
STEPS = 1000
HOTTEST, COLDEST = 1.0, 0.03
SELECT_EVERY, SELECTED_SHARE = 40, 50
SECOND_MOVE, ANYWHERE = 0.3, 0.25
MOVES_DAYS = (1.5, 8.0, 40.0)
WORTH_POLISHING = 2.0
POLISH_DAYS = 20
_ROUNDING = 6


@dataclass(frozen=True)
class OsSolution:
    """Overall survival: resected patients in the order of their RFS, then the unresectable ones.

    Attributes
    ----------
    days : tuple of int
        Days from the first dose to death or last contact.
    died : tuple of bool
        Who died.
    """

    days: tuple[int, ...]
    died: tuple[bool, ...]


@dataclass
class _Chains:
    days: Ints
    low: Ints
    high: Ints
    died: NDArray[np.bool_]
    cost: Floats


def search_os(
    targets: Targets, draw: Callable[[], RfsSolution], rng: np.random.Generator, progress: Progress
) -> tuple[RfsSolution, OsSolution]:
    """Find survival times that meet every published number on overall survival.

    Parameters
    ----------
    targets : mapping of str to Target
        Published numbers.
    draw : callable
        Draws a recurrence-free survival; it bounds the times of the resected patients.
    rng : numpy.random.Generator
        Source of chance.
    progress : callable
        Told what is done and the share of the rounds used.

    Returns
    -------
    RfsSolution, OsSolution
        The first that meet all numbers together.

    Raises
    ------
    RuntimeError
        Nothing was found within the rounds allowed.
    """
    for number in range(ROUNDS):
        rfs = draw()
        plans = [draw_plan(targets, rfs, rng) for _ in range(CHAINS)]
        usable = [plan for plan in plans if plan is not None]
        if not usable:
            continue
        chains = _start(usable, targets, rng)

        def report(distance: float, share: float, number: int = number) -> None:
            text = f"overall survival, round {number + 1}, distance {distance:.3f}"
            progress(text, (number + share) / ROUNDS)

        if _anneal(chains, targets, rng, report):
            return rfs, _solution(chains)
    raise RuntimeError(f"no overall survival found in {ROUNDS} rounds; try another seed")


def _anneal(
    chains: _Chains, targets: Targets, rng: np.random.Generator, report: Callable[[float, float], None]
) -> bool:
    """Cool the chains once; say whether one meets all numbers."""
    for step, temperature in enumerate(np.geomspace(HOTTEST, COLDEST, STEPS), 1):
        _step(chains, float(temperature), targets, rng)
        if step % SELECT_EVERY:
            continue
        if chains.cost.min() < WORTH_POLISHING:
            _polish(chains, targets, rng)
        report(float(chains.cost.min()), step / STEPS)
        if chains.cost.min() == 0:
            return True
        _select(chains)
    return False


def _solution(chains: _Chains) -> OsSolution:
    best = int(chains.cost.argmin())
    return OsSolution(tuple(chains.days[best].tolist()), tuple(chains.died[best].tolist()))


def _start(plans: list[Plan], targets: Targets, rng: np.random.Generator) -> _Chains:
    died = np.array([plan.died for plan in plans])
    low, high = (np.array([[bounds[i] for bounds in plan.bounds] for plan in plans]) for i in (0, 1))
    days = rng.integers(low, high + 1)
    return _Chains(days, low, high, died, _cost(days, died, targets))


def _step(chains: _Chains, temperature: float, targets: Targets, rng: np.random.Generator) -> None:
    size = len(chains.days)
    proposal = chains.days.copy()
    _move(proposal, chains, np.ones(size, dtype=bool), rng)
    _move(proposal, chains, rng.random(size) < SECOND_MOVE, rng)
    cost = _cost(proposal, chains.died, targets)
    worse = np.maximum(cost - chains.cost, 0.0)
    accepted = rng.random(size) < np.exp(-worse / temperature)
    chains.days[accepted] = proposal[accepted]
    chains.cost[accepted] = cost[accepted]


def _move(proposal: Ints, chains: _Chains, moved: NDArray[np.bool_], rng: np.random.Generator) -> None:
    """Move the time of one patient a chain, mostly a little, sometimes anywhere within its bounds."""
    rows = np.arange(len(proposal))
    slot = rng.integers(N, size=len(rows))
    low, high = chains.low[rows, slot], chains.high[rows, slot]
    shift = np.rint(rng.normal(size=len(rows)) * rng.choice(MOVES_DAYS, len(rows))).astype(np.int64)
    anywhere = rng.integers(low, high + 1)
    new = np.where(rng.random(len(rows)) < ANYWHERE, anywhere, proposal[rows, slot] + shift)
    proposal[rows, slot] = np.where(moved, np.clip(new, low, high), proposal[rows, slot])


def _polish(chains: _Chains, targets: Targets, rng: np.random.Generator) -> None:
    """Try every small shift of one patient, and many of two, from the best chain."""
    best = int(chains.cost.argmin())
    slots, shifts = np.divmod(np.arange(N * (2 * POLISH_DAYS + 1)), 2 * POLISH_DAYS + 1)
    proposal = np.repeat(chains.days[best][None], 2 * len(slots), axis=0)
    proposal[np.arange(len(slots)), slots] += shifts - POLISH_DAYS
    for _ in range(2):
        rows = np.arange(len(slots), len(proposal))
        proposal[rows, rng.integers(N, size=len(slots))] += rng.integers(
            -POLISH_DAYS, POLISH_DAYS + 1, len(slots)
        )
    proposal = np.clip(proposal, chains.low[best], chains.high[best])
    cost = _cost(proposal, np.broadcast_to(chains.died[best], proposal.shape), targets)
    found = int(cost.argmin())
    if cost[found] < chains.cost[best]:
        chains.days[best], chains.cost[best] = proposal[found], cost[found]


def _select(chains: _Chains) -> None:
    """Replace the worst chains by copies of the best."""
    ranked = np.argsort(chains.cost, kind="stable")
    number = max(len(ranked) // SELECTED_SHARE, 1)
    replaced, copied = ranked[-number:], ranked[:number]
    for values in (chains.days, chains.low, chains.high, chains.died, chains.cost):
        values[replaced] = values[copied]


def _cost(days: Ints, died: NDArray[np.bool_], targets: Targets) -> Floats:
    """Distance of each chain from the published numbers; nought where all are met."""
    order = np.argsort(days, axis=1, kind="stable")
    time = np.take_along_axis(days, order, axis=1) / DAYS_PER_MONTH
    event = np.take_along_axis(died, order, axis=1).astype(float)
    unresectable = (order >= RESECTED).astype(float)
    at_risk = np.broadcast_to(np.arange(N, 0, -1.0), time.shape)
    cost = (np.diff(time, axis=1) < TOLERANCE).sum(axis=1) * 0.5
    cost += _overall_cost(time, event, at_risk, targets)
    cost += _surgery_cost(event, at_risk, 1 - unresectable, targets)
    cost += _group_cost(time, event, unresectable, targets)
    return np.round(cost, _ROUNDING)


def _off(targets: Targets, claim: str, value: Floats) -> Floats:
    return np.log1p(targets[claim].distance(value))


def _overall_cost(time: Floats, event: Floats, at_risk: Floats, targets: Targets) -> Floats:
    curve = survival(event, at_risk)
    cost = np.zeros(len(time))
    for months in (6, 12, 24):
        rate = np.where(time <= months + TOLERANCE, curve, 1.0).min(axis=1)
        cost += _off(targets, f"os.rate.{months}m", rate)
    cost += _off(targets, "os.median", median_spss(time, event, at_risk).value)
    follow_up = median_spss(time, 1 - event, at_risk)
    for suffix, value in (("", follow_up.value), (".lower", follow_up.lower), (".upper", follow_up.upper)):
        cost += _off(targets, f"follow_up.os.median{suffix}", value)
    return cost


def _surgery_cost(event: Floats, at_risk: Floats, resected: Floats, targets: Targets) -> Floats:
    remaining = resected[:, ::-1].cumsum(axis=1)[:, ::-1]
    found = two_groups(resected, at_risk, remaining, event)
    values = {"hr": found.hr, "lower": found.lower, "upper": found.upper, "p": found.cox_p}
    cost = _off(targets, "os.surgery.logrank.p", found.log_rank_p)
    for name, value in values.items():
        cost += _off(targets, f"os.surgery.cox.{name}", value)
    return cost


def _group_cost(time: Floats, event: Floats, unresectable: Floats, targets: Targets) -> Floats:
    """Median of the unresectable patients with its interval; the resected reach no median."""
    remaining = unresectable[:, ::-1].cumsum(axis=1)[:, ::-1] * unresectable
    found = median_spss(time, event * unresectable, remaining)
    cost = np.zeros(len(time))
    for suffix, value in (("", found.value), (".lower", found.lower), (".upper", found.upper)):
        cost += _off(targets, f"os.unresectable.median{suffix}", value)
    resected = 1 - unresectable
    remaining = resected[:, ::-1].cumsum(axis=1)[:, ::-1] * resected
    lowest = survival(event * resected, remaining).min(axis=1)
    return cost + np.maximum(0.51 - lowest, 0.0) * 10
