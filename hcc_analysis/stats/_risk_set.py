"""Distinct times and the subjects at risk at each, from sorted arrays; nothing here is slower than a sort."""

from __future__ import annotations

import numpy as np

from ._check import FloatArray, IntArray

TIE_TOLERANCE = float(np.sqrt(np.finfo(np.float64).eps))
"""Times closer than this fraction of their mean are tied, as in R's `aeqSurv`."""


def distinct_starts(sorted_times: FloatArray) -> IntArray:
    """Return the index at which each distinct time starts in an ascending array.

    Times that differ by rounding error only (0.1 + 0.2 and 0.3) count as one.
    """
    if sorted_times.size == 0:
        return np.empty(0, dtype=np.intp)
    starts = np.flatnonzero(np.diff(sorted_times, prepend=-1.0) > 0)
    distinct = sorted_times[starts]
    apart = np.diff(distinct) > TIE_TOLERANCE * float(distinct.mean())
    return starts if apart.all() else starts[np.concatenate(([True], apart))]


def distinct_times(times: FloatArray) -> FloatArray:
    """Return the distinct times in ascending order."""
    ordered = np.sort(times)
    return ordered[distinct_starts(ordered)]


def at_risk(times: FloatArray, grid: FloatArray) -> IntArray:
    """Return how many of `times` are at or after each of the ascending `grid` times."""
    return times.size - np.searchsorted(np.sort(times), grid, side="left")


def count_in(times: FloatArray, grid: FloatArray) -> IntArray:
    """Return how many of `times` belong to each distinct time of `grid`: at or after it, before the next."""
    before = np.searchsorted(np.sort(times), grid, side="left")
    return np.diff(before, append=times.size)
