"""Quantiles of a survival curve: three vendors' rules on a plateau, two kinds of interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from . import _check
from ._check import FloatArray

if TYPE_CHECKING:
    from .kaplan_meier import SurvivalCurve

RULES = ("r", "spss", "sas")
INTERVALS = ("brookmeyer-crowley", "symmetric")
_TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))


@dataclass(frozen=True)
class SurvivalQuantile:
    """A quantile of a survival curve.

    Attributes
    ----------
    probability : float
        Fraction with the event; 0.5 = the median.
    estimate : float or None
        Time in the unit of the data; None = not reached, see `reason`.
    lower, upper : float or None
        Limits; None = not estimable (not reached).
    std_error : float or None
        Standard error; only for the symmetric interval.
    conf_level : float
        Level of the interval.
    rule, interval : str
        The method of the estimate and of its interval.
    reason : str or None
        Why a field is not estimable.
    """

    probability: float
    estimate: float | None
    lower: float | None
    upper: float | None
    std_error: float | None
    conf_level: float
    rule: str
    interval: str
    reason: str | None = None


def survival_quantile(
    curve: SurvivalCurve, p: float, *, rule: str = "r", interval: str = "brookmeyer-crowley"
) -> SurvivalQuantile:
    """Return the time at which a survival curve reaches 1 - p.

    Parameters
    ----------
    curve : SurvivalCurve
        A Kaplan-Meier curve.
    p : float
        Fraction with the event, 0 < p < 1.
    rule : {"r", "spss", "sas"}
        Where S(t) equals 1 - p over an interval, "r" takes its midpoint (``survival::quantile.survfit``;
        up to the last observation if no event follows), "sas" the midpoint of the two event times (PROC
        LIFETEST; the first one if no event follows) and "spss" its start. Elsewhere all take the first
        time with S(t) <= 1 - p.
    interval : {"brookmeyer-crowley", "symmetric"}
        "brookmeyer-crowley": times whose limits of S(t), on the curve's scale, include 1 - p, closed as
        `rule` closes it. "symmetric": estimate +/- z SE as SPSS and Stata do, with
        SE = SE(S(median)) / density (Collett, Modelling Survival Data in Medical Research, section 2.4).

    Returns
    -------
    SurvivalQuantile

    Raises
    ------
    ValueError
        If `p`, `rule` or `interval` is not allowed.
    """
    _check.fraction("p", p)
    _check.choice("rule", rule, RULES)
    _check.choice("interval", interval, INTERVALS)
    estimate = _ESTIMATES[rule](curve, curve.survival, p)
    find = _symmetric if interval == "symmetric" else _brookmeyer_crowley
    lower, upper, error, problem = find(curve, p, rule, estimate)
    reason = problem if estimate is not None else (curve.reason or "not reached")
    return SurvivalQuantile(p, estimate, lower, upper, error, curve.conf_level, rule, interval, reason)


def _first_at_or_below(curve: SurvivalCurve, values: FloatArray, p: float) -> float | None:
    reached = np.flatnonzero(values <= 1 - p + _TOLERANCE)  # nan compares false
    return float(curve.times[reached[0]]) if reached.size else None


def _midpoint(curve: SurvivalCurve, values: FloatArray, p: float) -> float | None:
    """Follow `survival:::findq` of R, which also meets limits that are missing or not monotone."""
    if curve.times.size == 0:
        return None
    times = np.concatenate(([0.0], curve.times))
    fell = np.concatenate(([0.0], 1 - values))
    kept = ~np.isnan(fell)
    fell, first = np.unique(fell[kept], return_index=True)
    times_at, ends_at_p = times[kept][first], abs(1 - values[-1] - p) < _TOLERANCE
    from_, to = np.searchsorted(fell, [p - _TOLERANCE, p + _TOLERANCE], side="left")
    if from_ == fell.size:
        return None
    if ends_at_p:
        return float(times_at[from_] + times[-1]) / 2
    return float(times_at[from_] + times_at[to]) / 2 if to < fell.size else None


def _lifetest(curve: SurvivalCurve, values: FloatArray, p: float) -> float | None:
    start = _first_at_or_below(curve, values, p)
    below = np.flatnonzero(values < 1 - p - _TOLERANCE)
    if start is None or not below.size:
        return start
    end = float(curve.times[below[0]])
    return start if start == end else (start + end) / 2


_ESTIMATES = {"r": _midpoint, "spss": _first_at_or_below, "sas": _lifetest}

_Interval = tuple[float | None, float | None, float | None, str | None]


def _brookmeyer_crowley(curve: SurvivalCurve, p: float, rule: str, estimate: float | None) -> _Interval:
    if rule == "sas":
        lower, upper = _confidence_set(curve, p)
    else:
        lower, upper = _ESTIMATES[rule](curve, curve.lower, p), _ESTIMATES[rule](curve, curve.upper, p)
    open_ = [name for name, limit in (("lower", lower), ("upper", upper)) if limit is None]
    return lower, upper, None, f"{' and '.join(open_)} limit not reached" if open_ else None


def _confidence_set(curve: SurvivalCurve, p: float) -> tuple[float | None, float | None]:
    died = curve.events > 0
    times = curve.times[died]
    inside = (curve.lower[died] <= 1 - p + _TOLERANCE) & (curve.upper[died] >= 1 - p - _TOLERANCE)
    members = np.flatnonzero(inside)
    if not members.size:
        return None, None
    after = members[-1] + 1
    return float(times[members[0]]), float(times[after]) if after < times.size else None


def _symmetric(curve: SurvivalCurve, p: float, rule: str, estimate: float | None) -> _Interval:
    start = _first_at_or_below(curve, curve.survival, p)
    if estimate is None or start is None:
        return None, None, None, "not reached"
    error, problem = _collett_error(curve, p, start)
    if error is None:
        return None, None, None, problem
    half = float(ndtri(0.5 + curve.conf_level / 2)) * error
    return estimate - half, estimate + half, error, None


def _collett_error(curve: SurvivalCurve, p: float, start: float) -> tuple[float | None, str | None]:
    died = curve.events > 0
    times, survival = curve.times[died], curve.survival[died]
    above = np.flatnonzero(survival >= 1 - p + 0.05 - _TOLERANCE)
    below = np.flatnonzero(survival <= 1 - p - 0.05 + _TOLERANCE)
    error = float(curve.std_error[np.searchsorted(curve.times, start)])
    if not above.size or not below.size:
        return None, "no interval: the curve has no event time on both sides of the quantile"
    if np.isnan(error):
        return None, "no interval: nobody is left at risk at the quantile"
    u, low = above[-1], below[0]
    return error * float((times[low] - times[u]) / (survival[u] - survival[low])), None
