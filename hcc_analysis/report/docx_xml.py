"""Pieces of WordprocessingML. Text enters as text nodes and attributes only, never as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hcc_analysis.visible import visible

Element = Any

_BREAKS = re.compile(r"([\n\t])")


def el(tag: str, *children: Element, **attributes: object) -> Element:
    """Make an element; attributes are of the namespace ``w``.

    Parameters
    ----------
    tag : str
        Name with its prefix, e.g. ``w:p``.
    *children : element
        What stands in it.
    **attributes : object
        Names without prefix; values become text that can be printed.

    Returns
    -------
    element
        The element.
    """
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made: Element = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), visible(str(value)))
    made.extend(children)
    return made


def run(text: str, *, bold: bool = False, italic: bool = False, style: str = "") -> Element:
    """Return text as a run; ends of lines and tabulators become their elements."""
    looks = [el("w:rStyle", val=style)] if style else []
    looks += [el("w:b")] if bold else []
    looks += [el("w:i")] if italic else []
    made = el("w:r", *([el("w:rPr", *looks)] if looks else []))
    made.extend(_text_piece(piece) for piece in _BREAKS.split(visible(text)) if piece)
    return made


def _text_piece(piece: str) -> Element:
    if piece in "\n\t":
        return el("w:br" if piece == "\n" else "w:tab")
    made = el("w:t")
    made.text = piece
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def paragraph(style: str, *content: Element, **options: object) -> Element:
    """Return a paragraph.

    Parameters
    ----------
    style : str
        Id of its style.
    *content : element
        Runs, fields, links.
    **options : object
        ``align``, ``indent`` (twips), ``keep`` (with the next) and ``new_page``.
    """
    properties = [el("w:pStyle", val=style)]
    if options.get("keep"):
        properties.append(el("w:keepNext"))
    if options.get("new_page"):
        properties.append(el("w:pageBreakBefore"))
    if indent := options.get("indent"):
        properties.append(el("w:ind", left=indent))
    if (align := options.get("align", "left")) != "left":
        properties.append(el("w:jc", val=align))
    return el("w:p", el("w:pPr", *properties), *content)


def field(code: str, shown: str) -> Element:
    """Return a field with what it shows until it is updated."""
    return el("w:fldSimple", run(shown), instr=f" {code} ")


def link(anchor: str, text: str) -> Element:
    """Return a link to a bookmark of the document."""
    return el("w:hyperlink", run(text, style="Hyperlink"), anchor=anchor, history=1)


def bookmark(number: int, name: str, *content: Element) -> list[Element]:
    """Put a bookmark around runs."""
    return [el("w:bookmarkStart", id=number, name=name), *content, el("w:bookmarkEnd", id=number)]


def contents(code: str, entries: Iterable[tuple[int, str, str]]) -> Element:
    """Return a table of contents that is filled already.

    Parameters
    ----------
    code : str
        The field, with its switches.
    entries : iterable of (int, str, str)
        Level, bookmark and words of each.

    Returns
    -------
    element
        A block that a word processor offers to update.
    """
    lines = [paragraph(f"TOC{level}", link(anchor, words)) for level, anchor, words in entries]
    start = [_mark("begin"), _instruction(code), _mark("separate")]
    lines[0][1:1] = start  # behind the properties
    gallery = el("w:docPartGallery", val="Table of Contents")
    about = el("w:sdtPr", el("w:docPartObj", gallery, el("w:docPartUnique")))
    return el("w:sdt", about, el("w:sdtContent", *lines, paragraph("Normal", _mark("end"))))


def _mark(kind: str) -> Element:
    return el("w:r", el("w:fldChar", fldCharType=kind))


def _instruction(code: str) -> Element:
    made = el("w:instrText")
    made.text = f" {code} "
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return el("w:r", made)
