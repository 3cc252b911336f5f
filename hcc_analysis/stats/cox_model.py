"""The result of a Cox regression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.special import erfc, ndtri

from ._check import BoolArray, FloatArray, IntArray
from ._partial_likelihood import Stratum
from .concordance import strata_concordance
from .result import ChiSquareTest, no_test


@dataclass(frozen=True)
class HazardRatio:
    """One covariate of a Cox model.

    Attributes
    ----------
    name : str
        The covariate.
    coef, se : float or None
        Log hazard ratio and its standard error.
    hazard_ratio, lower, upper : float or None
        Hazard ratio per unit of the covariate, with its limits.
    z, p_value : float or None
        Wald statistic coef / se, and the two-sided p value.
    method : {"wald", "profile likelihood"}
        How limits and p value are made ("profile likelihood" with Firth's penalty).
    reason : str or None
        Why a field is None (not estimable).
    """

    name: str
    coef: float | None
    se: float | None
    hazard_ratio: float | None
    lower: float | None
    upper: float | None
    z: float | None
    p_value: float | None
    method: str = "wald"
    reason: str | None = None


@dataclass(frozen=True, eq=False)
class CoxModel:
    """A fitted Cox model: iterate over it, or index it by name or position, for its hazard ratios.

    Attributes
    ----------
    hazard_ratios : tuple of HazardRatio, length p
        One per covariate, in the caller's order.
    n, n_events : int
        Subjects and events.
    ties : {"efron", "breslow"}
        Handling of ties.
    penalty : {"firth"} or None
        Penalty of the likelihood.
    conf_level : float
        Level of the intervals.
    log_likelihood, log_likelihood_null : float or None
        (Penalised) log partial likelihood at the estimates and at 0.
    likelihood_ratio, wald, score : ChiSquareTest
        Tests that all coefficients are 0.
    covariance : ndarray of float, shape (p, p)
        Covariance of the coefficients; nan where not estimable.
    iterations : int
        Newton steps taken.
    reason : str or None
        Why the model, or part of it, is not estimable.
    """

    hazard_ratios: tuple[HazardRatio, ...]
    n: int
    n_events: int
    ties: str
    penalty: str | None
    conf_level: float
    log_likelihood: float | None
    log_likelihood_null: float | None
    likelihood_ratio: ChiSquareTest
    wald: ChiSquareTest
    score: ChiSquareTest
    covariance: FloatArray = field(repr=False)
    iterations: int = 0
    reason: str | None = None
    _data: CoxData | None = field(repr=False, default=None)

    def __iter__(self) -> Iterator[HazardRatio]:
        return iter(self.hazard_ratios)

    def __len__(self) -> int:
        return len(self.hazard_ratios)

    def __getitem__(self, covariate: str | int) -> HazardRatio:
        if isinstance(covariate, int):
            return self.hazard_ratios[covariate]
        for row in self.hazard_ratios:
            if row.name == covariate:
                return row
        raise KeyError(covariate)

    @cached_property
    def concordance(self) -> float | None:
        """Harrell's concordance of the linear predictor, within strata; None if there are no pairs."""
        if self._data is None:
            return None
        return strata_concordance(self._data.strata, self._data.beta, self._data.times, self._data.events)


@dataclass(frozen=True, eq=False)
class CoxData:
    """What later questions to a model need: sorted strata of the estimable, standardised covariates."""

    strata: tuple[Stratum, ...]
    times: FloatArray
    events: BoolArray
    kept: IntArray
    beta: FloatArray
    scale: FloatArray
    converged: bool = True


def not_estimable(name: str, reason: str) -> HazardRatio:
    """Return a hazard ratio without an estimate."""
    return HazardRatio(name, None, None, None, None, None, None, None, reason=reason)


def wald_row(name: str, coef: float, se: float, conf_level: float) -> HazardRatio:
    """Return a hazard ratio with Wald's interval and p value."""
    half = float(ndtri(0.5 + conf_level / 2)) * se
    ratio, lower, upper = (_exp(value) for value in (coef, coef - half, coef + half))
    p_value = float(erfc(abs(coef / se) / np.sqrt(2)))
    reason = "an estimate or limit exceeds the largest number" if None in (ratio, lower, upper) else None
    return HazardRatio(name, coef, se, ratio, lower, upper, coef / se, p_value, reason=reason)


def profile_row(
    name: str,
    estimate: tuple[float, float],
    limits: tuple[float | None, float | None],
    p_value: float,
) -> HazardRatio:
    """Return a hazard ratio with limits and p value of the profile likelihood."""
    (coef, se), (lower, upper) = estimate, (_exp(limit) for limit in limits)
    reason = "a limit of the profile likelihood is not finite" if None in (lower, upper) else None
    z = coef / se
    return HazardRatio(name, coef, se, _exp(coef), lower, upper, z, p_value, "profile likelihood", reason)


def _exp(value: float | None) -> float | None:
    return float(np.exp(value)) if value is not None and value < 700 else None


def empty_model(
    names: tuple[str, ...],
    n: int,
    n_events: int,
    ties: str,
    penalty: str | None,
    conf_level: float,
    reason: str,
) -> CoxModel:
    """Return a model of which nothing is estimable."""
    none = no_test(reason)
    return CoxModel(
        hazard_ratios=tuple(not_estimable(name, reason) for name in names),
        n=n,
        n_events=n_events,
        ties=ties,
        penalty=penalty,
        conf_level=conf_level,
        log_likelihood=None,
        log_likelihood_null=None,
        likelihood_ratio=none,
        wald=none,
        score=none,
        covariance=np.full((len(names), len(names)), np.nan),
        reason=reason,
    )
