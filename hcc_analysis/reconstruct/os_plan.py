"""Who died in which part of the follow-up: the frame within which survival times are searched.

The published rates and medians nearly fix how many die in each part. With 79 % alive at six months, six
died by then and somebody was censored; 58 % at a year leave six deaths in the second half year; 47 % at
two years leave two or three in the second year, the last of them being the median, as one half is
crossed there. A plan draws what the numbers leave open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hcc_analysis.reconstruct.rfs_search import RfsSolution
from hcc_analysis.reconstruct.targets import DAYS_PER_MONTH, Target

Targets = Mapping[str, Target]
Bounds = tuple[int, int]

N = 30
RESECTED = 15
RESECTION_DAYS = (68, 95)
RESECTION_TO_LAST_CONTACT = (70, 106)
RELAPSE_TO_DEATH, RELAPSE_TO_LAST_CONTACT = 30, 90
FIRST_DEATH_DAY = 80
FIRST_CENSORING_DAY = 132
LAST_DAY = 1010
HALF_YEAR, YEAR, TWO_YEARS = (int(months * DAYS_PER_MONTH) for months in (6, 12, 24))
DEATHS_BY_HALF_YEAR, DEATHS_IN_SECOND_HALF_YEAR, DEATHS_IN_SECOND_YEAR = 6, 6, (2, 3)
_TRIES = 200


@dataclass(frozen=True)
class Plan:
    """Who died, and the earliest and latest day of every patient's time.

    Attributes
    ----------
    died : list of bool
        Resected patients in the order of their RFS, then the unresectable ones.
    bounds : list of tuple of int
        Earliest and latest day of each.
    """

    died: list[bool]
    bounds: list[Bounds]


def draw_plan(targets: Targets, rfs: RfsSolution, rng: np.random.Generator) -> Plan | None:
    """Draw one plan.

    Parameters
    ----------
    targets : mapping of str to Target
        Published numbers.
    rfs : RfsSolution
        Recurrence-free survival; bounds the times of the resected patients.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Plan or None
        A plan whose bounds are possible; None where the resected patients' times leave none.
    """
    for _ in range(_TRIES):
        died = _deaths(rfs, rng)
        bounds = [_possible(position, died[position], rfs) for position in range(N)]
        for position, wanted in (
            _when_died(targets, rfs, died, rng) | _when_seen(targets, died, rng)
        ).items():
            bounds[position] = _overlap(bounds[position], wanted)
        if all(low <= high for low, high in bounds):
            return Plan(died, bounds)
    return None


def _overlap(one: Bounds, other: Bounds) -> Bounds:
    return max(one[0], other[0]), min(one[1], other[1])


def _printed(rfs: RfsSolution) -> list[int]:
    """Positions of the two progressive patients whose survival the paper prints, by their RFS."""
    return sorted(rfs.progressive & rfs.no_response)


def _deaths(rfs: RfsSolution, rng: np.random.Generator) -> list[bool]:
    """Draw who died: 5 or 6 of the relapsed, the two with printed survival among them; 9 or 10 others."""
    printed = _printed(rfs)
    others = sorted(rfs.relapsed - set(printed))
    died = set(printed) | set(rng.choice(others, size=int(rng.integers(3, 5)), replace=False).tolist())
    died |= set(range(RESECTED, RESECTED + int(rng.integers(9, 11))))
    return [position in died for position in range(N)]


def _possible(position: int, died: bool, rfs: RfsSolution) -> Bounds:
    """Days that the patient's recurrence-free survival and the course of the trial allow."""
    if position >= RESECTED:
        return (FIRST_DEATH_DAY if died else FIRST_CENSORING_DAY), LAST_DAY
    day = rfs.days[position]
    if position in _printed(rfs):
        return day + RESECTION_DAYS[0] + 1, LAST_DAY
    if position in rfs.relapsed:
        after = RELAPSE_TO_DEATH if died else RELAPSE_TO_LAST_CONTACT
        return day + RESECTION_DAYS[1] + after, LAST_DAY
    low, high = RESECTION_TO_LAST_CONTACT
    return day + low, day + high


def _span(target: Target) -> Bounds:
    found = target.rounded_days
    return min(found), max(found)


def _when_died(
    targets: Targets, rfs: RfsSolution, died: list[bool], rng: np.random.Generator
) -> dict[int, Bounds]:
    """Spread the deaths over the parts of the follow-up; the printed times are fixed."""
    first, last = _printed(rfs)
    fixed = {
        first: _span(targets["response.pd_resected.no_mpr.os_1"]),
        last: _span(targets["response.pd_resected.no_mpr.os_2"]),
        RESECTED: _span(targets["os.unresectable.median"]),
    }
    free = [position for position in range(N) if died[position] and position not in fixed]
    median = _span(targets["os.median"])
    early = DEATHS_BY_HALF_YEAR - sum(high <= HALF_YEAR for _, high in fixed.values())
    between = DEATHS_IN_SECOND_HALF_YEAR - sum(low > HALF_YEAR for low, _ in fixed.values())
    late = len(free) - early - between
    second_year = min(int(rng.choice(DEATHS_IN_SECOND_YEAR)), late)
    parts = [(FIRST_DEATH_DAY, HALF_YEAR)] * early + [(HALF_YEAR + 1, YEAR)] * between
    parts += [median, *[(YEAR + 1, median[0] - 1)] * (second_year - 1)]
    parts += [(TWO_YEARS + 1, LAST_DAY)] * (late - second_year)
    return fixed | {position: parts[i] for position, i in zip(free, rng.permutation(len(parts)), strict=True)}


def _when_seen(targets: Targets, died: list[bool], rng: np.random.Generator) -> dict[int, Bounds]:
    """Censor one or two unresectable patients by six months and up to two by a year, one at the median."""
    alive = [position for position in range(RESECTED, N) if not died[position]]
    early, middle = int(rng.integers(1, 3)), int(rng.integers(0, 3))
    parts = [(FIRST_CENSORING_DAY, HALF_YEAR)] * early + [(HALF_YEAR + 1, YEAR)] * middle
    parts += [_span(targets["follow_up.os.median"])] * int(rng.random() < 0.7)
    parts += [(YEAR + 1, LAST_DAY)] * (len(alive) - len(parts))
    return dict(zip(alive, parts, strict=False))
