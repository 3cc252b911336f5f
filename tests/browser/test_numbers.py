"""Every number opens a card with its origin, by pointer and by keyboard."""

import re

import pytest

from tests.browser.test_page import center

pytestmark = pytest.mark.slow

MALE = "#table1_baseline td [data-result~='table1.sex.male.n']"


def facts(page):
    """Names and contents of the card, by its parts."""
    texts = page.locator(".card-body section").all()
    return [
        {
            row.locator("dt").inner_text(): row.locator("dd").inner_text()
            for row in part.locator("dl > div").all()
        }
        for part in texts
    ]


def test_a_click_says_how_a_number_was_made(page):
    center(page.locator(MALE)).click()
    assert page.locator("#card-title").inner_text() == "26 (86.7)"
    count, percentage, made = facts(page)
    assert count["Result"] == "table1.sex.male.n"
    assert count["Value"] == "26 patients"
    assert count["n"] == "30"
    assert count["Printed"].startswith("26 ")
    assert count["Agreement"].startswith("= exact")
    assert percentage["Value"] == "86.66666667%"
    assert made["Notebook"] == "table1_baseline.ipynb"
    assert made["Cells"] == "analyse, publish"
    assert re.fullmatch("[0-9a-f]{64}", made["Data SHA-256"])
    assert "Reconstructed data" in made["Data"]


def test_an_interval_stands_beside_its_value_and_is_no_part_of_its_own(page):
    center(page.locator("[data-result~='os.surgery.cox.hr']").first).click()
    first, made = facts(page)
    assert first["Value"] == "0.3004255601"
    assert first["Interval"] == "0.09894262683 to 0.9122005355"
    assert first["Method"] == "univariate Cox regression, Breslow ties, Wald 95%"
    assert "Choices" in made


def test_every_marked_number_has_facts(page):
    assert page.evaluate(
        "[...document.querySelectorAll('main [data-result]')].every(element =>"
        " element.dataset.result.split(' ').every(id => facts.results[id]))"
    )


def test_a_number_in_the_text_opens_the_card_and_leads_to_its_output(page):
    center(page.locator("#results_in_words a[data-result='os.median']").first).click()
    part, made = facts(page)
    assert part["Value"].startswith("18.7397")
    assert made["Notebook"] == "fig2b_os.ipynb"
    page.locator(".card a[href='#code-fig2b_os-analyse']").click()
    assert page.locator(".card").is_hidden()
    assert page.locator("[id='code-fig2b_os-analyse']").is_visible()


def test_the_keyboard_opens_and_closes_and_stays_where_it_was(page):
    table = page.locator("#table1_baseline .output-table")
    assert table.locator("[data-result][tabindex='0']").count() == 1
    table.locator("[data-result][tabindex='0']").focus()
    result = "document.activeElement.dataset.result"
    first = page.evaluate(result)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    at = page.evaluate(result)
    assert at != first
    for key in ("Enter", " "):
        page.keyboard.press(key)
        assert page.locator(".card").is_visible()
        page.keyboard.press("Escape")
        assert page.locator(".card").is_hidden()
        assert page.evaluate(result) == at
    page.keyboard.press("Home")
    assert page.evaluate(result) == first
    page.keyboard.press("End")
    assert page.evaluate(result) not in (first, at)
    assert table.locator("[data-result][tabindex='0']").count() == 1


def test_a_click_beside_the_card_closes_it(page):
    center(page.locator(MALE)).click()
    page.mouse.click(5, 5)
    assert page.locator(".card").is_hidden()
    assert page.evaluate("document.activeElement.dataset.result").startswith("table1.sex.male.n")


@pytest.mark.parametrize("viewport", [{"width": 1400, "height": 900}, {"width": 400, "height": 800}], ids=str)
@pytest.mark.parametrize("block", ["start", "center", "end"])
def test_the_card_does_not_hide_its_number(visit, viewport, block):
    page = visit(viewport=viewport)
    number = page.locator("[data-result~='os.sex.cox.hr']").first
    number.evaluate(f"element => element.scrollIntoView({{ block: '{block}', inline: 'center' }})")
    number.click()
    card, own = page.locator(".card").bounding_box(), number.bounding_box()
    apart = (
        card["y"] >= own["y"] + own["height"]
        or card["y"] + card["height"] <= own["y"]
        or card["x"] >= own["x"] + own["width"]
        or card["x"] + card["width"] <= own["x"]
    )
    assert apart
    assert card["y"] >= 0
    assert card["y"] + card["height"] <= viewport["height"]
