"""Hold back what a report's readers may not see: outputs, cells, results and words."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from hcc_analysis.outputs.bundle import bundle
from hcc_analysis.outputs.model import MIME_TYPE, Figure, Output, Prose, Span, Table
from hcc_analysis.report.audience.drawing import draws_small_numbers, masked_figure
from hcc_analysis.report.audience.identifiers import Identifying
from hcc_analysis.report.audience.protection import WITHHELD, HeldBack, Protection
from hcc_analysis.report.audience.small_cells import Place, is_withheld, withheld_cells
from hcc_analysis.report.audience.words import cleaned, without_dates
from hcc_analysis.report.collect import Collected
from hcc_analysis.report.notebook_page import notebook_page
from hcc_analysis.report.picture import picture
from hcc_analysis.results import Result

SINGLE_PATIENTS = "held back from reviewers: it shows single patients"
SMALL_NUMBERS = "held back from reviewers: it draws numbers of fewer than {} patients"
_NOTE = "{}: held back; fewer than {} patients, or a number that would give such a one away."


@dataclass(frozen=True)
class Protected:
    """What is left for the readers.

    Attributes
    ----------
    collected : mapping of str to Collected
        The outputs that they see, by id.
    left_out : mapping of str to str
        Why each other output is left out.
    withheld : frozenset of str
        Ids of the results that are not shown.
    held_back : HeldBack
        What was done, for the report.
    """

    collected: Mapping[str, Collected]
    left_out: Mapping[str, str]
    withheld: frozenset[str]
    held_back: HeldBack


def protect(collected: Mapping[str, Collected], protection: Protection, known: Identifying) -> Protected:
    """Hold back single patients, small numbers and exact dates.

    Parameters
    ----------
    collected : mapping of str to Collected
        Every output, by id.
    protection : Protection
        What is held back.
    known : Identifying
        Identifiers and dates of the patients.

    Returns
    -------
    Protected
        What is left. A result that is held back in one output is in every other, too.
    """
    shown = {id: one.output for id, one in collected.items() if one.output.shows != "subjects"}
    left_out = dict.fromkeys((id for id in collected if id not in shown), SINGLE_PATIENTS)
    withheld, cells = _withheld(shown, protection, known)
    for id, output in shown.items():
        if isinstance(output.content, Figure) and _must_go(output, output.content, withheld, protection):
            left_out[id] = SMALL_NUMBERS.format(protection.threshold)
    kept = {
        id: _masked(collected[id], withheld, cells.get(id, set()), protection, known.dates)
        for id in shown
        if id not in left_out
    }
    seen = {result.id for one in kept.values() for result in one.output.results}
    held_back = HeldBack(len(left_out), len(withheld & seen), protection.threshold)
    return Protected(kept, {id: left_out[id] for id in collected if id in left_out}, withheld, held_back)


def _must_go(output: Output, figure: Figure, withheld: frozenset[str], protection: Protection) -> bool:
    if output.shows == "no_patients":
        return False
    return bool(withheld & {one.id for one in output.results}) or draws_small_numbers(figure, protection)


def _withheld(
    outputs: Mapping[str, Output], protection: Protection, known: Identifying
) -> tuple[frozenset[str], dict[str, set[Place]]]:
    """Find results and cells until nothing that is shown anywhere gives one of them away."""
    counted = {id: output for id, output in outputs.items() if output.shows == "groups"}
    results = {result.id: result for output in counted.values() for result in output.results}
    withheld = {id for id, result in results.items() if is_withheld(result, protection)}
    tables = {id: output.content for id, output in counted.items() if isinstance(output.content, Table)}
    while True:
        cells = {
            id: withheld_cells(table, results, withheld, protection) | _naming(table, known)
            for id, table in tables.items()
        }
        linked = {one for id, places in cells.items() for one in _linked(tables[id], places)}
        if linked <= withheld:
            return frozenset(withheld), cells
        withheld |= linked


def _naming(table: Table, known: Identifying) -> set[Place]:
    """Find the cells that name a patient."""
    return {
        (i, j)
        for i, row in enumerate(table.rows)
        for j, cell in enumerate(row.cells)
        if known.subject_in(cell.text)
    }


def _linked(table: Table, places: set[Place]) -> set[str]:
    return {id for i, j in places for id in table.rows[i].cells[j].results}


def _masked(
    collected: Collected,
    withheld: frozenset[str],
    cells: set[Place],
    protection: Protection,
    dates: frozenset[dt.date],
) -> Collected:
    output = collected.output
    if output.shows == "groups":
        output = _masked_output(output, withheld, cells, protection, dates)
    notebook = _masked_notebook(collected.notebook, output)
    return replace(
        collected,
        output=output,
        notebook=notebook,
        page=notebook_page(notebook, output.id),
        picture=_picture(collected, output),
    )


def _picture(collected: Collected, output: Output) -> bytes:
    """Draw a figure again only where its drawing has changed."""
    before, after = collected.output.content, output.content
    if isinstance(before, Figure) and isinstance(after, Figure) and before.svg != after.svg:
        return picture(after)
    return collected.picture


def _masked_output(
    output: Output,
    withheld: frozenset[str],
    cells: set[Place],
    protection: Protection,
    dates: frozenset[dt.date],
) -> Output:
    clean = partial(cleaned, protection=protection, dates=dates)
    notes = tuple(map(clean, output.footnotes))
    hidden = bool(cells) or any(result.id in withheld for result in output.results)
    if hidden:
        notes = (*notes, _NOTE.format(WITHHELD, protection.threshold))
    content = output.content
    if isinstance(content, Figure):
        content = masked_figure(content, protection, dates)
    elif isinstance(content, Table):
        content = _masked_table(content, cells, protection, dates)
    else:
        content = _masked_prose(content, withheld, dates)
    return output.model_copy(
        update={
            "title": clean(output.title),
            "caption": clean(output.caption),
            "alt": clean(output.alt),
            "footnotes": notes,
            "content": content,
            "results": tuple(_masked_result(one, withheld, dates) for one in output.results),
        }
    )


def _masked_result(result: Result, withheld: frozenset[str], dates: frozenset[dt.date]) -> Result:
    if result.id in withheld:
        return result.model_copy(update={"value": WITHHELD, "text": WITHHELD, "n": None})
    value = without_dates(result.value, dates) if isinstance(result.value, str) else result.value
    return result.model_copy(update={"value": value, "text": without_dates(result.text, dates)})


def _masked_table(
    table: Table, cells: set[Place], protection: Protection, dates: frozenset[dt.date]
) -> Table:
    clean = partial(cleaned, protection=protection, dates=dates)
    rows = tuple(
        row.model_copy(
            update={
                "cells": tuple(
                    cell.model_copy(update={"text": WITHHELD if (i, j) in cells else clean(cell.text)})
                    for j, cell in enumerate(row.cells)
                )
            }
        )
        for i, row in enumerate(table.rows)
    )
    columns = tuple(
        column.model_copy(update={"label": clean(column.label), "spanner": clean(column.spanner)})
        for column in table.columns
    )
    return table.model_copy(update={"rows": rows, "columns": columns})


def _masked_prose(prose: Prose, withheld: frozenset[str], dates: frozenset[dt.date]) -> Prose:
    def clean(span: Span) -> Span:
        text = WITHHELD if span.result in withheld else without_dates(span.text, dates)
        return span.model_copy(update={"text": text})

    paragraphs = tuple(
        one.model_copy(update={"spans": tuple(map(clean, one.spans))}) for one in prose.paragraphs
    )
    return prose.model_copy(update={"paragraphs": paragraphs})


def _masked_notebook(notebook: str, output: Output) -> str:
    """Return a notebook with its code, and of its outputs only what the readers see."""
    content: dict[str, Any] = json.loads(notebook)
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [one for one in cell.get("outputs", []) if MIME_TYPE in one.get("data", {})]
            for one in cell["outputs"]:
                one["data"] = bundle(output)
    return json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
