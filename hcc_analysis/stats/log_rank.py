"""The log-rank test and its relatives, for any number of groups, stratified or for trend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from . import _check, _risk_set
from ._check import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class LogRankTest:
    """A comparison of survival curves.

    Attributes
    ----------
    statistic, p_value : float or None
        Chi-square statistic and its p value; None = not estimable, see `reason`.
    df : int
        Degrees of freedom: groups with expected events, less 1 (1 for the trend).
    groups : tuple, length k
        The groups in the order of the rows below.
    n : ndarray of int, shape (k,)
        Subjects in each group.
    observed, expected : ndarray of float, shape (k,)
        (Weighted) events observed, and expected if the curves were equal.
    variance : ndarray of float, shape (k, k)
        Hypergeometric covariance of observed minus expected.
    rho : float
        Exponent of the weight S(t-)^rho: 0 = log-rank, 1 = Peto & Peto.
    trend, stratified : bool
        Whether the test is for trend over the groups' order, and whether it is stratified.
    reason : str or None
        Why the test is not estimable.
    """

    statistic: float | None
    df: int
    p_value: float | None
    groups: tuple[Any, ...]
    n: IntArray
    observed: FloatArray
    expected: FloatArray
    variance: FloatArray = field(repr=False)
    rho: float = 0.0
    trend: bool = False
    stratified: bool = False
    reason: str | None = None


def log_rank(
    time: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    *,
    rho: float = 0.0,
    strata: ArrayLike | None = None,
    trend: bool = False,
) -> LogRankTest:
    """Test whether groups have the same survival function.

    Parameters
    ----------
    time : array_like of float, shape (n,)
        Follow-up time, at least 0.
    event : array_like of {0, 1} or bool, shape (n,)
        1 = event, 0 = censored.
    group : array_like, shape (n,)
        Group of each subject: labels of any sortable type or a pandas categorical.
    rho : float
        Exponent of the weights S(t-)^rho.
    strata : array_like, shape (n,), optional
        Strata; observed, expected and variance are summed over them.
    trend : bool
        Test for trend, with scores 1, 2, ..., k in the order of the groups.

    Returns
    -------
    LogRankTest

    Raises
    ------
    ValueError
        If arguments differ in length, a time is missing or negative, an event is neither 0 nor 1, a group
        or stratum is missing, or `rho` is not finite.

    Notes
    -----
    As R's ``survival::survdiff`` (Harrington & Fleming 1982); the trend as in Collett, Modelling Survival
    Data in Medical Research, section 2.7.
    """
    times, events = _check.survival_data(time, event)
    groups, code = _check.levels("group", group, times.size)
    _check.non_negative("rho", np.atleast_1d(np.float64(rho)))
    total = _Sums(np.zeros(len(groups)), np.zeros(len(groups)), np.zeros((len(groups), len(groups))))
    for rows in strata_rows(strata, times.size) if groups else ():
        total += _sums(times[rows], events[rows], code[rows], len(groups), rho)
    statistic, df, reason = _statistic(total, trend)
    return LogRankTest(
        statistic=statistic,
        df=df,
        p_value=None if statistic is None else float(chdtrc(df, statistic)),
        groups=groups,
        n=np.bincount(code, minlength=len(groups)),
        observed=total.observed,
        expected=total.expected,
        variance=total.variance,
        rho=float(rho),
        trend=trend,
        stratified=strata is not None,
        reason=reason,
    )


@dataclass(frozen=True)
class _Sums:
    observed: FloatArray
    expected: FloatArray
    variance: FloatArray

    def __add__(self, other: _Sums) -> _Sums:
        return _Sums(
            self.observed + other.observed, self.expected + other.expected, self.variance + other.variance
        )


def strata_rows(strata: ArrayLike | None, n: int) -> Iterator[slice | IntArray]:
    """Yield the rows of each stratum."""
    if strata is None:
        yield slice(None)
        return
    _, code = _check.levels("strata", strata, n)
    order = np.argsort(code, kind="stable")
    yield from np.split(order, np.flatnonzero(np.diff(code[order])) + 1)


def _sums(times: FloatArray, events: BoolArray, code: IntArray, k: int, rho: float) -> _Sums:
    members = [code == group for group in range(k)]
    ordered = [_risk_set.sort_times(times[member], events[member]) for member in members]
    grid = _grid(ordered)
    counts = [group.counts(grid) for group in ordered]
    at_risk, died = (sum(part, np.zeros(grid.size, np.intp)) for part in zip(*counts, strict=True))
    weight = _weights(died, at_risk, rho)
    observed = np.array([float(weight @ own) for _, own in counts])
    share = [own / at_risk for own, _ in counts]
    expected = np.array([(weight * died) @ part for part in share]).reshape(k)
    spread = weight**2 * died * (at_risk - died) / np.maximum(at_risk - 1, 1)
    cross = np.array([[(spread * a) @ b for b in share] for a in share]).reshape(k, k)
    return _Sums(observed, expected, np.diag([float(spread @ part) for part in share]) - cross)


def _grid(ordered: list[_risk_set.SortedTimes]) -> FloatArray:
    """Merge the distinct times of all groups; a stable sort merges runs that are sorted already."""
    runs = [group.times[_risk_set.distinct_starts(group.times)] for group in ordered]
    merged = np.sort(np.concatenate(runs), kind="stable")
    return merged[_risk_set.distinct_starts(merged)]


def _weights(died: IntArray, at_risk: IntArray, rho: float) -> FloatArray:
    if rho == 0:
        return np.ones(died.size)
    before = np.concatenate(([1.0], np.cumprod(1 - died / at_risk)[:-1]))[: died.size]
    return np.asarray(before**rho, dtype=np.float64)


def _statistic(total: _Sums, trend: bool) -> tuple[float | None, int, str | None]:
    used = total.expected > 0
    df = int(used.sum()) - 1
    if not used.any():
        return None, 0, "no observations" if not used.size else "no events"
    if df < 1:
        return None, 0, "fewer than two groups are ever at risk of an event"
    gap = total.observed - total.expected
    if trend:
        score = np.arange(1.0, used.size + 1)
        spread = float(score @ total.variance @ score)
        return _ratio(float(score @ gap) ** 2, spread, 1)
    kept = np.flatnonzero(used)[1:]
    variance = total.variance[np.ix_(kept, kept)]
    if np.linalg.matrix_rank(variance, hermitian=True) < df:
        return None, df, "no variance: groups are never at risk together"
    return float(gap[kept] @ np.linalg.solve(variance, gap[kept])), df, None


def _ratio(square: float, spread: float, df: int) -> tuple[float | None, int, str | None]:
    if spread <= 0:
        return None, df, "no variance: groups are never at risk together"
    return square / spread, df, None
