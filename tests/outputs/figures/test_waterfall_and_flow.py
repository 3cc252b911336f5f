import pandas as pd
import pytest

from hcc_analysis.analyses.profile import trial_profile
from hcc_analysis.outputs.figures.flow import FlowBox, flow_figure
from hcc_analysis.outputs.figures.waterfall import waterfall_alt, waterfall_figure
from hcc_analysis.outputs.profile import profile_figure
from tests.support import subjects, trial


def changes(*rows):
    frame = pd.DataFrame(rows, columns=["PCHG", "RESPONSE", "RESECTED", "NEWLES"])
    frame.insert(0, "USUBJID", [f"P{i}" for i in range(len(frame))])
    return frame


FIVE = changes(
    (-10, "SD", False, False),
    (30, "PD", False, True),
    (-60, "PR", True, False),
    (0, "SD", True, True),
    (None, "NE", False, False),
)


def test_bars_fall_from_left_to_right_and_the_unmeasured_are_left_out():
    data = waterfall_figure(FIVE).data[0].frame()
    assert list(data["PCHG"]) == [30, 0, -10, -60]


def test_waterfall_in_words():
    text = waterfall_alt(FIVE)
    assert text.startswith(
        "Waterfall plot of 4 patients: best change of the target lesions from 30.0% to -60.0%, 2 below zero."
    )
    assert "1 partial response" in text and "2 were resected" in text


@pytest.mark.parametrize(
    "rows",
    [
        [(5, "SD", True, True)],
        [(-100, "CR", True, False), (250, "PD", False, True)],
        [(float(k), "PD", True, True) for k in range(-60, 60)],
    ],
)
def test_waterfall_can_be_read(rows, drawn, readable):
    waterfall_figure(changes(*rows))
    readable(drawn[-1])


def test_waterfall_of_nobody():
    nobody = FIVE[FIVE["PCHG"].isna()]
    assert "No patient has measurements" in waterfall_figure(nobody).svg
    assert waterfall_alt(nobody).startswith("No patient has measurements")


def test_profile_of_an_empty_trial_can_be_drawn(drawn, readable):
    figure, alt = profile_figure(trial_profile(trial(subjects())))
    readable(drawn[-1])
    assert "Screened (n = 0)" in alt
    assert figure.width_mm == 183


def test_long_reasons_are_broken_and_stay_in_their_box(drawn, readable):
    reason = (
        "a reason that goes on and on, as reasons in trial databases do, well beyond the width of any box"
    )
    boxes = (
        FlowBox("a", "Above", (), 0, 60, 60),
        FlowBox("b", "Beside", (reason, reason), 0, 125, 50),
        FlowBox("c", "Below", (reason,), 1, 60, 60),
    )
    flow_figure(boxes, (("a", "b"), ("a", "c")))
    readable(drawn[-1])
    renderer = drawn[-1].canvas.get_renderer()
    per_mm = drawn[-1].dpi / 25.4
    for text in drawn[-1].texts:
        if text.get_text() not in ("Above", "Beside", "Below"):
            box = text.get_window_extent(renderer)
            right = 175 if box.x0 / per_mm > 120 else 120
            assert box.x1 / per_mm <= right


def test_same_bytes_twice():
    assert waterfall_figure(FIVE) == waterfall_figure(FIVE)


def test_a_diagram_that_cannot_be_drawn_is_refused():
    box = FlowBox("a", "Above", (), 0, 60, 60)
    with pytest.raises(ValueError, match="an arrow names a box that is not there: b"):
        flow_figure((box,), (("a", "b"),))
    with pytest.raises(ValueError, match="beyond the figure's edge: a"):
        flow_figure((box,), (), width_mm=100)
    assert "has no boxes" in flow_figure((), ()).svg
