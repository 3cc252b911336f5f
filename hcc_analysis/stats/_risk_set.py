"""Distinct times and the subjects at risk at each, from sorted arrays; nothing here is slower than a sort."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._check import BoolArray, FloatArray, IntArray

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


@dataclass(frozen=True, eq=False)
class SortedTimes:
    """Times in ascending order, and how many events come before each position.

    Attributes
    ----------
    times : ndarray of float, shape (n,)
        Ascending.
    events_before : ndarray of int, shape (n + 1,)
        Events among the first 0, 1, ..., n times.
    """

    times: FloatArray
    events_before: IntArray

    def counts(self, grid: FloatArray) -> tuple[IntArray, IntArray]:
        """Return subjects at risk at, and events belonging to, each ascending time of `grid`."""
        return self.counts_from(np.searchsorted(self.times, grid, side="left"))

    def counts_from(self, starts: IntArray) -> tuple[IntArray, IntArray]:
        """Return the same, given where the times of the grid start."""
        before = self.events_before[starts]
        return self.times.size - starts, np.diff(before, append=self.events_before[-1])


def sort_times(times: FloatArray, events: BoolArray) -> SortedTimes:
    """Sort times with their events by one plain sort, which is several times faster than an argsort.

    The bits of floats that are not negative are ordered as the numbers are, and leave the sign for the event.
    """
    key = (times + 0.0).view(np.uint64) << np.uint64(1)  # + 0.0: no negative zero
    key |= events
    key.sort()
    flags = (key & np.uint64(1)).astype(np.bool_)
    events_before = np.concatenate(([0], np.cumsum(flags)))
    key >>= np.uint64(1)
    return SortedTimes(key.view(np.float64), events_before)
