"""What a trial does not have is said in every format, and its numbers are not said to be compared."""

import io

import docx
import pytest

from hcc_analysis.report.document import Fact
from hcc_analysis.report.docx import supplement_docx
from hcc_analysis.report.html import supplement_html
from hcc_analysis.report.pdf import supplement_pdf
from tests.report.documents import claim, document
from tests.report.test_pdf import text_of

REASON = "the trial has no data set adtr"
COMPARED = "each number that the paper printed is held against the one computed"


def words_of_docx(made):
    read = docx.Document(io.BytesIO(supplement_docx(made)))
    cells = [cell.text for table in read.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in read.paragraphs), *cells])


def words_of_pdf(made):
    return " ".join(text_of(supplement_pdf(made)).split())


@pytest.mark.parametrize("words", [supplement_html, words_of_pdf, words_of_docx])
def test_outputs_that_are_left_out_are_named_with_their_reason(words):
    left = words(document(skipped=(Fact("fig2a_waterfall", REASON),)))
    assert "fig2a_waterfall" in left
    assert REASON in left
    assert "Left out" not in words(document())


@pytest.mark.parametrize("words", [words_of_pdf, words_of_docx])
def test_numbers_are_said_to_be_compared_when_they_are(words):
    assert COMPARED not in words(document())
    assert COMPARED in words(document(claims=(claim("a"),)))


def test_the_page_says_that_numbers_are_compared_when_they_are():
    words = "each number that the paper printed stands beside the one computed"
    assert words not in supplement_html(document())
    assert words in supplement_html(document(claims=(claim("a"),)))
