"""Survival curves say what they are at the pointer and at the keyboard, the same as the figure's data."""

import pytest

from tests.browser.test_page import center

pytestmark = pytest.mark.slow

BOTH, SINGLE = "#fig2c_os_by_surgery", "#fig2b_os"


def read(page, figure):
    rows = page.locator(f"{figure} .readout tbody tr").all()
    return [[cell.inner_text().strip() for cell in row.locator("th, td").all()] for row in rows]


def caption(page, figure):
    return page.locator(f"{figure} .readout caption").inner_text()


def test_the_pointer_reads_the_curves(page):
    trace = center(page.locator(f"{BOTH} .trace"))
    box = trace.bounding_box()
    trace.hover(position={"x": box["width"] / 2, "y": box["height"] / 2})
    assert caption(page, BOTH) == "At 18.0 months"
    assert read(page, BOTH) == [
        ["Surgery", "80.0", "59.8\u2013100.0", "8"],
        ["No surgery", "31.8", "6.3\u201357.3", "3"],
    ]
    assert page.locator(f"{BOTH} .trace-line").is_visible()
    page.mouse.move(0, 0)
    assert page.locator(f"{BOTH} .trace-line").is_hidden()


def test_the_keyboard_reads_the_curves(page):
    trace = page.locator(f"{SINGLE} .trace")
    trace.focus()
    assert read(page, SINGLE) == [["All patients", "100.0", "\u2013", "30"]]
    for key in ("PageUp", "PageUp", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    assert caption(page, SINGLE) == "At 12.0 months"
    assert read(page, SINGLE)[0][1:3] == ["57.6", "39.3\u201375.9"]
    said = trace.get_attribute("aria-valuetext")
    assert said.startswith("12.0 months; All patients: 57.6%, interval 39.3\u201375.9, ")
    assert trace.get_attribute("aria-valuenow") == "12"
    page.keyboard.press("End")
    assert read(page, SINGLE)[0][1:3] == ["\u2013", "\u2013"]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Home")
    assert caption(page, SINGLE) == "At 0.0 months"


def test_numbers_at_risk_are_those_below_the_figure(page):
    wrong = page.evaluate(
        """async () => {
          const found = [];
          for (const [id, curves] of Object.entries(facts.curves)) {
            const trace = document.querySelector(`#${id} .trace`);
            found.push([id, curves.groups.map(group => group.steps[0][1]), trace.getAttribute('aria-valuemax')]);
          }
          return found;
        }"""
    )
    assert wrong == [["fig2b_os", [30], "36"], ["fig2c_os_by_surgery", [15, 15], "36"]]


def test_a_group_fades_and_comes_back(page):
    button = center(page.locator(f"{BOTH} .readout button").first)
    sheet = page.locator(f"{BOTH} .trace-sheet")
    page.locator(f"{BOTH} .trace").focus()
    assert sheet.is_hidden()
    button.click()
    assert button.get_attribute("aria-pressed") == "false"
    assert sheet.locator("path").count() == 2
    assert read(page, BOTH)[0][1:] == ["", "", ""]
    assert "Surgery:" not in page.locator(f"{BOTH} .trace").get_attribute("aria-valuetext").split("; ")[1]
    button.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert sheet.locator("path").count() == 4 or sheet.is_hidden()


def test_the_drawn_curve_lies_on_the_printed_one(page):
    """The overlay is in the plot's own frame: its left edge is the axis, its bottom is nought."""
    box = page.locator(f"{BOTH} .trace").bounding_box()
    image = page.locator(f"{BOTH} .plate-image").bounding_box()
    assert image["x"] < box["x"] < box["x"] + box["width"] < image["x"] + image["width"]
    assert image["y"] < box["y"] < box["y"] + box["height"] < image["y"] + image["height"]


def test_a_single_curve_has_nothing_to_fade(page):
    assert page.locator(f"{SINGLE} .readout button").count() == 0
    assert page.locator("#fig1_profile .trace").count() == 0


def test_a_figure_still_opens_large(page):
    center(page.locator(f"{BOTH} .plate")).hover()
    page.locator(f"{BOTH} .enlarge").click()
    assert page.locator(".viewer img").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".viewer").is_hidden()
