"""One table as an RTF file, in the manner of clinical study reports."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hcc_analysis.outputs.model import Output, Table
from hcc_analysis.report.document import Document
from hcc_analysis.report.docx import abbreviations
from hcc_analysis.report.grid import (
    LONG_TEXT,
    MARGIN_MM,
    TWIPS_PER_MM,
    Box,
    column_widths,
    lies,
    paper,
    table_grid,
    text_width,
)
from hcc_analysis.visible import visible

_LANGUAGES = {"en": 2057}  # Windows' number of British English
_SPECIAL = re.compile(r"[\\{}\n\t]|[^\x20-\x7e]")
_WORDS = {"\\": "\\\\", "{": "\\{", "}": "\\}", "\n": "\\line ", "\t": "\\tab "}
_SIDES = {"left": "\\ql", "center": "\\qc", "right": "\\qr"}
_MERGES = {"": "", "first": "\\clvmgf", "next": "\\clvmrg"}
_RULE, _HAIR = "\\brdrs\\brdrw18", "\\brdrs\\brdrw8"


def table_rtf(output: Output, document: Document) -> bytes:
    """Write one table as RTF: title, table with its head on every page, notes, and what the data are.

    Parameters
    ----------
    output : Output
        An output whose content is a table.
    document : Document
        The supplement that it belongs to, for the banner, the language and the cutoff.

    Returns
    -------
    bytes
        An RTF file of ASCII letters, the same for the same table.

    Raises
    ------
    ValueError
        The output is no table.
    """
    if not isinstance(output.content, Table):
        raise ValueError(f"{output.id} is no table")
    parts = [
        *_start(output, document, landscape=lies(output.content)),
        *_opening(output),
        *_table(output.content),
        *(_paragraph(note, "\\fs15\\sb60 ") for note in (*output.footnotes, abbreviations(output)) if note),
        "}",
    ]
    return "\n".join(parts).encode("ascii")


def escape(text: str) -> str:
    """Return text as RTF that shows just this text.

    Parameters
    ----------
    text : str
        Any text; letters that cannot be shown become empty boxes.

    Returns
    -------
    str
        ASCII, without a control word of the text's own.
    """
    return _SPECIAL.sub(lambda found: _escaped(found.group()), visible(text))


def _escaped(letter: str) -> str:
    if letter in _WORDS:
        return _WORDS[letter]
    units = letter.encode("utf-16-le")
    signed = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
    return "".join(f"\\u{unit}?" for unit in signed)


def _start(output: Output, document: Document, *, landscape: bool) -> list[str]:
    cutoff, language = document.dataset.cutoff, _LANGUAGES[document.lang]
    date = f"\\yr{cutoff.year}\\mo{cutoff.month}\\dy{cutoff.day}"
    margin = round(MARGIN_MM * TWIPS_PER_MM)
    width, height = (round(side * TWIPS_PER_MM) for side in paper(landscape))
    pages = "{\\field{\\*\\fldinst PAGE}{\\fldrslt 1}} of {\\field{\\*\\fldinst NUMPAGES}{\\fldrslt 1}}"
    return [
        f"{{\\rtf1\\ansi\\ansicpg1252\\uc1\\deff0\\deflang{language}",
        "{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}}",
        f"{{\\info{{\\title {escape(_title(output))}}}{{\\subject {escape(document.banner)}}}"
        f"{{\\author hcc-analysis {escape(document.version)}}}{{\\creatim{date}}}{{\\revtim{date}}}}}",
        f"\\paperw{width}\\paperh{height}\\margl{margin}\\margr{margin}\\margt1361\\margb1134"
        + ("\\landscape\\lndscpsxn" if landscape else ""),
        f"{{\\header \\pard\\plain\\f0\\fs15 {escape(document.banner)}\\par}}",
        f"{{\\footer \\pard\\plain\\qr\\f0\\fs15 {escape(document.title)}. Page {pages}\\par}}",
    ]


def _title(output: Output) -> str:
    return f"{output.label}  {output.title}"


def _opening(output: Output) -> list[str]:
    title = _paragraph(_title(output), "\\keepn\\sa80\\b\\fs20 ")
    return [title, _paragraph(output.caption, "\\keepn\\sa120\\fs17 ")] if output.caption else [title]


def _paragraph(text: str, look: str) -> str:
    return f"\\pard\\plain\\f0{look}{escape(text)}\\par"


def _table(table: Table) -> list[str]:
    grid = table_grid(table)
    widths = column_widths(grid, text_width(lies(table)))
    last = len(grid.head) - 1
    rows = [_row(row, widths, head=True, first=i == 0, rule=i == last) for i, row in enumerate(grid.head)]
    rows += [_row(row, widths, end=i == len(grid.body)) for i, row in enumerate(grid.body, start=1)]
    return rows


def _row(
    boxes: Sequence[Box],
    widths: Sequence[int],
    *,
    head: bool = False,
    first: bool = False,
    rule: bool = False,
    end: bool = False,
) -> str:
    edges, at = [], 0
    for box in boxes:
        at += box.span
        lines = f"\\clbrdrt{_RULE}" if first else ""
        if rule or (head and box.span > 1):
            lines += f"\\clbrdrb{_HAIR}"
        elif end:
            lines += f"\\clbrdrb{_RULE}"
        side = "\\clvertalb" if head else "\\clvertalt"
        edges.append(f"{_MERGES[box.merge]}{side}{lines}\\cellx{sum(widths[:at])}")
    long = any(len(box.text) > LONG_TEXT for box in boxes)  # a row longer than a page has to break
    start = "\\trowd\\trgaph70\\trleft0" + ("\\trhdr" if head else "") + ("" if long else "\\trkeep")
    return "\n".join((start + "".join(edges), *map(_cell, boxes), "\\row"))


def _cell(box: Box) -> str:
    look = "\\b" if box.bold else ""
    indent = f"\\li{170 * box.indent}" if box.indent else ""
    form = f"\\pard\\plain\\intbl{_SIDES[box.align]}{indent}\\sb40\\sa40\\f0\\fs16{look}"
    return f"{form} {escape(box.text)}\\cell"
