"""Fisher's exact test of an r x c table by the network algorithm of Mehta and Patel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from . import _network_bounds as bounds
from ._check import FloatArray
from ._network_splits import Splits, TooLargeError, number_of_splits, splits

_TIES = 1e-7  # relative: probabilities this close to the observed one count as equal, as in R
_SAME = 1e-10  # paths to a node whose log probabilities are this close are one
_CHUNK = 1_000_000
_MOST_AT_ONCE = 5_000_000
_MOST_WORK = 15_000_000  # partial tables, some seconds
TOO_LARGE = f"too large for an exact test (more than {_MOST_WORK} partial tables)"

Counts = NDArray[np.int64]


def p_value(table: Counts) -> float | None:
    """Return the probability, given the margins, of tables no likelier than this one.

    Parameters
    ----------
    table : ndarray of int64, shape (r, c)
        Counts; no row and no column is empty.

    Returns
    -------
    float or None
        None = more paths than can be followed in reasonable time.

    Notes
    -----
    Mehta CR, Patel NR, J Am Stat Assoc 1983;78:427-434; Clarkson DB, Fan Y, Joe H, ACM Trans Math Softw
    1993;19:484-488. Columns are filled one at a time, the smallest first. A node is the sorted vector of
    what the rows have left: what may follow depends on nothing else. Paths that reach a node with the same
    probability are one. A path whose completions all count, or none, is not followed. The last two columns
    are not walked: the distribution of their fillings is made once for a node and searched for each path.
    """
    if table.shape[0] > table.shape[1]:
        table = table.T
    rows, columns = np.sort(table.sum(axis=1))[::-1], np.sort(table.sum(axis=0))
    if float(rows[0] + 1) ** (rows.size - 1) >= 2.0**62:
        return None
    log_factorial = gammaln(np.arange(int(columns.sum()) + 2) + 1.0)
    network = _Network(columns, log_factorial, float(-log_factorial[table].sum()) + _TIES, int(rows[0]) + 1)
    try:
        return min(network.walk(rows), 1.0)
    except TooLargeError:
        return None


@dataclass(frozen=True, eq=False)
class _Paths:
    """Paths to the nodes of a stage, ordered by node, then by log weight.

    Attributes
    ----------
    nodes : ndarray of int64, shape (n, k)
        What is left of each row, largest first.
    node, log_weight, probability : ndarray
        Of each path: its node; the sum of -log x! over its cells; the probability of a table that begins so.
    """

    nodes: Counts
    node: NDArray[np.intp]
    log_weight: FloatArray
    probability: FloatArray

    def of(self, first: int, last: int) -> _Paths:
        """Return the paths to the nodes first, ..., last - 1."""
        begin, end = np.searchsorted(self.node, [first, last])
        part = slice(int(begin), int(end))
        node = self.node[part] - first
        return _Paths(self.nodes[first:last], node, self.log_weight[part], self.probability[part])


@dataclass(eq=False)
class _Network:
    """The margins, the observed table's log weight, and how much work was done."""

    columns: Counts
    log_factorial: FloatArray
    threshold: float
    radix: int
    work: int = field(default=0)

    def walk(self, rows: Counts) -> float:
        """Return the probability of all tables that count."""
        paths, total = _Paths(rows[None], np.zeros(1, np.intp), np.zeros(1), np.ones(1)), 0.0
        for stage in range(self.columns.size - 2):
            counted, paths = self._next_column(paths, stage)
            total += counted
        return total + sum(self._complete(part) for part in self._parts(paths, self.columns.size - 2))

    def _spend(self, work: int) -> None:
        self.work += work
        if self.work > _MOST_WORK:
            raise TooLargeError

    def _splits(self, nodes: Counts, stage: int) -> Splits:
        most = min(_MOST_AT_ONCE, _MOST_WORK - self.work)
        found = splits(nodes, int(self.columns[stage]), self.log_factorial, most)
        self._spend(found.owner.size)
        return found

    def _parts(self, paths: _Paths, stage: int) -> Iterator[_Paths]:
        """Yield the paths in parts of which no one's nodes have too many successors."""
        if not paths.node.size:
            return
        each = number_of_splits(int(self.columns[stage]), paths.nodes.max(axis=0))
        size = max(1, int(_CHUNK / max(each, 1)))
        for first in range(0, paths.nodes.shape[0], size):
            yield paths.of(first, first + size)

    def _next_column(self, paths: _Paths, stage: int) -> tuple[float, _Paths]:
        """Fill a column; return the probability of what counts whatever follows, and the paths to follow."""
        grown, total = [_Growth.none()], 0.0
        for part in self._parts(paths, stage):
            counted, more = self._grow(part, stage)
            total += counted
            grown += more
        merged = _Growth.joined(grown).merged()
        keys, node = np.unique(merged.key, return_inverse=True)
        nodes = self._unpacked(keys, int(self.columns[stage + 1 :].sum()), paths.nodes.shape[1])
        return total, _Paths(nodes, node.reshape(-1), merged.log_weight, merged.probability)

    def _grow(self, paths: _Paths, stage: int) -> tuple[float, list[_Growth]]:
        edges = self._splits(paths.nodes, stage)
        children = np.sort(edges.rest, axis=1)[:, ::-1]
        key = self._packed(children)
        _, first, child = np.unique(key, return_index=True, return_inverse=True)
        after, nodes = self.columns[stage + 1 :], children[first]
        child = child.reshape(-1)
        longest = bounds.longest(nodes, after, self.log_factorial)[child]
        shortest = bounds.shortest(nodes, after, self.log_factorial)[child]
        chance = self._chance(
            paths.nodes, edges, bounds.total(nodes, after, self.log_factorial)[child], stage
        )
        search = _Segments(paths.node, paths.log_weight, paths.nodes.shape[0])
        begin = search.begins[edges.owner]
        low = search.at_most(edges.owner, self.threshold + edges.cost - longest)
        high = search.at_most(edges.owner, self.threshold + edges.cost - shortest)
        counted = float(search.sums(paths.probability, begin, low) @ chance)
        return counted, list(self._pairs(paths, (low, np.maximum(low, high)), edges.cost, chance, key))

    def _chance(self, nodes: Counts, edges: Splits, ahead: FloatArray, stage: int) -> FloatArray:
        """Return the probability of each edge, given its node."""
        whole = bounds.total(nodes, self.columns[stage:], self.log_factorial)[edges.owner]
        return np.asarray(edges.ways * np.exp(ahead - edges.cost - whole))

    def _pairs(
        self,
        paths: _Paths,
        span: tuple[NDArray[np.intp], NDArray[np.intp]],
        cost: FloatArray,
        chance: FloatArray,
        key: Counts,
    ) -> Iterator[_Growth]:
        """Send along each edge the paths low, ..., high - 1, a chunk of edges at a time."""
        low, sizes = span[0], span[1] - span[0]
        used = np.flatnonzero(sizes)
        low, sizes = low[used], sizes[used]
        self._spend(int(sizes.sum()))
        chunk = np.cumsum(sizes) // _CHUNK
        cuts = [*np.flatnonzero(np.diff(chunk, prepend=-1)), used.size]
        for start, stop in pairwise(cuts):
            here = sizes[start:stop]
            edge = np.repeat(used[start:stop], here)
            path = np.arange(edge.size) + np.repeat(low[start:stop] - np.cumsum(here) + here, here)
            weight = paths.log_weight[path] - cost[edge]
            yield _Growth(key[edge], weight, paths.probability[path] * chance[edge]).merged()

    def _complete(self, paths: _Paths) -> float:
        """Fill the last two columns; return the probability of what counts."""
        edges = self._splits(paths.nodes, self.columns.size - 2)
        weight = -edges.cost - self.log_factorial[edges.rest].sum(axis=1)
        whole = bounds.total(paths.nodes, self.columns[-2:], self.log_factorial)[edges.owner]
        order = np.lexsort((weight, edges.owner))
        search = _Segments(edges.owner[order], weight[order], paths.nodes.shape[0])
        chance = (edges.ways * np.exp(weight - whole))[order]
        fits = search.at_most(paths.node, self.threshold - paths.log_weight)
        return float(search.sums(chance, search.begins[paths.node], fits) @ paths.probability)

    def _packed(self, nodes: Counts) -> Counts:
        """Write each node as one number; its last row follows from the others."""
        return np.asarray(nodes[:, :-1] @ self.radix ** np.arange(nodes.shape[1] - 1, dtype=np.int64))

    def _unpacked(self, keys: Counts, left: int, rows: int) -> Counts:
        known = keys[:, None] // self.radix ** np.arange(rows - 1, dtype=np.int64) % self.radix
        return np.column_stack((known, left - known.sum(axis=1)))


@dataclass(frozen=True, eq=False)
class _Growth:
    """Paths to nodes known by their keys."""

    key: Counts
    log_weight: FloatArray
    probability: FloatArray

    @staticmethod
    def none() -> _Growth:
        return _Growth(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))

    @staticmethod
    def joined(parts: list[_Growth]) -> _Growth:
        names = ("key", "log_weight", "probability")
        return _Growth(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))

    def merged(self) -> _Growth:
        """Make one of paths with the same node and weight; order by node, then weight."""
        if self.key.size == 0:
            return self
        nodes, node = np.unique(self.key, return_inverse=True)
        bits = 62 - int(nodes.size).bit_length()
        low = float(self.log_weight.min())
        scale = min((2.0**bits - 2) / max(float(self.log_weight.max()) - low, 1.0), 1 / _SAME)
        rank = (node.reshape(-1) << bits) + ((self.log_weight - low) * scale).astype(np.int64)
        order = np.argsort(rank)
        first = np.flatnonzero(np.diff(rank[order], prepend=-1))
        kept = order[first]
        together = np.add.reduceat(self.probability[order], first)
        return _Growth(self.key[kept], self.log_weight[kept], together)


class _Segments:
    """Values in segments, ascending in each, searched and summed from the segment's begin."""

    def __init__(self, segment: NDArray[np.intp], values: FloatArray, number: int) -> None:
        self.begins = np.searchsorted(segment, np.arange(number + 1))
        self._low, high = float(values.min()), float(values.max())
        self._width = high - self._low
        self._keys = self._key(segment, values)

    def _key(self, segment: NDArray[np.intp], values: FloatArray) -> FloatArray:
        inside = np.clip(values - self._low, -1.0, self._width + 1.0)
        return np.asarray(segment * (self._width + 3.0) + inside)

    def at_most(self, segment: NDArray[np.intp], limit: FloatArray) -> NDArray[np.intp]:
        """Return the position after the last value of the segment that is no larger than the limit."""
        return np.searchsorted(self._keys, self._key(segment, limit), "right")

    def sums(self, amounts: FloatArray, begin: NDArray[np.intp], end: NDArray[np.intp]) -> FloatArray:
        """Sum the amounts begin, ..., end - 1 of segments; no small sum is a difference of large ones."""
        running = np.empty_like(amounts)
        for start, stop in pairwise(self.begins):
            np.cumsum(amounts[start:stop], out=running[start:stop])
        return np.asarray(np.where(end > begin, running[end - 1], 0.0))
