import numpy as np
import pytest

from hcc_analysis.outputs.figures.kaplan_meier import km_figure
from hcc_analysis.outputs.model import Output
from hcc_analysis.report.curves import plot_box, survival_curves
from hcc_analysis.stats import kaplan_meier
from tests.report.toy import SVG, figure, output

TIMES, EVENTS = [2.0, 4.0, 6.0, 8.0], [True, False, True, False]


@pytest.fixture(scope="module")
def published():
    curve = kaplan_meier(np.array(TIMES), np.array(EVENTS))
    return km_figure({"A": curve, "B": curve}, time_step=2)


@pytest.fixture(scope="module")
def curves(published):
    made = Output.model_validate(output("km", "Fig. 2", published.model_dump(), []))
    return survival_curves([made])["km"]


def test_groups_in_order_with_the_steps_of_the_figure(curves):
    assert [group["name"] for group in curves["groups"]] == ["A", "B"]
    steps = curves["groups"][0]["steps"]
    assert [step[0] for step in steps] == TIMES
    assert [step[1] for step in steps] == [4, 3, 2, 1]
    assert [step[2] for step in steps] == [0, 1, 0, 1]
    assert [step[3] for step in steps] == [75.0, 75.0, 37.5, 37.5]
    assert curves["last"] == 8


def test_groups_differ_in_line_and_ink(curves):
    first, second = curves["groups"]
    assert first["line"] != second["line"]
    assert first["dashes"] == []
    assert len(second["dashes"]) == 2


def test_the_plot_stands_where_the_axes_are(curves, published):
    left, top, width, height = curves["box"]
    assert left * published.width_mm == pytest.approx(17, abs=0.01)
    assert height * published.height_mm == pytest.approx(46, abs=0.01)
    assert 0 < top < top + height < 1
    assert left + width < 1


def test_other_figures_have_no_curves():
    toy = Output.model_validate(output("toy", "Fig. 1", figure(), []))
    assert survival_curves([toy]) == {}
    assert plot_box(SVG) is None
