"""Simon's optimal and minimax two-stage designs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import bdtr, bdtrc

from ._check import FloatArray, IntArray
from .binomial import probabilities
from .design import check_rates

_LARGEST_N = 400
_ROUNDING = 1e-12


@dataclass(frozen=True)
class TwoStageDesign:
    """A two-stage design, in Simon's notation.

    Attributes
    ----------
    n1, r1 : int
        Patients in the first stage; the trial stops if at most `r1` of them respond.
    n, r : int
        Patients in both stages; p <= p0 is kept if at most `r` of them respond.
    expected_n : float
        Expected number of patients at p0.
    early_stop : float
        Probability at p0 of stopping after the first stage.
    attained_alpha, attained_power : float
        Exact one-sided error at p0 and power at p1.
    """

    n1: int
    r1: int
    n: int
    r: int
    expected_n: float
    early_stop: float
    attained_alpha: float
    attained_power: float


@dataclass(frozen=True)
class SimonDesigns:
    """The two designs Simon proposed; None = no design of up to 400 patients, see `reason`.

    Attributes
    ----------
    optimal : TwoStageDesign or None
        The smallest expected number of patients at p0.
    minimax : TwoStageDesign or None
        The smallest number of patients, and among those the smallest expected number.
    reason : str or None
        Why there is no design.
    """

    optimal: TwoStageDesign | None
    minimax: TwoStageDesign | None
    reason: str | None = None


def simon_two_stage(p0: float, p1: float, *, alpha: float = 0.05, power: float = 0.8) -> SimonDesigns:
    """Return Simon's optimal and minimax two-stage designs.

    Parameters
    ----------
    p0, p1 : float
        Response rates, 0 < p0 < p1 < 1.
    alpha : float
        Largest one-sided type I error.
    power : float
        Smallest power at p1.

    Returns
    -------
    SimonDesigns

    Raises
    ------
    ValueError
        If a probability does not lie between 0 and 1, or p0 >= p1.

    Notes
    -----
    Simon, Controlled Clinical Trials 1989;10:1-10; as ``clinfun::ph2simon`` of R. The search ends when no
    larger trial can have a smaller expected number of patients, so the optimum is not limited by a grid.
    """
    check_rates(p0, p1, alpha, power)
    search = _Search(p0, p1, alpha, power)
    optimal = minimax = None
    for n in range(2, _LARGEST_N + 1):
        ceiling = optimal.expected_n if optimal else np.inf
        sizes = search.first_stages(n, ceiling)
        if optimal and not sizes.size:
            return SimonDesigns(optimal, minimax)
        found = search.best(n, sizes)
        if found:
            minimax = minimax or found
            optimal = found if found.expected_n < ceiling else optimal
    reason = None if optimal else f"no design with at most {_LARGEST_N} patients"
    return SimonDesigns(optimal, minimax, reason)


@dataclass(frozen=True)
class _Search:
    p0: float
    p1: float
    alpha: float
    power: float

    @cached_property
    def largest_r1(self) -> IntArray:
        """The largest r1 for n1 = 0, 1, ... with power in reach: P(X1 <= r1 | p1) <= 1 - power."""
        n1 = np.arange(_LARGEST_N + 1)[:, None]
        spent = bdtr(np.minimum(np.arange(_LARGEST_N + 1), n1), n1, self.p1)
        return np.asarray((spent <= 1 - self.power).sum(axis=1) - 1, dtype=np.intp)

    def first_stages(self, n: int, ceiling: float) -> IntArray:
        """Return the sizes of a first stage with which `n` patients could beat the ceiling."""
        n1 = np.arange(1, n)
        stop = self.largest_r1[1:n]
        early = np.where(stop >= 0, bdtr(np.maximum(stop, 0), n1, self.p0), 0.0)
        return n1[(stop >= 0) & (n1 + (1 - early) * (n - n1) < ceiling)]

    def best(self, n: int, sizes: IntArray) -> TwoStageDesign | None:
        """Return the design of `n` patients with the smallest expected number."""
        largest_r = int((bdtrc(np.arange(n), n, self.p1) >= self.power).sum()) - 1
        if largest_r < 0:
            return None
        designs = (self._with_first_stage(n, int(n1), largest_r) for n1 in sizes)
        return min((design for design in designs if design), key=lambda d: d.expected_n, default=None)

    def _with_first_stage(self, n: int, n1: int, largest_r: int) -> TwoStageDesign | None:
        stops = np.arange(self.largest_r1[n1] + 1)
        if _rejection(n1, n - n1, np.array([largest_r]), self.p0)[stops[-1], 0] > self.alpha * (
            1 + _ROUNDING
        ):
            return None  # the strictest design already errs too often
        rejects = [_rejection(n1, n - n1, np.arange(largest_r + 1), p)[stops] for p in (self.p0, self.p1)]
        allowed = rejects[0] <= self.alpha * (1 + _ROUNDING)
        needed = allowed.argmax(axis=1)  # the smallest r whose error is allowed
        good = allowed.any(axis=1) & (rejects[1][stops, needed] >= self.power * (1 - _ROUNDING))
        if not good.any():
            return None
        r1 = int(np.flatnonzero(good)[-1])  # stopping early more often saves patients
        r, early = int(needed[r1]), float(bdtr(r1, n1, self.p0))
        attained = float(rejects[0][r1, r]), float(rejects[1][r1, r])
        return TwoStageDesign(n1, r1, n, r, n1 + (1 - early) * (n - n1), early, *attained)


def _rejection(n1: int, n2: int, r: IntArray, p: float) -> FloatArray:
    """Return the probability of rejection for each r1 = 0 ... n1 - 1 (rows) and `r` (columns)."""
    first = probabilities(n1, p)
    more = r - np.arange(n1 + 1)[:, None]  # further responses that are not enough
    enough = np.where(more < 0, 1.0, bdtrc(np.minimum(np.maximum(more, 0), n2), n2, p))
    reached = np.cumsum((first[:, None] * enough)[::-1], axis=0)[::-1]
    return reached[1:]
