"""Firth's penalised partial likelihood, with profile likelihood intervals and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, ndtri

from ._check import BoolArray, FloatArray
from ._newton import halve
from ._partial_likelihood import Derivatives, Stratum, evaluate

_MAX_ITERATIONS = 200
_CONVERGED = 1e-6  # the next error is about its square
_MAX_STEP = 2.0
_DIFFERENCE = 1e-4
_FARTHEST = 500.0


@dataclass(frozen=True)
class FirthRow:
    """One coefficient; a limit is None where the profile likelihood does not fall far enough."""

    coef: float
    se: float
    lower: float | None
    upper: float | None
    p_value: float


@dataclass(frozen=True, eq=False)
class FirthFit:
    """Estimates on the scale of the standardised covariates.

    Attributes
    ----------
    rows : list of FirthRow
        One per covariate.
    beta : ndarray, shape (p,)
        Coefficients.
    information : ndarray, shape (p, p)
        Information of the unpenalised likelihood at `beta`.
    log_likelihood, log_likelihood_null : float
        Penalised, at `beta` and at 0.
    iterations : int
        Steps taken.
    """

    rows: list[FirthRow]
    beta: FloatArray
    information: FloatArray
    log_likelihood: float
    log_likelihood_null: float
    iterations: int


def firth_fit(strata: tuple[Stratum, ...], p: int, conf_level: float) -> FirthFit:
    """Maximise log L + log|I| / 2 and profile it for each covariate."""
    free = np.ones(p, dtype=bool)
    beta, top, iterations = _maximise(strata, np.zeros(p), free)
    errors = np.sqrt(np.diag(np.linalg.inv(top.information)))
    drop = float(ndtri(0.5 + conf_level / 2)) ** 2
    rows = [_row(strata, beta, top, k, float(errors[k]), drop) for k in range(p)]
    null = _penalised(strata, np.zeros(p))
    return FirthFit(rows, beta, top.information, top.log_likelihood, null.log_likelihood, iterations)


def _penalised(strata: tuple[Stratum, ...], beta: FloatArray) -> Derivatives:
    plain = evaluate(strata, beta, third=True)
    sign, log_determinant = np.linalg.slogdet(plain.information)
    if sign <= 0 or not np.isfinite(log_determinant) or plain.third is None:
        return Derivatives(-np.inf, plain.score, plain.information)
    inverse = np.linalg.inv(plain.information)
    score = plain.score + 0.5 * np.einsum("ij,ijr->r", inverse, plain.third)
    return Derivatives(plain.log_likelihood + 0.5 * float(log_determinant), score, plain.information)


def _maximise(
    strata: tuple[Stratum, ...], beta: FloatArray, free: BoolArray
) -> tuple[FloatArray, Derivatives, int]:
    """Maximise over the `free` coefficients, the others held at `beta`."""

    def objective(value: FloatArray) -> Derivatives:
        return _penalised(strata, value)

    at, iteration = objective(beta), 0
    if not free.any():
        return beta, at, iteration
    for iteration in range(1, _MAX_ITERATIONS + 1):  # noqa: B007
        step = _step(objective, beta, at, free)
        beta, at = halve(objective, beta, at, step)
        if np.abs(step).max() < _CONVERGED:
            break
    return beta, at, iteration


def _step(
    objective: Callable[[FloatArray], Derivatives], beta: FloatArray, at: Derivatives, free: BoolArray
) -> FloatArray:
    """Newton's step, or the scoring step where the penalised likelihood is not concave."""
    curvature = _curvature(objective, beta, free)
    if np.linalg.eigvalsh(curvature)[0] <= 0:
        curvature = at.information[np.ix_(free, free)]
    step = np.zeros(free.size)
    step[free] = np.linalg.solve(curvature, at.score[free])
    return step * min(1.0, _MAX_STEP / max(float(np.abs(step).max()), _MAX_STEP))


def _curvature(
    objective: Callable[[FloatArray], Derivatives], beta: FloatArray, free: BoolArray
) -> FloatArray:
    """Return minus the second derivatives, by central differences of the score."""
    shifts = _DIFFERENCE * np.eye(free.size)[free]
    rows = [objective(beta - shift).score[free] - objective(beta + shift).score[free] for shift in shifts]
    curvature = np.array(rows) / (2 * _DIFFERENCE)
    return (curvature + curvature.T) / 2


def _row(
    strata: tuple[Stratum, ...], beta: FloatArray, top: Derivatives, k: int, error: float, drop: float
) -> FirthRow:
    free = np.arange(beta.size) != k
    profile = [beta]  # maxima with the coefficient held; the next is near the nearest

    def fall(value: float) -> float:
        """Twice the fall of the profile likelihood at `value`."""
        held = min(profile, key=lambda known: abs(float(known[k]) - value)).copy()
        held[k] = value
        held, at, _ = _maximise(strata, held, free)
        profile.append(held)
        return 2 * (top.log_likelihood - at.log_likelihood)

    centre = float(beta[k])
    lower, upper = (_limit(fall, centre, side * error, drop) for side in (-1.0, 1.0))
    return FirthRow(centre, error, lower, upper, float(chdtrc(1, max(fall(0.0), 0.0))))


def _limit(fall: Callable[[float], float], centre: float, step: float, drop: float) -> float | None:
    from scipy.optimize import brentq

    near, far = centre, centre + 2 * step
    while not fall(far) > drop:
        near, far = far, far + 2 * (far - near)
        if abs(far - centre) > _FARTHEST:
            return None
    return float(brentq(lambda value: fall(value) - drop, near, far, xtol=1e-11, rtol=1e-12))
