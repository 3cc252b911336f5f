"""The Kaplan-Meier estimator and its reverse, with Greenwood's standard error and four interval types."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from . import _check, _risk_set
from ._check import BoolArray, FloatArray, IntArray
from .quantiles import SurvivalQuantile, survival_quantile

CONF_TYPES = ("plain", "log", "log-log", "arcsine")


@dataclass(frozen=True, eq=False)
class SurvivalEstimates:
    """Survival estimated at chosen times.

    Attributes
    ----------
    times : ndarray of float, shape (k,)
        The times asked for.
    survival, std_error, lower, upper : ndarray of float, shape (k,)
        Estimate, Greenwood's standard error and pointwise limits; nan = not estimable, see `reasons`.
    at_risk : ndarray of int, shape (k,)
        Subjects whose time is at or after each time.
    reasons : tuple of (str or None), length k
        Why an estimate or its interval is not estimable.
    """

    times: FloatArray
    survival: FloatArray
    std_error: FloatArray
    lower: FloatArray
    upper: FloatArray
    at_risk: IntArray
    reasons: tuple[str | None, ...]


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """A Kaplan-Meier curve: one row per distinct observed time.

    Attributes
    ----------
    times : ndarray of float, shape (k,)
        Distinct observed times, ascending, of events and of censorings.
    at_risk, events, censored : ndarray of int, shape (k,)
        Subjects at risk just before, events at, and censorings at each time.
    survival : ndarray of float, shape (k,)
        S(t), right-continuous.
    std_error : ndarray of float, shape (k,)
        Greenwood's standard error of S(t); nan where S(t) = 0.
    lower, upper : ndarray of float, shape (k,)
        Pointwise limits of S(t); nan where undefined: where S(t) = 0, and before the first event for
        the types "log-log" and "arcsine".
    n, n_events : int
        Number of subjects and of events.
    conf_type : str
        Scale of the limits.
    conf_level : float
        Level of the limits.
    reason : str or None
        Why the curve carries no information (no observations, no events).
    """

    times: FloatArray
    at_risk: IntArray
    events: IntArray
    censored: IntArray
    survival: FloatArray
    std_error: FloatArray
    lower: FloatArray
    upper: FloatArray
    n: int
    n_events: int
    conf_type: str
    conf_level: float
    reason: str | None = None

    def at(self, times: ArrayLike) -> SurvivalEstimates:
        """Return the estimates at given times.

        Parameters
        ----------
        times : array_like of float, shape (k,) or scalar
            Times in the unit of the data.

        Returns
        -------
        SurvivalEstimates
            After the last observation S(t) is not estimable unless it has reached 0.

        Raises
        ------
        ValueError
            If a time is missing or negative.
        """
        asked = _check.non_negative("times", _check.vector("times", np.atleast_1d(np.asarray(times))))
        return _estimates_at(self, asked)

    def quantile(
        self, p: float, *, rule: str = "r", interval: str = "brookmeyer-crowley"
    ) -> SurvivalQuantile:
        """Return the time by which a fraction `p` has had the event, with its interval.

        Parameters
        ----------
        p : float
            Fraction with the event, 0 < p < 1: the time at which S(t) = 1 - p.
        rule : {"r", "spss", "sas"}
            Which time is taken on a plateau at 1 - p, see `survival_quantile`.
        interval : {"brookmeyer-crowley", "symmetric"}
            How the interval is made.

        Raises
        ------
        ValueError
            If `p`, `rule` or `interval` is not allowed.
        """
        return survival_quantile(self, p, rule=rule, interval=interval)

    @property
    def median(self) -> SurvivalQuantile:
        """The median by R's rule, with its Brookmeyer-Crowley interval."""
        return self.quantile(0.5)


def kaplan_meier(
    time: ArrayLike, event: ArrayLike, *, conf_type: str = "log-log", conf_level: float = 0.95
) -> SurvivalCurve:
    """Estimate the survival function.

    Parameters
    ----------
    time : array_like of float, shape (n,)
        Follow-up time, any unit, at least 0.
    event : array_like of {0, 1} or bool, shape (n,)
        1 = event, 0 = censored. Subjects censored at an event time are at risk for that event.
    conf_type : {"log-log", "log", "plain", "arcsine"}
        Scale on which the limits are symmetric.
    conf_level : float
        Level of the pointwise limits.

    Returns
    -------
    SurvivalCurve

    Raises
    ------
    ValueError
        If the arguments differ in length, a time is missing or negative, an event is neither 0 nor 1,
        or `conf_type` or `conf_level` is not allowed.

    Notes
    -----
    As R's ``survival::survfit`` (Kaplan & Meier 1958; Greenwood 1926).
    """
    _check.choice("conf_type", conf_type, CONF_TYPES)
    _check.fraction("conf_level", conf_level)
    times, events = _check.survival_data(time, event)
    return _curve(times, events, conf_type, conf_level)


def follow_up(
    time: ArrayLike, event: ArrayLike, *, conf_type: str = "log-log", conf_level: float = 0.95
) -> SurvivalCurve:
    """Estimate the distribution of follow-up by the reverse Kaplan-Meier method.

    Censoring becomes the event and the event censors. Parameters, result and errors are those of
    `kaplan_meier`; `reason` reads "no events" when no subject is censored.

    Notes
    -----
    Schemper & Smith, Controlled Clinical Trials 1996;17:343-346. Ties are handled as in R's
    ``survfit(Surv(time, 1 - event) ~ 1)``.
    """
    _check.choice("conf_type", conf_type, CONF_TYPES)
    _check.fraction("conf_level", conf_level)
    times, events = _check.survival_data(time, event)
    return _curve(times, ~events, conf_type, conf_level)


def _curve(times: FloatArray, events: BoolArray, conf_type: str, conf_level: float) -> SurvivalCurve:
    ordered = _risk_set.sort_times(times, events)
    starts = _risk_set.distinct_starts(ordered.times)
    at_risk, died = ordered.counts_from(starts)
    survival = np.cumprod((at_risk - died) / at_risk)
    log_error = np.sqrt(np.cumsum(_greenwood_terms(at_risk, died)))
    lower, upper = limits(survival, log_error, conf_type, conf_level)
    return SurvivalCurve(
        times=ordered.times[starts],
        at_risk=at_risk,
        events=died,
        censored=np.diff(starts, append=times.size) - died,
        survival=survival,
        std_error=survival * log_error,
        lower=lower,
        upper=upper,
        n=times.size,
        n_events=int(died.sum()),
        conf_type=conf_type,
        conf_level=conf_level,
        reason=_no_information(times.size, int(died.sum())),
    )


def _no_information(n: int, n_events: int) -> str | None:
    if n == 0:
        return "no observations"
    return None if n_events else "no events"


def _greenwood_terms(at_risk: IntArray, died: IntArray) -> FloatArray:
    left = (at_risk - died).astype(np.float64)
    left[left == 0] = np.nan  # S(t) = 0: no standard error
    return died / (at_risk * left)


def limits(
    survival: FloatArray, log_error: FloatArray, conf_type: str, conf_level: float
) -> tuple[FloatArray, FloatArray]:
    """Return pointwise limits of S(t) from the standard error of log S(t)."""
    z = float(ndtri(0.5 + conf_level / 2))
    defined = (survival > 0) & np.isfinite(log_error)
    if conf_type in ("log-log", "arcsine"):
        defined &= survival < 1
    lower = np.full(survival.shape, np.nan)
    upper = lower.copy()
    lower[defined], upper[defined] = _SCALES[conf_type](survival[defined], z * log_error[defined])
    return lower, upper


def _plain(s: FloatArray, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    return np.maximum(s - s * half, 0.0), np.minimum(s + s * half, 1.0)


def _log(s: FloatArray, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    return s * np.exp(-half), np.exp(np.minimum(np.log(s) + half, 0.0))


def _log_log(s: FloatArray, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    spread = half / np.abs(np.log(s))
    return np.exp(np.log(s) * np.exp(spread)), np.exp(np.log(s) * np.exp(-spread))


def _arcsine(s: FloatArray, half: FloatArray) -> tuple[FloatArray, FloatArray]:
    centre, spread = np.arcsin(np.sqrt(s)), 0.5 * half * np.sqrt(s / (1 - s))
    return np.sin(np.maximum(centre - spread, 0.0)) ** 2, np.sin(np.minimum(centre + spread, np.pi / 2)) ** 2


_SCALES = {"plain": _plain, "log": _log, "log-log": _log_log, "arcsine": _arcsine}


def _estimates_at(curve: SurvivalCurve, asked: FloatArray) -> SurvivalEstimates:
    slack = _risk_set.TIE_TOLERANCE * float(curve.times.mean()) if curve.times.size else 0.0
    step = np.searchsorted(curve.times, asked + slack, side="right")
    waiting = np.searchsorted(curve.times, asked - slack, side="left")
    beyond = step == curve.times.size
    if curve.times.size:
        beyond &= (asked > curve.times[-1] + slack) & (curve.survival[-1] > 0)
    survival = _step(curve.survival, step, 1.0, beyond)
    lower, upper = _step(curve.lower, step, 1.0, beyond), _step(curve.upper, step, 1.0, beyond)
    return SurvivalEstimates(
        times=asked,
        survival=survival,
        std_error=_step(curve.std_error, step, 0.0, beyond),
        lower=lower,
        upper=upper,
        at_risk=np.append(curve.at_risk, 0)[waiting],
        reasons=tuple(map(_why_not, survival.tolist(), lower.tolist())),
    )


def _step(values: FloatArray, step: IntArray, start: float, beyond: BoolArray) -> FloatArray:
    found = np.concatenate(([start], values))[step]
    found[beyond] = np.nan
    return found


def _why_not(survival: float, lower: float) -> str | None:
    if np.isnan(survival):
        return "after the last observation"
    if not np.isnan(lower):
        return None
    return "no interval: nobody is left at risk" if survival == 0 else "no interval: no event so far"
