import io
import shutil
import subprocess

import pikepdf
import pytest

from hcc_analysis.report.pdf import supplement_pdf
from hcc_analysis.report.printable import printable
from hcc_analysis.visible import REPLACEMENT
from tests.report.accessible import NOT_EVALUATED, figure_alts, findings
from tests.report.documents import claim, document, entry, full_document
from tests.report.toy import figure, table

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")


def text_of(pdf):
    run = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return run.stdout.decode()


@pytest.fixture(scope="module")
def pdf():
    return supplement_pdf(full_document())


def test_it_claims_both_standards_and_its_metadata(pdf):
    assert pdf.startswith(b"%PDF-1.7")
    assert b"pdfuaid:part" in pdf
    assert b"pdfaid:conformance>A<" in pdf
    assert b"Computed supplement: A trial by hand" in pdf
    assert b"2024-12-31" in pdf


def test_the_same_document_gives_the_same_bytes(pdf):
    assert supplement_pdf(full_document()) == pdf


@needs_poppler
def test_every_page_says_what_the_data_are_and_its_number(pdf):
    pages = text_of(pdf).split("\f")[:-1]
    for number, page in enumerate(pages, start=1):
        assert "Simulated data: not patients" in page
        assert f"Page {number} of {len(pages)}" in page


@needs_poppler
def test_outputs_claims_and_words_in_pictures_are_text(pdf):
    text = text_of(pdf)
    for words in ("Title of Table 1", "Contents", "Survival", "≠ differs", "quote of d", "conf_level"):
        assert words in text


@needs_poppler
@pytest.mark.parametrize(
    "text", ['#panic("no")', "*bold* _it_ $x$ <label> @ref", '"; #let x = 1', "\\u{41}", "[#import x]", "//x"]
)
def test_markup_stays_words(text):
    made = [
        entry("a", table(text), footnotes=[text], title=text, caption=text, abbreviations={text: text}),
        entry("b", figure(), alt=text, caption=text),
    ]
    assert text_of(supplement_pdf(document(*made, claims=(claim("c", quote=text),)))).count(text) >= 5


def test_letters_that_no_typeface_has_do_not_stop_it():
    text = "中 \U0001f600 \x07 \x00 \ue000 \u202e \uffff"
    assert supplement_pdf(document(entry(caption=text, title=text, alt=text)))


def test_printable_shows_what_is_missing():
    assert printable({"a": ["5 µg/L ≥ ½", 1, "a中\u202eb"]}) == {
        "a": ["5 µg/L ≥ ½", 1, f"a{REPLACEMENT}{REPLACEMENT}b"]
    }


def test_a_part_without_claims_can_be_typeset():
    assert supplement_pdf(document(missing=3))


def test_pdfua_finds_no_error_and_figures_have_alternative_texts(pdf, tmp_path):
    path = tmp_path / "supplement.pdf"
    path.write_bytes(pdf)
    found = findings(path)
    assert found["findings"] == []
    assert {one["rule_id"] for one in found["skipped"]} <= NOT_EVALUATED
    assert figure_alts(path) == ["What it shows."]


def test_pdfua_sees_what_is_missing(pdf, tmp_path):
    path = tmp_path / "spoilt.pdf"
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for one in file.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure":
                del one["/Alt"]
        file.save(path)
    assert "UA-13-004" in {one["rule_id"] for one in findings(path)["findings"]}
