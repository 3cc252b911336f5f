"""The ways to fill one column of a table with given row totals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._check import FloatArray

Counts = NDArray[np.int64]


class TooLargeError(Exception):
    """More work than was allowed."""


@dataclass(frozen=True, eq=False)
class Splits:
    """Fillings of a column.

    Attributes
    ----------
    owner : ndarray of int
        The node that each filling starts from.
    rest : ndarray of int64, shape (m, k)
        What it leaves of each row.
    cost : ndarray
        The sum of log x! over its cells.
    ways : ndarray
        How many fillings it stands for: rows with the same total can be exchanged.
    """

    owner: NDArray[np.intp]
    rest: Counts
    cost: FloatArray
    ways: FloatArray


def splits(nodes: Counts, total: int, log_factorial: FloatArray, most: int) -> Splits:
    """Split `total` over the rows of each node in all ways.

    Parameters
    ----------
    nodes : ndarray of int64, shape (n, k)
        Row totals, equal ones side by side.
    total : int
        The column's total.
    log_factorial : ndarray
        log x! of x = 0, 1, ...
    most : int
        More fillings than that are too many.

    Returns
    -------
    Splits
        Among rows with the same total only fillings that do not ascend, with their number of orders.
    """
    room = np.cumsum(nodes[:, ::-1], axis=1)[:, ::-1] - nodes
    place = _places(nodes)
    owner, left = np.arange(nodes.shape[0]), np.full(nodes.shape[0], total)
    cost, ways, repeats = np.zeros(owner.size), np.ones(owner.size), np.ones(owner.size)
    cells: list[Counts] = []
    for row in range(nodes.shape[1]):
        high = np.minimum(left, nodes[owner, row])
        alike = place[owner, row] > 1
        if row:
            high = np.where(alike, np.minimum(high, cells[-1]), high)
        low = np.maximum(left - room[owner, row], 0)
        origin, value = _ranges(low, high, most)
        again = alike[origin] & (value == cells[-1][origin]) if row else np.zeros(origin.size, bool)
        repeats = np.where(again, repeats[origin] + 1, 1.0)
        owner, left, cells = owner[origin], left[origin] - value, [cell[origin] for cell in cells] + [value]
        cost, ways = cost[origin] + log_factorial[value], ways[origin] * place[owner, row] / repeats
    return Splits(owner, nodes[owner] - np.column_stack(cells), cost, ways)


def _places(nodes: Counts) -> Counts:
    """Return the place, from 1, of each row among those with the same total."""
    place = np.ones_like(nodes)
    for row in range(1, nodes.shape[1]):
        place[:, row] = np.where(nodes[:, row] == nodes[:, row - 1], place[:, row - 1] + 1, 1)
    return place


def _ranges(low: Counts, high: Counts, most: int) -> tuple[NDArray[np.intp], Counts]:
    """Return low, ..., high of each, and whose they are."""
    sizes = np.maximum(high - low + 1, 0)
    ends = np.cumsum(sizes)
    if ends.size and int(ends[-1]) > most:
        raise TooLargeError
    origin = np.repeat(np.arange(sizes.size), sizes)
    return origin, np.arange(origin.size) + np.repeat(low - ends + sizes, sizes)


def number_of_splits(total: int, caps: Counts) -> float:
    """Return in how many ways `total` can be split over cells of which none exceeds its cap."""
    ways = np.array([1.0])
    for cap in caps:
        ways = np.convolve(ways, np.ones(min(int(cap), total) + 1))[: total + 1]
    return float(ways[total]) if total < ways.size else 0.0
