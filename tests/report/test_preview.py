"""The preview serves the report to this machine's pages alone, reloads them, and shows what is wrong."""

import json
import urllib.error
import urllib.request

import pytest

from hcc_analysis.report.content_policy import hash_source
from hcc_analysis.report.own_files import own_text
from hcc_analysis.report.preview import snapshot
from hcc_analysis.report.preview_server import PreviewServer, live_page, waiting_page

SCRIPT = own_text("preview.js")


@pytest.fixture
def server(built):
    made = PreviewServer(built[0], 0)
    made.start()
    yield made
    made.shutdown()
    made.server_close()


def get(server, path, **headers):
    request = urllib.request.Request(server.url + path.lstrip("/"), headers=headers)
    with urllib.request.urlopen(request) as answer:
        return answer.read().decode("utf-8")


def test_the_page_gets_the_script_and_may_run_it(server, built):
    page = get(server, "/")
    assert page.count(SCRIPT) == 1
    assert hash_source(SCRIPT) in page.partition("<style>")[0]
    assert SCRIPT not in (built[0] / "supplement.html").read_text()


def test_the_files_of_the_report_are_served_and_no_others(server, built):
    assert get(server, "/results.csv") == (built[0] / "results.csv").read_text()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        get(server, "/../../params/toy.yml")


def test_pages_of_other_sites_get_nothing(server):
    with pytest.raises(urllib.error.HTTPError, match="403"):
        get(server, "/results.csv", Host="elsewhere.example")


def test_the_status_tells_of_new_reports_and_of_faults(server):
    assert json.loads(get(server, "/status")) == {"version": 0, "message": ""}
    server.status.version, server.status.message = 3, "no <b>good</b>"
    assert json.loads(get(server, "/status")) == {"version": 3, "message": "no <b>good</b>"}


def test_before_the_first_report_the_page_waits(tmp_path):
    page = live_page(waiting_page("notebooks/a.ipynb: <script>"))
    assert "&lt;script&gt;" in page
    assert page.index("script-src '" + hash_source(SCRIPT)) < page.index("<title>")


def test_a_snapshot_sees_changed_new_and_removed_files(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("1")
    first = snapshot([tmp_path])
    path.write_text("12")
    second = snapshot([tmp_path])
    (tmp_path / "b.yml").write_text("x")
    third = snapshot([tmp_path])
    path.unlink()
    assert len({json.dumps(one) for one in (first, second, third, snapshot([tmp_path]))}) == 4
    (tmp_path / "b.swp").write_text("x")
    assert list(snapshot([tmp_path])) == [str(tmp_path / "b.yml")]
