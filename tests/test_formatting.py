from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_analysis import formatting


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (52.5, 0, "53"),
        (0.5, 0, "1"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (-2.5, 0, "-3"),
        (0, 1, "0.0"),
        (1e6, 0, "1000000"),
    ],
)
def test_half_up(value, decimals, expected):
    assert formatting.half_up(value, decimals) == expected


@given(st.decimals(min_value=-1000, max_value=1000, places=4), st.integers(0, 3))
def test_half_up_is_within_half_a_unit_and_ties_go_away_from_nought(value, decimals):
    unit = Decimal(1).scaleb(-decimals)
    rounded = Decimal(formatting.half_up(float(value), decimals))
    assert abs(rounded - value) <= unit / 2
    if abs(rounded - value) == unit / 2:
        assert abs(rounded) > abs(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.0249, "0.025"),
        (0.0004, "<0.001"),
        (1.0, "1.000"),
        ("NE", "not estimable"),
        (None, "not estimable"),
        (float("nan"), "not estimable"),
    ],
)
def test_p_value(value, expected):
    assert formatting.p_value(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0249, "p = 0.025"), (1e-9, "p < 0.001"), ("NE", "p not estimable")]
)
def test_p_equation(value, expected):
    assert formatting.p_equation(value) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((0.3, 0.0994, 0.911), "0.30 (0.10–0.91)"),
        (("NR", None, None), "not reached"),
        ((7, 5.2, None), "7.00 (5.20–NE)"),
        (("NE", "NE", "NE"), "not estimable"),
        ((18.7, None, None), "18.70 (interval not estimable)"),
        ((2.2, -0.25, 4.7), "2.20 (−0.25 to 4.70)"),
        ((float("inf"), 1, 2), "not estimable"),
    ],
)
def test_estimate_interval(numbers, expected):
    assert formatting.estimate_interval(*numbers, 2) == expected


@pytest.mark.parametrize(
    ("count", "total", "expected"), [(9, 30, "9 (30.0)"), (0, 30, "0"), (0, 0, "0"), (11, 30, "11 (36.7)")]
)
def test_count_percent(count, total, expected):
    assert formatting.count_percent(count, total) == expected


@pytest.mark.parametrize(("level", "expected"), [(0.95, "95%"), (0.9, "90%"), (0.975, "97.5%")])
def test_level_text(level, expected):
    assert formatting.level_text(level) == expected
