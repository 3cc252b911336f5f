import base64
import hashlib
import itertools
import json
import re
from html.parser import HTMLParser

import pytest

from hcc_analysis.report.html import supplement_html
from hcc_analysis.visible import visible
from tests.report.documents import claim, document, entry, full_document
from tests.report.toy import figure, table

VOID = {"meta", "img", "input", "link", "br", "hr"}


class Page(HTMLParser):
    """Elements with attributes, the text of each, and whether tags are balanced."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self._open = [], [], []
        self.feed(text)
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        assert self._open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())


@pytest.fixture(scope="module")
def html():
    return supplement_html(full_document())


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


def test_nothing_is_loaded_from_anywhere(html, page):
    sources = [attrs["src"] for _, attrs in page.elements if "src" in attrs]
    assert sources
    assert all(source.startswith("data:image/svg+xml;base64,") for source in sources)
    assert not page.all("link")
    assert "url(" not in html
    assert "http" not in re.sub(r"http-equiv", "", html)


def test_the_policy_allows_its_own_style_and_script_by_hash(html, page):
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert not any("style" in attrs for _, attrs in page.elements)
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)


def test_ids_are_unique_and_every_link_inside_leads_somewhere(page):
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    inside = [attrs["href"][1:] for attrs in page.all("a") if attrs["href"].startswith("#")]
    assert set(inside) <= set(ids)
    assert {"claim-a", "table_toy", "fig_toy", "claims", "methods", "main"} <= set(inside)


def test_what_the_data_are_stands_on_top_and_at_every_output(page):
    assert page.text.count("Simulated data: not patients") >= 1 + 3


def test_pictures_have_words_and_tables_have_heads(page):
    assert all(image["alt"] for image in page.all("img"))
    assert all(head.get("scope") in ("col", "row", "colgroup", "rowgroup") for head in page.all("th"))
    assert len(page.all("caption")) == len(page.all("table"))
    assert ("html", {"lang": "en"}) in page.elements


def test_headings_skip_no_level(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_status_is_said_in_words(page):
    for status in ("= exact", "≈ truncated", "≠ differs", "– not computed"):
        assert status in page.text


def test_the_comparison_is_folded_when_all_agrees():
    agreeing = Page(supplement_html(document(entry(claims=(claim("a"),)), claims=(claim("a"),))))
    differing = Page(supplement_html(full_document()))
    assert {"class": "claims"} in agreeing.all("details")
    assert {"class": "claims", "open": None} in differing.all("details")


def test_results_are_marked_in_the_cells(page):
    assert {"class": "result", "data-result": "toy.other"} in page.all("span")


HOSTILE = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "<img src=x onerror=alert(1)>",
    "{{ 7 * 7 }} {% raw %}",
    "]]>--></details></section>",
    "x" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(text):
    words = dict.fromkeys(("label", "title", "caption", "alt"), text)
    abbreviations = {text: text}
    made = [
        entry("a", table(text), footnotes=[text], abbreviations=abbreviations, **words),
        entry("b", figure(), **words),
        entry(claims=(claim("c", quote=text, printed=text),)),
    ]
    page = Page(supplement_html(document(*made, claims=(claim("c", quote=text),))))
    assert len(page.all("script")) == 2  # the facts, as data, and the script
    assert len(page.all("style")) == 1
    assert len(page.all("img")) == 1
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    assert " ".join(text.split()) in page.text


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "\u2028 & ' \""])
def test_the_facts_cannot_end_their_script(text):
    words = dict.fromkeys(("label", "title"), text)
    html = supplement_html(
        document(entry("a", table(text), **words), claims=(claim("toy.other", quote=text),))
    )
    (held,) = re.findall(r'<script type="application/json" id="facts">(.*?)</script>', html, re.DOTALL)
    assert "<" not in held
    assert json.loads(held)["outputs"]["a"]["label"] == visible(text)


def test_every_cell_of_code_can_be_linked_to(page):
    ids = {attrs.get("id") for _, attrs in page.elements}
    assert "code-table_toy-analyse" in ids


def test_the_code_is_escaped_and_coloured(html):
    assert re.search('<span class="s1">.*&lt;b&gt;.*</span>', html)


def test_the_same_document_gives_the_same_page(html):
    assert supplement_html(full_document()) == html
