"""Data from which something cannot be estimated: no number, but the reason, and no warning."""

import dataclasses
import math

import numpy as np
import pytest

from hcc_analysis import stats

pytestmark = pytest.mark.filterwarnings("error")


def scalars(result):
    """All numbers of a result that are not in arrays, however deep."""
    for field in dataclasses.fields(result):
        value = getattr(result, field.name)
        if dataclasses.is_dataclass(value):
            yield from scalars(value)
        elif isinstance(value, tuple):
            for item in value:
                yield from scalars(item) if dataclasses.is_dataclass(item) else ()
        elif isinstance(value, float):
            yield value


DATA = {
    "empty": ([], [], []),
    "one subject, censored": ([5], [0], [1]),
    "one subject, event": ([5], [1], [1]),
    "one subject, event at zero": ([0], [1], [1]),
    "all censored": ([1, 2, 3, 4], [0, 0, 0, 0], [0, 1, 0, 1]),
    "one event": ([1, 2, 3, 4], [0, 1, 0, 0], [0, 1, 0, 1]),
    "all tied": ([5, 5, 5, 5], [1, 1, 0, 1], [0, 1, 0, 1]),
    "all events tied": ([5, 5, 5, 5], [1, 1, 1, 1], [0, 1, 0, 1]),
    "event at zero": ([0, 0, 1, 2], [1, 0, 1, 0], [0, 1, 1, 0]),
    "group of one": ([1, 2, 3, 4], [1, 1, 1, 1], [0, 0, 0, 1]),
    "single group": ([1, 2, 3, 4], [1, 1, 1, 1], [1, 1, 1, 1]),
    "separation": ([1, 2, 3, 4], [1, 1, 1, 1], [1, 1, 0, 0]),
    "plateau at one half": ([1, 2, 3, 4], [1, 1, 0, 0], [0, 1, 0, 1]),
    "median not reached": ([1, 2, 3, 4], [1, 0, 0, 0], [0, 1, 0, 1]),
    "never at risk together": ([1, 2, 3, 4], [0, 0, 1, 1], [0, 0, 1, 1]),
}


@pytest.mark.parametrize("name", DATA)
def test_scalars_are_finite_or_none(name):
    time, event, group = DATA[name]
    results = [stats.log_rank(time, event, group), stats.log_rank(time, event, group, trend=True, rho=1)]
    for ties in ("efron", "breslow"):
        results += [stats.cox(time, event, group, ties=ties, penalty=penalty) for penalty in (None, "firth")]
        results.append(stats.proportional_hazards_test(stats.cox(time, event, group, ties=ties)))
    for conf_type in ("plain", "log", "log-log", "arcsine"):
        for curve in (
            stats.kaplan_meier(time, event, conf_type=conf_type),
            stats.follow_up(time, event, conf_type=conf_type),
        ):
            curve.at([0, 1, 2.5, 4, 100])
            results += [
                curve.quantile(p, rule=rule, interval=interval)
                for p in (0.25, 0.5, 0.75)
                for rule in ("r", "spss", "sas")
                for interval in ("brookmeyer-crowley", "symmetric")
            ]
    results.append(stats.restricted_mean(time, event, 3))
    for result in results:
        assert all(math.isfinite(value) for value in scalars(result)), result


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty", "no observations"),
        ("all censored", "no events"),
        ("single group", "constant covariate"),
        ("one subject, event", "constant covariate"),
        ("never at risk together", "constant covariate"),
        ("separation", "separation: the partial likelihood has no maximum (use penalty='firth')"),
    ],
)
def test_reason_of_a_hazard_ratio(name, reason):
    time, event, group = DATA[name]
    model = stats.cox(time, event, group)
    row = model[0]
    assert (row.coef, row.hazard_ratio, row.p_value, row.reason) == (None, None, None, reason)
    assert model.reason == reason


def test_separation_keeps_the_tests_and_firth_has_an_estimate():
    time, event, group = DATA["separation"]
    model, penalised = stats.cox(time, event, group), stats.cox(time, event, group, penalty="firth")
    assert model.score.p_value == pytest.approx(stats.log_rank(time, event, group).p_value)
    assert 0 < model.likelihood_ratio.p_value < 0.1
    assert model.wald.p_value is None
    assert 1 < penalised[0].hazard_ratio < math.inf
    assert penalised[0].method == "profile likelihood"


def test_separation_of_one_covariate_leaves_the_other():
    rng = np.random.default_rng(5)
    x, separating = rng.normal(size=40), np.repeat([1.0, 0.0], 20)
    time = rng.exponential(size=40) + 10 * (1 - separating)
    event = np.concatenate((np.ones(20), np.zeros(20)))
    model = stats.cox(time, event, {"x": x, "separating": separating})
    alone = stats.cox(time[:20], event[:20], x[:20])
    assert model["separating"].coef is None
    assert model["x"].coef == pytest.approx(alone[0].coef, rel=1e-6)
    assert model["x"].se == pytest.approx(alone[0].se, rel=1e-5)


def test_collinear_covariates():
    x = np.array([0.3, 1.2, -0.5, 0.8, 2.0, -1.0])
    model = stats.cox(range(1, 7), [1, 1, 0, 1, 1, 1], {"x": x, "twice": 2 * x + 1, "one": np.ones(6)})
    assert model["x"].coef == pytest.approx(stats.cox(range(1, 7), [1, 1, 0, 1, 1, 1], x)[0].coef)
    assert model["twice"].reason == "collinear with covariates before it"
    assert model["one"].reason == "constant covariate"


@pytest.mark.parametrize(
    ("name", "estimate", "reason"),
    [
        ("empty", None, "no observations"),
        ("all censored", None, "no events"),
        ("median not reached", None, "not reached"),
        ("plateau at one half", 3.0, "upper limit not reached"),
        ("one subject, event", 5.0, "lower and upper limit not reached"),
    ],
)
def test_reason_of_a_median(name, estimate, reason):
    time, event, _ = DATA[name]
    median = stats.kaplan_meier(time, event).median
    assert (median.estimate, median.reason) == (estimate, reason)


def test_symmetric_interval_needs_events_on_both_sides():
    median = stats.kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0]).quantile(0.5, rule="spss", interval="symmetric")
    assert (median.estimate, median.lower) == (2.0, None)
    assert median.reason == "no interval: the curve has no event time on both sides of the quantile"


def test_after_the_last_observation():
    censored_last = stats.kaplan_meier([1, 2, 3], [1, 1, 0]).at([3, 3.1])
    assert censored_last.reasons == (None, "after the last observation")
    assert censored_last.at_risk.tolist() == [1, 0]
    event_last = stats.kaplan_meier([1, 2, 3], [1, 1, 1]).at([3.1])
    assert event_last.survival.tolist() == [0.0]
    assert event_last.reasons == ("no interval: nobody is left at risk",)


def test_restricted_mean_beyond_the_data():
    assert (
        stats.restricted_mean([1, 2], [1, 0], 3).reason
        == "the last observation is a censoring before the horizon"
    )
    assert stats.restricted_mean([1, 2], [1, 1], 3).estimate == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("table", "p_value", "reason"),
    [
        ([[0, 0], [0, 0]], None, "no observations"),
        ([[0, 5], [0, 7]], 1.0, "no odds ratio: a row or column is empty"),
        ([[0, 0, 0], [1, 2, 3]], 1.0, None),
        ([[0, 0, 0], [0, 0, 0]], None, "no observations"),
        ([[3, 0], [0, 3]], 0.1, "the odds ratio and its upper limit are infinite: a cell is 0"),
    ],
)
def test_fisher(table, p_value, reason):
    result = stats.fisher_exact(table)
    assert result.p_value == (None if p_value is None else pytest.approx(p_value))
    assert (result.odds_ratio, result.reason) == (None, reason)


def test_proportion_of_nobody():
    assert stats.binomial_interval(0, 0).reason == "no observations"


def test_time_zero_has_no_logarithm():
    model = stats.cox([0, 1, 2, 3, 4], [1, 1, 1, 1, 1], [0.1, 0.9, 0.4, 0.2, 0.7])
    assert (
        stats.proportional_hazards_test(model, transform="log").reason
        == "an event at time 0 has no logarithm"
    )
