import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_analysis.rounding import clean, cut, half_up

NUMBERS = st.floats(min_value=-1e5, max_value=1e5, allow_nan=False)
DECIMALS = st.integers(min_value=0, max_value=6)

# value, decimals, rounded half up, cut toward zero: worked by hand
CASES = [
    (52.5, 0, "53", "52"),
    (0.5, 0, "1", "0"),
    (1.5, 0, "2", "1"),
    (9.615, 2, "9.62", "9.61"),
    (81.818, 2, "81.82", "81.81"),
    (0.019, 2, "0.02", "0.01"),
    (12.506, 2, "12.51", "12.50"),
    (0.0995, 2, "0.10", "0.09"),
    (0.0995, 3, "0.100", "0.099"),
    (100 * 11 / 30, 1, "36.7", "36.6"),
    (100 * 26 / 30, 0, "87", "86"),
    (2.675, 2, "2.68", "2.67"),
    (1.005, 2, "1.01", "1.00"),
    (0.285, 2, "0.29", "0.28"),
    (100 * 0.29, 0, "29", "29"),  # 28.999999999999996 in binary
    (0.1 + 0.2, 1, "0.3", "0.3"),
    (1.0, 1, "1.0", "1.0"),
    (0.99999999999, 1, "1.0", "1.0"),
    (30.0, 1, "30.0", "30.0"),
    (-2.5, 0, "-3", "-2"),
    (-0.25, 1, "-0.3", "-0.2"),
    (-0.04, 1, "0.0", "0.0"),
    (0, 2, "0.00", "0.00"),
    (1e22, 1, "10000000000000000000000.0", "10000000000000000000000.0"),
]


@pytest.mark.parametrize(("value", "decimals", "rounded", "truncated"), CASES)
def test_by_hand(value, decimals, rounded, truncated):
    assert f"{half_up(value, decimals):f}" == rounded
    assert f"{cut(value, decimals):f}" == truncated


@given(NUMBERS, DECIMALS)
def test_rounding_moves_by_at_most_half_a_step(value, decimals):
    assert abs(half_up(value, decimals) - clean(value)) <= Decimal(5).scaleb(-decimals - 1)


@given(NUMBERS, DECIMALS)
def test_cutting_never_exceeds_and_moves_by_less_than_a_step(value, decimals):
    shorter = cut(value, decimals)
    assert abs(shorter) <= abs(clean(value))
    assert abs(shorter - clean(value)) < Decimal(1).scaleb(-decimals)


@given(NUMBERS, DECIMALS)
def test_what_is_rounded_stays(value, decimals):
    rounded = half_up(value, decimals)
    assert half_up(float(rounded), decimals) == rounded
    assert cut(float(rounded), decimals) == rounded


@given(NUMBERS, DECIMALS)
def test_both_are_symmetric_about_nought(value, decimals):
    assert half_up(-value, decimals) == -half_up(value, decimals)
    assert cut(-value, decimals) == -cut(value, decimals)


@given(st.integers(min_value=0, max_value=30), st.integers(min_value=1, max_value=30))
def test_percentages_agree_with_fractions(count, n):
    # 1000 k / n tenths of a percent, rounded half up in whole numbers
    tenths = math.floor((2000 * count + n) / (2 * n))
    assert half_up(100 * count / n, 1) == Decimal(tenths).scaleb(-1)
