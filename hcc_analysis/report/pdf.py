"""The supplement as a tagged, archivable PDF, typeset by Typst from the same document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from hcc_analysis.outputs.html import has_spanners, is_bare_heading, spans
from hcc_analysis.outputs.model import Figure, Prose, Table
from hcc_analysis.report.compare import Claim
from hcc_analysis.report.document import Chapter, Document, Entry, Fact
from hcc_analysis.report.printable import printable
from hcc_analysis.report.status import MEANINGS, SYMBOLS, entry_verdict
from hcc_analysis.report.typesetter import typeset

# Letters of a heading or an alternative text; a string of PDF/A holds 32,767 bytes, two a letter.
_STRING = 4000
_ENDLESS = re.compile(r"\S{100,}")
_PIECE = re.compile(r".{10}(?=.)", re.DOTALL)


def supplement_pdf(document: Document) -> bytes:
    """Typeset the supplement; see :func:`hcc_analysis.report.typesetter.typeset`."""
    return typeset(pdf_data(document))


def pdf_data(document: Document) -> dict[str, Any]:
    """Return the document as what Typst reads, with only such letters as its typefaces have."""
    data = _breakable(printable(document_data(document)))
    assert isinstance(data, dict)
    return data


def document_data(document: Document) -> dict[str, Any]:
    """Return the document as JSON-ready data for the Typst template."""
    cutoff = document.dataset.cutoff
    return {
        "title": document.title,
        "lang": document.lang,
        "name": document.name,
        "dataset": document.dataset.model_dump(mode="json"),
        "date": [cutoff.year, cutoff.month, cutoff.day],
        "banner": document.banner,
        "convention": document.convention,
        "opening": document.opening,
        "verdict": document.verdict,
        "version": document.version,
        "missing": document.missing,
        "skipped": _facts(document.skipped),
        "warnings": document.warnings,
        "remarks": [[one.file, one.rule, str(one.count), one.words] for one in document.remarks],
        "chapters": [_chapter(chapter, document.links) for chapter in document.chapters],
        "claims": [_claim(claim, document.labels) for claim in document.claims],
        "totals": [
            {"status": status, "symbol": SYMBOLS[status], "count": count, "meaning": MEANINGS[status]}
            for status, count in document.totals.items()
        ],
        "inputs": _facts(document.inputs),
        "parameters": _facts(document.parameters),
        "software": _facts(document.software),
    }


def _chapter(chapter: Chapter, links: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": chapter.id,
        "title": chapter.title,
        "intro": chapter.intro,
        "entries": [_entry(entry, links) for entry in chapter.entries],
    }


def _entry(entry: Entry, links: Mapping[str, str]) -> dict[str, Any]:
    output = entry.output
    return {
        "id": output.id,
        "label": _shortened(output.label),
        "title": _shortened(output.title),
        "caption": output.caption,
        "alt": _shortened(output.alt),
        "footnotes": list(output.footnotes),
        "abbreviations": sorted(output.abbreviations.items()),
        "content": _content(output.content, links),
        "verdict": entry_verdict(entry) if entry.claims else "",
    }


def _breakable(value: Any) -> Any:  # noqa: ANN401
    """Let endless words break: Typst keeps each hyphenated word as one string of the PDF. Pictures stay."""
    if isinstance(value, str):
        return _ENDLESS.sub(lambda word: _PIECE.sub("\\g<0>\u200b", word.group()), value)
    if isinstance(value, Mapping):
        return {key: one if key == "svg" else _breakable(one) for key, one in value.items()}
    return [_breakable(one) for one in value] if isinstance(value, list) else value


def _shortened(text: str) -> str:
    return text if len(text) <= _STRING else text[: _STRING - 1] + "…"


def _content(content: Figure | Prose | Table, links: Mapping[str, str]) -> dict[str, Any]:
    if isinstance(content, Figure):
        return _figure(content)
    return _prose(content, links) if isinstance(content, Prose) else _table(content)


def _prose(prose: Prose, links: Mapping[str, str]) -> dict[str, Any]:
    """Paragraphs of (text, id of the output that it links to, or nothing)."""
    return {
        "kind": "prose",
        "paragraphs": [
            {"heading": p.heading, "spans": [[span.text, links.get(span.result, "")] for span in p.spans]}
            for p in prose.paragraphs
        ],
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"kind": "figure", "svg": figure.svg, "width": figure.width_mm, "height": figure.height_mm}


def _table(table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "wide": table.wide,
        "spanned": has_spanners(table.columns),
        "spans": [{"label": span.label, "width": span.width} for span in spans(table.columns)],
        "columns": [column.model_dump(mode="json") for column in table.columns],
        "rows": [
            {
                "cells": [cell.text for cell in row.cells],
                "indent": row.indent,
                "heading": row.heading,
                "bare": is_bare_heading(row),
            }
            for row in table.rows
        ],
    }


def _claim(claim: Claim, labels: dict[str, str]) -> dict[str, Any]:
    return {
        "quote": claim.quote,
        "location": claim.location,
        "printed": claim.printed,
        "computed": claim.computed,
        "status": claim.status,
        "symbol": SYMBOLS[claim.status],
        "note": claim.note,
        "outputs": [[id, labels[id]] for id in claim.outputs if id in labels],
    }


def _facts(facts: tuple[Fact, ...]) -> list[list[str]]:
    return [[fact.name, fact.value, fact.meaning] for fact in facts]
