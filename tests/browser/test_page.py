"""The page finds its way: contents, search, theme, sorting, filter, width, and no script at all."""

import pytest

from tests.browser.conftest import NARROW, OUTPUTS

pytestmark = pytest.mark.slow

WIDTHS = [320, 400, 1400]


def center(locator):
    locator.evaluate("element => element.scrollIntoView({ block: 'center' })")
    return locator


def focused(page, attribute="id"):
    return page.evaluate(f"document.activeElement.getAttribute('{attribute}')")


def overflow(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_the_contents_follow_the_reading_position(page):
    for id in ("table1_baseline", "fig2b_os", "methods"):
        page.evaluate(f"document.getElementById('{id}').scrollIntoView()")
        page.wait_for_selector(f".toc a[aria-current='location'][href='#{id}']")
        assert page.locator(".toc a[aria-current]").count() == 1


def test_search_finds_captions_numbers_and_printed_claims(page):
    page.keyboard.press("/")
    assert focused(page) == "search"
    page.keyboard.type("median not reached")
    assert page.locator(".hits a[href='#fig2c_os_by_surgery']").count() == 1
    assert page.locator(".hits a[href^='#claim-']").count() >= 1
    assert "place" in page.locator(".hits-count").inner_text()
    assert page.locator(".toc").is_hidden()
    page.keyboard.press("Enter")
    page.wait_for_function("location.hash !== ''")
    page.locator("#search").press("Escape")
    assert page.locator(".toc").is_visible()


def test_search_says_when_nothing_is_found(page):
    page.locator("#search").fill("xyzzy")
    assert page.locator(".hits-count").inner_text() == "0 places"


def test_the_theme_is_the_systems_until_the_reader_chooses(visit):
    for scheme, other in (("light", "dark"), ("dark", "light")):
        page = visit(color_scheme=scheme)
        paper = "getComputedStyle(document.body).backgroundColor"
        before = page.evaluate(paper)
        page.locator(".theme").click()
        assert page.evaluate("document.documentElement.dataset.theme") == other
        assert page.evaluate(paper) != before
        assert page.locator(".theme").get_attribute("aria-pressed") == str(other == "dark").lower()


def test_the_comparison_is_sorted_by_a_click_on_a_heading(page):
    table = page.locator("#all-claims")
    header = table.locator("thead th").nth(1)
    values = "rows => rows.map(row => parseFloat(row.cells[1].textContent)).filter(Number.isFinite)"
    for direction, reverse in (("ascending", False), ("descending", True)):
        header.locator("button").click()
        assert header.get_attribute("aria-sort") == direction
        found = table.locator("tbody tr").evaluate_all(values)
        assert len(found) > 20
        assert found == sorted(found, reverse=reverse)


def test_the_filter_leaves_headings_of_what_it_finds(page):
    box = page.locator("#table1_baseline .filter input").first
    rows = page.locator("#table1_baseline .output-table tbody tr")
    everything = rows.count()
    box.fill("female")
    assert [row.split("\t")[0].strip() for row in rows.filter(visible=True).all_inner_texts()] == [
        "Sex",
        "Female",
    ]
    assert page.locator("#table1_baseline .filter-status").first.inner_text() == f"2 of {everything} rows"
    box.fill("etiology")
    assert rows.filter(visible=True).count() == 3
    assert page.locator("#table1_baseline .output-table [data-result][tabindex='0']").is_visible()
    box.press("Escape")
    assert rows.filter(visible=True).count() == everything


def test_only_long_tables_have_a_filter(page):
    for table in page.locator("main .scroll").all():
        long = table.locator("tbody tr").count() > 8
        before = table.evaluate("element => element.previousElementSibling?.className ?? ''")
        assert (before == "filter") == long


def test_a_link_to_a_filtered_row_brings_it_back(page):
    page.locator("#all-claims").evaluate(
        "table => table.closest('.scroll').previousElementSibling.firstChild.focus()"
    )
    page.keyboard.type("xyzzy")
    assert page.locator("#all-claims tbody tr").filter(visible=True).count() == 0
    page.evaluate("location.hash = 'claim-os.median'")
    page.wait_for_selector("[id='claim-os.median']", state="visible")


def test_a_link_into_a_folded_part_opens_it(visit):
    page = visit(hash="#code-fig2b_os-analyse")
    assert page.locator("[id='code-fig2b_os-analyse']").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_never_wider_than_the_window(visit, width):
    page = visit(viewport={"width": width, "height": 800})
    assert overflow(page) <= 0
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert overflow(page) <= 0
    center(page.locator("#table1_baseline td [data-result]").first).click()
    assert overflow(page) <= 0
    box = page.locator(".card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width


def test_the_contents_fold_on_a_narrow_screen(visit):
    page = visit(viewport=NARROW)
    assert page.locator(".toc").is_hidden()
    page.locator(".contents summary").click()
    page.locator(".toc a[href='#fig2b_os']").click()
    assert page.locator(".toc").is_hidden()
    assert page.evaluate("location.hash") == "#fig2b_os"


def test_a_reader_with_a_keyboard_alone_reaches_everything(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert focused(page) == "main"
    wanted = {"trace", "filter", "result", "sort", "enlarge", "scroll", "highlight"}
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    seen = set()
    for _ in range(600):
        page.keyboard.press("Tab")
        where = "document.activeElement.className + ' ' + document.activeElement.parentElement?.className"
        seen |= set(page.evaluate(where).split())
        if seen >= wanted:
            break
    assert seen >= wanted


def test_without_a_script_everything_can_be_read(visit):
    page = visit(java_script_enabled=False)
    for id in OUTPUTS:
        assert page.locator(f"#{id}").is_visible()
    assert page.locator("#table1_baseline td [data-result]").first.is_visible()
    for made in (".filter", ".trace", ".readout", ".sort", ".card[open]", "[data-result][tabindex]"):
        assert page.locator(made).count() == 0
    assert page.locator(".tools").is_hidden()
    assert page.locator("#facts").is_hidden()
    page.locator("#table1_baseline details.code summary").click()
    assert page.locator("[id='code-table1_baseline-publish']").is_visible()
    link = page.locator("#results_in_words a[data-result='os.median']").first
    link.click()
    assert page.url.endswith("#fig2b_os")
