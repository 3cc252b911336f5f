"""Tables of a Word document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hcc_analysis.report.docx_xml import Element, el, link, paragraph, run
from hcc_analysis.report.grid import LONG_TEXT, Box, Grid, column_widths

_STEP = 170  # twips of one indentation
_DESCRIPTION = 4000  # letters of a table's description; Word shortens longer ones


def table_element(
    grid: Grid, available: int, *, title: str = "", description: str = "", anchors: Mapping[str, str] = {}
) -> Element:
    """Return a table whose head is repeated on every page.

    Parameters
    ----------
    grid : Grid
        The boxes.
    available : int
        Width of the page between its margins (twips).
    title, description : str
        What those hear who cannot see it.
    anchors : mapping of str to str
        Bookmark of each output, by its id.

    Returns
    -------
    element
        ``w:tbl``.
    """
    widths = column_widths(grid, available)
    heads, bodies, together = len(grid.head), len(grid.body), grid.together(widths)
    rows = [
        _row(row, widths, anchors, keep=True, head=True, last=i == heads)
        for i, row in enumerate(grid.head, start=1)
    ]
    rows += [
        _row(row, widths, anchors, keep=together and i < bodies) for i, row in enumerate(grid.body, start=1)
    ]
    columns = el("w:tblGrid", *(el("w:gridCol", w=width) for width in widths))
    return el("w:tbl", _properties(sum(widths), title, description), columns, *rows)


def _properties(width: int, title: str, description: str) -> Element:
    line = {"val": "single", "sz": 8, "space": 0, "color": "16211F"}
    sides = {side: el(f"w:{side}", w=70, type="dxa") for side in ("left", "right")}
    words = [el("w:tblCaption", val=title)] if title else []
    words += [el("w:tblDescription", val=description[:_DESCRIPTION])] if description else []
    return el(
        "w:tblPr",
        el("w:tblStyle", val="TableNormal"),
        el("w:tblW", w=width, type="dxa"),
        el("w:tblBorders", el("w:top", **line), el("w:bottom", **line)),
        el("w:tblLayout", type="fixed"),
        el("w:tblCellMar", *sides.values()),
        el("w:tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1),
        *words,
    )


def _row(
    boxes: Sequence[Box],
    widths: Sequence[int],
    anchors: Mapping[str, str],
    *,
    keep: bool,
    head: bool = False,
    last: bool = False,
) -> Element:
    long = any(len(box.text) > LONG_TEXT for box in boxes)  # a row longer than a page has to break
    properties = [] if long else [el("w:cantSplit")]
    properties += [el("w:tblHeader")] if head else []
    made = el("w:tr", *([el("w:trPr", *properties)] if properties else []))
    at = 0
    for box in boxes:
        rule = last or (head and box.span > 1) or box.merge == "next"
        made.append(_cell(box, sum(widths[at : at + box.span]), anchors, rule=rule, keep=keep))
        at += box.span
    return made


def _cell(box: Box, width: int, anchors: Mapping[str, str], *, rule: bool, keep: bool) -> Element:
    properties = [el("w:tcW", w=width, type="dxa")]
    if box.span > 1:
        properties.append(el("w:gridSpan", val=box.span))
    if box.merge:
        properties.append(el("w:vMerge", val="restart" if box.merge == "first" else "continue"))
    if rule:
        line = el("w:bottom", val="single", sz=4, space=0, color="9AA5A3")
        properties.append(el("w:tcBorders", line))
    if box.merge or rule:
        properties.append(el("w:vAlign", val="bottom"))
    content = [_piece(text, anchors.get(target, ""), box) for text, target in box.pieces]
    body = paragraph("TableText", *content, align=box.align, indent=_STEP * box.indent, keep=keep)
    return el("w:tc", el("w:tcPr", *properties), body)


def _piece(text: str, anchor: str, box: Box) -> Element:
    return link(anchor, text) if anchor else run(text, bold=box.bold, italic=box.italic)
