"""Restricted mean survival time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from . import _check
from .kaplan_meier import SurvivalCurve, kaplan_meier


@dataclass(frozen=True)
class RestrictedMean:
    """The mean survival time up to a horizon.

    Attributes
    ----------
    horizon : float
        The horizon, in the unit of time.
    estimate, std_error, lower, upper : float or None
        Area under S(t) up to the horizon, its standard error and limits; None = not estimable.
    conf_level : float
        Level of the interval (normal, not cut at 0 or the horizon).
    reason : str or None
        Why a field is None.
    """

    horizon: float
    estimate: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    conf_level: float
    reason: str | None = None


def restricted_mean(
    time: ArrayLike, event: ArrayLike, horizon: float, *, conf_level: float = 0.95
) -> RestrictedMean:
    """Estimate the restricted mean survival time.

    Parameters
    ----------
    time : array_like of float, shape (n,)
        Follow-up time, at least 0.
    event : array_like of {0, 1} or bool, shape (n,)
        1 = event, 0 = censored.
    horizon : float
        Up to when, more than 0, in the unit of `time`.
    conf_level : float
        Level of the interval.

    Returns
    -------
    RestrictedMean
        Not estimable if the last observation is a censoring before the horizon.

    Raises
    ------
    ValueError
        As `kaplan_meier`, and if the horizon is not a positive number.

    Notes
    -----
    As R's ``print(survfit, rmean = horizon)``: no small-sample factor in the standard error.
    """
    _check.fraction("conf_level", conf_level)
    if not (np.isfinite(horizon) and horizon > 0):
        raise ValueError(f"horizon: {horizon!r} is not a positive number")
    curve = kaplan_meier(time, event)
    reason = _why_not(curve, horizon)
    if reason:
        return RestrictedMean(horizon, None, None, None, None, conf_level, reason)
    mean, error = _area(curve, horizon)
    half = float(ndtri(0.5 + conf_level / 2)) * error
    return RestrictedMean(horizon, mean, error, mean - half, mean + half, conf_level)


def _why_not(curve: SurvivalCurve, horizon: float) -> str | None:
    if curve.n == 0:
        return "no observations"
    if horizon > curve.times[-1] and curve.survival[-1] > 0:
        return "the last observation is a censoring before the horizon"
    return None


def _area(curve: SurvivalCurve, horizon: float) -> tuple[float, float]:
    seen = curve.times <= horizon
    left = curve.at_risk - curve.events
    terms = np.where(left > 0, curve.events / (curve.at_risk * np.maximum(left, 1)), 0.0)[seen]
    edges = np.concatenate(([0.0], curve.times[seen], [horizon]))
    areas = np.diff(edges) * np.concatenate(([1.0], curve.survival[seen]))
    after = np.cumsum(areas[:0:-1])[::-1]  # area to the right of each time
    return float(areas.sum()), float(np.sqrt(after**2 @ terms))
