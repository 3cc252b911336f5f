"""Comparisons with survival_reference.R: survfit, survdiff and coxph on well-known, edge and random data."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from hcc_analysis import stats
from tests.validation.comparison import COEFFICIENT_TOLERANCE, R_SURVIVAL, Comparison, compare, load

Comparisons = Iterator[Comparison]


def survival_set(name: str) -> Comparisons:
    """Everything survival_reference.R stored for one data set."""
    reference = load(f"{name}.json")
    data = reference["data"]
    time, event, group = (np.array(data[key], dtype=float) for key in ("time", "event", "group"))
    for conf_type, km in reference["km"].items():
        curve = stats.kaplan_meier(time, event, conf_type=conf_type.replace("arcsin", "arcsine"))
        yield from _curve(f"{name}, {conf_type}", curve, km)
    yield from _curve(f"{name}, 90 %", stats.kaplan_meier(time, event, conf_level=0.9), reference["km_90"])
    for level, km in reference["km_by_group"].items():
        member = group == float(level)
        yield from _curve(f"{name}, group {level}", stats.kaplan_meier(time[member], event[member]), km)
    yield from quantiles("follow_up", name, stats.follow_up(time, event), reference["follow_up"])
    if event.any():
        yield from _tests(name, time, event, group, reference)
        yield from _cox(name, time, event, group, reference["cox"])
    if reference["rmst"] is not None:
        yield from _restricted_mean(name, time, event, reference["rmst"])


def _curve(case: str, curve: stats.SurvivalCurve, km: dict) -> Comparisons:
    same = partial(compare, "kaplan_meier", f"survfit ({R_SURVIVAL})", case)
    yield same("times", curve.times, km["time"])
    yield same("at risk", curve.at_risk, km["n_risk"])
    yield same("events", curve.events, km["n_event"])
    yield same("survival", curve.survival, km["survival"])
    greenwood = [None if e is None or s == 0 else s * e for s, e in _pairs(km, "survival", "std_error_log")]
    yield same("standard error", curve.std_error, greenwood)
    yield same("lower", curve.lower, km["lower"])
    yield same("upper", curve.upper, km["upper"])
    yield from quantiles("SurvivalCurve.quantile", case, curve, km)


def _pairs(km: dict, *names: str) -> list[tuple]:
    return list(zip(*(np.atleast_1d(np.array(km[name], dtype=object)) for name in names), strict=True))


def quantiles(function: str, case: str, curve: stats.SurvivalCurve, km: dict) -> Comparisons:
    for index, p in enumerate((0.25, 0.5, 0.75)):
        ours = curve.quantile(p)
        theirs = [km[key][index] for key in ("quantile", "quantile_lower", "quantile_upper")]
        found = [ours.estimate, ours.lower, ours.upper]
        yield compare(function, f"quantile.survfit ({R_SURVIVAL})", case, f"quantile {p}", found, theirs)


def _tests(name: str, time, event, group, reference: dict) -> Comparisons:
    for key, rho in (("log_rank", 0), ("peto", 1)):
        theirs, ours = reference[key], stats.log_rank(time, event, group, rho=rho)
        same = partial(compare, "log_rank", f"survdiff ({R_SURVIVAL})", f"{name}, rho = {rho}")
        yield same("statistic", ours.statistic, theirs["statistic"])
        yield same("p", ours.p_value, theirs["p_value"])
        yield same("observed", ours.observed, theirs["observed"])
        yield same("expected", ours.expected, theirs["expected"])


def _cox(name: str, time, event, group, reference: dict) -> Comparisons:
    for ties in ("efron", "breslow"):
        theirs, model = reference[ties], stats.cox(time, event, group, ties=ties)
        same = partial(compare, "cox", f"coxph ({R_SURVIVAL})", f"{name}, {ties}")
        yield same("score test p", model.score.p_value, theirs["p_score"])
        yield same("likelihood ratio p", model.likelihood_ratio.p_value, theirs["p_lr"])
        yield same("log likelihood", [model.log_likelihood_null, model.log_likelihood], theirs["loglik"])
        if theirs["warning"]:  # separation: coefficients are where R's iteration happened to stop
            yield same("not estimable", model[0].coef, None)
            continue
        row, tolerance = model[0], COEFFICIENT_TOLERANCE
        ours = [row.coef, row.se, row.hazard_ratio, row.lower, row.upper]
        wanted = [theirs[key] for key in ("coef", "se", "hr", "lower", "upper")]
        yield same("coefficient", ours, wanted, tolerance)
        yield same("Wald p", row.p_value, theirs["p_wald"], tolerance)


def _restricted_mean(name: str, time, event, theirs: dict) -> Comparisons:
    ours = stats.restricted_mean(time, event, theirs["horizon"])
    reference = f"print.survfit, rmean ({R_SURVIVAL})"
    wanted = [theirs["rmst"], theirs["se"]]
    yield compare("restricted_mean", reference, name, "mean, SE", [ours.estimate, ours.std_error], wanted)
