"""No rule of WCAG 2.2 AA that axe-core can test is broken, in light and in dark, folded and open."""

import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from hcc_analysis.report.run_diff import diff_runs
from hcc_analysis.report.run_diff_page import diff_page
from hcc_analysis.report.run_folder import read_run
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


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_as_it_is_without_its_script(browser, address, tmp_path, scheme, viewport):
    """axe is a script itself, so the page's own is taken out instead of being turned off."""
    text = Path(url2pathname(urlsplit(address).path)).read_text(encoding="utf-8")
    silent, taken = re.subn(r"<script\b.*?</script>", "", text, flags=re.DOTALL)
    assert taken >= 2
    (tmp_path / "silent.html").write_text(silent.replace("<details", "<details open"), encoding="utf-8")
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto((tmp_path / "silent.html").as_uri())
    assert page.locator(".readout").count() == 0
    assert violations(page) == []
    context.close()


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_page_of_differences(browser, address, tmp_path, scheme, viewport):
    old = read_run(str(Path(url2pathname(urlsplit(address).path)).parent))
    results = {key: replace(found, value="0.5") for key, found in old.results.items()}
    new = replace(old, results=results, figures={}, tables={}, parameters={}, inputs={"params/x.yml": "0"})
    (tmp_path / "diff.html").write_text(diff_page(old, new, diff_runs(old, new)), encoding="utf-8")
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto((tmp_path / "diff.html").as_uri())
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    context.close()
