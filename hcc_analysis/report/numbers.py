"""What the page can say about each number in it: value, interval, method, origin, and what was printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hcc_analysis.formatting import number, signed
from hcc_analysis.outputs.model import Output, Prose, Table
from hcc_analysis.report.compare import Claim
from hcc_analysis.report.document import Document, Entry
from hcc_analysis.report.facts import FINGERPRINT
from hcc_analysis.report.making import making_cells
from hcc_analysis.report.status import MEANINGS, SYMBOLS
from hcc_analysis.results import Result

_LIMITS = ("lower limit", "upper limit")
_NAMED_AFTER = ".hr"  # limits of "a.hr" are "a.lower" and "a.upper"


def number_facts(document: Document) -> dict[str, Any]:
    """Gather what the page's script shows about each marked number.

    Parameters
    ----------
    document : Document
        The supplement.

    Returns
    -------
    dict
        Plain values: the data, the convention, the outputs with their code cells, the results that stand in
        a table or a text, and the printed numbers among them. Nothing is here that the notebooks did not
        publish.
    """
    outputs = [entry.output for entry in document.entries]
    results, published = _published(outputs)
    marked = sorted({id for output in outputs for id in marked_results(output)} & set(results))
    return {
        "data": _data(document),
        "convention": document.convention,
        "outputs": {entry.output.id: _origin(entry) for entry in document.entries},
        "results": {id: _result(results[id], results) | {"outputs": published[id]} for id in marked},
        "claims": {claim.id: _claim(claim) for claim in document.claims if claim.id in marked},
        "statuses": {status: [SYMBOLS[status], MEANINGS[status]] for status in SYMBOLS},
    }


def marked_results(output: Output) -> list[str]:
    """List the ids of the results that stand in the words of an output, in order."""
    if isinstance(output.content, Table):
        return [id for row in output.content.rows for cell in row.cells for id in cell.results]
    if isinstance(output.content, Prose):
        return [span.result for part in output.content.paragraphs for span in part.spans if span.result]
    return []


def _published(outputs: Iterable[Output]) -> tuple[dict[str, Result], dict[str, list[str]]]:
    """Return each result and the outputs that publish it; a text counts where nothing else does."""
    ordered = sorted(outputs, key=lambda output: output.content.kind == "prose")
    results: dict[str, Result] = {}
    published: dict[str, list[str]] = {}
    for output in ordered:
        for result in output.results:
            known = published.setdefault(result.id, [])
            if output.content.kind != "prose" or not known:
                known.append(output.id)
            results.setdefault(result.id, result)
    return results, published


def _data(document: Document) -> dict[str, str]:
    hashes = [fact.value for fact in document.inputs if fact.name == FINGERPRINT]
    info = document.dataset
    return {
        "title": info.title,
        "version": info.version,
        "provenance": info.provenance_text,
        "sha256": hashes[0] if hashes else "",
    }


def _origin(entry: Entry) -> dict[str, Any]:
    return {"label": entry.output.label, "title": entry.output.title, "cells": making_cells(entry.code)}


def _result(result: Result, results: Mapping[str, Result]) -> dict[str, Any]:
    facts = {
        "value": _with_unit(result),
        "what": ", ".join(part for part in (result.statistic, result.group) if part),
        "interval": _interval(result, results),
        "limits": [limit.id for limit in _limits(result, results)],
        "n": result.n,
        "method": result.method,
    }
    return {name: fact for name, fact in facts.items() if fact not in ("", None, [])}


def _limits(result: Result, results: Mapping[str, Result]) -> list[Result]:
    """Return both limits of a result's interval; nothing where it has none."""
    if result.statistic in _LIMITS:
        return []
    stems = (result.id, result.id.removesuffix(_NAMED_AFTER))
    for stem in stems:
        found = [results.get(f"{stem}.{end}") for end in ("lower", "upper")]
        limits = [one for one in found if one is not None]
        if [one.statistic for one in limits] == list(_LIMITS):
            return limits
    return []


def _interval(result: Result, results: Mapping[str, Result]) -> str:
    texts = [_shown(limit.value) for limit in _limits(result, results)]
    return " to ".join(dict.fromkeys(texts))


def _with_unit(result: Result) -> str:
    text = _shown(result.value)
    if isinstance(result.value, str) or not result.unit:
        return text
    unit = result.unit.removesuffix("s") if result.value == 1 else result.unit
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def _shown(value: float | int | str) -> str:
    """Show a value in full, to ten digits; a word such as ``NR`` is spelt out."""
    return number(value, 0) if isinstance(value, str) else signed(f"{value:.10g}")


def _claim(claim: Claim) -> dict[str, str]:
    facts = {
        "printed": claim.printed,
        "computed": claim.computed,
        "status": claim.status,
        "where": claim.location,
        "quote": claim.quote,
        "note": claim.note,
    }
    return {name: fact for name, fact in facts.items() if fact}
