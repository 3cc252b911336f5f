"""What callers may pass in and what they get back."""

import dataclasses
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from hcc_analysis import stats

TIME, EVENT = [5.0, 3.0, 8.0, 1.0, 4.0, 7.0], [1, 0, 1, 1, 1, 0]


def test_results_are_frozen():
    curve = stats.kaplan_meier(TIME, EVENT)
    with pytest.raises(dataclasses.FrozenInstanceError):
        curve.n = 3
    with pytest.raises(dataclasses.FrozenInstanceError):
        stats.convention("r").ties = "breslow"


def test_arguments_are_left_alone():
    time, event, x = np.array(TIME), np.array(EVENT, dtype=bool), np.arange(6.0)
    (
        stats.kaplan_meier(time, event),
        stats.cox(time, event, x, penalty="firth"),
        stats.log_rank(time, event, x > 2),
    )
    assert time.tolist() == TIME
    assert event.tolist() == [bool(e) for e in EVENT]
    assert x.tolist() == list(range(6))


def test_pandas_comes_in():
    frame = pd.DataFrame({"age": [60, 55, 71, 48, 66, 59], "arm": [1, 0, 1, 0, 1, 0]})
    model = stats.cox(pd.Series(TIME), pd.Series(EVENT, dtype="boolean").astype(bool), frame)
    assert [row.name for row in model] == ["age", "arm"]
    assert stats.cox(pd.Series(TIME), EVENT, frame["age"])[0].name == "age"
    assert stats.cox(TIME, EVENT, frame.to_numpy())["x2"].coef == pytest.approx(model["arm"].coef)
    with pytest.raises(KeyError):
        model["sex"]


def test_groups_keep_the_order_of_a_categorical():
    arms = pd.Categorical(list("abcabc"), categories=["c", "b", "a", "unused"])
    assert stats.log_rank(TIME, EVENT, arms).groups == ("c", "b", "a")
    assert stats.log_rank(TIME, EVENT, pd.Series(arms)).groups == ("c", "b", "a")
    assert stats.log_rank(TIME, EVENT, list("abcabc")).groups == ("a", "b", "c")
    assert stats.log_rank(TIME, EVENT, [True, False] * 3).groups == (False, True)


def test_three_tables_of_one_convention():
    spss, r, sas = (stats.convention(name) for name in ("spss", "r", "sas"))
    assert (spss.ties, spss.conf_type, spss.median_interval, spss.quantile_rule) == (
        "breslow",
        "plain",
        "symmetric",
        "spss",
    )
    assert (r.ties, r.conf_type, r.median_interval, r.quantile_rule) == (
        "efron",
        "log",
        "brookmeyer-crowley",
        "r",
    )
    assert (sas.ties, sas.conf_type, sas.median_interval, sas.quantile_rule) == (
        "breslow",
        "log-log",
        "brookmeyer-crowley",
        "sas",
    )
    own = dataclasses.replace(spss, name="ours", ties="efron")
    assert own.ties == "efron"


def test_import_is_cheap():
    code = (
        "import sys, hcc_analysis.stats; "
        "print([m for m in ('pandas', 'lifelines', 'statsmodels', 'sklearn', 'scipy.stats', 'scipy.optimize') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_large_tables_are_refused_with_a_reason():
    result = stats.fisher_exact(np.arange(36).reshape(6, 6) ** 2 % 97)
    assert result.p_value is None
    assert "too large for an exact test" in result.reason


def test_the_likeliest_of_large_tables_is_answered():
    assert stats.fisher_exact([[20] * 4] * 4).p_value == pytest.approx(1, rel=1e-9)


@pytest.mark.slow
def test_ten_million_subjects_need_no_more_steps():
    rng = np.random.default_rng(1)
    x = rng.normal(size=10_000_000)
    time = np.ceil(rng.exponential(1000 * np.exp(-0.3 * x)))
    model = stats.cox(time, rng.random(x.size) < 0.7, x)
    assert model.iterations < 8
    assert model[0].coef == pytest.approx(0.3, abs=0.01)
