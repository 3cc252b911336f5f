import numpy as np
import pytest

from hcc_analysis.outputs.figures.kaplan_meier import km_alt, km_figure
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
