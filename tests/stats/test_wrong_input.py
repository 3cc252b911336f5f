"""Wrong input is named: the argument and the first bad position."""

import numpy as np
import pytest

from hcc_analysis import stats

TIME, EVENT, GROUP = [1.0, 2.0, 3.0], [1, 0, 1], ["a", "b", "a"]


@pytest.mark.parametrize(
    ("time", "event", "message"),
    [
        ([1, np.nan, 3], EVENT, r"time: the value at position 1 \(nan\) is missing"),
        ([1, np.inf, 3], EVENT, r"time: the value at position 1 \(inf\) is missing or not finite"),
        ([1, 2, -3], EVENT, r"time: the value at position 2 \(-3.0\) is negative"),
        (["a", 2, 3], EVENT, "time: not numeric"),
        ([[1, 2, 3]], EVENT, "time: expected one dimension, got 2"),
        (TIME, [1, 0], "event: 2 values, but time has 3"),
        (TIME, [1, 0, 2], r"event: the value at position 2 \(2.0\) is neither 0 nor 1"),
        (TIME, [1, np.nan, 0], r"event: the value at position 1 \(nan\) is neither 0 nor 1"),
        (TIME, [[True, False, True]], "event: expected one dimension, got 2"),
    ],
)
def test_survival_data(time, event, message):
    for function in (
        stats.kaplan_meier,
        stats.follow_up,
        lambda t, e: stats.log_rank(t, e, GROUP),
        lambda t, e: stats.cox(t, e, [0.0, 1.0, 2.0]),
        lambda t, e: stats.restricted_mean(t, e, 2.0),
    ):
        with pytest.raises(ValueError, match=message):
            function(time, event)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: stats.kaplan_meier(TIME, EVENT, conf_type="loglog"),
            "conf_type: 'loglog' is not one of 'plain'",
        ),
        (lambda: stats.kaplan_meier(TIME, EVENT, conf_level=95), "conf_level: 95 does not lie"),
        (lambda: stats.kaplan_meier(TIME, EVENT).quantile(0), "p: 0 does not lie"),
        (lambda: stats.kaplan_meier(TIME, EVENT).quantile(0.5, rule="stata"), "rule: 'stata' is not one of"),
        (lambda: stats.kaplan_meier(TIME, EVENT).quantile(0.5, interval="x"), "interval: 'x' is not one of"),
        (
            lambda: stats.kaplan_meier(TIME, EVENT).at([1, -1]),
            r"times: the value at position 1 \(-1.0\) is negative",
        ),
        (
            lambda: stats.log_rank(TIME, EVENT, ["a", None, "b"]),
            r"group: the value at position 1 \(None\) is missing",
        ),
        (lambda: stats.log_rank(TIME, EVENT, ["a"]), "group: 1 values, but time has 3"),
        (lambda: stats.log_rank(TIME, EVENT, GROUP, strata=[1, 2]), "strata: 2 values, but time has 3"),
        (lambda: stats.log_rank(TIME, EVENT, GROUP, rho=-1), "rho: .* is negative"),
        (lambda: stats.cox(TIME, EVENT, [1, 2]), "covariates: 2 values, but time has 3"),
        (
            lambda: stats.cox(TIME, EVENT, {"age": [1, np.nan, 2]}),
            r"covariates\['age'\]: the value at position 1",
        ),
        (lambda: stats.cox(TIME, EVENT, {"age": [1, 2]}), r"covariates\['age'\]: 2 values"),
        (lambda: stats.cox(TIME, EVENT, {"arm": GROUP}), r"arm.*: not numeric"),
        (lambda: stats.cox(TIME, EVENT, {}), "covariates: no columns"),
        (lambda: stats.cox(TIME, EVENT, GROUP), "covariates: not numeric"),
        (lambda: stats.cox(TIME, EVENT, [1, 2, 3], ties="exact"), "ties: 'exact' is not one of"),
        (lambda: stats.cox(TIME, EVENT, [1, 2, 3], penalty="l2"), "penalty: 'l2' is not one of"),
        (lambda: stats.fisher_exact([1, 2]), "table: expected two dimensions, got 1"),
        (lambda: stats.fisher_exact([[1, 2], [3, -1]]), r"table: row 1, column 1 \(-1.0\) is not a whole"),
        (lambda: stats.fisher_exact([[1, 2], [0.5, 1]]), r"table: row 1, column 0 \(0.5\) is not a whole"),
        (lambda: stats.binomial_interval(4, 3), "successes: 4 is more than n = 3"),
        (lambda: stats.binomial_interval(-1, 3), "successes: -1 is not a whole number"),
        (lambda: stats.binomial_interval(1, 3.5), "n: 3.5 is not a whole number"),
        (lambda: stats.binomial_interval(1, 3, method="wald"), "method: 'wald' is not one of"),
        (lambda: stats.single_stage_design(0.2, 0.1, alpha=0.05, power=0.8), "p1: 0.1 is not larger than p0"),
        (lambda: stats.simon_two_stage(0.1, 1.0), "p1: 1.0 does not lie"),
        (lambda: stats.restricted_mean(TIME, EVENT, 0), "horizon: 0 is not a positive number"),
        (lambda: stats.convention("stata"), "name: 'stata' is not one of 'spss', 'r', 'sas'"),
        (lambda: stats.Convention("own", "exact", "log", "symmetric", "r"), "ties: 'exact' is not one of"),
    ],
)
def test_argument_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_proportional_hazards_of_a_penalised_model():
    model = stats.cox([1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1], penalty="firth")
    with pytest.raises(ValueError, match="model: the test is defined for a model without penalty"):
        stats.proportional_hazards_test(model)
