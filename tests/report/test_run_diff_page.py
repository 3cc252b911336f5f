import base64
import hashlib
import re

import pytest

from hcc_analysis.report.run_diff import diff_runs
from hcc_analysis.report.run_diff_page import diff_page
from hcc_analysis.report.run_folder import read_run
from tests.report.small_runs import RESULTS, make_run

HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Renders the small report against one made otherwise."""
    monkeypatch.chdir(tmp_path)
    make_run(tmp_path / "a")

    def render(name="b", **changes):
        make_run(tmp_path / name, **changes)
        old, new = read_run("a"), read_run(name)
        return diff_page(old, new, diff_runs(old, new))

    return render


def test_hostile_text_stays_text(page):
    html = page(
        name="<img src=x onerror=1>",
        results=(
            f"fig_os,{HOSTILE},{HOSTILE},,{HOSTILE},{HOSTILE},,",
            f"{HOSTILE},os.n,,count,1,,,",
            *RESULTS,
        ),
        page=f'<p class="data-banner">{HOSTILE.replace("<", "&lt;")}</p>',
        parameters={"convention": HOSTILE, HOSTILE: "1"},
        software={"scipy": HOSTILE},
        inputs={f"data/toy/{HOSTILE}.csv": HOSTILE},
    )
    assert "<script" not in html
    assert "<img src=x" not in html
    assert html.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") >= 8


def test_the_page_may_load_nothing_and_run_nothing(page):
    html = page(figure=b"<svg>2</svg>", picture=b"other")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert "prefers-color-scheme: dark" in style
    assert not re.search(r'(src|href)="(?!data:)', html)
    assert "style=" not in html


def test_figures_that_differ_stand_side_by_side(page):
    html = page(figure=b"<svg>2</svg>", picture=b"other")
    assert re.findall(r'src="data:image/png;base64,([^"]*)"', html) == [
        base64.b64encode(one).decode() for one in (b"png", b"other")
    ]
    assert "The SVG files differ" not in html


def test_a_figure_that_looks_the_same_or_is_not_there_says_so(page):
    assert "The SVG files differ, the PNG pictures do not." in page(figure=b"<svg>2</svg>")
    assert "No picture" in page("c", figure=None)


def test_figures_that_are_the_same_are_left_out(page):
    assert "<img" not in page(parameters={"convention": "r"})


def test_the_page_says_what_the_data_are(page):
    assert page().count('role="note">Simulated data &amp; nobody&#39;s.') == 1
    html = page("c", page='<p class="data-banner x" role="note">Patients.</p>')
    assert 'role="note">Old: Simulated' in html
    assert 'role="note">New: Patients.' in html


def test_the_same_reports_give_the_same_bytes(page, tmp_path):
    first = page(results=RESULTS[1:], figure=b"<svg>2</svg>", software={"scipy": "2"})
    old, new = read_run("a"), read_run("b")
    assert diff_page(old, new, diff_runs(old, new)) == first
