"""Survival statistics for many candidate arrangements at once, used inside the searches only.

The final check of the reconstructed data uses :mod:`hcc_analysis.stats`; what is here is the same
arithmetic for a two-level covariate and distinct times, written for whole arrays of candidates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import erfc

Floats = NDArray[np.float64]
Z = 1.959963984540054
_NEWTON_STEPS = 8
_MAX_STEP = 1.5
TOLERANCE = 1e-9


@dataclass(frozen=True)
class TwoGroups:
    """Cox regression (Wald) and log-rank test of a two-level covariate, one entry a candidate."""

    hr: Floats
    lower: Floats
    upper: Floats
    cox_p: Floats
    log_rank_p: Floats


def two_groups(exposed: Floats, at_risk: Floats, exposed_at_risk: Floats, event: Floats) -> TwoGroups:
    """Compare two groups from their risk sets, with distinct event times.

    Parameters
    ----------
    exposed : array, shape (candidates, times)
        1 where the subject of that time is in the exposed group.
    at_risk, exposed_at_risk : array
        Subjects at risk just before each time, and those of them that are exposed.
    event : array
        1 where the time is an event.

    Returns
    -------
    TwoGroups
        One entry a candidate; separated groups give hazard ratios without meaning.
    """
    others = at_risk - exposed_at_risk
    observed = (exposed * event).sum(axis=1)
    beta = np.zeros(len(observed))
    for _ in range(_NEWTON_STEPS):
        share = _share(beta, exposed_at_risk, others)
        information = np.maximum((event * share * (1 - share)).sum(axis=1), 1e-12)
        step = (observed - (event * share).sum(axis=1)) / information
        beta = np.clip(beta + np.clip(step, -_MAX_STEP, _MAX_STEP), -15, 15)
    share = _share(beta, exposed_at_risk, others)
    se = 1 / np.sqrt(np.maximum((event * share * (1 - share)).sum(axis=1), 1e-12))
    fraction = exposed_at_risk / at_risk
    variance = np.maximum((event * fraction * (1 - fraction)).sum(axis=1), 1e-12)
    difference = observed - (event * fraction).sum(axis=1)
    return TwoGroups(
        hr=np.exp(beta),
        lower=np.exp(np.minimum(beta - Z * se, 300)),
        upper=np.exp(np.minimum(beta + Z * se, 300)),
        cox_p=two_sided_p(beta / se),
        log_rank_p=two_sided_p(difference / np.sqrt(variance)),
    )


def _share(beta: Floats, exposed_at_risk: Floats, others: Floats) -> Floats:
    weight = exposed_at_risk * np.exp(beta)[:, None]
    return weight / (weight + others)


def two_sided_p(z: Floats) -> Floats:
    """Two-sided p value of a standard normal statistic."""
    return np.asarray(erfc(np.abs(z) / np.sqrt(2)), dtype=float)


@dataclass(frozen=True)
class Median:
    """Median of a Kaplan-Meier curve with SPSS's symmetric interval; NaN where it does not exist."""

    value: Floats
    lower: Floats
    upper: Floats


def survival(event: Floats, at_risk: Floats) -> Floats:
    """Kaplan-Meier estimate at sorted, distinct times; nobody is at risk where ``at_risk`` is nought."""
    return np.asarray(np.cumprod(1 - event / np.maximum(at_risk, 1), axis=1), dtype=float)


def median_spss(time: Floats, event: Floats, at_risk: Floats) -> Median:
    """Median and symmetric interval, as SPSS prints them.

    Parameters
    ----------
    time, event, at_risk : array, shape (candidates, times)
        Sorted times, events, and subjects at risk just before.

    Returns
    -------
    Median
        The first time with survival at or below one half; the standard error is Greenwood's over the
        density between the last event with S >= 0.55 and the first with S <= 0.45.
    """
    curve = survival(event, at_risk)
    happened = (event > 0) & (at_risk > 0)
    terms = np.where(happened & (at_risk > 1), 1 / np.maximum(at_risk * (at_risk - 1), 1), 0.0)
    greenwood = curve * np.sqrt(np.cumsum(terms, axis=1))
    rows = np.arange(len(time))
    middle, has_middle = _first(happened & (curve <= 0.5 + TOLERANCE))
    above, has_above = _last(happened & (curve >= 0.55 - TOLERANCE))
    below, has_below = _first(happened & (curve <= 0.45 + TOLERANCE))
    drop = curve[rows, above] - curve[rows, below]
    with np.errstate(divide="ignore", invalid="ignore"):
        half = Z * greenwood[rows, middle] * (time[rows, below] - time[rows, above]) / drop
    value = np.where(has_middle, time[rows, middle], np.nan)
    half = np.where(has_above & has_below, half, np.nan)
    return Median(value, value - half, value + half)


_Where = tuple[NDArray[np.intp], NDArray[np.bool_]]


def _first(condition: NDArray[np.bool_]) -> _Where:
    return condition.argmax(axis=1), np.asarray(condition.any(axis=1))


def _last(condition: NDArray[np.bool_]) -> _Where:
    return condition.shape[1] - 1 - condition[:, ::-1].argmax(axis=1), np.asarray(condition.any(axis=1))
