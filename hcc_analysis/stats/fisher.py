"""Fisher's exact test: true enumeration for any r x c table, conditional odds ratio for 2 x 2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from . import _check
from ._check import FloatArray

_TIES = 1e-7  # relative: probabilities this close to the observed one count as equal, as in R
_LARGEST = 20_000_000
_CHUNK = 500_000
_SAME = 1e-9

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class FisherTest:
    """The result of Fisher's exact test.

    Attributes
    ----------
    p_value : float or None
        Two-sided: the probability, given the margins, of tables no likelier than the observed one. None =
        too large to enumerate, see `reason`.
    odds_ratio, lower, upper : float or None
        2 x 2 tables only: conditional maximum likelihood odds ratio and its exact interval. None = not
        defined, or infinite: then `reason` says so.
    conf_level : float
        Level of the interval.
    reason : str or None
        Why a field is None.
    """

    p_value: float | None
    odds_ratio: float | None
    lower: float | None
    upper: float | None
    conf_level: float
    reason: str | None = None


def fisher_exact(table: ArrayLike, *, conf_level: float = 0.95) -> FisherTest:
    """Test the independence of the rows and columns of a contingency table.

    Parameters
    ----------
    table : array_like of int, shape (r, c)
        Counts.
    conf_level : float
        Level of the interval of the odds ratio (2 x 2).

    Returns
    -------
    FisherTest

    Raises
    ------
    ValueError
        If `table` is not two-dimensional or a count is not a whole number of at least 0.

    Notes
    -----
    As R's ``fisher.test`` (Mehta & Patel 1983). Rows are split in two halves; the partial tables of each
    are enumerated once and joined on the column totals they leave over.
    """
    _check.fraction("conf_level", conf_level)
    counts = _counts(table)
    if counts.shape == (2, 2):
        return _two_by_two(counts, conf_level)
    p_value, reason = _enumerate(counts)
    return FisherTest(p_value, None, None, None, conf_level, reason)


def _counts(table: ArrayLike) -> Counts:
    try:
        cells = np.asarray(table, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"table: not numeric ({error})") from error
    if cells.ndim != 2:
        raise ValueError(f"table: expected two dimensions, got {cells.ndim}")
    bad = ~np.isfinite(cells) | (cells < 0) | (cells != np.floor(cells))
    if bad.any():
        row, column = np.argwhere(bad)[0].tolist()
        value = cells[row, column]
        raise ValueError(f"table: row {row}, column {column} ({value}) is not a whole number of at least 0")
    return cells.astype(np.int64)


def _enumerate(counts: Counts) -> tuple[float | None, str | None]:
    counts = counts[np.ix_(counts.sum(axis=1) > 0, counts.sum(axis=0) > 0)]
    if min(counts.shape, default=0) < 2:
        return (None, "no observations") if counts.size == 0 else (1.0, None)
    if counts.shape[0] < counts.shape[1]:
        counts = counts.T
    columns, rows = np.sort(counts.sum(axis=0))[::-1], np.sort(counts.sum(axis=1))[::-1]
    halves = _Enumeration(columns, _Packing(int(columns[0]).bit_length() + 1, columns.size))
    first, second = halves.first(rows[::2]), halves.second(rows[1::2])
    if first is None or second is None:
        return None, f"too large for exact enumeration (more than {_LARGEST} partial tables)"
    constant = float(gammaln(columns + 1).sum() + gammaln(rows + 1).sum() - gammaln(columns.sum() + 1))
    threshold = -float(gammaln(counts + 1).sum()) + _TIES
    return min(_joined(first, second, threshold, constant), 1.0), None


@dataclass(frozen=True, eq=False)
class _Paths:
    """Partial tables: their column totals, packed; log weight; how many tables share both.

    What completes a table depends on its column totals but not on their order, so these are kept sorted.
    """

    totals: NDArray[np.int64]
    log_weight: FloatArray
    number: FloatArray


@dataclass(frozen=True, eq=False)
class _Packing:
    """Column totals packed into one integer: a field of `width` bits a column, its highest bit a guard."""

    width: int
    columns: int

    def pack(self, totals: Counts) -> NDArray[np.int64]:
        return np.asarray(totals @ (1 << self.width * np.arange(self.columns)), dtype=np.int64)

    def unpack(self, packed: NDArray[np.int64]) -> Counts:
        fields = packed[:, None] >> self.width * np.arange(self.columns)
        return np.asarray(fields & ((1 << self.width) - 1), dtype=np.int64)

    def none_overdrawn(self, left: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Whether no column is negative: a subtraction that borrows clears its guard."""
        guards = self.pack(np.full(self.columns, 1 << self.width - 1))
        return np.asarray((left + guards) & guards == guards)


@dataclass(frozen=True, eq=False)
class _Enumeration:
    """The two halves of all tables with given column totals, which are sorted, largest first."""

    columns: Counts
    packing: _Packing

    def first(self, rows: Counts) -> _Paths | None:
        """Enumerate tables of these rows; the column totals are those they leave over."""
        start = _Paths(self.packing.pack(self.columns)[None], np.zeros(1), np.ones(1))
        return self._rows(start, rows, self.columns, self._subtract)

    def second(self, rows: Counts) -> _Paths | None:
        """Enumerate tables of these rows; the column totals are theirs, in whatever order."""
        start = _Paths(np.zeros(1, np.int64), np.zeros(1), np.ones(1))
        widest = np.full(self.columns.size, self.columns[0])
        paths = self._rows(start, rows, widest, self._add)
        if paths is None:
            return None
        number = paths.number / _orderings(self.packing.unpack(paths.totals))
        return _Paths(paths.totals, paths.log_weight, number)

    def _rows(self, paths: _Paths, rows: Counts, caps: Counts, combine: _Combine) -> _Paths | None:
        for row in rows:
            if paths.number.size * _number_of_compositions(int(row), caps) > _LARGEST:
                return None
            options = _compositions(int(row), caps)
            cost = gammaln(options + 1).sum(axis=1)
            paths = _next_row(paths, self.packing.pack(options), cost, combine)
        return paths

    def _subtract(self, totals: NDArray[np.int64], options: NDArray[np.int64]) -> _Combined:
        left = totals[:, None] - options
        state, option = np.nonzero(self.packing.none_overdrawn(left))
        return state, option, self._sorted(left[state, option])

    def _add(self, totals: NDArray[np.int64], options: NDArray[np.int64]) -> _Combined:
        together = self._sorted((totals[:, None] + options).ravel())
        room = self.packing.none_overdrawn(self.packing.pack(self.columns) - together)
        state, option = np.divmod(np.flatnonzero(room), options.size)
        return state, option, together[room]

    def _sorted(self, packed: NDArray[np.int64]) -> NDArray[np.int64]:
        return self.packing.pack(np.sort(self.packing.unpack(packed), axis=1)[:, ::-1])


_Combined = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.int64]]
_Combine = Callable[[NDArray[np.int64], NDArray[np.int64]], _Combined]


def _next_row(paths: _Paths, options: NDArray[np.int64], cost: FloatArray, combine: _Combine) -> _Paths:
    """Give each partial table each option for its next row, a chunk at a time."""
    chunk = max(1, _CHUNK // options.size)
    grown = []
    for start in range(0, paths.totals.size, chunk):
        rows = slice(start, start + chunk)
        state, option, totals = combine(paths.totals[rows], options)
        weight = paths.log_weight[rows][state] - cost[option]
        grown.append(_merged([_Paths(totals, weight, paths.number[rows][state])]))
    return _merged(grown)


def _orderings(totals: Counts) -> FloatArray:
    """Return in how many orders each row of sorted totals can be written."""
    run, repeats = np.ones(totals.shape[0]), np.ones(totals.shape[0])
    for before, after in pairwise(totals.T):
        run = np.where(before == after, run + 1, 1)
        repeats *= run
    return factorial(totals.shape[1]) / repeats


def _number_of_compositions(total: int, caps: Counts) -> int:
    ways = np.array([1.0])
    for cap in caps:
        ways = np.convolve(ways, np.ones(min(int(cap), total) + 1))[: total + 1]
    return int(ways[total]) if total < ways.size else 0


def _compositions(total: int, caps: Counts) -> Counts:
    """Return all ways to split `total` over cells of which none exceeds its cap."""
    parts = np.zeros((1, 0), np.int64)
    for index, cap in enumerate(caps):
        left = total - parts.sum(axis=1)
        room = int(caps[index + 1 :].sum())
        low, high = np.maximum(left - room, 0), np.minimum(left, cap)
        sizes = np.maximum(high - low + 1, 0)
        owner = np.repeat(np.arange(parts.shape[0]), sizes)
        value = low[owner] + np.arange(owner.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        parts = np.column_stack((parts[owner], value))
    return parts


def _merged(parts: list[_Paths]) -> _Paths:
    """Merge partial tables that have the same totals and weigh the same; order by totals, then weight."""
    totals, log_weight, number = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("totals", "log_weight", "number")
    )
    if totals.size == 0:
        return _Paths(totals, log_weight, number)
    key = _sort_key(totals, log_weight)
    order = np.argsort(key)
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    kept = order[first]
    return _Paths(totals[kept], log_weight[kept], np.add.reduceat(number[order], first))


def _sort_key(totals: NDArray[np.int64], log_weight: FloatArray) -> NDArray[np.int64]:
    """Return one integer that orders by totals, then by weight to some nine decimals."""
    nodes, node = np.unique(totals, return_inverse=True)
    bits = 62 - int(nodes.size).bit_length()
    scale = min((2.0**bits - 2) / max(float(np.ptp(log_weight)), 1.0), 1 / _SAME)
    return np.asarray((node.reshape(-1) << bits) + ((log_weight - log_weight.min()) * scale).astype(np.int64))


def _joined(first: _Paths, second: _Paths, threshold: float, constant: float) -> float:
    """Sum the probability of all pairs of halves that make a table no likelier than the threshold."""
    weight = np.exp(second.log_weight + constant) * second.number
    own = np.exp(first.log_weight) * first.number
    nodes, begins = np.unique(first.totals, return_index=True)
    lows = np.searchsorted(second.totals, nodes, "left")
    highs = np.searchsorted(second.totals, nodes, "right")
    total = 0.0
    for begin, end, low, high in zip(begins, [*begins[1:], own.size], lows, highs, strict=True):
        below = np.concatenate(([0.0], np.cumsum(weight[low:high])))
        fits = np.searchsorted(second.log_weight[low:high], threshold - first.log_weight[begin:end], "right")
        total += float(own[begin:end] @ below[fits])
    return total


def _two_by_two(counts: Counts, conf_level: float) -> FisherTest:
    support, log_weight = _hypergeometric(counts)
    observed = int(counts[0, 0])
    if not counts.sum():
        return FisherTest(None, None, None, None, conf_level, "no observations")
    if support.size == 1:
        return FisherTest(1.0, None, None, None, conf_level, "no odds ratio: a row or column is empty")
    null = _tilted(log_weight, support, 0.0)
    p_value = min(float(null[null <= null[observed - support[0]] * (1 + _TIES)].sum()), 1.0)
    ratio, lower, upper = _odds_ratio(support, log_weight, observed, (1 - conf_level) / 2)
    reason = "the odds ratio and its upper limit are infinite: a cell is 0" if upper is None else None
    return FisherTest(p_value, ratio, lower, upper, conf_level, reason)


def _hypergeometric(counts: Counts) -> tuple[Counts, FloatArray]:
    row, column, total = int(counts[0].sum()), int(counts[:, 0].sum()), int(counts.sum())
    support = np.arange(max(0, row + column - total), min(row, column) + 1)
    cells = (support, row - support, column - support, total - row - column + support)
    return support, -np.sum([gammaln(cell + 1) for cell in cells], axis=0)


def _tilted(log_weight: FloatArray, support: Counts, log_ratio: float) -> FloatArray:
    """Return the noncentral hypergeometric probabilities at an odds ratio."""
    exponent = log_weight + log_ratio * support
    weight = np.exp(exponent - exponent.max())
    return np.asarray(weight / weight.sum())


def _odds_ratio(
    support: Counts, log_weight: FloatArray, observed: int, tail: float
) -> tuple[float | None, float | None, float | None]:
    def probability(log_ratio: float) -> FloatArray:
        return _tilted(log_weight, support, log_ratio)

    at_start, at_end = observed == support[0], observed == support[-1]
    mean = _root(lambda b: float(probability(b) @ support) - observed) if not (at_start or at_end) else None
    low = None if at_start else _root(lambda b: float(probability(b)[support >= observed].sum()) - tail)
    high = None if at_end else _root(lambda b: tail - float(probability(b)[support <= observed].sum()))
    ratio = 0.0 if at_start else _exp(mean)
    return ratio, 0.0 if low is None else _exp(low), _exp(high)


def _exp(value: float | None) -> float | None:
    return None if value is None else float(np.exp(value))


def _root(rising: Callable[[float], float]) -> float:
    from scipy.optimize import brentq

    bound = 1.0
    while rising(-bound) > 0 or rising(bound) < 0:
        bound *= 2
    return float(brentq(rising, -bound, bound, xtol=1e-13, rtol=1e-13))
