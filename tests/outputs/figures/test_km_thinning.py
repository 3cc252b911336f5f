import re

import numpy as np

from hcc_analysis.outputs.figures.kaplan_meier import km_figure
from hcc_analysis.outputs.figures.km_thinning import (
    MOST_MARKS,
    MOST_STEPS,
    PARTS_WITH_A_MARK,
    THINNED_NOTE,
    drawn_steps,
    marked,
    thinning_notes,
)
from hcc_analysis.stats import kaplan_meier


def censored(n):
    """One death first, then patients censored at n different times up to 60 months."""
    return kaplan_meier(np.append(0.01, np.linspace(60 / n, 60, n)), np.append(1, np.zeros(n, dtype=int)))


def test_up_to_the_limit_every_censored_patient_is_marked():
    few, many = censored(MOST_MARKS), censored(MOST_MARKS + 1)
    assert len(marked(few, 60)) == MOST_MARKS and thinning_notes([few]) == ()
    assert len(marked(many, 60)) <= PARTS_WITH_A_MARK + 1
    assert thinning_notes([few, many]) == (THINNED_NOTE,)


def test_each_hundredth_with_censored_patients_has_its_first_as_mark():
    rng = np.random.default_rng(3)
    time = np.append(1, rng.uniform(2, 60, 3000))
    curve = kaplan_meier(time, time == 1)
    firsts: dict[int, float] = {}
    for moment in sorted(time[1:]):
        firsts.setdefault(int(moment * 100 / 60), moment)
    assert curve.times[marked(curve, 60)].tolist() == list(firsts.values())


def test_no_mark_stands_where_nobody_was_censored():
    time = np.arange(1, 1001) / 20
    curve = kaplan_meier(time, time < 25)
    assert (curve.censored[marked(curve, 60)] > 0).all()
    assert curve.times[marked(curve, 60)].min() >= 25


def test_a_curve_of_many_steps_is_drawn_within_one_part_of_the_axis():
    curve = kaplan_meier(np.linspace(0.001, 60, 50_000), np.ones(50_000, dtype=int))
    chosen = drawn_steps(curve, 60)
    assert len(chosen) <= MOST_STEPS + 1 and chosen[-1] == len(curve.times) - 1
    drawn = np.interp(curve.times, curve.times[chosen], curve.survival[chosen])
    assert np.abs(drawn - curve.survival).max() <= 1 / MOST_STEPS
    few = kaplan_meier(np.arange(1.0, MOST_STEPS + 1), np.ones(MOST_STEPS, dtype=int))
    assert len(drawn_steps(few, MOST_STEPS)) == MOST_STEPS


def test_the_figure_brings_its_note_and_keeps_all_data():
    curve = censored(3000)
    figure = km_figure({"All": curve})
    assert figure.notes == (THINNED_NOTE,)
    assert "notes" not in figure.model_dump()
    steps = {one.name: one for one in figure.data}["curve"].frame()
    assert steps["censored"].sum() == 3000
    assert km_figure({"All": censored(10)}).notes == ()


def test_a_figure_of_very_many_patients_is_no_larger_than_one_of_many():
    sizes = []
    for n in (5_000, 50_000):
        rng = np.random.default_rng(n)
        svg = km_figure({"All": kaplan_meier(rng.exponential(30, n).clip(max=60), rng.random(n) < 0.6)}).svg
        sizes.append(len(re.sub(r"base64,[^\"']+", "", svg)))
    assert sizes[1] < 1.3 * sizes[0]
    assert sizes[1] < 400_000
