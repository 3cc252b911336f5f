"""Schoenfeld residuals of a Cox model, to see whether a hazard ratio changes with time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ._check import FloatArray
from ._partial_likelihood import Stratum, moments
from .cox_model import CoxModel


@dataclass(frozen=True, eq=False)
class SchoenfeldResiduals:
    """Residuals of a Cox model, one row an event.

    Attributes
    ----------
    names : tuple of str, length p
        The covariates.
    times : ndarray of float, shape (m,)
        Time of each event, ascending.
    residuals : ndarray of float, shape (m, p)
        Covariate of the subject with the event, less its mean over those at risk.
    scaled : ndarray of float, shape (m, p)
        Scaled residuals plus the coefficient: their smooth estimates the coefficient in time.
    reason : str or None
        Why there are none.
    """

    names: tuple[str, ...]
    times: FloatArray
    residuals: FloatArray
    scaled: FloatArray
    reason: str | None = None


def schoenfeld_residuals(model: CoxModel) -> SchoenfeldResiduals:
    """Return the Schoenfeld residuals of a model.

    Parameters
    ----------
    model : CoxModel
        A fitted model without penalty.

    Returns
    -------
    SchoenfeldResiduals
        Empty, with its reason, where a coefficient is not estimable.

    Raises
    ------
    ValueError
        If the model is penalised.

    Notes
    -----
    As R's ``residuals.coxph`` with type "schoenfeld" and "scaledsch" (Grambsch & Therneau, Biometrika
    1994;81:515-526): scaled = coefficient + events x residual x covariance.
    """
    if model.penalty:
        raise ValueError("model: the residuals are defined for a model without penalty only")
    names = tuple(row.name for row in model)
    beta = [row.coef for row in model]
    if model._data is None or any(coef is None for coef in beta):
        empty = np.empty((0, len(names)))
        return SchoenfeldResiduals(names, np.empty(0), empty, empty, model.reason or "not estimable")
    parts = [_of_stratum(stratum, model._data.beta) for stratum in model._data.strata]
    times = np.concatenate([part[0] for part in parts])
    residuals = np.concatenate([part[1] for part in parts]) * model._data.scale
    order = np.argsort(times, kind="stable")
    scaled = np.asarray(beta, dtype=float) + model.n_events * residuals @ model.covariance
    return SchoenfeldResiduals(names, times[order], residuals[order], scaled[order])


def _of_stratum(s: Stratum, beta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the time and the residual of each event; tied events share the mean over their terms."""
    eta = s.x @ beta
    risk = np.exp(eta - eta.max())
    at_risk = np.column_stack(list(moments(s, risk, s.risk_sum(risk))))
    starts = np.searchsorted(s.term, np.arange(s.times.size))
    mean = np.add.reduceat(s.weight[:, None] * at_risk, starts) / np.add.reduceat(s.weight, starts)[:, None]
    deaths = np.diff(s.event_starts, append=s.event_rows.size)
    return np.repeat(s.times, deaths), s.x[s.event_rows] - np.repeat(mean, deaths, axis=0)
