import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn

from hcc_analysis.outputs.html import is_bare_heading
from hcc_analysis.report.document import Entry
from hcc_analysis.report.docx import supplement_docx
from hcc_analysis.report.grid import column_widths, lies, plain_grid, table_grid, text_width
from hcc_analysis.trial import DatasetInfo
from hcc_analysis.visible import visible
from tests.report.documents import claim, document, entry, full_document
from tests.report.hostile import CASES, NAMES
from tests.report.real_table import response_output
from tests.report.toy import BANNER, figure, result, table

WIDE = {
    "kind": "table",
    "wide": True,
    "columns": [{"label": f"A long heading {i}"} for i in range(12)],
    "rows": [{"cells": [{"text": f"{i}"} for i in range(12)]}] * 60,
}


def opened(made):
    return docx.Document(io.BytesIO(supplement_docx(made)))


def table_named(word, name):
    found = [one for one in word.tables if one._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == name]
    assert len(found) == 1
    return found[0]


def body_text(word):
    return "".join(word.element.body.itertext())


def assert_same_cells(word_table, content):
    heads = 2 if any(column.spanner for column in content.columns) else 1
    texts = [[cell.text for cell in row.cells] for row in word_table.rows]
    assert len(texts) == heads + len(content.rows)
    for at, column in enumerate(content.columns):
        assert texts[heads - 1][at] == column.label
        if column.spanner:
            assert texts[0][at] == column.spanner
    for number, row in enumerate(content.rows, start=heads):
        for at, cell in enumerate(row.cells):
            shown = row.cells[0].text if is_bare_heading(row) else cell.text
            assert texts[number][at] == shown


@pytest.fixture(scope="module")
def word():
    return opened(full_document())


def test_the_same_document_gives_the_same_bytes_and_no_clock():
    made = supplement_docx(full_document())
    assert supplement_docx(full_document()) == made
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.testzip() is None


def test_properties_and_language(word):
    properties = word.core_properties
    assert properties.title == "Computed supplement: A trial by hand"
    assert properties.created.isoformat()[:10] == properties.modified.isoformat()[:10] == "2024-12-31"
    assert properties.author == "hcc-analysis 0"
    assert properties.subject == BANNER
    languages = {one.get(qn("w:val")) for one in word.styles.element.iter(qn("w:lang"))}
    assert languages == {"en-GB"}


def test_headings_are_headings_and_the_contents_list_them(word):
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    assert headings[0] == ("Heading 1", "Toys")
    assert ("Heading 2", "Table 1  Title of Table 1") in headings
    assert [name for name, _ in headings].count("Heading 1") == 3
    lines = word.element.body.find(qn("w:sdt")).find(qn("w:sdtContent")).findall(qn("w:p"))
    assert ["".join(line.itertext(qn("w:t"))) for line in lines[:-1]] == [text for _, text in headings]
    kinds = [one.get(qn("w:fldCharType")) for line in lines for one in line.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_every_link_has_its_bookmark_and_every_style_is_known(word):
    names = [one.get(qn("w:name")) for one in word.element.body.iter(qn("w:bookmarkStart"))]
    assert len(set(names)) == len(names)
    assert {one.get(qn("w:anchor")) for one in word.element.body.iter(qn("w:hyperlink"))} <= set(names)
    used = {
        one.get(qn("w:val")) for tag in ("w:pStyle", "w:rStyle") for one in word.element.body.iter(qn(tag))
    }
    assert used <= {style.style_id for style in word.styles}


def test_every_page_says_what_the_data_are_and_its_number():
    word = opened(document(entry("a"), entry("wide", WIDE), entry("b")))
    for section in word.sections:
        assert section.header.paragraphs[0].text == BANNER
        fields = [one.get(qn("w:instr")).strip() for one in section.footer._element.iter(qn("w:fldSimple"))]
        assert fields == ["PAGE", "NUMPAGES"]
    assert not word.sections[0].different_first_page_header_footer


def test_a_wide_table_lies_and_what_follows_stands():
    word = opened(document(entry("a"), entry("wide", WIDE), entry("b"), entry("narrow", table(wide=True))))
    ways = [section.orientation for section in word.sections]
    assert ways == [WD_ORIENTATION.PORTRAIT, WD_ORIENTATION.LANDSCAPE, WD_ORIENTATION.PORTRAIT]
    for section in word.sections:
        assert (section.page_width > section.page_height) == (section.orientation == WD_ORIENTATION.LANDSCAPE)


@pytest.mark.parametrize(
    "made", [entry(), entry("wide", WIDE), Entry(response_output(), (), ())], ids=lambda e: e.output.id
)
def test_tables_are_the_same_cell_by_cell(made):
    output = made.output
    word_table = table_named(opened(document(made)), f"{output.label} {output.title}")
    assert_same_cells(word_table, output.content)
    heads = 2 if any(column.spanner for column in output.content.columns) else 1
    repeated = [
        row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None
        for row in word_table.rows
    ]
    assert repeated == [True] * heads + [False] * len(output.content.rows)


def test_captions_keep_the_number_of_the_paper():
    labels = ("Fig. 2B", "Table 1", "Supplementary Table 10", "Unnumbered")
    word = opened(document(*(entry(f"o{i}", label=label) for i, label in enumerate(labels))))
    captions = ["".join(p._p.itertext(qn("w:t"))) for p in word.paragraphs if p.style.name == "Caption"]
    assert captions == [f"{label}. A caption." for label in labels]
    codes = [one.get(qn("w:instr")).strip() for one in word.element.body.iter(qn("w:fldSimple"))]
    assert codes == [f"SEQ Table \\* ARABIC \\r {number}" for number in (2, 1, 10)]


def test_every_figure_has_its_own_alt_text_and_size():
    big = figure() | {"width_mm": 400, "height_mm": 800}
    made = document(
        entry("f", figure(), alt="First <one>"), entry("g", big, alt="Second"), entry("h", figure(), alt="")
    )
    word = opened(made)
    about = list(word.element.body.iter(qn("wp:docPr")))
    assert [one.get("descr") for one in about] == ["First <one>", "Second", "Title of Table 1"]
    assert len({one.get("id") for one in about}) == 3
    sizes = [(shape.width.mm, shape.height.mm) for shape in word.inline_shapes]
    assert sizes[0] == pytest.approx((90, 60), abs=0.1)
    assert sizes[1] == pytest.approx((100, 200), abs=0.1)


def test_prose_links_to_the_output_of_its_number():
    words = {"kind": "prose", "paragraphs": [
        {"heading": "Response", "spans": [{"text": "It was "}, {"text": "2.5", "result": "toy.mean"}, {"text": "."}]}]}  # fmt: skip
    own = entry("own", figure())
    output = type(own.output).model_validate(own.output.model_dump() | {"results": [result("toy.mean", 2.5)]})
    word = opened(document(entry("words", words), replace(own, output=output)))
    shown = next(p for p in word.paragraphs if p.text == "It was 2.5.")
    assert [link.text for link in shown.hyperlinks] == ["2.5"]
    assert ("Heading 3", "Response") in [(p.style.name, p.text) for p in word.paragraphs]


def test_the_audit_of_claims_is_whole():
    claims = (
        replace(claim("a"), note="known"),
        claim("b", "differs", quote="<b>&"),
        claim("c", "not computed"),
    )
    word = opened(document(entry(claims=claims[:2]), claims=claims))
    rows = [
        [cell.text for cell in row.cells]
        for row in table_named(word, "Every printed number and the computed one").rows
    ]
    assert rows[0] == ["In the paper", "Place", "Printed", "Computed", "Status", "Computed in"]
    assert rows[1] == ["quote of a", "Results", "1", "1", "= exact", "Table 1"]
    assert rows[2] == ["known"] * 6
    assert rows[3][0] == "<b>&" and rows[3][4] == "≠ differs"
    assert rows[4][4] == "– not computed"
    assert "Against print: 2 printed numbers: 1 exact, 1 differs." in [p.text for p in word.paragraphs]


@pytest.mark.parametrize(("text", "seen"), CASES, ids=NAMES)
def test_text_is_text(text, seen):
    made = [
        entry(
            "a",
            table(text),
            footnotes=[text],
            title=text,
            caption=text,
            label=text[:99],
            abbreviations={text[:9]: text},
        ),
        entry("b", figure(), alt=text),
    ]
    data = DatasetInfo(
        title=text[:999], registry_id=text[:99], cutoff="2024-12-31", provenance="simulated", version=text[:9]
    )
    word = opened(document(*made, claims=(replace(claim("c", quote=text), note=text),), dataset=data))
    assert [cell.text for cell in word.tables[1].columns[0].cells][3] == seen
    assert seen in [p.text for p in word.paragraphs]  # the footnote
    assert word.tables[-4].cell(1, 0).text == word.tables[-4].cell(2, 0).text == seen
    assert next(one for one in word.element.body.iter(qn("wp:docPr"))).get("descr").split() == seen.split()
    codes = [one.get(qn("w:instr")).split()[0] for one in word.element.body.iter(qn("w:fldSimple"))]
    assert set(codes) <= {"SEQ"}
    assert word.core_properties.title.startswith("Computed supplement")


def test_a_part_without_claims_can_be_written():
    text = body_text(opened(document(missing=3)))
    assert "3 outputs were left out" in text
    assert "Printed and computed" not in text


def test_columns_fit_the_page():
    for made in (plain_grid(("a", "b"), [("x" * 5000, "y")]), table_grid(entry("w", WIDE).output.content)):
        assert sum(column_widths(made, 9000)) <= 9000
        assert min(column_widths(made, 9000)) > 0
    assert text_width(True) > text_width(False)
    assert lies(entry("w", WIDE).output.content)


def test_a_table_stays_together_by_its_lines_and_not_its_rows():
    widths = [180 + 10 * 88] * 2  # ten letters each
    short = plain_grid(("a", "b"), [("x" * 10, "y")] * 29)
    tall = plain_grid(("a", "b"), [("x" * 11, "y")] * 29)
    assert short.together(widths)
    assert not tall.together(widths)
    assert not plain_grid(("a", "b"), [("x", "y")] * 30).together(widths)
    assert not plain_grid(("a", "b"), [("1\n2\n3", "y")] * 10).together(widths)


def test_visible_keeps_letters_of_all_scripts():
    assert visible("5 µg 中 שלום\n\t") == "5 µg 中 שלום\n\t"
