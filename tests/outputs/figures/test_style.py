import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from hcc_analysis.outputs.figure import sentence_figure, source_data
from hcc_analysis.outputs.style import GRADE_STYLES, GROUP_STYLES, RESPONSE_STYLES, SOFT, journal_style


def luminance(color):
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


def contrast_on_white(color):
    return 1.05 / (luminance(color) + 0.05)


def test_the_readers_settings_are_left_as_they_were():
    before = dict(mpl.rcParams)
    with journal_style():
        assert mpl.rcParams["svg.fonttype"] == "none"
        assert mpl.rcParams["backend"] == before["backend"]
    assert dict(mpl.rcParams) == before


def test_names_and_notes_can_be_read_on_white():
    inks = [SOFT, *(style.text for style in GROUP_STYLES)]
    assert min(map(contrast_on_white, inks)) > 4.5


def test_groups_differ_without_colour():
    assert len({style.dashes for style in GROUP_STYLES}) == len(GROUP_STYLES)
    assert len({style.marker for style in GROUP_STYLES}) == len(GROUP_STYLES)


def test_responses_differ_in_grey_or_by_hatch():
    looks = [(style.hatch, luminance(style.color)) for style in RESPONSE_STYLES.values()]
    for k, (hatch, grey) in enumerate(looks):
        assert all(hatch != other or abs(grey - shade) > 0.1 for other, shade in looks[k + 1 :])


def test_a_higher_grade_is_darker():
    greys = [luminance(style.color) for style in GRADE_STYLES.values()]
    assert greys == sorted(greys, reverse=True)


def test_source_data_are_plain_values():
    frame = pd.DataFrame(
        {
            "a": [np.float64(1.5), np.nan],
            "b": pd.to_datetime(["2020-10-21", None]),
            "c": [True, False],
            "d": np.array([1, 2]),
        }
    )
    assert source_data("x", frame).rows == ((1.5, "2020-10-21", "Y", 1), (None, None, "N", 2))


@pytest.mark.parametrize("sentence", ["Nobody.", "A sentence that is long " * 12, "x" * 300])
def test_a_sentence_stays_inside(sentence, drawn, readable):
    sentence_figure(sentence)
    readable(drawn[-1])
