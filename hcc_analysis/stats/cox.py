"""Cox proportional hazards regression with Efron's or Breslow's ties, or Firth's penalty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import erfc, ndtri

from . import _check, _newton
from ._check import BoolArray, FloatArray, IntArray
from ._partial_likelihood import Stratum, evaluate, strata_of
from .concordance import strata_concordance
from .firth import firth_fit
from .log_rank import strata_rows
from .result import ChiSquareTest, chi_square_test, no_test

TIES = ("efron", "breslow")
SEPARATION = "separation: the partial likelihood has no maximum (use penalty='firth')"


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
    _data: _Data | None = field(repr=False, default=None)

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
        """Harrell's concordance of the linear predictor with survival, within strata; None if there are no pairs."""
        if self._data is None:
            return None
        return strata_concordance(self._data.strata, self._data.beta, self._data.times, self._data.events)


@dataclass(frozen=True, eq=False)
class _Data:
    """What later questions to a model need: sorted strata of the estimable, standardised covariates."""

    strata: tuple[Stratum, ...]
    times: FloatArray
    events: BoolArray
    kept: IntArray
    beta: FloatArray


def cox(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Any,  # noqa: ANN401
    *,
    ties: str = "efron",
    penalty: str | None = None,
    conf_level: float = 0.95,
    strata: ArrayLike | None = None,
) -> CoxModel:
    """Fit a Cox proportional hazards model.

    Parameters
    ----------
    time : array_like of float, shape (n,)
        Follow-up time, at least 0.
    event : array_like of {0, 1} or bool, shape (n,)
        1 = event, 0 = censored.
    covariates : mapping of name to array_like, data frame, or array_like of shape (n,) or (n, p)
        Numeric covariates; the columns of a bare array are named x1, x2, ...
    ties : {"efron", "breslow"}
        Approximation for tied event times.
    penalty : {None, "firth"}
        "firth" maximises log L + log|I| / 2, which has a maximum under separation too; limits and p
        values are then those of the penalised profile likelihood.
    conf_level : float
        Level of the intervals.
    strata : array_like, shape (n,), optional
        Strata with baseline hazards of their own.

    Returns
    -------
    CoxModel
        Constant or collinear covariates and covariates under separation have no estimate, but a reason.

    Raises
    ------
    ValueError
        If arguments differ in length, a value is missing or out of range, or `ties`, `penalty` or
        `conf_level` is not allowed.

    Notes
    -----
    As R's ``survival::coxph``. Firth's penalty: Heinze & Schemper, Biometrics 2001;57:114-119.
    """
    _check.choice("ties", ties, TIES)
    _check.fraction("conf_level", conf_level)
    if penalty is not None:
        _check.choice("penalty", penalty, ("firth",))
    times, events = _check.survival_data(time, event)
    x, names = _check.covariate_matrix(covariates, times.size)
    sorted_strata = strata_of(times, events, x, ties, strata_rows(strata, times.size))
    problem = _no_model(times.size, events, names)
    if problem:
        return _empty(names, times.size, int(events.sum()), ties, penalty, conf_level, problem)
    prepared = _prepare(sorted_strata, x.shape[1])
    return _Fit(times, events, names, ties, penalty, conf_level, *prepared).model()


def _no_model(n: int, events: BoolArray, names: tuple[str, ...]) -> str | None:
    if not names:
        raise ValueError("covariates: no columns")
    if n == 0:
        return "no observations"
    return None if events.any() else "no events"


def _empty(
    names: tuple[str, ...],
    n: int,
    n_events: int,
    ties: str,
    penalty: str | None,
    conf_level: float,
    reason: str,
) -> CoxModel:
    p = len(names)
    rows = tuple(_not_estimable(name, reason) for name in names)
    none = no_test(reason)
    covariance = np.full((p, p), np.nan)
    return CoxModel(
        rows, n, n_events, ties, penalty, conf_level, None, None, none, none, none, covariance, 0, reason
    )


def _not_estimable(name: str, reason: str) -> HazardRatio:
    return HazardRatio(name, None, None, None, None, None, None, None, reason=reason)


def _prepare(
    strata: tuple[Stratum, ...], p: int
) -> tuple[tuple[Stratum, ...], FloatArray, IntArray, dict[int, str]]:
    """Centre and scale covariates over those ever at risk; leave out the constant and the collinear."""
    centred = [s.x[: s.risk_end[-1] + 1].mean(axis=0) for s in strata]
    blocks = [s.x - centre for s, centre in zip(strata, centred, strict=True)]
    squares = sum(
        (
            block[: s.risk_end[-1] + 1].T @ block[: s.risk_end[-1] + 1]
            for s, block in zip(strata, blocks, strict=True)
        ),
        np.zeros((p, p)),
    )
    size = sum(int(s.risk_end[-1]) + 1 for s in strata)
    magnitude = np.max([np.abs(s.x).max(axis=0) for s in strata], axis=0)
    spread = np.sqrt(np.diag(squares) / size)
    left_out = {int(j): "constant covariate" for j in np.flatnonzero(spread <= 1e-12 * magnitude)}
    kept = _independent(squares, [j for j in range(p) if j not in left_out])
    left_out |= {
        j: "collinear with covariates before it" for j in range(p) if j not in left_out and j not in kept
    }
    scale = spread[kept]
    scaled = tuple(replace(s, x=block[:, kept] / scale) for s, block in zip(strata, blocks, strict=True))
    return scaled, scale, kept, left_out


def _independent(squares: FloatArray, candidates: list[int]) -> IntArray:
    """Return the columns that are no linear combination of earlier ones (Cholesky with a tolerance)."""
    kept: list[int] = []
    for j in candidates:
        cross = squares[kept, j]
        explained = cross @ np.linalg.solve(squares[np.ix_(kept, kept)], cross) if kept else 0.0
        if squares[j, j] - explained > 1e-10 * squares[j, j]:
            kept.append(j)
    return np.array(kept, dtype=np.intp)


@dataclass(frozen=True, eq=False)
class _Fit:
    """From prepared strata to a model."""

    times: FloatArray
    events: BoolArray
    names: tuple[str, ...]
    ties: str
    penalty: str | None
    conf_level: float
    strata: tuple[Stratum, ...]
    scale: FloatArray
    kept: IntArray
    left_out: dict[int, str]

    def model(self) -> CoxModel:
        n_events = int(self.events.sum())
        if not self.kept.size:
            reason = next(iter(self.left_out.values()))
            empty = _empty(
                self.names, self.times.size, n_events, self.ties, self.penalty, self.conf_level, reason
            )
            rows = tuple(_not_estimable(name, self.left_out[j]) for j, name in enumerate(self.names))
            return replace(empty, hazard_ratios=rows)
        return self._penalised(n_events) if self.penalty else self._plain(n_events)

    def _plain(self, n_events: int) -> CoxModel:
        null = evaluate(self.strata, np.zeros(self.kept.size))
        top = _newton.maximise(self.strata, self.kept.size)
        reason = (
            None
            if top.converged
            else (SEPARATION if top.infinite.any() else "the iteration did not converge")
        )
        covariance = self._covariance(top.at.information, top.infinite)
        df = self.kept.size
        return self._assemble(
            n_events,
            rows=[self._row(k, top, covariance, reason) for k in range(df)],
            log_likelihoods=(top.at.log_likelihood, null.log_likelihood),
            wald=no_test(reason, df) if reason else _quadratic(top.beta, top.at.information, df),
            score=_quadratic(null.score, np.linalg.inv(null.information), df),
            covariance=covariance,
            beta=top.beta,
            iterations=top.iterations,
            reason=reason,
        )

    def _covariance(self, information: FloatArray, infinite: BoolArray) -> FloatArray:
        """Invert the information on the caller's scale; rows of infinite coefficients are nan."""
        with np.errstate(all="ignore"):
            inverse = np.linalg.pinv(information, rcond=1e-15, hermitian=True)
        inverse[infinite, :] = inverse[:, infinite] = np.nan
        return inverse / np.outer(self.scale, self.scale)

    def _row(self, k: int, top: _newton.Maximum, covariance: FloatArray, reason: str | None) -> HazardRatio:
        name = self.names[self.kept[k]]
        if top.infinite[k] or (reason and not top.infinite.any()):
            return _not_estimable(name, reason or "")
        coef, se = float(top.beta[k] / self.scale[k]), float(np.sqrt(covariance[k, k]))
        return wald_row(name, coef, se, self.conf_level)

    def _penalised(self, n_events: int) -> CoxModel:
        fit = firth_fit(self.strata, self.kept.size, self.conf_level)
        rows = []
        for k, part in enumerate(fit.rows):
            scaled = [None if value is None else value / self.scale[k] for value in part[:4]]
            rows.append(_profile_row(self.names[self.kept[k]], *scaled, part[4], fit.reason))
        covariance = np.linalg.inv(fit.information) / np.outer(self.scale, self.scale)
        df = self.kept.size
        return self._assemble(
            n_events,
            rows=rows,
            log_likelihoods=(fit.log_likelihood, fit.log_likelihood_null),
            wald=_quadratic(fit.beta, fit.information, df),
            score=no_test("not defined for the penalised likelihood", df),
            covariance=covariance,
            beta=fit.beta,
            iterations=fit.iterations,
            reason=fit.reason,
        )

    def _assemble(
        self,
        n_events: int,
        *,
        rows: list[HazardRatio],
        log_likelihoods: tuple[float, float],
        wald: ChiSquareTest,
        score: ChiSquareTest,
        covariance: FloatArray,
        beta: FloatArray,
        iterations: int,
        reason: str | None,
    ) -> CoxModel:
        p = len(self.names)
        full = np.full((p, p), np.nan)
        full[np.ix_(self.kept, self.kept)] = covariance
        found = dict(zip(self.kept.tolist(), rows, strict=True))
        left = {j: _not_estimable(self.names[j], why) for j, why in self.left_out.items()}
        ratio = max(2 * (log_likelihoods[0] - log_likelihoods[1]), 0.0)
        return CoxModel(
            hazard_ratios=tuple((found | left)[j] for j in range(p)),
            n=self.times.size,
            n_events=n_events,
            ties=self.ties,
            penalty=self.penalty,
            conf_level=self.conf_level,
            log_likelihood=log_likelihoods[0],
            log_likelihood_null=log_likelihoods[1],
            likelihood_ratio=chi_square_test(ratio, self.kept.size),
            wald=wald,
            score=score,
            covariance=full,
            iterations=iterations,
            reason=reason or next(iter(self.left_out.values()), None),
            _data=_Data(self.strata, self.times, self.events, self.kept, beta),
        )


def _quadratic(vector: FloatArray, matrix: FloatArray, df: int) -> ChiSquareTest:
    return chi_square_test(float(vector @ matrix @ vector), df)


def wald_row(name: str, coef: float, se: float, conf_level: float) -> HazardRatio:
    """Return a hazard ratio with Wald's interval and p value."""
    z = coef / se
    limits = coef - (half := float(ndtri(0.5 + conf_level / 2)) * se), coef + half
    ratio, lower, upper = (float(value) for value in np.exp([coef, *limits]))
    return HazardRatio(name, coef, se, ratio, lower, upper, z, float(erfc(abs(z) / np.sqrt(2))))


def _profile_row(
    name: str,
    coef: float,
    se: float,
    lower: float | None,
    upper: float | None,
    p_value: float | None,
    reason: str | None,
) -> HazardRatio:
    ends = [None if limit is None else float(np.exp(limit)) for limit in (lower, upper)]
    return HazardRatio(
        name, coef, se, float(np.exp(coef)), *ends, coef / se, p_value, "profile likelihood", reason
    )
