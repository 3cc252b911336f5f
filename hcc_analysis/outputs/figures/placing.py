"""Where a piece of text fits: rectangles (mm) that keep clear of other rectangles.

A rectangle is (left, bottom, right, top); a step curve is a set of rectangles without thickness.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rectangles = NDArray[np.float64]  # shape (k, 4)
NONE: Rectangles = np.empty((0, 4))


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
    if not len(obstacles):
        return np.full(len(spots), np.inf)
    a, b = spots[:, None, :], obstacles[None, :, :]
    across = np.maximum(0, np.maximum(a[..., 0] - b[..., 2], b[..., 0] - a[..., 2]))
    along = np.maximum(0, np.maximum(a[..., 1] - b[..., 3], b[..., 1] - a[..., 3]))
    return np.hypot(across, along).min(axis=1)


def steps(xs: NDArray[np.float64], ys: NDArray[np.float64]) -> Rectangles:
    """Return the rectangles of a step curve that is level after each point and then drops."""
    level = np.column_stack([xs[:-1], ys[:-1], xs[1:], ys[:-1]])
    drop = np.column_stack([xs[1:], ys[1:], xs[1:], ys[:-1]])
    start = np.array([[xs[0], ys[0], xs[0], ys[0]]])
    return np.vstack([start, level, drop])


def join(*parts: Rectangles) -> Rectangles:
    """Put sets of rectangles together."""
    return np.vstack([NONE, *parts])
