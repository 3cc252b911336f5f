"""Comparisons with further_reference.R: several groups, strata, covariates, Firth's penalty, odds ratios."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from hcc_analysis import stats
from tests.validation.comparison import COEFFICIENT_TOLERANCE, R_STATS, R_SURVIVAL, Comparison, compare

Comparisons = Iterator[Comparison]
FIRTH = f"log L + log det(I)/2 maximised with optim over coxph ({R_SURVIVAL})"
OPTIM_TOLERANCE = (
    1e-4  # optim has no gradient here; its likelihoods are good to 1e-9, its coefficients to 1e-5
)


def survival_case(case: str, theirs: dict) -> Comparisons:
    data = {key: np.array(values, dtype=float) for key, values in theirs["data"].items()}
    time, event = data["time"], data["event"]
    for conf_type, km in theirs["km"].items():
        yield from _curve(f"{case}, {conf_type}", time, event, conf_type.replace("arcsin", "arcsine"), km)
    for key, strata in (("log_rank", None), ("stratified", data["stratum"])):
        for wanted in theirs[key]:
            yield from _test(f"{case}, {key}, rho = {wanted['rho']}", data, strata, wanted)
    for key, strata in (("cox", None), ("cox_stratified", data["stratum"])):
        for ties, wanted in theirs[key].items():
            yield from _cox(f"{case}, {key}, {ties}", data, strata, ties, wanted)
    ours = stats.restricted_mean(time, event, theirs["rmst"]["horizon"])
    found, wanted = [ours.estimate, ours.std_error], [theirs["rmst"]["estimate"], theirs["rmst"]["se"]]
    yield compare("restricted_mean", f"print.survfit, rmean ({R_SURVIVAL})", case, "mean, SE", found, wanted)


def _curve(case: str, time, event, conf_type: str, km: dict) -> Comparisons:
    curve = stats.kaplan_meier(time, event, conf_type=conf_type)
    same = partial(compare, "kaplan_meier", f"survfit ({R_SURVIVAL})", case)
    for ours, key in (
        (curve.times, "time"),
        (curve.at_risk, "n_risk"),
        (curve.survival, "survival"),
        (curve.lower, "lower"),
        (curve.upper, "upper"),
    ):
        yield same(key, ours, km[key])
    for index, p in enumerate((0.25, 0.5, 0.75)):
        found = curve.quantile(p)
        wanted = [km[key][index] for key in ("quantile", "quantile_lower", "quantile_upper")]
        ours = [found.estimate, found.lower, found.upper]
        yield compare(
            "SurvivalCurve.quantile", f"quantile.survfit ({R_SURVIVAL})", case, f"{p}", ours, wanted
        )


def _test(case: str, data: dict, strata, wanted: dict) -> Comparisons:
    ours = stats.log_rank(data["time"], data["event"], data["group"], rho=wanted["rho"], strata=strata)
    found = [ours.statistic, ours.df, *ours.observed, *ours.expected]
    listed = [wanted["statistic"], wanted["df"], *wanted["observed"], *wanted["expected"]]
    yield compare("log_rank", f"survdiff ({R_SURVIVAL})", case, "statistic, O, E", found, listed)


def _cox(case: str, data: dict, strata, ties: str, wanted: dict) -> Comparisons:
    covariates = {name: data[name] for name in ("group", "x", "b")}
    model = stats.cox(data["time"], data["event"], covariates, ties=ties, strata=strata)
    same = partial(compare, "cox", f"coxph ({R_SURVIVAL})", case)
    tests = [model.score.statistic, model.concordance]
    yield same("score, concordance", tests, [wanted["score"], wanted["concordance"]])
    yield same("log likelihood", [model.log_likelihood_null, model.log_likelihood], wanted["loglik"])
    yield same("coef", [row.coef for row in model], wanted["coef"], COEFFICIENT_TOLERANCE)
    if None in wanted["coef"]:  # separation
        return
    fields = {"se": "se", "lower": "lower", "upper": "upper", "p_value": "p_wald"}
    for field, key in fields.items():
        yield same(key, [getattr(row, field) for row in model], wanted[key], COEFFICIENT_TOLERANCE)
    yield same("Wald", model.wald.statistic, wanted["wald"])
    for transform, statistics in wanted["zph"].items():
        ours = stats.proportional_hazards_test(model, transform=transform)
        found = [test.statistic for _, test in ours.covariates] + [ours.overall.statistic]
        reference = f"cox.zph ({R_SURVIVAL})"
        name = "proportional_hazards_test"
        yield compare(name, reference, case, transform, found, statistics, COEFFICIENT_TOLERANCE)


def firth_case(case: str, theirs: dict) -> Comparisons:
    data = {key: np.array(values, dtype=float) for key, values in theirs["data"].items()}
    for key, names in (("one", ["group"]), ("two", ["group", "x"])):
        for ties, wanted in theirs[key].items():
            covariates = {name: data[name] for name in names}
            model = stats.cox(data["time"], data["event"], covariates, ties=ties, penalty="firth")
            same = partial(compare, "cox: firth", FIRTH, f"{case}, {key}, {ties}")
            ours = [model.log_likelihood_null, model.log_likelihood]
            yield same("log likelihood", ours, [wanted["loglik_null"], wanted["loglik"]])
            for field, listed in (("coef", "coef"), ("p_value", "p_value")):
                yield same(field, [getattr(row, field) for row in model], wanted[listed], OPTIM_TOLERANCE)
            for field in ("lower", "upper"):
                limits = [np.log(getattr(row, field)) for row in model]
                yield same(field, limits, wanted[field], OPTIM_TOLERANCE)


def exact_cases(theirs: dict) -> Comparisons:
    for index, wanted in enumerate(theirs["odds_ratio"]):
        ours = stats.fisher_exact(wanted["table"])
        found = [ours.odds_ratio, ours.lower, ours.upper, ours.p_value]
        listed = [wanted[key] for key in ("odds_ratio", "lower", "upper", "p_value")]
        reference = f"fisher.test's equations solved to 1e-13 ({R_STATS})"
        yield compare("fisher_exact: odds ratio", reference, f"table {index + 1}", "estimate", found, listed)
    for index, wanted in enumerate(theirs["fisher"]):
        ours = stats.fisher_exact(wanted["table"]).p_value
        case = f"4 x 3 table {index + 1}"
        yield compare("fisher_exact", f"fisher.test ({R_STATS})", case, "p", ours, wanted["p_value"])


def everything(theirs: dict) -> Comparisons:
    for index, case in enumerate(theirs["survival"]):
        yield from survival_case(f"random {index + 1}", case)
    for index, case in enumerate(theirs["firth"]):
        yield from firth_case(f"firth {index + 1}", case)
    yield from exact_cases(theirs)
