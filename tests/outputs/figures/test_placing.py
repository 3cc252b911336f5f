from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_analysis.outputs.figures.key import Entry, key_rows
from hcc_analysis.outputs.figures.lettering import short_names, width_mm, wrap
from hcc_analysis.outputs.figures.placing import NONE, Area, distances, merged, spread, steps
from hcc_analysis.outputs.figures.ticks import log_limits, log_ticks, tick_text
from hcc_analysis.outputs.style import journal_style


@pytest.fixture(autouse=True)
def styled():
    with journal_style():
        yield


def test_width_is_that_of_the_typeface():
    # In Liberation Sans (Arial's metrics) "H" is 1479/2048 of the type size: 10 pt = 3.528 mm.
    assert width_mm("H", 10) == pytest.approx(1479 / 2048 * 10 * 25.4 / 72, abs=0.12)


@given(st.text(alphabet="ab ", min_size=1, max_size=80), st.floats(4, 40))
def test_broken_lines_fit_and_lose_nothing(text, room):
    lines = wrap(text, room, 6)
    assert all(width_mm(line, 6) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_short_names():
    assert short_names(["HCC-01", "HCC-02", "HCC-11"]) == ["01", "02", "11"]
    assert short_names(["HCC-01"]) == ["HCC-01"]
    assert short_names(["AB1", "AB2"]) == ["AB1", "AB2"]
    assert short_names(["S-1", "T-1"]) == ["S-1", "T-1"]


def test_distance_between_rectangles():
    spots = np.array([[0.0, 0, 1, 1], [4, 5, 6, 7]])
    wall = np.array([[1.0, 1, 1, 1]])
    assert distances(spots, wall).tolist() == [0, 5]
    assert np.isinf(distances(spots, NONE)).all()


def test_a_step_curve_is_level_and_then_drops():
    boxes = steps(np.array([0.0, 2, 5]), np.array([10.0, 6, 6]))
    assert boxes.tolist() == [[0, 10, 0, 10], [0, 10, 2, 10], [2, 6, 5, 6], [2, 6, 2, 10], [5, 6, 5, 6]]


def test_spots_lie_inside_the_area():
    spots = Area(20, 10, margin=1).spots((5, 2))
    assert spots[:, :2].min() >= 1 and spots[:, 2].max() <= 19 and spots[:, 3].max() <= 9
    assert len(Area(4, 4).spots((5, 2))) == 0


@given(st.lists(st.floats(-50, 150), min_size=1, max_size=30))
def test_spread_places_are_apart_inside_and_in_order(wanted):
    places = spread(wanted, 3, 0, 100)
    ordered = sorted(places)
    assert all(b - a >= 3 - 1e-6 for a, b in pairwise(ordered))
    assert ordered[0] >= -1e-6 and ordered[-1] <= 100 + 1e-6
    ranks = np.argsort(wanted, kind="stable")
    assert [places[k] for k in ranks] == ordered


def test_spread_leaves_alone_what_is_apart():
    assert spread([10, 50, 30], 5, 0, 100) == [10, 50, 30]
    assert spread([], 5, 0, 100) == []


@given(st.floats(1e-6, 1e6), st.floats(1.5, 1e9))
def test_log_ticks_are_few_and_inside(low, factor):
    ticks = log_ticks(low, low * factor)
    assert len(ticks) <= 10
    assert all(low * 0.99 <= tick <= low * factor * 1.01 for tick in ticks)


def test_log_limits_hold_the_values_up_to_a_limit():
    low, high = log_limits([0.5, 4, 0, np.nan, np.inf])
    assert low < 0.5 and high > 4
    assert log_limits([1e-9], most=1000)[0] == pytest.approx(1e-3 / 10**0.1)
    assert log_limits([]) == (pytest.approx(10**-0.1), pytest.approx(10**0.1))


def test_ticks_in_words():
    assert [tick_text(tick) for tick in (0.003, 0.1, 1, 30, 10000)] == ["0.003", "0.1", "1", "30", "10,000"]


def test_a_key_is_broken_into_rows():
    entries = [Entry("A name of some length") for _ in range(6)]
    rows = key_rows(entries, 85)
    assert [len(row) for row in rows] == [3, 3]
    assert [entry for row in rows for entry in row] == entries
    assert [len(row) for row in key_rows(entries, 1)] == [1] * 6


def test_obstacles_in_parts_give_the_distances_of_all_at_once():
    rng = np.random.default_rng(1)
    corner, size = rng.uniform(0, 80, (3000, 2)), rng.uniform(0, 3, (3000, 2))
    boxes = np.hstack([corner, corner + size])
    alone = np.min([distances(boxes[:400], boxes[500 + k : 501 + k]) for k in range(2500)], axis=0)
    assert (distances(boxes[:400], boxes[500:]) == alone).all()


def test_a_curve_of_many_steps_keeps_text_as_far_away_as_its_steps_do():
    xs = np.linspace(0, 80, 5000)
    boxes = steps(xs, 40 - xs / 3)
    spots = Area(80, 46).spots((8, 3), step=2)
    fewer = merged(boxes)
    assert len(fewer) < 500
    gap = distances(spots, boxes) - distances(spots, fewer)
    assert gap.min() >= 0 and gap.max() <= 0.21
    assert merged(boxes[:500]) is not fewer and (merged(boxes[:500]) == boxes[:500]).all()
    assert merged(np.vstack([boxes, [[0.0, 0, 70, 0]]])).tolist().count([0, 0, 70, 0]) == 1
