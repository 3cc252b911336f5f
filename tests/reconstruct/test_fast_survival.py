"""The arithmetic inside the searches is that of hcc_analysis.stats."""

from __future__ import annotations

import numpy as np
import pytest

from hcc_analysis.reconstruct.fast_survival import median_spss, survival, two_groups
from hcc_analysis.reconstruct.rfs_search import fisher_2x2
from hcc_analysis.stats import cox, fisher_exact, kaplan_meier, log_rank


@pytest.fixture(params=range(6))
def sample(request):
    rng = np.random.default_rng(request.param)
    time = np.sort(rng.choice(np.arange(1, 400), size=30, replace=False)) / 10
    event = (rng.random(30) < 0.6).astype(float)
    group = (rng.random(30) < 0.5).astype(float)
    return time, event, group


AT_RISK = np.arange(30, 0, -1.0)[None]


def test_two_groups_is_breslow_cox_and_log_rank(sample):
    time, event, group = sample
    remaining = group[::-1].cumsum()[::-1]
    found = two_groups(group[None], AT_RISK, remaining[None], event[None])
    model = cox(time, event, {"group": group}, ties="breslow")
    row = model[0]
    assert found.hr[0] == pytest.approx(row.hazard_ratio, rel=1e-6)
    assert found.lower[0] == pytest.approx(row.lower, rel=1e-6)
    assert found.upper[0] == pytest.approx(row.upper, rel=1e-6)
    assert found.cox_p[0] == pytest.approx(row.p_value, rel=1e-6)
    assert found.log_rank_p[0] == pytest.approx(log_rank(time, event, group).p_value, rel=1e-6)


def test_survival_is_kaplan_meier(sample):
    time, event, _ = sample
    curve = kaplan_meier(time, event)
    assert survival(event[None], AT_RISK)[0] == pytest.approx(curve.at(time).survival)


def test_median_without_events_does_not_exist():
    time = np.arange(1.0, 31.0)[None]
    found = median_spss(time, np.zeros((1, 30)), AT_RISK)
    assert np.isnan([found.value[0], found.lower[0], found.upper[0]]).all()


def test_median_of_the_6_mp_data():
    # Gehan's 6-MP arm as SPSS prints it: median 23, interval 12.700-33.300.
    time = np.array(
        [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35], dtype=float
    )
    event = np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=float)
    found = median_spss(time[None], event[None], np.arange(21, 0, -1.0)[None])
    assert found.value[0] == 23
    assert found.lower[0] == pytest.approx(12.7, abs=0.005)
    assert found.upper[0] == pytest.approx(33.3, abs=0.005)


@pytest.mark.parametrize("both, first, second", [(3, 3, 5), (2, 6, 5), (0, 4, 7), (1, 2, 3)])
def test_fisher_from_overlap(both, first, second):
    table = [[both, first - both], [second - both, 15 - first - second + both]]
    assert fisher_2x2(both, first, second, 15) == pytest.approx(fisher_exact(table).p_value)
