"""Cox proportional hazards regression with Efron's or Breslow's ties, or Firth's penalty."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import _check, _newton
from ._check import BoolArray, FloatArray
from ._partial_likelihood import evaluate, strata_of
from ._standardise import Standardised, standardise
from .cox_model import CoxData, CoxModel, HazardRatio, empty_model, not_estimable, profile_row, wald_row
from .firth import firth_fit
from .log_rank import strata_rows
from .result import ChiSquareTest, chi_square_test, no_test

TIES = ("efron", "breslow")
SEPARATION = "separation: the partial likelihood has no maximum (use penalty='firth')"


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
    rows = strata_rows(strata, times.size)
    problem = _no_model(names, events)
    if problem:
        return empty_model(names, times.size, int(events.sum()), ties, penalty, conf_level, problem)
    standardised = standardise(strata_of(times, events, x, ties, rows), len(names))
    return _Fit(times, events, names, ties, penalty, conf_level, standardised).model()


def _no_model(names: tuple[str, ...], events: BoolArray) -> str | None:
    if not names:
        raise ValueError("covariates: no columns")
    if events.size == 0:
        return "no observations"
    return None if events.any() else "no events"


@dataclass(frozen=True, eq=False)
class _Fit:
    """From standardised covariates to a model."""

    times: FloatArray
    events: BoolArray
    names: tuple[str, ...]
    ties: str
    penalty: str | None
    conf_level: float
    x: Standardised

    def model(self) -> CoxModel:
        if not self.x.kept.size:
            return self._nothing_left()
        return self._penalised() if self.penalty else self._plain()

    def _empty(self, reason: str | None) -> CoxModel:
        n, died = self.times.size, int(self.events.sum())
        return empty_model(self.names, n, died, self.ties, self.penalty, self.conf_level, reason or "")

    def _nothing_left(self) -> CoxModel:
        rows = tuple(not_estimable(name, self.x.left_out[j]) for j, name in enumerate(self.names))
        return replace(self._empty(rows[0].reason), hazard_ratios=rows)

    def _plain(self) -> CoxModel:
        df = self.x.kept.size
        null = evaluate(self.x.strata, np.zeros(df))
        top = _newton.maximise(self.x.strata, df)
        problem = _problem(top)
        covariance = _covariance(top) / np.outer(self.x.scale, self.x.scale)
        model = replace(
            self._fitted(top.beta, top.at.log_likelihood, null.log_likelihood, top.converged),
            wald=no_test(problem, df) if problem else _quadratic(top.beta, top.at.information),
            score=_quadratic(null.score, np.linalg.inv(null.information)),
            iterations=top.iterations,
        )
        rows = [self._row(k, top, covariance, problem) for k in range(df)]
        return self._complete(model, rows, covariance, problem)

    def _row(self, k: int, top: _newton.Maximum, covariance: FloatArray, problem: str | None) -> HazardRatio:
        name = self.names[self.x.kept[k]]
        if problem and (top.infinite[k] or not top.infinite.any()):
            return not_estimable(name, problem)
        coef = float(top.beta[k] / self.x.scale[k])
        return wald_row(name, coef, float(np.sqrt(covariance[k, k])), self.conf_level)

    def _penalised(self) -> CoxModel:
        df, scale = self.x.kept.size, self.x.scale
        fit = firth_fit(self.x.strata, df, self.conf_level)
        rescaled = float(np.log(scale).sum())  # the penalty depends on the scale of the covariates
        model = replace(
            self._fitted(fit.beta, fit.log_likelihood + rescaled, fit.log_likelihood_null + rescaled),
            wald=_quadratic(fit.beta, fit.information),
            score=no_test("not defined for the penalised likelihood", df),
            iterations=fit.iterations,
        )
        rows = [
            profile_row(
                self.names[self.x.kept[k]],
                (part.coef / by, part.se / by),
                (_divided(part.lower, by), _divided(part.upper, by)),
                part.p_value,
            )
            for k, (part, by) in enumerate(zip(fit.rows, scale.tolist(), strict=True))
        ]
        covariance = np.linalg.inv(fit.information) / np.outer(scale, scale)
        return self._complete(model, rows, covariance, next((r.reason for r in rows if r.reason), None))

    def _fitted(
        self, beta: FloatArray, log_likelihood: float, log_likelihood_null: float, converged: bool = True
    ) -> CoxModel:
        """Return a model with its likelihoods, as yet without rows."""
        ratio = max(2 * (log_likelihood - log_likelihood_null), 0.0)
        return replace(
            self._empty(None),
            log_likelihood=log_likelihood,
            log_likelihood_null=log_likelihood_null,
            likelihood_ratio=chi_square_test(ratio, self.x.kept.size),
            _data=CoxData(self.x.strata, self.times, self.events, self.x.kept, beta, self.x.scale, converged),
        )

    def _complete(
        self, model: CoxModel, rows: list[HazardRatio], covariance: FloatArray, problem: str | None
    ) -> CoxModel:
        """Put the rows, and those of covariates left out, into the caller's order."""
        p, kept = len(self.names), self.x.kept
        full = np.full((p, p), np.nan)
        full[np.ix_(kept, kept)] = covariance
        by_column = dict(zip(kept.tolist(), rows, strict=True))
        by_column |= {j: not_estimable(self.names[j], why) for j, why in self.x.left_out.items()}
        reason = problem or next(iter(self.x.left_out.values()), None)
        ordered = tuple(by_column[j] for j in range(p))
        return replace(model, hazard_ratios=ordered, covariance=full, reason=reason)


def _problem(top: _newton.Maximum) -> str | None:
    if top.converged:
        return None
    return SEPARATION if top.infinite.any() else "the iteration did not converge"


def _covariance(top: _newton.Maximum) -> FloatArray:
    """Invert the information; without the flat direction, and nan along it, under separation."""
    if top.converged:
        return np.linalg.inv(top.at.information)
    inverse = np.linalg.pinv(top.at.information, rcond=1e-7, hermitian=True)
    inverse[top.infinite, :] = inverse[:, top.infinite] = np.nan
    return inverse


def _quadratic(vector: FloatArray, matrix: FloatArray) -> ChiSquareTest:
    return chi_square_test(float(vector @ matrix @ vector), vector.size)


def _divided(value: float | None, scale: float) -> float | None:
    return None if value is None else value / scale
