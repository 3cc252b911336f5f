"""A part of the paper's own supplement in Chromium; skipped where the browser or its driver is absent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hcc_analysis.report.build import build
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import Project
from tests.report.listening import Heard

ROOT = Path(__file__).parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# A text, single and grouped curves, another figure, tables with groups, with intervals and with many columns.
OUTPUTS = (
    "results_in_words",
    "fig1_profile",
    "fig2b_os",
    "fig2c_os_by_surgery",
    "table1_baseline",
    "supp_table02_os_cox",
    "supp_table06_listing",
)
WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 400, "height": 800}


@pytest.fixture(scope="session")
def address(tmp_path_factory):
    """Where the built page is."""
    project = Project(ROOT, tmp_path_factory.mktemp("reports"))
    prepared = prepare(project, Request(ROOT / "params" / "published.yml", only=OUTPUTS, jobs=2))
    outcome = build(prepared, Heard())
    assert not outcome.faults
    return (outcome.folder / "supplement.html").as_uri()


@pytest.fixture(scope="session")
def browser():
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium here: apt install chromium")
    with driver.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def visit(browser, address):
    """Opens the page; afterwards nothing may have been reported or asked of anyone."""
    troubles, contexts = [], []

    def opened(viewport=None, hash="", **options):
        context = browser.new_context(viewport=viewport or WIDE, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        page.on("request", lambda request: troubles.append(request.url) if leaves(request.url) else None)
        page.goto(address + hash)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not troubles


@pytest.fixture
def page(visit):
    return visit()


def leaves(url: str) -> bool:
    """Whether a request is for something outside the page and its folder."""
    return not url.startswith(("file://", "data:"))
