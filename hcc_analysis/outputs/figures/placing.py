"""Where a piece of text fits: rectangles (mm) that keep clear of other rectangles.

A rectangle is (left, bottom, right, top); a step curve is a set of rectangles without thickness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rectangles = NDArray[np.float64]  # shape (k, 4)
NONE: Rectangles = np.empty((0, 4))
_AT_ONCE = 20_000  # pairs of rectangles held against each other in one step
_MANY = 500
_GRAIN_MM = 0.2


@dataclass(frozen=True)
class Area:
    """The area in which text may stand (mm)."""

    width: float
    height: float
    margin: float = 0.8

    def spots(self, size: tuple[float, float], step: float = 0.8) -> Rectangles:
        """Return every place of a rectangle of a size in the area, from the lower left corner up."""
        width, height = size
        lefts = np.arange(self.margin, self.width - width - self.margin, step)
        bottoms = np.arange(self.margin, self.height - height - self.margin, step)
        left, bottom = (grid.ravel() for grid in np.meshgrid(lefts, bottoms, indexing="ij"))
        return np.column_stack([left, bottom, left + width, bottom + height])


def distances(spots: Rectangles, obstacles: Rectangles) -> NDArray[np.float64]:
    """Return each spot's distance (mm) to the nearest obstacle; infinite without any."""
    nearest = np.full(len(spots), np.inf)
    for part in np.array_split(obstacles, max(1, len(spots) * len(obstacles) // _AT_ONCE)):
        if len(part):
            nearest = np.minimum(nearest, _distances(spots, part))
    return nearest


def _distances(spots: Rectangles, obstacles: Rectangles) -> NDArray[np.float64]:
    a, b = spots[:, None, :], obstacles[None, :, :]
    across = np.maximum(0, np.maximum(a[..., 0] - b[..., 2], b[..., 0] - a[..., 2]))
    along = np.maximum(0, np.maximum(a[..., 1] - b[..., 3], b[..., 1] - a[..., 3]))
    squares = across * across + along * along
    return np.sqrt(squares.min(axis=1))


def merged(boxes: Rectangles) -> Rectangles:
    """Join the narrow rectangles of a curve of very many steps; few stay as they are.

    Parameters
    ----------
    boxes : numpy.ndarray
        Shape (k, 4), mm.

    Returns
    -------
    numpy.ndarray
        As given up to 500; else those within the same 0.2 mm across are one that holds them all.
    """
    if len(boxes) <= _MANY:
        return boxes
    narrow = boxes[:, 2] - boxes[:, 0] <= _GRAIN_MM
    strips = np.floor(boxes[narrow, 0] / _GRAIN_MM)
    order = np.argsort(strips, kind="stable")
    _, starts = np.unique(strips[order], return_index=True)
    inside = boxes[narrow][order]
    low = np.minimum.reduceat(inside[:, :2], starts, axis=0)
    high = np.maximum.reduceat(inside[:, 2:], starts, axis=0)
    return join(boxes[~narrow], np.hstack([low, high]))


def steps(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> Rectangles:
    """Return the rectangles of a step curve that is level after each point and then drops."""
    level = np.column_stack([xs[:-1], ys[:-1], xs[1:], ys[:-1]])
    drop = np.column_stack([xs[1:], ys[1:], xs[1:], ys[:-1]])
    start = np.array([[xs[0], ys[0], xs[0], ys[0]]])
    return np.vstack([start, level, drop])


def join(*parts: Rectangles) -> Rectangles:
    """Put sets of rectangles together."""
    return np.vstack([NONE, *parts])


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move places apart until each is a gap from the next, as near to where they were wanted as may be.

    Parameters
    ----------
    wanted : sequence of float
        Wanted places (mm), in any order.
    gap : float
        Least distance (mm).
    low, high : float
        Limits; the gap shrinks where the places do not fit between them.

    Returns
    -------
    list of float
        Places in the order of `wanted`.
    """
    if not len(wanted):
        return []
    order = np.argsort(wanted, kind="stable")
    gap = min(gap, (high - low) / max(1, len(order) - 1))
    offset = gap * np.arange(len(order))
    level = _isotonic(np.asarray(wanted, dtype=float)[order] - offset)
    moved = np.clip(level, low, high - offset[-1]) + offset
    placed = np.empty(len(order))
    placed[order] = moved
    return [float(place) for place in placed]


def _isotonic(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Nearest non-decreasing sequence: neighbours that fall are pooled to their mean."""
    pools: list[tuple[float, int]] = []
    for value in values.tolist():
        pools.append((value, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, m), (b, n) = pools[-2:]
            pools[-2:] = [((a * m + b * n) / (m + n), m + n)]
    return np.concatenate([np.full(count, mean) for mean, count in pools])
