"""Fisher's exact test: exact for r x c tables, conditional odds ratio for 2 x 2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from . import _check
from ._check import FloatArray
from ._network import TOO_LARGE, p_value

_TIES = 1e-7  # relative: probabilities this close to the observed one count as equal, as in R

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class FisherTest:
    """The result of Fisher's exact test.

    Attributes
    ----------
    p_value : float or None
        Two-sided: the probability, given the margins, of tables no likelier than the observed one. None =
        too large, see `reason`.
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
    As R's ``fisher.test``: beyond 2 x 2 by the network algorithm of Mehta & Patel (J Am Stat Assoc
    1983;78:427-434), without approximation. The limit lies above that of R's default workspace.
    """
    _check.fraction("conf_level", conf_level)
    counts = _counts(table)
    if counts.shape == (2, 2):
        return _two_by_two(counts, conf_level)
    found, reason = _any_size(counts)
    return FisherTest(found, None, None, None, conf_level, reason)


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


def _any_size(counts: Counts) -> tuple[float | None, str | None]:
    counts = counts[np.ix_(counts.sum(axis=1) > 0, counts.sum(axis=0) > 0)]
    if min(counts.shape, default=0) < 2:
        return (None, "no observations") if counts.size == 0 else (1.0, None)
    found = p_value(counts)
    return found, TOO_LARGE if found is None else None


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
