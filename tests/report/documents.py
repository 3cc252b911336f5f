"""Documents without a run."""

from __future__ import annotations

from pathlib import Path

from hcc_analysis.outputs.model import Figure, Output
from hcc_analysis.parameters import Parameters
from hcc_analysis.report.collect import Code
from hcc_analysis.report.compare import Claim
from hcc_analysis.report.document import Chapter, Document, Entry, Fact
from hcc_analysis.report.facts import parameter_facts
from hcc_analysis.report.picture import picture
from tests.report.toy import dataset, figure, output, table


def claim(id: str, status: str = "exact", **words: str) -> Claim:
    texts = {"location": "Results", "quote": f"quote of {id}", "printed": "1", "computed": "1"}
    return Claim(id=id, computed_full="1.0", status=status, note="", outputs=("table_toy",), **texts | words)


def entry(
    id: str = "table_toy",
    content: dict[str, object] | None = None,
    claims: tuple[Claim, ...] = (),
    **words: object,
) -> Entry:
    label = words.pop("label", "Table 1")
    made = Output.model_validate(output(id, label, content or table(), [], **words))
    drawn = picture(made.content) if isinstance(made.content, Figure) else b""
    return Entry(made, (Code("analyse", "x = '<b>'  # comment"),), claims, drawn)


def document(*entries: Entry, claims: tuple[Claim, ...] = (), **fields: object) -> Document:
    made = {
        "name": "toy",
        "dataset": dataset(Path()).info,
        "convention": "spss",
        "chapters": (Chapter("chapter-1", "Toys", "Small ones.", entries or (entry(),)),),
        "claims": claims,
        "parameters": parameter_facts(Parameters()),
        "inputs": (Fact("Version", "1"),),
        "software": (Fact("python", "3"),),
        "version": "0",
    }
    return Document(**made | fields)


def full_document() -> Document:
    claims = (claim("a"), claim("b", "truncated"), claim("c", "differs"), claim("d", "not computed"))
    return document(
        entry("fig_toy", figure(), label="Fig. 1"), entry(claims=claims[:3]), entry("wide", table(wide=True), label="Table 2"),
        claims=claims,
    )  # fmt: skip
