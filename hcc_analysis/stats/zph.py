"""The test of proportional hazards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import _check, _risk_set
from ._check import BoolArray, FloatArray
from ._partial_likelihood import Stratum, moments, second_moments
from .cox_model import CoxData, CoxModel
from .result import ChiSquareTest, chi_square_test, no_test

TRANSFORMS = ("km", "rank", "identity", "log")


@dataclass(frozen=True)
class ProportionalHazardsTest:
    """Score tests of coefficients that change with time.

    Attributes
    ----------
    covariates : tuple of (str, ChiSquareTest)
        One test per covariate.
    overall : ChiSquareTest
        The test of all covariates at once.
    transform : str
        The function of time.
    reason : str or None
        Why the tests are not estimable.
    """

    covariates: tuple[tuple[str, ChiSquareTest], ...]
    overall: ChiSquareTest
    transform: str
    reason: str | None = None

    def __getitem__(self, name: str) -> ChiSquareTest:
        return dict(self.covariates)[name]


def proportional_hazards_test(model: CoxModel, *, transform: str = "km") -> ProportionalHazardsTest:
    """Test whether hazard ratios are constant in time.

    Parameters
    ----------
    model : CoxModel
        A fitted model without penalty.
    transform : {"km", "rank", "identity", "log"}
        Function of time along which a coefficient might change: 1 - S(t-), the rank of t among all times,
        t, or log t.

    Returns
    -------
    ProportionalHazardsTest

    Raises
    ------
    ValueError
        If `transform` is not allowed, or the model is penalised.

    Notes
    -----
    As R's ``survival::cox.zph`` since version 3.0, with one test per coefficient (``terms = FALSE``): score
    tests of x g(t) (Grambsch & Therneau, Biometrika 1994;81:515-526).
    """
    _check.choice("transform", transform, TRANSFORMS)
    if model.penalty:
        raise ValueError("model: the test is defined for a model without penalty only")
    data, reason = model._data, model.reason
    if data is None or (
        any(row.coef is None for row in model) and reason and reason.startswith("separation")
    ):
        return _none(model, transform, reason or "not estimable")
    if transform == "log" and data.times[data.events].min() == 0:
        return _none(model, transform, "an event at time 0 has no logarithm")
    return _tests(model, data, transform)


def _none(model: CoxModel, transform: str, reason: str) -> ProportionalHazardsTest:
    rows = tuple((row.name, no_test(row.reason or reason)) for row in model)
    return ProportionalHazardsTest(rows, no_test(reason), transform, reason)


def _tests(model: CoxModel, data: CoxData, transform: str) -> ProportionalHazardsTest:
    p = data.beta.size
    score, information = np.zeros(2 * p), np.zeros((2 * p, 2 * p))
    for stratum, g in zip(data.strata, _times_transformed(data, transform), strict=True):
        part_score, part_information = _interaction(stratum, data.beta, g)
        score[p:] += part_score
        information += part_information
    rows = {int(j): _test(score, information, [k], p) for k, j in enumerate(data.kept)}
    reason = next((test.reason for test in rows.values() if test.reason), None)
    overall = no_test(reason) if reason else _test(score, information, list(range(p)), p)
    named = tuple((row.name, rows.get(j, no_test(row.reason or ""))) for j, row in enumerate(model))
    return ProportionalHazardsTest(named, overall, transform, reason)


def _times_transformed(data: CoxData, transform: str) -> list[FloatArray]:
    """Return g at the event times of each stratum, centred over all events."""
    grid = _risk_set.distinct_times(data.times)
    values = _TRANSFORMS[transform](grid, data.times, data.events)
    per_stratum = [values[np.searchsorted(grid, s.times, side="right") - 1] for s in data.strata]
    deaths = [np.diff(s.event_starts, append=s.event_rows.size) for s in data.strata]
    total = sum(float(count @ g) for count, g in zip(deaths, per_stratum, strict=True))
    centre = total / sum(int(count.sum()) for count in deaths)
    return [g - centre for g in per_stratum]


def _km(grid: FloatArray, times: FloatArray, events: BoolArray) -> FloatArray:
    at_risk, died = _risk_set.sort_times(times, events).counts(grid)
    survival = np.cumprod(1 - died / at_risk)
    return 1 - np.concatenate(([1.0], survival[:-1]))


def _rank(grid: FloatArray, times: FloatArray, events: BoolArray) -> FloatArray:
    at_risk, _ = _risk_set.sort_times(times, events).counts(grid)
    tied = -np.diff(at_risk, append=0)
    return times.size - at_risk + (tied + 1) / 2


def _identity(grid: FloatArray, times: FloatArray, events: BoolArray) -> FloatArray:
    return grid


def _log(grid: FloatArray, times: FloatArray, events: BoolArray) -> FloatArray:
    return np.log(np.maximum(grid, np.finfo(np.float64).tiny))


_TRANSFORMS = {"km": _km, "rank": _rank, "identity": _identity, "log": _log}


def _interaction(s: Stratum, beta: FloatArray, g: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return the score of x g(t) and the joint information of x and x g(t)."""
    p, g_term = beta.size, g[s.term]
    eta = s.x @ beta
    risk = np.exp(eta - eta.max())
    total = s.risk_sum(risk)
    means = moments(s, risk, total)
    at_events = np.repeat(g, np.diff(s.event_starts, append=s.event_rows.size))
    score = at_events @ s.x[s.event_rows] - np.array([(s.weight * g_term) @ mean for mean in means])
    information = np.zeros((2, p, 2, p))
    for i, j, second in second_moments(s, risk, total):
        variance = s.weight * (second - means[i] * means[j])
        sums = np.array([variance.sum(), variance @ g_term, variance @ g_term**2])
        block = sums[[[0, 1], [1, 2]]]
        information[:, i, :, j] = information[:, j, :, i] = block
    return score, information.reshape(2 * p, 2 * p)


def _test(score: FloatArray, information: FloatArray, columns: list[int], p: int) -> ChiSquareTest:
    chosen = [*range(p), *(p + column for column in columns)]
    part = information[np.ix_(chosen, chosen)]
    if np.linalg.matrix_rank(part, hermitian=True) < len(chosen):
        return no_test("too few event times to see a change", len(columns))
    statistic = float(score[chosen] @ np.linalg.solve(part, score[chosen]))
    return chi_square_test(statistic, len(columns))
