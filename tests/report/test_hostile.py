"""Hostile texts in every place of a supplement come out of every format as plain text."""

import csv
import io
import json
import re
import shutil

import docx
import nbformat
import pikepdf
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn

from hcc_analysis.report.compare import Claim
from hcc_analysis.report.document import Fact
from hcc_analysis.report.docx import supplement_docx
from hcc_analysis.report.html import supplement_html
from hcc_analysis.report.notebook_page import notebook_page
from hcc_analysis.report.pdf import supplement_pdf
from hcc_analysis.report.printable import printable
from hcc_analysis.report.products import write_outputs
from hcc_analysis.report.rtf import table_rtf
from tests.report.documents import claim, document, entry
from tests.report.hostile import CASES, NAMES
from tests.report.test_html import Page
from tests.report.test_pdf import text_of
from tests.report.test_rtf import read
from tests.report.toy import figure, table

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SHORT = [case for case in CASES if len(case[0]) < 1000]
each = pytest.mark.parametrize(("text", "seen"), CASES, ids=NAMES)
needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")


def entries(text, number):
    """A table, a figure and a text with the words in every place that they have."""
    words = {"title": text, "caption": text, "alt": text, "footnotes": [text]}
    prose = {"kind": "prose", "paragraphs": [{"heading": "Words", "spans": [{"text": text}]}]}
    data = [{"name": "curve", "columns": ["time"], "rows": [[text]]}]
    return [
        entry(f"table{number}", table(text), abbreviations={f"A{number}": text}, **words),
        entry(f"figure{number}", figure() | {"data": data}, **words),
        entry(f"prose{number}", prose, title=f"Prose {number}"),
    ]


def hostile_claim(text: str, number: int) -> Claim:
    return claim(f"claim{number}", quote=text, printed=text[:99], computed=text[:99])


def supplement(texts):
    """One supplement with each of these texts in every place."""
    return document(
        *(one for number, text in enumerate(texts) for one in entries(text, number)),
        claims=tuple(hostile_claim(text, number) for number, text in enumerate(texts)),
        parameters=tuple(Fact(f"p{number}", text, text) for number, text in enumerate(texts)),
    )


@pytest.fixture(scope="module")
def whole():
    return supplement([text for text, _ in CASES])


def squeezed(text):
    """Text without what setting lines puts in or takes away."""
    return re.sub(r"[\s\u00ad-]", "", text)


def spaced(text):
    return " ".join(text.split())


@pytest.fixture(scope="module")
def html(whole):
    made = supplement_html(whole)
    made.encode("utf-8")
    return made


@pytest.fixture(scope="module")
def page(html):
    return Page(html)


@each
def test_html_shows_it_as_text(page, text, seen):
    # title twice, caption, footnote and cell of the table, figure's, prose, claim, parameter
    assert page.text.count(spaced(seen)) >= 5


def test_html_holds_nothing_that_runs(html, page):
    assert len(page.all("script")) == 2  # the facts, as data, and the script
    assert len(page.all("style")) == 1
    assert not any(name.startswith("on") for _, attrs in page.elements for name in attrs)
    links = [attrs["href"] for attrs in page.all("a")]
    assert all(re.match(r"#|[a-z]+/|supplement\.", link) for link in links)
    assert not BIDI.search(html)
    assert "\x00" not in html


@pytest.fixture(scope="module")
def pdf():
    return supplement_pdf(supplement([text for text, _ in SHORT]))


@pytest.fixture(scope="module")
def pdf_text(pdf):
    return squeezed(text_of(pdf))


@needs_poppler
@pytest.mark.parametrize("text", [text for text, _ in SHORT], ids=range(len(SHORT)))
def test_pdf_shows_it_as_text(pdf_text, text):
    left_to_right = re.split("[\u0590-\u08ff]", printable(text))[
        0
    ]  # poppler turns what runs from right to left
    assert pdf_text.count(squeezed(left_to_right)) >= 5


@needs_poppler
def test_pdf_shows_a_long_cell_whole_and_a_long_title_shortened():
    text = "x" * 100_000
    made = entry("a", table(text), title=text.replace("x", "q"), alt=text)
    shown = text_of(supplement_pdf(document(made, entry("b", figure(), alt=text))))
    assert shown.count("x") >= 100_000
    assert shown.count("q") < 20_000


def test_pdf_holds_nothing_that_runs(pdf):
    with pikepdf.open(io.BytesIO(pdf)) as file:
        actions = {str(one["/S"]) for one in file.objects
                   if isinstance(one, pikepdf.Dictionary) and "/S" in one and one.get("/Type") == "/Action"}  # fmt: skip
        assert actions <= {"/GoTo"}
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(file.Root.get("/Names", {}).keys())
        assert "/AA" not in file.Root
    assert b"/JavaScript" not in pdf and b"/Launch" not in pdf


@pytest.fixture(scope="module")
def word_file(whole):
    return supplement_docx(whole)


@pytest.fixture(scope="module")
def word(word_file):
    return docx.Document(io.BytesIO(word_file))


@pytest.fixture(scope="module")
def word_texts(word):
    cells = [cell.text for one in word.tables for row in one.rows for cell in row.cells]
    return [*cells, *(p.text for p in word.paragraphs)]


@each
def test_word_shows_it_as_text(word_texts, text, seen):
    # at least the cell, the footnotes of table and figure, the prose, the claim, the parameter with its meaning
    assert word_texts.count(seen) >= 7


def test_word_holds_nothing_that_runs(word):
    codes = [one.get(qn("w:instr")).split()[0] for one in word.element.body.iter(qn("w:fldSimple"))]
    codes += [one.text.split()[0] for one in word.element.body.iter(qn("w:instrText"))]
    assert set(codes) == {"SEQ", "TOC"}
    parts = {part.partname: part for part in word.part.package.iter_parts()}
    assert not [name for name in parts if re.search("vba|embed|activeX|oleObject", name)]
    assert not [rel for part in parts.values() for rel in part.rels.values() if rel.is_external]
    assert not any(
        BIDI.search(part.blob.decode("utf-8")) for name, part in parts.items() if name.endswith(".xml")
    )


@each
def test_rtf_shows_it_as_text(whole, text, seen):
    rows, paragraphs, words = read(table_rtf(entries(text, 0)[0].output, whole))
    assert rows[3][1][0] == seen
    assert paragraphs.count(seen) >= 2
    assert not words & {"bin", "object", "objdata", "objemb", "pict", "result"}


def csv_cell(folder, name, row, column):
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[row][column]


@each
def test_csv_holds_it_as_text(tmp_path, text, seen):
    write_outputs(entries(text, 0), tmp_path)
    for name, row in (("tables/table0.csv", 2), ("figures/figure0.curve.csv", 1)):
        cell = csv_cell(tmp_path, name, row, 0)
        assert cell in (seen, "'" + seen)
        assert not re.match(r"\s*[=+\-@\uff1d]", cell)


def test_csv_keeps_negative_numbers(tmp_path):
    data = [{"name": "curve", "columns": ["change", "text"], "rows": [[-30.5, "-30.5"], [-1, "-1e-5"]]}]
    write_outputs([entry("f", figure() | {"data": data})], tmp_path)
    assert (tmp_path / "figures/f.curve.csv").read_text() == "change,text\n-30.5,-30.5\n-1.0,-1e-5\n"


@pytest.mark.parametrize("kind", ["stream", "error", "text/plain", "source"])
def test_notebook_pages_show_what_notebooks_print(kind):
    texts = [
        (text, seen) for text, seen in CASES if "\x1b" not in text and len(text) < 1000
    ]  # colours of a terminal
    cells = [notebook_cell(kind, text) for text, _ in texts]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    html = notebook_page(json.dumps(notebook), "toy")
    html.encode("utf-8")
    page = BeautifulSoup(html, "html.parser")
    assert not page.find_all(["script", "iframe", "object"])
    assert "default-src 'none'" in html
    assert not any(name.startswith("on") for tag in page.find_all(True) for name in tag.attrs)
    assert not [
        a["href"]
        for a in page.find_all("a", href=True)
        if not a["href"].startswith(("../supplement.html", "#"))
    ]
    assert not BIDI.search(html)
    words = squeezed(page.get_text())
    for _, seen in texts:
        assert squeezed(seen) in words


def notebook_cell(kind, text):
    if kind == "source":
        return nbformat.v4.new_code_cell(f"'''{text}'''")
    outputs = {
        "stream": nbformat.v4.new_output("stream", text=text),
        "error": nbformat.v4.new_output("error", ename="E", evalue=text, traceback=[text]),
        "text/plain": nbformat.v4.new_output("display_data", data={"text/plain": text}),
    }
    return nbformat.v4.new_code_cell("x", outputs=[outputs[kind]])
