"""The Cox partial likelihood with its derivatives, by cumulative sums over subjects sorted once by time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement, permutations

import numpy as np

from . import _risk_set
from ._check import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Stratum:
    """Subjects of one stratum, last time first, so that every risk set is a leading block.

    Attributes
    ----------
    x : ndarray of float, shape (n, p)
        Covariates.
    times : ndarray of float, shape (k,)
        Distinct event times, descending.
    risk_end : ndarray of int, shape (k,)
        Last row at risk at each event time.
    event_rows : ndarray of int, shape (m,)
        Rows with an event.
    event_starts : ndarray of int, shape (k,)
        Where the events of each time start in `event_rows`.
    term, tied_share, weight : ndarray, shape (m,) for Efron, (k,) for Breslow
        Event time of each term of the likelihood, the share of the tied events that has left its risk
        set, and how often it counts.
    original : ndarray of int, shape (n,)
        Row of each subject in the caller's data.
    """

    x: FloatArray
    times: FloatArray
    risk_end: IntArray
    event_rows: IntArray
    event_starts: IntArray
    term: IntArray
    tied_share: FloatArray
    weight: FloatArray
    original: IntArray

    def risk_sum(self, values: FloatArray) -> FloatArray:
        """Sum `values`, one a subject, over the risk set of each term of the likelihood."""
        at_risk = np.cumsum(values)[self.risk_end]
        if not self.tied_share.any():
            return at_risk if self.term.size == at_risk.size else at_risk[self.term]
        tied = np.add.reduceat(values[self.event_rows], self.event_starts)
        return at_risk[self.term] - self.tied_share * tied[self.term]


@dataclass(frozen=True, eq=False)
class Derivatives:
    """Log partial likelihood, score and information; `third` only when asked for."""

    log_likelihood: float
    score: FloatArray
    information: FloatArray
    third: FloatArray | None = None

    def __add__(self, other: Derivatives) -> Derivatives:
        third = None if self.third is None or other.third is None else self.third + other.third
        return Derivatives(
            self.log_likelihood + other.log_likelihood,
            self.score + other.score,
            self.information + other.information,
            third,
        )


def strata_of(
    times: FloatArray, events: BoolArray, x: FloatArray, ties: str, rows: Iterator[slice | IntArray]
) -> tuple[Stratum, ...]:
    """Sort each stratum; those without events are left out."""
    everyone = np.arange(times.size)
    groups = [everyone[selected] for selected in rows]
    return tuple(
        _stratum(times[group], events[group], x[group], ties, group)
        for group in groups
        if events[group].any()
    )


def _stratum(times: FloatArray, events: BoolArray, x: FloatArray, ties: str, rows: IntArray) -> Stratum:
    ascending = np.argsort(times, kind="stable")
    starts = _risk_set.distinct_starts(times[ascending])
    order, n = ascending[::-1], times.size
    died = events[order]
    # Reversed, the block that starts at s ends at n - 1 - s.
    ends = n - 1 - starts[::-1]
    before = np.concatenate(([0], np.cumsum(died)[ends]))
    deaths = np.diff(before)
    with_event = deaths > 0
    deaths, event_starts = deaths[with_event], before[:-1][with_event]
    term, share, weight = _terms(deaths, event_starts, ties)
    return Stratum(
        x=x[order],
        times=times[order][ends[with_event]],
        risk_end=ends[with_event],
        event_rows=np.flatnonzero(died),
        event_starts=event_starts,
        term=term,
        tied_share=share,
        weight=weight,
        original=rows[order],
    )


def _terms(deaths: IntArray, event_starts: IntArray, ties: str) -> tuple[IntArray, FloatArray, FloatArray]:
    k = np.arange(deaths.size)
    if ties == "breslow" or deaths.max() == 1:
        return k, np.zeros(k.size), deaths.astype(np.float64)
    term = np.repeat(k, deaths)
    position = np.arange(term.size) - event_starts[term]
    return term, position / deaths[term], np.ones(term.size)


def evaluate(strata: tuple[Stratum, ...], beta: FloatArray, *, third: bool = False) -> Derivatives:
    """Return the log partial likelihood at `beta` and its derivatives, summed over strata."""
    p = beta.size
    total = Derivatives(0.0, np.zeros(p), np.zeros((p, p)), np.zeros((p, p, p)) if third else None)
    with np.errstate(all="ignore"):  # callers halve their step on a likelihood that is not finite
        for stratum in strata:
            total += _evaluate(stratum, beta, third)
    return total


def _evaluate(s: Stratum, beta: FloatArray, third: bool) -> Derivatives:
    eta = s.x @ beta
    shift = float(eta.max())
    risk = np.exp(eta - shift)
    total = s.risk_sum(risk)
    means = moments(s, risk, total)
    information, seconds = _information(s, risk, total, means, third)
    log_likelihood = float(eta[s.event_rows].sum() - s.weight @ (np.log(total) + shift))
    score = s.x[s.event_rows].sum(axis=0) - np.array([s.weight @ mean for mean in means]).reshape(beta.shape)
    cubes = _third(s, risk, total, means, seconds) if third else None
    return Derivatives(log_likelihood, score, information, cubes)


def moments(s: Stratum, risk: FloatArray, total: FloatArray) -> list[FloatArray]:
    """Return the risk-weighted mean of each covariate for each term of the likelihood."""
    return [s.risk_sum(risk * column) / total for column in s.x.T]


Seconds = dict[tuple[int, int], FloatArray]


def _information(
    s: Stratum, risk: FloatArray, total: FloatArray, means: list[FloatArray], keep: bool
) -> tuple[FloatArray, Seconds]:
    """Return the information and, where they are needed again, the risk-weighted means of products."""
    information, seconds = np.zeros((len(means), len(means))), {}
    for i, j, second in second_moments(s, risk, total):
        information[i, j] = information[j, i] = s.weight @ (second - means[i] * means[j])
        if keep:
            seconds[i, j] = second
    return information, seconds


def second_moments(s: Stratum, risk: FloatArray, total: FloatArray) -> Iterator[tuple[int, int, FloatArray]]:
    """Yield the risk-weighted mean of each product of two covariates (i <= j)."""
    for i, first in enumerate(s.x.T):
        weighted = risk * first
        for j in range(i, s.x.shape[1]):
            yield i, j, s.risk_sum(weighted * s.x[:, j]) / total


def _third(
    s: Stratum, risk: FloatArray, total: FloatArray, means: list[FloatArray], seconds: Seconds
) -> FloatArray:
    """Return the derivative of the information: sums of third central cumulants."""
    p = len(means)
    cubes = np.zeros((p, p, p))
    for i, j, k in combinations_with_replacement(range(p), 3):
        raw = s.risk_sum(risk * s.x[:, i] * s.x[:, j] * s.x[:, k]) / total
        mixed = means[i] * seconds[j, k] + means[j] * seconds[i, k] + means[k] * seconds[i, j]
        value = s.weight @ (raw - mixed + 2 * means[i] * means[j] * means[k])
        for index in set(permutations((i, j, k))):
            cubes[index] = value
    return cubes
