"""Covariates made comparable before a fit: centred, scaled, and without those that carry no information."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ._check import FloatArray, IntArray
from ._partial_likelihood import Stratum

_CONSTANT = 1e-12
_COLLINEAR = 1e-10


@dataclass(frozen=True, eq=False)
class Standardised:
    """Strata with standardised covariates.

    Attributes
    ----------
    strata : tuple of Stratum
        Covariates centred and scaled over the subjects ever at risk of an event.
    scale : ndarray of float, shape (q,)
        What each kept covariate was divided by.
    kept : ndarray of int, shape (q,)
        The caller's columns that are left.
    left_out : dict of int to str
        The other columns, with the reason.
    """

    strata: tuple[Stratum, ...]
    scale: FloatArray
    kept: IntArray
    left_out: dict[int, str]


def standardise(strata: tuple[Stratum, ...], p: int) -> Standardised:
    """Centre and scale; leave out constant covariates and linear combinations of earlier ones."""
    strata = tuple(replace(s, x=s.x - _ever_at_risk(s).mean(axis=0)) for s in strata)
    squares = sum((_ever_at_risk(s).T @ _ever_at_risk(s) for s in strata), np.zeros((p, p)))
    size = sum(int(s.risk_end[-1]) + 1 for s in strata)
    spread = np.sqrt(np.diag(squares) / size)
    left_out = {j: "constant covariate" for j in range(p) if spread[j] <= _CONSTANT * _largest(strata, j)}
    kept = _independent(squares, [j for j in range(p) if j not in left_out])
    lost = set(range(p)) - set(kept.tolist()) - set(left_out)
    left_out |= dict.fromkeys(lost, "collinear with covariates before it")
    scaled = tuple(replace(s, x=s.x[:, kept] / spread[kept]) for s in strata)
    return Standardised(scaled, spread[kept], kept, left_out)


def _ever_at_risk(s: Stratum) -> FloatArray:
    return s.x[: s.risk_end[-1] + 1]


def _largest(strata: tuple[Stratum, ...], j: int) -> float:
    return max(1.0, *(float(np.abs(s.x[:, j]).max()) for s in strata))


def _independent(squares: FloatArray, candidates: list[int]) -> IntArray:
    kept: list[int] = []
    for j in candidates:
        cross = squares[kept, j]
        explained = cross @ np.linalg.solve(squares[np.ix_(kept, kept)], cross) if kept else 0.0
        if squares[j, j] - explained > _COLLINEAR * squares[j, j]:
            kept.append(j)
    return np.array(kept, dtype=np.intp)
