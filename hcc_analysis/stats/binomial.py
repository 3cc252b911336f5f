"""Confidence intervals of a proportion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import bdtr, betaincinv, gammaln, ndtri, xlog1py, xlogy

from . import _check
from ._check import FloatArray


@dataclass(frozen=True)
class BinomialInterval:
    """A proportion with its confidence interval.

    Attributes
    ----------
    successes, n : int
        The counts.
    proportion, lower, upper : float or None
        Estimate and limits, as fractions; None = not estimable (n = 0).
    method : str
        How the interval is made.
    conf_level : float
        Its level.
    reason : str or None
        Why it is not estimable.
    """

    successes: int
    n: int
    proportion: float | None
    lower: float | None
    upper: float | None
    method: str
    conf_level: float
    reason: str | None = None


def binomial_interval(
    successes: int, n: int, *, method: str = "clopper-pearson", conf_level: float = 0.95
) -> BinomialInterval:
    """Return a proportion with its confidence interval.

    Parameters
    ----------
    successes, n : int
        0 <= successes <= n.
    method : {"clopper-pearson", "wilson", "jeffreys", "mid-p"}
        Exact (R's ``binom.test``); Wilson's score interval without continuity correction (``prop.test(...,
        correct = FALSE)``); Jeffreys' equal-tailed interval, 0 or 1 at the boundary (Brown, Cai &
        DasGupta 2001); exact with half the probability of the observed count (mid-P).
    conf_level : float
        Level of the interval.

    Returns
    -------
    BinomialInterval

    Raises
    ------
    ValueError
        If a count is not a whole number or out of range, or `method` or `conf_level` is not allowed.
    """
    _check.choice("method", method, tuple(_METHODS))
    _check.fraction("conf_level", conf_level)
    x, size = whole("successes", successes), whole("n", n)
    if x > size:
        raise ValueError(f"successes: {x} is more than n = {size}")
    if size == 0:
        return BinomialInterval(0, 0, None, None, None, method, conf_level, "no observations")
    lower, upper = _METHODS[method](x, size, (1 - conf_level) / 2)
    return BinomialInterval(x, size, x / size, float(lower), float(upper), method, conf_level)


def whole(name: str, value: float) -> int:
    """Return a count, or raise if it is not a whole number of at least 0."""
    if not (np.isfinite(value) and value >= 0 and int(value) == value):
        raise ValueError(f"{name}: {value!r} is not a whole number of at least 0")
    return int(value)


def _clopper_pearson(x: int, n: int, tail: float) -> tuple[float, float]:
    return (
        betaincinv(x, n - x + 1, tail) if x else 0.0,
        betaincinv(x + 1, n - x, 1 - tail) if x < n else 1.0,
    )


def _wilson(x: int, n: int, tail: float) -> tuple[float, float]:
    z2 = float(ndtri(tail)) ** 2
    centre = (x + z2 / 2) / (n + z2)
    half = np.sqrt(z2 * x * (n - x) / n + z2**2 / 4) / (n + z2)
    return (centre - half if x else 0.0), (centre + half if x < n else 1.0)


def _jeffreys(x: int, n: int, tail: float) -> tuple[float, float]:
    a, b = x + 0.5, n - x + 0.5
    return (betaincinv(a, b, tail) if x else 0.0), (betaincinv(a, b, 1 - tail) if x < n else 1.0)


def _mid_p(x: int, n: int, tail: float) -> tuple[float, float]:
    def at_most(p: float) -> float:
        return float(bdtr(x, n, p)) - 0.5 * float(probabilities(n, p)[x])

    lower = _solve(lambda p: 1 - at_most(p) - tail) if x else 0.0
    return lower, _solve(lambda p: at_most(p) - tail) if x < n else 1.0


def probabilities(n: int, p: float) -> FloatArray:
    """Return the binomial probabilities of 0 ... n successes, 0 < p < 1."""
    x = np.arange(n + 1)
    choose = gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1)
    return np.asarray(np.exp(choose + xlogy(x, p) + xlog1py(n - x, -p)))


def _solve(equation: Callable[[float], float]) -> float:
    from scipy.optimize import brentq

    return float(brentq(equation, 0.0, 1.0, xtol=1e-15, rtol=1e-14))


_METHODS: dict[str, Callable[[int, int, float], tuple[float, float]]] = {
    "clopper-pearson": _clopper_pearson,
    "wilson": _wilson,
    "jeffreys": _jeffreys,
    "mid-p": _mid_p,
}
