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
from hcc_analysis.reconstruct.rfs_search import RfsSolution
from hcc_analysis.reconstruct.targets import DAYS_PER_MONTH, Target

Targets = Mapping[str, Target]
Progress = Callable[[str, float], None]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

N = 30
RESECTED = 15
CHAINS = 600
ROUNDS = 60
STEPS = 800
HOTTEST, COLDEST = 1.0, 0.03
SELECT_EVERY = 40
SELECTED = CHAINS // 20
_ROUNDING = 6

RESECTION_DAYS = (68, 95)
RESECTION_TO_LAST_CONTACT = (70, 106)
FIRST_DEATH_DAY = 80
LAST_DAY = 1010
FIRST_CENSORING_DAY = 120


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
    step: int = 0


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
        chains = _start(targets, rfs, rng)
        for temperature in np.geomspace(HOTTEST, COLDEST, STEPS):
            _step(chains, float(temperature), targets, rng)
            best = int(chains.cost.argmin())
            if chains.cost[best] == 0:
                days, died = chains.days[best].tolist(), chains.died[best].tolist()
                return rfs, OsSolution(tuple(days), tuple(died))
            chains.step += 1
            if chains.step % SELECT_EVERY == 0:
                _select(chains)
                progress(
                    f"overall survival, round {number + 1}: distance {chains.cost[best]:.3f}", number / ROUNDS
                )
    raise RuntimeError(f"no overall survival found in {ROUNDS} rounds; try another seed")


def _start(targets: Targets, rfs: RfsSolution, rng: np.random.Generator) -> _Chains:
    died = np.stack([_draw_deaths(rfs, rng) for _ in range(CHAINS)])
    low = np.empty((CHAINS, N), dtype=np.int64)
    high = np.empty((CHAINS, N), dtype=np.int64)
    for position in range(RESECTED):
        low[:, position], high[:, position] = _resected_bounds(position, rfs, died[:, position])
    low[:, RESECTED:] = np.where(died[:, RESECTED:], FIRST_DEATH_DAY, FIRST_CENSORING_DAY)
    high[:, RESECTED:] = LAST_DAY
    first, last = _printed(rfs)
    for position, claim in ((first, "os_1"), (last, "os_2")):
        choices = targets[f"response.pd_resected.no_mpr.{claim}"].rounded_days
        low[:, position], high[:, position] = min(choices), max(choices)
    days = rng.integers(low, high + 1)
    return _Chains(days, low, high, died, _cost(days, died, targets))


def _printed(rfs: RfsSolution) -> tuple[int, int]:
    """Positions of the two progressive patients whose survival the paper prints."""
    first, last = sorted(rfs.progressive & rfs.no_response)
    return first, last


def _draw_deaths(rfs: RfsSolution, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Draw who died: 5 or 6 of the relapsed, the two with printed survival among them; 9 or 10 others."""
    died = np.zeros(N, dtype=bool)
    printed = _printed(rfs)
    others = sorted(rfs.relapsed - set(printed))
    died[list(printed)] = True
    died[rng.choice(others, size=int(rng.integers(3, 5)), replace=False)] = True
    died[RESECTED : RESECTED + int(rng.integers(9, 11))] = True
    return died


def _resected_bounds(position: int, rfs: RfsSolution, died: NDArray[np.bool_]) -> tuple[Ints, Ints]:
    day = rfs.days[position]
    if position in rfs.relapsed:
        after = np.where(died, 30, 90)
        return day + RESECTION_DAYS[1] + after, np.full(len(died), LAST_DAY)
    low, high = RESECTION_TO_LAST_CONTACT
    return np.full(len(died), day + low), np.full(len(died), day + high)


def _step(chains: _Chains, temperature: float, targets: Targets, rng: np.random.Generator) -> None:
    rows = np.arange(CHAINS)
    proposal = chains.days.copy()
    for again in (False, True):
        slot = rng.integers(N, size=CHAINS)
        low, high = chains.low[rows, slot], chains.high[rows, slot]
        near = proposal[rows, slot] + np.rint(rng.normal(size=CHAINS) * rng.choice([1.5, 8.0, 40.0], CHAINS))
        anywhere = rng.integers(low, high + 1)
        new = np.where(rng.random(CHAINS) < 0.25, anywhere, near.astype(np.int64))
        moved = rng.random(CHAINS) < 0.3 if again else np.ones(CHAINS, dtype=bool)
        proposal[rows, slot] = np.where(moved, np.clip(new, low, high), proposal[rows, slot])
    cost = _cost(proposal, chains.died, targets)
    worse = np.maximum(cost - chains.cost, 0.0)
    accepted = rng.random(CHAINS) < np.exp(-worse / temperature)
    chains.days[accepted] = proposal[accepted]
    chains.cost[accepted] = cost[accepted]


def _select(chains: _Chains) -> None:
    """Replace the worst chains by copies of the best."""
    ranked = np.argsort(chains.cost, kind="stable")
    replaced, copied = ranked[-SELECTED:], ranked[:SELECTED]
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
