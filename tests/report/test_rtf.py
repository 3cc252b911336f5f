import re

import pytest

from hcc_analysis.outputs.html import is_bare_heading
from hcc_analysis.report.document import Entry
from hcc_analysis.report.rtf import escape, table_rtf
from hcc_analysis.trial import DatasetInfo
from tests.report.documents import document, entry
from tests.report.hostile import CASES, NAMES
from tests.report.real_table import response_output
from tests.report.test_docx import WIDE
from tests.report.toy import BANNER, figure, table

TOKEN = re.compile(
    rb"\\u(?P<u>-?\d+)\?|\\(?P<sign>[\\{}*])|\\(?P<word>[a-z]+)(?P<number>-?\d+)? ?|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]"
)
WORDS = {b"line": "\n", b"tab": "\t"}


def tokens(rtf):
    """Kind and value of each token, by a reader of its own; nothing may remain unread."""
    at = 0
    while at < len(rtf):
        found = TOKEN.match(rtf, at)
        assert found, rtf[at : at + 40]
        at = found.end()
        if found["u"]:
            yield "text", chr(int(found["u"]) % 65536)
        elif found["sign"]:
            yield "text", "" if found["sign"] == b"*" else found["sign"].decode()
        elif found["word"]:
            yield (
                ("text", WORDS[found["word"]]) if found["word"] in WORDS else ("word", found["word"].decode())
            )
        elif found["brace"]:
            yield "brace", found["brace"].decode()
        elif found["text"]:
            yield "text", found["text"].decode("ascii")


def joined(pieces):
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def read(rtf):
    """Rows of cells with whether they are of the head, paragraphs outside of tables, and words used."""
    rows, head, cells, text, paragraphs, words, depth = [], False, [], [], [], set(), 0
    for kind, value in tokens(rtf):
        if kind == "brace":
            depth += 1 if value == "{" else -1
            assert depth >= 0
        elif kind == "text":
            text.append(value)
        else:
            words.add(value)
            if value in ("pard", "trowd"):
                text = []
            if value == "trowd":
                head, cells = False, []
            elif value == "trhdr":
                head = True
            elif value == "cell":
                cells.append(joined(text))
            elif value == "row":
                rows.append((head, cells))
            elif value == "par":
                paragraphs.append(joined(text))
    assert depth == 0
    return rows, paragraphs, words


@pytest.mark.parametrize(
    "made", [entry(), entry("wide", WIDE), Entry(response_output(), (), ())], ids=lambda e: e.output.id
)
def test_tables_are_the_same_cell_by_cell(made):
    output = made.output
    content = output.content
    rows, paragraphs, _ = read(table_rtf(output, document(made)))
    heads = [cells for head, cells in rows if head]
    body = [cells for head, cells in rows if not head]
    assert [head for head, _ in rows] == [True] * len(heads) + [False] * len(content.rows)
    if any(column.spanner for column in content.columns):
        assert heads == [["Variable", "All"], ["", "n", "%"]]
    else:
        assert heads == [[column.label for column in content.columns]]
    for cells, row in zip(body, content.rows, strict=True):
        assert cells == ([row.cells[0].text] if is_bare_heading(row) else [cell.text for cell in row.cells])
    assert paragraphs == [BANNER, "Computed supplement. Page PAGE1 of NUMPAGES1", f"{output.label}  {output.title}",
                          "A caption.", "Counted by hand.", "OS, overall survival."]  # fmt: skip


def test_the_same_table_gives_the_same_bytes_in_ascii():
    made = table_rtf(entry().output, document())
    assert table_rtf(entry().output, document()) == made
    assert made.startswith(b"{\\rtf1\\ansi") and made.endswith(b"}")
    assert made.isascii()
    assert b"{\\creatim\\yr2024\\mo12\\dy31}" in made


def test_edges_of_cells_grow_within_the_page_and_match_the_cells():
    for content in (table(), WIDE, table("x" * 3000)):
        rtf = table_rtf(entry(content=content).output, document()).decode()
        for row in rtf.split("\\trowd")[1:]:
            edges = [int(edge) for edge in re.findall(r"\\cellx(\d+)", row)]
            assert edges == sorted(set(edges))
            assert edges[-1] <= 14800
            assert len(edges) == row.split("\\row")[0].count("\\cell\n")


def test_a_wide_table_lies():
    assert b"\\landscape" in table_rtf(entry("w", WIDE).output, document())
    assert b"\\landscape" not in table_rtf(entry().output, document())


def test_what_is_no_table_is_refused():
    with pytest.raises(ValueError, match="fig is no table"):
        table_rtf(entry("fig", figure()).output, document())


@pytest.mark.parametrize(("text", "seen"), CASES, ids=NAMES)
def test_text_is_text(text, seen):
    made = entry(
        "a",
        table(text),
        footnotes=[text],
        title=text,
        caption=text,
        label=text[:9],
        abbreviations={text[:9]: text},
    )
    data = DatasetInfo(title=text, registry_id="x", cutoff="2024-12-31", provenance="simulated", version=text)
    rows, paragraphs, words = read(table_rtf(made.output, document(made, dataset=data)))
    assert rows[3][1] == [seen, "3", "75"]
    assert paragraphs[3] == paragraphs[4] == seen
    assert seen in paragraphs[0]
    assert not words & {"bin", "object", "objdata", "pict"}
    assert len(rows) == 4


def test_letters_beyond_two_bytes_are_pairs():
    assert escape("é\U0001f600\uff21") == "\\u233?\\u-10179?\\u-8704?\\u-223?"
