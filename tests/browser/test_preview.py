"""The open page of a preview comes back at the reader's place, and shows what is wrong."""

import shutil
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from hcc_analysis.report.preview_server import PreviewServer
from tests.waiting import until

pytestmark = pytest.mark.slow
TABLE = "document.querySelector('#table1_baseline').getBoundingClientRect().top"


@pytest.fixture
def served(browser, address, tmp_path):
    """A server of a copy of the report, and a page that has it open; no error may be said."""
    folder = Path(shutil.copytree(Path(url2pathname(urlsplit(address).path)).parent, tmp_path / "report"))
    server = PreviewServer(folder, 0)
    server.start()
    context = browser.new_context(viewport={"width": 1200, "height": 700})
    page, troubles = context.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.set_default_timeout(5000)
    page.goto(server.url)
    yield server, folder, page
    context.close()
    server.shutdown()
    server.server_close()
    assert troubles == []


def test_a_new_report_is_loaded_at_the_same_place(served):
    server, folder, page = served
    page.evaluate(f"scrollTo({{top: scrollY + {TABLE} + 150, behavior: 'instant'}})")
    before = page.evaluate(TABLE)
    assert before == pytest.approx(-150, abs=2)
    path = folder / "supplement.html"
    longer = "<p>One more paragraph.</p>" * 40 + "<p id='grown'>grown</p>"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("<main", "<main data-new", 1).replace("<section", longer + "<section", 1),
        encoding="utf-8",
    )
    server.status.version += 1
    page.wait_for_selector("#grown", state="attached")
    until(lambda: abs(page.evaluate(TABLE) + 150) < 3)


def test_a_fault_is_shown_and_goes(served):
    server, _, page = served
    server.status.message = "notebooks/fig_os.ipynb, cell 3: <b>ValueError</b>"
    alert = page.locator("[role=alert]", has_text="cell 3")
    alert.wait_for()
    assert alert.inner_text() == server.status.message
    server.status.message = ""
    alert.wait_for(state="detached")
