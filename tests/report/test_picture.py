import io

import numpy as np
import pytest
from PIL import Image

from hcc_analysis.outputs.model import Figure
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.picture import picture
from hcc_analysis.report.showing import shown
from tests.report.test_collect import executed
from tests.report.toy import figure, output, table

HALF = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90mm" height="60mm">'
    '<rect width="45" height="60" fill="#ff0000"/></svg>'
)


def drawn(svg=HALF, width=90, height=60):
    return Image.open(io.BytesIO(picture(Figure(svg=svg, width_mm=width, height_mm=height))))


def test_a_picture_has_three_hundred_dots_an_inch_and_says_so():
    found = drawn()
    assert found.size == (1063, 709)  # 90 and 60 mm / 25.4 x 300
    assert found.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_a_picture_shows_what_the_svg_draws_on_white():
    pixels = np.asarray(drawn().convert("RGB"))
    assert tuple(pixels[350, 100]) == (255, 0, 0)
    assert tuple(pixels[350, 900]) == (255, 255, 255)


def test_an_svg_of_another_shape_fits_into_the_figure_s_size():
    tall = HALF.replace(
        'viewBox="0 0 90 60" width="90mm" height="60mm"', 'viewBox="0 0 45 60" width="45mm" height="60mm"'
    )
    found = drawn(tall)
    assert found.size == (1063, 709)
    pixels = np.asarray(found.convert("RGB"))
    assert tuple(pixels[350, 531]) == (255, 0, 0)  # 45 of 90 mm, in the middle
    assert tuple(pixels[350, 100]) == tuple(pixels[350, 960]) == (255, 255, 255)


def test_the_same_figure_gives_the_same_bytes():
    one = Figure.model_validate(figure())
    assert picture(one) == picture(one)


@pytest.mark.filterwarnings("ignore:Your element with mimetype")
def test_an_executed_notebook_is_shown_with_page_and_picture():
    found = shown(executed(output("table_toy", "T", figure(), [])))
    assert "A toy" in found.page
    assert found.picture.startswith("iVBORw0KGgo")  # the signature of PNG as base64
    assert shown(executed(output("table_toy", "T", table(), []))).picture == ""


@pytest.mark.filterwarnings("ignore:Your element with mimetype")
def test_a_figure_that_cannot_be_drawn_is_a_fault():
    broken = figure() | {"svg": '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'}
    found = shown(executed(output("table_toy", "T", broken, [])))
    assert found.fault.kind == "output"
    assert "cannot be drawn" in found.fault.text


def test_a_failed_notebook_is_not_shown():
    failed = Execution("a", "", 1.0, Fault("notebook", "no"))
    assert shown(failed) is failed
