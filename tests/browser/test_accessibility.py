"""No rule of WCAG 2.2 AA that axe-core can test is broken, in light and in dark, folded and open."""

import pytest

from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_page import center

pytestmark = pytest.mark.slow

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def violations(page):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    found = axe.Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        (rule["id"], [node["target"] for node in rule["nodes"][:3]], rule["help"])
        for rule in found["violations"]
    ]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_with_everything_open(visit, scheme, viewport):
    page = visit(viewport=viewport, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    page.locator("#fig2c_os_by_surgery .readout button").first.click()
    page.locator("#table1_baseline .filter input").first.fill("afp")
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_card(visit, scheme):
    page = visit(color_scheme=scheme)
    center(page.locator("#table1_baseline td [data-result]").first).click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_search_results_and_the_place_that_a_link_leads_to(visit, scheme):
    page = visit(hash="#claim-os.median", color_scheme=scheme)
    page.locator("#search").fill("survival")
    assert violations(page) == []
