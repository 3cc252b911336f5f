"""Comparisons with the extended references: estimates at chosen times, vendors' rules, models with covariates."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from hcc_analysis import stats
from tests.validation.comparison import (
    COEFFICIENT_TOLERANCE,
    R_SURVIVAL,
    Comparison,
    compare,
    load,
    rows,
)

Comparisons = Iterator[Comparison]
SURVFIT = f"survfit ({R_SURVIVAL})"
COLLETT = "Collett, Modelling Survival Data, section 2.4 (SPSS, Stata stci)"
LIFETEST = "SAS PROC LIFETEST, documented rules"
# Stored for a factor whose coefficient is infinite, or without events: no reference.
NO_EVENTS = ("edge_all_censored",)


def extended_set(name: str) -> Comparisons:
    """Everything the extended references hold for one data set."""
    reference, data = load(f"extended/{name}.json"), rows(f"extended/data/{name}.csv")
    for key, theirs in reference["km"].items():
        level = key.partition(":")[2]
        chosen = [row for row in data if not level or row["group"] == level]
        time, event = column(chosen, "time"), column(chosen, "event")
        yield from _curves(f"{name}, {key}", time, event, theirs)
        yield from _vendor_rules(f"{name}, {key}", time, event, theirs)
        yield from _follow_up(f"{name}, {key}", time, event, theirs["reverse_km"])
        yield from _restricted_means(f"{name}, {key}", time, event, theirs["rmean"])
    if name not in NO_EVENTS:
        yield from _tests(name, data, reference)
        yield from _models(name, data, reference["cox"])


def column(data: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in data])


def _curves(case: str, time, event, theirs: dict) -> Comparisons:
    asked = np.array(theirs["times"], dtype=float)
    asked = asked[asked <= theirs["max_time"]]
    k = asked.size
    for key, limits in theirs["ci_at_times"].items():
        conf_type, _, level = key.partition("_")
        if conf_type == "logit":
            continue
        conf_type = conf_type.replace("arcsin", "arcsine")
        curve = stats.kaplan_meier(time, event, conf_type=conf_type, conf_level=int(level) / 100)
        ours = curve.at(asked)
        same = partial(compare, "SurvivalCurve.at", SURVFIT, f"{case}, {key}")
        yield same("survival", ours.survival, theirs["at_times"]["surv"][:k])
        yield same("standard error", ours.std_error, theirs["at_times"]["se_surv"][:k])
        yield same("at risk", ours.at_risk, theirs["at_times"]["n_risk"][:k])
        yield same("lower", ours.lower, limits["lower"][:k])
        yield same("upper", ours.upper, limits["upper"][:k])
        quantiles = theirs["quantiles"][key]
        for index, p in enumerate(quantiles["prob"]):
            found = curve.quantile(p)
            wanted = [quantiles[name][index] for name in ("est", "lower", "upper")]
            name = "SurvivalCurve.quantile"
            ours_ = [found.estimate, found.lower, found.upper]
            yield compare(name, f"quantile.survfit ({R_SURVIVAL})", f"{case}, {key}", f"{p}", ours_, wanted)


def _vendor_rules(case: str, time, event, theirs: dict) -> Comparisons:
    curve = stats.kaplan_meier(time, event)
    for wanted in theirs["collett_se_spss_stata"].values():
        found = curve.quantile(wanted["p"], rule="spss", interval="symmetric")
        ours = [found.estimate, found.std_error, found.lower, found.upper]
        listed = [wanted[key] for key in ("est", "se", "lower", "upper")]
        yield compare("quantile: spss, symmetric", COLLETT, case, f"{wanted['p']}", ours, listed)
    for wanted in theirs["sas_lifetest_loglog"]:
        found = curve.quantile(wanted["prob"], rule="sas")
        ours = [found.estimate, found.lower, found.upper]
        listed = [wanted[key] for key in ("est", "lower_set", "upper_next_event")]
        yield compare("quantile: sas", LIFETEST, case, f"{wanted['prob']}", ours, listed)


def _follow_up(case: str, time, event, theirs: dict) -> Comparisons:
    for conf_type in ("plain", "log", "log-log", "arcsin"):
        curve, wanted = (
            stats.follow_up(time, event, conf_type=conf_type.replace("arcsin", "arcsine")),
            theirs[conf_type],
        )
        for index, p in enumerate((0.25, 0.5, 0.75)):
            found = curve.quantile(p)
            listed = [wanted[name][index] for name in ("est", "lower", "upper")]
            ours = [found.estimate, found.lower, found.upper]
            reference = f"quantile.survfit, 1 - event ({R_SURVIVAL})"
            yield compare("follow_up", reference, f"{case}, {conf_type}", f"{p}", ours, listed)


def _restricted_means(case: str, time, event, theirs: list[dict]) -> Comparisons:
    for wanted in (entry for entry in theirs if "tau" in entry):
        found = stats.restricted_mean(time, event, wanted["tau"])
        ours, listed = [found.estimate, found.std_error], [wanted["rmean"], wanted["se"]]
        reference = f"print.survfit, rmean ({R_SURVIVAL})"
        yield compare("restricted_mean", reference, case, f"to {wanted['tau']}", ours, listed)


def _tests(name: str, data: list[dict[str, str]], reference: dict) -> Comparisons:
    for key, rho in (("logrank", 0), ("peto_rho1", 1), ("rho0.5", 0.5)):
        if key in reference:
            yield from _test(f"{name}, rho = {rho}", data, reference[key], rho, None)
    for key, rho in (("logrank_stratified", 0), ("peto_stratified", 1)):
        if key in reference:
            chosen = [row for row in data if row["strata"]]
            strata = [row["strata"] for row in chosen]
            yield from _test(f"{name}, stratified, rho = {rho}", chosen, reference[key], rho, strata)


def _test(case: str, data: list[dict[str, str]], theirs: dict, rho: float, strata) -> Comparisons:
    time, event, group = column(data, "time"), column(data, "event"), [row["group"] for row in data]
    ours = stats.log_rank(time, event, group, rho=rho, strata=strata)
    same = partial(compare, "log_rank", f"survdiff ({R_SURVIVAL})", case)
    yield same("statistic", ours.statistic, theirs["chisq"])
    yield same("p", ours.p_value, theirs["p"])
    yield same("observed", ours.observed, theirs["obs"])
    yield same("expected", ours.expected, theirs["exp"])
    yield same("variance", ours.variance, theirs["var"])
    trend = stats.log_rank(time, event, group, rho=rho, strata=strata, trend=True)
    source = "from survdiff's components (Collett, section 2.7)"
    wanted = [theirs["trend"]["chisq"], theirs["trend"]["p"]]
    yield compare("log_rank: trend", source, case, "statistic, p", [trend.statistic, trend.p_value], wanted)


def _models(name: str, data: list[dict[str, str]], reference: dict) -> Comparisons:
    for key, theirs in reference.items():
        ties = key.rpartition("_")[2]
        if ties != "exact" and "error" not in theirs:
            yield from _model(f"{name}, {key}", data, theirs, ties)


def _model(case: str, data: list[dict[str, str]], theirs: dict, ties: str) -> Comparisons:
    terms = np.atleast_1d(theirs["terms"]).tolist()
    stratified = "strata(" in theirs["formula"]
    needed = [field for field in _fields(terms, data) + (["strata"] if stratified else []) if field]
    complete = [row for row in data if all(row[field] for field in needed)]
    covariates = {term: _covariate(term, complete) for term in terms}
    strata = [row["strata"] for row in complete] if stratified else None
    time, event = column(complete, "time"), column(complete, "event")
    model = stats.cox(time, event, covariates, ties=ties, strata=strata)
    model_90 = stats.cox(time, event, covariates, ties=ties, strata=strata, conf_level=0.9)
    same = partial(compare, "cox", f"coxph ({R_SURVIVAL})", case)
    yield same("n, events", [model.n, model.n_events], [theirs["n"], theirs["nevent"]])
    yield same("log likelihood", [model.log_likelihood_null, model.log_likelihood], theirs["loglik"])
    for label, test, wanted in (
        ("likelihood ratio", model.likelihood_ratio, theirs["lr"]),
        ("score", model.score, theirs["score"]),
    ):
        yield same(f"{label} test", [test.statistic, test.df, test.p_value], wanted)
    yield same("concordance", model.concordance, theirs["concordance"][0])
    if theirs["warnings"]:
        yield same("not estimable", [row.coef for row in model], [None] * len(terms))
        return
    coefficient = partial(same, tolerance=COEFFICIENT_TOLERANCE)
    yield coefficient("Wald test p", model.wald.p_value, theirs["wald"][2])
    yield coefficient("covariance", model.covariance, theirs["vcov"])
    for field, wanted in (
        ("coef", "coef"),
        ("se", "se"),
        ("hazard_ratio", "hr"),
        ("z", "z"),
        ("p_value", "p"),
    ):
        yield coefficient(wanted, [getattr(row, field) for row in model], theirs[wanted])
    for fit, level in ((model, 95), (model_90, 90)):
        yield coefficient(f"lower {level}", [row.lower for row in fit], theirs[f"hr_lower{level}"])
        yield coefficient(f"upper {level}", [row.upper for row in fit], theirs[f"hr_upper{level}"])
    yield from _proportional_hazards(case, model, theirs.get("cox_zph"))


def _fields(terms: list[str], data: list[dict[str, str]]) -> list[str]:
    return [next(field for field in data[0] if term.startswith(field)) for term in terms]


def _covariate(term: str, data: list[dict[str, str]]) -> np.ndarray:
    """The column of a term of R's design matrix: numeric, or one level of a factor."""
    field = _fields([term], data)[0]
    if term == field:
        return column(data, field)
    return np.array([float(row[field] == term.removeprefix(field)) for row in data])


def _proportional_hazards(case: str, model: stats.CoxModel, theirs: dict | None) -> Comparisons:
    same = partial(compare, "proportional_hazards_test", f"cox.zph ({R_SURVIVAL})", case)
    for key, wanted in (theirs or {}).items():
        if "error" in wanted or (key != "km_by_coef" and len(wanted["rows"]) != len(model) + 1):
            continue  # tests of a factor with several levels at once
        ours = stats.proportional_hazards_test(model, transform=key.removesuffix("_by_coef"))
        tests = [test for _, test in ours.covariates] + [ours.overall]
        if ours.reason:
            continue
        yield same(f"{key} statistic", [t.statistic for t in tests], wanted["chisq"], COEFFICIENT_TOLERANCE)
        yield same(f"{key} p", [t.p_value for t in tests], wanted["p"], COEFFICIENT_TOLERANCE)
