"""Newton's method for the partial likelihood, with what can go wrong named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ._check import BoolArray, FloatArray
from ._partial_likelihood import Derivatives, Stratum, evaluate

_MAX_ITERATIONS = 60
_CONVERGED = 1e-7  # the next error is its square
_NOISE = 1e-10  # of a log likelihood summed over many subjects
_FLAT = 1e-10
_MAX_HALVINGS = 30
_LEVEL = 1e-3
_FLAT_DIRECTION = 1e-13


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where the iteration ended.

    Attributes
    ----------
    beta : ndarray of float, shape (p,)
        Coefficients.
    at : Derivatives
        Likelihood, score and information there.
    converged : bool
        Whether the likelihood has a maximum there.
    infinite : ndarray of bool, shape (p,)
        Coefficients along which the likelihood still rises (separation).
    iterations : int
        Steps taken.
    """

    beta: FloatArray
    at: Derivatives
    converged: bool
    infinite: BoolArray
    iterations: int


def maximise(strata: tuple[Stratum, ...], p: int) -> Maximum:
    """Maximise the partial likelihood from 0; covariates are expected to be standardised."""
    beta: FloatArray = np.zeros(p)
    flat = 0
    at = evaluate(strata, beta)
    for iteration in range(1, _MAX_ITERATIONS + 1):
        step = newton_step(at.information, at.score)
        if np.abs(step).max(initial=0.0) < _CONVERGED:
            at = evaluate(strata, beta + step)
            return Maximum(beta + step, at, not singular(at.information), np.zeros(p, bool), iteration)
        new, at_new = halve(lambda b: evaluate(strata, b), beta, at, step)
        rise = at_new.log_likelihood - at.log_likelihood
        flat = flat + 1 if rise <= _FLAT * (abs(at.log_likelihood) + 0.1) else 0
        beta, at = new, at_new
        if flat >= 2 and monotone(strata, step):
            return Maximum(beta, at, False, np.abs(step) > 1e-3 * np.abs(step).max(), iteration)
    return Maximum(beta, at, False, np.zeros(p, bool), _MAX_ITERATIONS)


def newton_step(information: FloatArray, score: FloatArray) -> FloatArray:
    """Solve for the step; a singular information takes its least-squares solution."""
    try:
        return np.linalg.solve(information, score)
    except np.linalg.LinAlgError:
        return np.linalg.lstsq(information, score, rcond=None)[0]


def halve(
    objective: Callable[[FloatArray], Derivatives], beta: FloatArray, at: Derivatives, step: FloatArray
) -> tuple[FloatArray, Derivatives]:
    """Halve `step` until the likelihood does not fall."""
    slack = _NOISE * (abs(at.log_likelihood) + 1)
    for _ in range(_MAX_HALVINGS):
        new = objective(beta + step)
        if np.isfinite(new.log_likelihood) and new.log_likelihood >= at.log_likelihood - slack:
            return beta + step, new
        step = step / 2
    return beta, at


def monotone(strata: tuple[Stratum, ...], direction: FloatArray) -> bool:
    """Whether the likelihood rises for ever along `direction`: every event is the highest of its risk set."""
    heights = [stratum.x @ direction for stratum in strata]
    slack = _LEVEL * max(float(np.ptp(height)) for height in heights)
    return slack > 0 and all(
        _events_highest(stratum, height, slack) for stratum, height in zip(strata, heights, strict=True)
    )


def _events_highest(s: Stratum, height: FloatArray, slack: float) -> bool:
    top = np.maximum.accumulate(height)[s.risk_end]
    lowest_event = np.minimum.reduceat(height[s.event_rows], s.event_starts)
    return bool((lowest_event >= top - slack).all())


def singular(information: FloatArray) -> bool:
    """Whether the likelihood is flat in some direction."""
    values = np.linalg.eigvalsh(information)
    return not values[0] > _FLAT_DIRECTION * max(values[-1], 1.0)
