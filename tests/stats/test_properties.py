"""What must hold for any data."""

from itertools import product
from math import comb, factorial, prod

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcc_analysis import stats

CONF_TYPES = ("plain", "log", "log-log", "arcsine")
REPRODUCIBLE = {"deadline": None, "derandomize": True}


@st.composite
def survival(draw, *, ties=True, smallest=2, events=None):
    n = draw(st.integers(smallest, 30))
    times = draw(st.lists(st.integers(1, 12 if ties else 10_000), min_size=n, max_size=n, unique=not ties))
    event = [1] * n if events else draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    group = draw(st.lists(st.integers(0, 1), min_size=n, max_size=n))
    return np.array(times, float), np.array(event), np.array(group, float)


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(events=True))
def test_without_censoring_survival_is_empirical(data):
    time, event, _ = data
    curve = stats.kaplan_meier(time, event)
    assert curve.survival == pytest.approx([(time > t).mean() for t in curve.times], abs=1e-12)


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(), st.sampled_from(CONF_TYPES), st.sampled_from([0.8, 0.95, 0.99]))
def test_limits_enclose_the_estimate(data, conf_type, level):
    curve = stats.kaplan_meier(*data[:2], conf_type=conf_type, conf_level=level)
    known = ~np.isnan(curve.lower)
    lower, middle, upper = curve.lower[known], curve.survival[known], curve.upper[known]
    assert ((lower >= 0) & (lower <= middle + 1e-12) & (middle <= upper + 1e-12) & (upper <= 1)).all()
    for rule in ("r", "spss", "sas"):
        found = curve.quantile(0.5, rule=rule)
        assert found.lower is None or found.estimate is None or found.lower <= found.estimate


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival())
def test_at_agrees_with_the_rows(data):
    curve = stats.kaplan_meier(*data[:2])
    there = curve.at(curve.times)
    assert (there.survival == curve.survival).all()
    assert (there.at_risk == curve.at_risk).all()
    assert there.at_risk.tolist() == [int((data[0] >= t).sum()) for t in curve.times]


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(ties=False))
def test_score_test_is_log_rank_without_ties(data):
    model, test = stats.cox(*data), stats.log_rank(*data)
    if model.score.statistic is not None and test.statistic is not None:
        assert model.score.statistic == pytest.approx(test.statistic, rel=1e-9, abs=1e-12)


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(ties=False))
def test_ties_do_not_matter_without_ties(data):
    efron, breslow = (stats.cox(*data, ties=ties) for ties in ("efron", "breslow"))
    assert efron[0].coef == breslow[0].coef
    assert efron.log_likelihood == breslow.log_likelihood


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(data, random):
    order = list(range(data[0].size))
    random.shuffle(order)
    time, event, group = (part[order] for part in data)
    assert (stats.kaplan_meier(time, event).lower == stats.kaplan_meier(*data[:2]).lower).sum() == np.sum(
        ~np.isnan(stats.kaplan_meier(time, event).lower)
    )
    assert stats.log_rank(time, event, group).statistic == stats.log_rank(*data).statistic
    for ties in ("efron", "breslow"):
        ours, theirs = stats.cox(time, event, group, ties=ties)[0], stats.cox(*data, ties=ties)[0]
        assert ours.coef == (None if theirs.coef is None else pytest.approx(theirs.coef, rel=1e-8, abs=1e-9))


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(), st.sampled_from([0.001, 1 / 3, 30.4375, 1e6]))
def test_unit_of_time_scales_medians_only(data, unit):
    time, event, group = data
    for rule, interval in product(("r", "spss", "sas"), ("brookmeyer-crowley", "symmetric")):
        one = stats.kaplan_meier(time, event).quantile(0.5, rule=rule, interval=interval)
        other = stats.kaplan_meier(time * unit, event).quantile(0.5, rule=rule, interval=interval)
        for a, b in ((one.estimate, other.estimate), (one.lower, other.lower), (one.upper, other.upper)):
            assert b == (None if a is None else pytest.approx(a * unit, rel=1e-9, abs=1e-9 * unit))
    other = stats.log_rank(time * unit, event, group).statistic
    assert other == stats.log_rank(time, event, group).statistic


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival())
def test_rounding_error_makes_no_new_times(data):
    time, event, group = data
    assert stats.kaplan_meier(time + 1e-12, event).times.size == stats.kaplan_meier(time, event).times.size
    shaken = np.where(np.arange(time.size) % 2, time * (1 + 1e-14), time)
    same = stats.log_rank(shaken, event, group).statistic
    assert same == (None if same is None else pytest.approx(stats.log_rank(time, event, group).statistic))


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(smallest=6))
def test_concordance_counts_pairs(data):
    time, event, group = data
    x = group + time % 3
    model = stats.cox(time, event, x)
    if model.concordance is None or model[0].coef is None:
        return
    risk, pairs, good = model[0].coef * x, 0, 0.0
    for i, j in product(range(time.size), repeat=2):
        if event[i] and (time[j] > time[i] or (time[j] == time[i] and not event[j])):
            pairs += 1
            good += 0.5 if abs(risk[i] - risk[j]) < 1e-9 else float(risk[i] > risk[j])
    assert model.concordance == pytest.approx(good / pairs)


@settings(max_examples=60, **REPRODUCIBLE)
@given(survival(smallest=6))
def test_scale_of_a_covariate_scales_its_coefficient(data):
    for penalty in (None, "firth"):
        one = stats.cox(*data, penalty=penalty)
        ten = stats.cox(data[0], data[1], data[2] * 10 + 3, penalty=penalty)
        if one[0].coef is not None:
            assert ten[0].coef == pytest.approx(one[0].coef / 10, rel=1e-6, abs=1e-9)
            assert ten[0].p_value == pytest.approx(one[0].p_value, rel=1e-5, abs=1e-9)


tables = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=2, max_size=4
    )
)


@settings(max_examples=60, **REPRODUCIBLE)
@given(tables, st.randoms(use_true_random=False))
def test_fisher_is_blind_to_order(table, random):
    p = stats.fisher_exact(table).p_value
    shuffled = random.sample(table, len(table))
    assert stats.fisher_exact(np.transpose(table)).p_value == (
        None if p is None else pytest.approx(p, rel=1e-9)
    )
    assert stats.fisher_exact(shuffled).p_value == (None if p is None else pytest.approx(p, rel=1e-9))


@settings(max_examples=60, **REPRODUCIBLE)
@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3))
def test_fisher_against_every_table(table):
    rows, columns = np.sum(table, axis=1), np.sum(table, axis=0)
    if not rows.sum():
        return
    total, likelier = 0.0, 0.0
    observed = 1 / prod(factorial(cell) for row in table for cell in row)
    for cells in product(*(product(range(min(r, 9) + 1), repeat=2) for r in rows[:-1])):
        upper = np.array([[a, b, r - a - b] for (a, b), r in zip(cells, rows, strict=False)])
        whole = np.vstack((upper, columns - upper.sum(axis=0)))
        if (whole >= 0).all():
            weight = 1 / prod(factorial(int(cell)) for cell in whole.ravel())
            total += weight
            likelier += weight if weight <= observed * (1 + 1e-7) else 0
    assert stats.fisher_exact(table).p_value == pytest.approx(likelier / total, rel=1e-9)


@settings(max_examples=60, **REPRODUCIBLE)
@given(
    st.integers(1, 80), st.floats(0, 1), st.sampled_from(["clopper-pearson", "wilson", "jeffreys", "mid-p"])
)
def test_binomial_limits(n, share, method):
    x = round(share * n)
    ours, mirrored = (
        stats.binomial_interval(x, n, method=method),
        stats.binomial_interval(n - x, n, method=method),
    )
    assert 0 <= ours.lower <= x / n <= ours.upper <= 1
    assert ours.lower == pytest.approx(1 - mirrored.upper, abs=1e-9)
    exact = stats.binomial_interval(x, n)
    assert method == "jeffreys" or exact.lower <= ours.lower + 1e-9 or method == "wilson"


@settings(max_examples=15, **REPRODUCIBLE)
@given(st.sampled_from([0.05, 0.1, 0.2, 0.3]), st.sampled_from([0.15, 0.2, 0.25]))
def test_designs_keep_their_promises(p0, gain):
    one, two = stats.single_stage_design(p0, p0 + gain), stats.simon_two_stage(p0, p0 + gain)
    for design in (one, two.optimal, two.minimax):
        assert design.attained_alpha <= 0.05 + 1e-12
        assert design.attained_power >= 0.8 - 1e-12
    assert two.optimal.expected_n <= two.minimax.expected_n
    assert two.minimax.n <= two.optimal.n
    tail = sum(comb(one.n, k) * p0**k * (1 - p0) ** (one.n - k) for k in range(one.r, one.n + 1))
    assert one.attained_alpha == pytest.approx(tail, rel=1e-9)


@settings(max_examples=20, **REPRODUCIBLE)
@given(survival(smallest=8))
def test_firth_is_the_top_of_its_profile(data):
    model = stats.cox(*data, penalty="firth")
    row = model[0]
    if row.coef is not None and row.lower is not None and row.upper is not None:
        assert row.lower < row.hazard_ratio < row.upper
        assert model.log_likelihood >= model.log_likelihood_null - 1e-9
        assert row.p_value == pytest.approx(model.likelihood_ratio.p_value, abs=1e-7)
