from __future__ import annotations

import numpy as np
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.reconstruct import reconstruct
from hcc_analysis.reconstruct.os_plan import N, draw_plan
from hcc_analysis.reconstruct.rfs_search import draw_rfs, search_rfs
from hcc_analysis.reconstruct.targets import DAYS_PER_MONTH, window

from .conftest import CLAIMS


@pytest.fixture(scope="module")
def arrangements(targets):
    return search_rfs(targets)


@pytest.mark.parametrize(
    "value, decimals, kind, meets, misses",
    [
        (9.61, 2, "hazard_ratio", 9.6151, 9.6201),
        (0.09, 2, "ci_lower", 0.0989, 0.1),
        (0.034, 3, "p_value", 0.03449, 0.0346),
        (53, 0, "rate", 52.5, 53.5),
        (36.6, 1, "percent", 100 * 11 / 30, 36.71),
    ],
)
def test_window_rounds_and_cuts_as_the_paper(value, decimals, kind, meets, misses):
    target = window(value, decimals, kind)
    assert target.contains(meets)
    assert not target.contains(misses)


def test_distance_is_nought_inside_the_window_only():
    target = window(0.3, 2, "hazard_ratio")
    distance = target.distance(np.array([0.301, 0.28, 0.35, np.nan]))
    assert distance[0] == 0
    assert (distance[1:] > 0).all()


def test_rates_are_read_as_proportions(targets):
    assert targets["os.rate.6m"].contains(0.79)


def test_one_order_of_relapses_remains(arrangements):
    assert {found.order.relapses for found in arrangements} == {(0, 1, 2, 3, 4, 5, 7)}


def test_poor_afp_reduction_is_one_group(arrangements):
    assert {found.afp_poor for found in arrangements} == {frozenset({0, 3, 4})}


def test_patients_without_pathological_response(arrangements):
    early = {found.no_response & frozenset(range(8)) for found in arrangements}
    assert early == {frozenset({0, 1, 3, 4})}


def test_high_afp_holds_poor_reduction(arrangements):
    assert all(found.afp_poor <= found.afp_high for found in arrangements)


def test_drawn_days_are_ascending_and_print_as_published(arrangements, targets):
    for seed in range(5):
        days = draw_rfs(arrangements, targets, np.random.default_rng(seed)).days
        assert list(days) == sorted(set(days))
        assert days[0] == 22
        assert round(days[3] / DAYS_PER_MONTH, 1) == 2.2
        assert round(days[4] / DAYS_PER_MONTH, 1) == 2.5


def test_plans_are_possible(arrangements, targets):
    rng = np.random.default_rng(0)
    rfs = draw_rfs(arrangements, targets, rng)
    plans = [plan for plan in (draw_plan(targets, rfs, rng) for _ in range(20)) if plan is not None]
    assert plans
    for plan in plans:
        assert all(low <= high for low, high in plan.bounds)
        assert len(plan.died) == len(plan.bounds) == N
        assert not any(died and i not in rfs.relapsed for i, died in enumerate(plan.died[:15]))


def test_negative_seed_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(InputError, match="must not be negative"):
        reconstruct(tmp_path / "out", seed=-1, claims=CLAIMS)
    assert not (tmp_path / "out").exists()


def test_missing_claim_is_named(tmp_path):
    few = tmp_path / "claims.csv"
    lines = CLAIMS.read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(line for line in lines if not line.startswith("rfs.rate.6m,")), encoding="utf-8")
    with pytest.raises(InputError, match=r"rfs\.rate\.6m"):
        reconstruct(tmp_path / "out", seed=1, claims=few)
    assert not (tmp_path / "out").exists()


def test_claims_that_nobody_can_meet_end_with_a_message(tmp_path):
    other = tmp_path / "claims.csv"
    text = CLAIMS.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if row.startswith("rfs.afp_baseline.cox.hr,"))
    other.write_text(text.replace(line, line.replace("9.61", "3.61")), encoding="utf-8")
    with pytest.raises(InputError, match="no arrangement"):
        reconstruct(tmp_path / "out", seed=1, claims=other)
