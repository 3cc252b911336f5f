"""Harrell's concordance, counted in n log n."""

from __future__ import annotations

import numpy as np

from . import _risk_set
from ._check import BoolArray, FloatArray, IntArray
from ._partial_likelihood import Stratum


def strata_concordance(
    strata: tuple[Stratum, ...], beta: FloatArray, times: FloatArray, events: BoolArray
) -> float | None:
    """Return the concordance of the linear predictor with survival, summed over strata."""
    total = np.zeros(3)
    for stratum in strata:
        score = stratum.x @ beta
        total += pair_counts(times[stratum.original], events[stratum.original], score)
    concordant, discordant, tied = total
    pairs = concordant + discordant + tied
    return float((concordant + tied / 2) / pairs) if pairs else None


def pair_counts(times: FloatArray, events: BoolArray, score: FloatArray) -> FloatArray:
    """Count comparable pairs in which the higher score fails first, second, or the scores are equal.

    A pair is comparable if one subject has an event before the other's time, or at the time at which the
    other is censored.
    """
    ordered = np.sort(times)
    block = np.searchsorted(ordered[_risk_set.distinct_starts(ordered)], times, side="right")
    order = np.lexsort((events, -block))  # latest first; at one time the censored before the events
    rank = np.unique(np.round(score, 12), return_inverse=True)[1].reshape(-1)[order]
    key, died = -block[order], events[order]
    rows = np.flatnonzero(died)
    # Comparable with an event: everyone later, and those censored at the same time.
    ends = np.searchsorted(2 * key + died, 2 * key[rows] + 1, side="left")
    below, equal = _prefix_ranks(rank, ends, rank[rows])
    return np.array([below.sum(), (ends - below - equal).sum(), equal.sum()], dtype=np.float64)


def _prefix_ranks(values: IntArray, ends: IntArray, pivots: IntArray) -> tuple[IntArray, IntArray]:
    """Count, for each query, how many of the first `ends` values are below and equal to its pivot.

    A wavelet matrix: one stable partition per bit of the ranks.
    """
    start, stop = np.zeros_like(ends), ends.copy()
    below = np.zeros_like(ends)
    bits = int(values.max(initial=0)).bit_length()
    for bit in range(bits - 1, -1, -1):
        ones = (values >> bit) & 1
        zeros_before = np.concatenate(([0], np.cumsum(1 - ones)))
        pivot_one = ((pivots >> bit) & 1).astype(bool)
        zero_start, zero_stop = zeros_before[start], zeros_before[stop]
        below += np.where(pivot_one, zero_stop - zero_start, 0)
        n_zeros = zeros_before[-1]
        start = np.where(pivot_one, n_zeros + start - zero_start, zero_start)
        stop = np.where(pivot_one, n_zeros + stop - zero_stop, zero_stop)
        values = np.concatenate((values[ones == 0], values[ones == 1]))
    return below, stop - start
