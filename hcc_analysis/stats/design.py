"""Sample sizes of single-arm trials with a binary endpoint: exact single-stage and Simon's two-stage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtrc

from . import _check
from ._check import FloatArray, IntArray

_LARGEST_N = 5_000
_ROUNDING = 1e-12


@dataclass(frozen=True)
class SingleStageDesign:
    """A single-stage design: reject p <= p0 if at least `r` of `n` respond.

    Attributes
    ----------
    p0, p1 : float
        Response rate under the null hypothesis and under the alternative.
    alpha, power : float
        The one-sided error and the power asked for.
    n, r : int or None
        Patients, and responses needed to reject; None = no design, see `reason`.
    attained_alpha, attained_power : float or None
        Exact error at p0 and power at p1.
    reason : str or None
        Why there is no design.
    """

    p0: float
    p1: float
    alpha: float
    power: float
    n: int | None
    r: int | None
    attained_alpha: float | None
    attained_power: float | None
    reason: str | None = None


def single_stage_design(
    p0: float, p1: float, *, alpha: float = 0.05, power: float = 0.8
) -> SingleStageDesign:
    """Return the smallest n whose exact one-sided binomial test has the power.

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
    SingleStageDesign
        A larger n may lack the power again: exact power is not monotone in n.

    Raises
    ------
    ValueError
        If a probability does not lie between 0 and 1, or p0 >= p1.

    Notes
    -----
    A'Hern, Statistics in Medicine 2001;20:859-866.
    """
    check_rates(p0, p1, alpha, power)
    for largest in (_LARGEST_N // 20, _LARGEST_N):
        sizes = np.arange(1, largest + 1)
        needed = critical_values(sizes, p0, alpha)
        enough = np.flatnonzero(bdtrc(needed - 1, sizes, p1) >= power)
        if enough.size:
            break
    else:
        reason = f"no design with at most {_LARGEST_N} patients"
        return SingleStageDesign(p0, p1, alpha, power, None, None, None, None, reason)
    n, r = int(sizes[enough[0]]), int(needed[enough[0]])
    return SingleStageDesign(
        p0, p1, alpha, power, n, r, float(bdtrc(r - 1, n, p0)), float(bdtrc(r - 1, n, p1))
    )


@dataclass(frozen=True, eq=False)
class OperatingCharacteristics:
    """What exact one-sided binomial tests do, one entry a sample size.

    Attributes
    ----------
    n, r : ndarray of int, shape (k,)
        Patients, and the fewest responses that reject p <= p0 (n + 1 where none does).
    alpha, power : ndarray of float, shape (k,)
        Exact error at p0 and power at p1.
    """

    n: IntArray
    r: IntArray
    alpha: FloatArray
    power: FloatArray


def operating_characteristics(
    sizes: ArrayLike, p0: float, p1: float, *, alpha: float = 0.05
) -> OperatingCharacteristics:
    """Return the exact error and power of the one-sided binomial test at given sample sizes.

    Parameters
    ----------
    sizes : array_like of int, shape (k,)
        Sample sizes, at least 1.
    p0, p1 : float
        Response rates, 0 < p0 < p1 < 1.
    alpha : float
        Largest one-sided type I error.

    Returns
    -------
    OperatingCharacteristics

    Raises
    ------
    ValueError
        If a probability does not lie between 0 and 1, p0 >= p1, or a size is below 1.

    Notes
    -----
    R: ``r <- qbinom(1 - alpha, n, p0) + 1; 1 - pbinom(r - 1, n, p)``.
    """
    check_rates(p0, p1, alpha, 0.5)
    n = np.atleast_1d(np.asarray(sizes, dtype=np.int64))
    if (n < 1).any():
        raise ValueError(f"sizes: {n[n < 1][0]} at position {int((n < 1).argmax())} is below 1")
    r = critical_values(n, p0, alpha)
    return OperatingCharacteristics(n, r, _at_least(r, n, p0), _at_least(r, n, p1))


def _at_least(r: IntArray, n: IntArray, p: float) -> FloatArray:
    return np.where(r > n, 0.0, bdtrc(np.minimum(r, n) - 1, n, p))


def check_rates(p0: float, p1: float, alpha: float, power: float) -> None:
    """Raise unless the rates and errors describe a one-sided design."""
    for name, value in (("p0", p0), ("p1", p1), ("alpha", alpha), ("power", power)):
        _check.fraction(name, value)
    if p0 >= p1:
        raise ValueError(f"p1: {p1} is not larger than p0 = {p0}")


def critical_values(sizes: IntArray, p0: float, alpha: float) -> IntArray:
    """Return, for each n, the smallest r with P(X >= r | n, p0) <= alpha (n + 1 if there is none)."""
    low, high = np.zeros_like(sizes), sizes + 1
    while (low < high).any():  # bisection, all sizes at once
        middle = (low + high) // 2
        fits = (middle > 0) & (bdtrc(middle - 1, sizes, p0) <= alpha * (1 + _ROUNDING))
        low, high = np.where(fits, low, np.minimum(middle + 1, high)), np.where(fits, middle, high)
    return high
