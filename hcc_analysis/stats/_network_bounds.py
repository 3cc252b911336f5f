"""What can follow a node of the network: bounds of the log weight of its completions, and their sum.

The log weight of a table is the sum of -log x! over its cells.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ._check import FloatArray

Counts = NDArray[np.int64]


def total(nodes: Counts, columns: Counts, log_factorial: FloatArray) -> FloatArray:
    """Return the log of the summed weights of all tables with these margins: n! / (prod r! prod c!)."""
    margins = log_factorial[nodes].sum(axis=1) + log_factorial[columns].sum()
    return np.asarray(log_factorial[int(columns.sum())] - margins)


def longest(nodes: Counts, columns: Counts, log_factorial: FloatArray) -> FloatArray:
    """Return an upper bound of the log weight of a table, for each node.

    Notes
    -----
    Lagrange's dual: for any u, v no table weighs more than the sum over cells of max_x (u_i + v_j) x -
    log x!, reached at x = floor(exp(u_i + v_j)), less u . rows + v . columns. With exp(u_i + v_j) the
    cells expected from margins with a half added to every cell, the x nearly add up to the true margins,
    so that little is lost. An empty row stays out.
    """
    filled = nodes > 0
    rows = np.where(filled, nodes + columns.size / 2, 0.0)
    across = (columns + filled.sum(axis=1, keepdims=True) / 2) / np.maximum(rows.sum(axis=1), 1.0)[:, None]
    mode = (rows[:, :, None] * across[:, None, :]).astype(np.int64)
    u, v = np.log(np.where(filled, rows, 1.0)), np.log(across)
    cells = mode * (u[:, :, None] + v[:, None, :]) - log_factorial[mode]
    return np.asarray(cells.sum(axis=(1, 2)) - (u * nodes).sum(axis=1) - v @ columns)


def shortest(nodes: Counts, columns: Counts, log_factorial: FloatArray) -> FloatArray:
    """Return a lower bound of the log weight of a table, for each node.

    Notes
    -----
    Each column alone weighs least when it fills the largest rows one after the other (log x! is convex);
    so does each row; the larger of both sums is a bound.
    """
    whole = [np.full(nodes.shape[0], column) for column in columns]
    by_column = np.sum([_poured(column, nodes, log_factorial) for column in whole], axis=0)
    widths = np.broadcast_to(columns[::-1], (nodes.shape[0], columns.size))
    by_row = np.sum([_poured(row, widths, log_factorial) for row in nodes.T], axis=0)
    return np.asarray(-np.minimum(by_column, by_row))


def _poured(amount: Counts, caps: Counts, log_factorial: FloatArray) -> FloatArray:
    cost = np.zeros(amount.size)
    for cap in caps.T:
        cell = np.minimum(amount, cap)
        cost, amount = cost + log_factorial[cell], amount - cell
    return cost
