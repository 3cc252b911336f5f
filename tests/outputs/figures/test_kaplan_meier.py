import numpy as np
import pytest

from hcc_analysis.outputs.figures.kaplan_meier import km_alt, km_figure
from hcc_analysis.outputs.figures.km_layout import Group, plan
from hcc_analysis.outputs.figures.lettering import block_size
from hcc_analysis.outputs.figures.placing import distances
from hcc_analysis.outputs.style import journal_style
from hcc_analysis.stats import kaplan_meier


def curve(n, seed=1, scale=12.0, events=0.6):
    random = np.random.default_rng(seed)
    return kaplan_meier(random.exponential(scale, n).round(2), random.random(n) < events)


def medians(curves):
    return {label: c.median for label, c in curves.items()}


def test_numbers_at_risk_count_those_at_or_after_the_month():
    curves = {"All": kaplan_meier([0, 6, 6, 12, 13], [1, 1, 0, 1, 0])}
    at_risk = {d.name: d for d in km_figure(curves).data}["at_risk"].frame()
    assert at_risk.to_numpy().tolist() == [[0, 5], [6, 4], [12, 2], [18, 0]]


def test_the_same_curve_gives_the_same_bytes():
    assert km_figure({"All": curve(30)}) == km_figure({"All": curve(30)})


def test_text_stays_text_in_the_svg():
    svg = km_figure({"All": curve(30)}, survival_label="Overall survival (%)").svg
    assert "Overall survival (%)</text>" in svg
    assert "@font-face" in svg


CASES = {
    "one": {"All patients": curve(30)},
    "two": {"Surgery": curve(15), "No surgery": curve(15, 2, 5)},
    "four": {f"Group {k}": curve(20, k, 4 * k) for k in range(1, 5)},
    "long labels": {"A group with an uncommonly long name": curve(15), "≥90% or Low": curve(15, 3)},
    "one patient": {"Alone": kaplan_meier([3], [1]), "Others": curve(10)},
    "no events": {"All": kaplan_meier([3, 8, 20], [0, 0, 0])},
    "everyone dies at once": {"All": kaplan_meier([5, 5, 5], [1, 1, 1])},
    "long follow-up": {"All": kaplan_meier([3, 80, 240], [1, 0, 0])},
    "thousands": {"A": curve(5000, 5), "B": curve(5000, 6)},
}


@pytest.mark.parametrize("case", CASES)
def test_every_text_can_be_read(case, drawn, readable):
    curves = CASES[case]
    notes = ("Log-rank p = 0.025", "HR 0.30 (0.10–0.91)") if len(curves) > 1 else ()
    km_figure(
        curves,
        medians=medians(curves),
        notes=notes,
        time_label="Months",
        survival_label="Overall survival (%)",
    )
    readable(drawn[-1])


def test_groups_of_nobody_are_named_and_nobody_at_all_is_a_sentence():
    empty = kaplan_meier([], [])
    assert "Empty: no patients" in km_figure({"Empty": empty, "All": curve(5)}).svg
    assert "No patients in this population." in km_figure({"Empty": empty}).svg
    assert km_alt({"Empty": empty}) == "No patients in this population."


def test_alt_text_has_the_main_numbers():
    curves = {"All": kaplan_meier([1, 2, 3, 4], [1, 1, 0, 0])}
    text = km_alt(
        curves,
        medians=medians(curves),
        rates_at=[2],
        notes=["p = 0.1"],
        survival_label="Overall survival (%)",
    )
    assert "overall survival" in text
    assert (
        "All: 4 patients, 2 events, median 3.0 months" in text
        or "median not reached" in text
        or "median 2" in text
    )
    assert "50.0% at 2 months" in text
    assert text.endswith("p = 0.1.")


@pytest.mark.parametrize("case", CASES)
def test_no_text_stands_on_a_curve_or_a_mark(case):
    curves = CASES[case]
    groups = [
        Group(label, f"{c.n_events}/{c.n} events", c, c.median.estimate, place)
        for place, (label, c) in enumerate(curves.items())
    ]
    with journal_style():
        placed = plan(groups, step=6, rates=(), notes=("Log-rank p = 0.025",), width=89, widest_count="5000")
        for block in placed.blocks:
            width, height = block_size(block.lines)
            left = block.x - (width if block.align == "right" else 0)
            spot = np.array([[left, block.top - height, left + width, block.top]])
            for group in groups:
                assert distances(spot, placed.curve_boxes(group.curve))[0] > 0.3


def test_groups_are_named_at_their_curves_and_above_the_plot_where_there_is_no_room():
    apart = {"Low": kaplan_meier([1, 2, 3, 30], [1, 1, 1, 0]), "High": kaplan_meier([20, 28, 30], [1, 0, 0])}
    same = {"One": curve(20), "Two": curve(20)}
    assert ">High<" in km_figure(apart).svg.split("No. at risk")[0]
    assert ">Two: " in km_figure(same).svg


def test_five_curves_are_too_many():
    with pytest.raises(ValueError, match="at most 4 curves"):
        km_figure({str(k): curve(5) for k in range(5)})


def test_events_so_far_can_stand_beside_the_numbers_at_risk():
    curves = {"All": kaplan_meier([0, 6, 6, 12, 13], [1, 1, 0, 1, 0])}
    figure = km_figure(curves, show_events=True)
    assert ">4 (2)<" in figure.svg
    events = {d.name: d for d in figure.data}["events"].frame()
    assert events.to_numpy().tolist() == [[0, 1], [6, 2], [12, 3], [18, 3]]


def test_the_band_is_drawn_for_one_curve_unless_told_otherwise(drawn):
    one, two = {"A": curve(20)}, {"A": curve(20), "B": curve(20, 2)}
    for curves, show in ((one, None), (two, None), (one, False), (two, True)):
        km_figure(curves, show_interval=show)
    assert [len(canvas.axes[0].collections) for canvas in drawn] == [1, 0, 0, 2]
