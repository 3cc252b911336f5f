"""A project in miniature: three notebooks that need no trial, parameters, claims and data."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat

from hcc_analysis.report.checked_data import CheckedData
from hcc_analysis.report.project import Project
from hcc_analysis.trial import DatasetInfo

BANNER = "Simulated data: not patients. Data cutoff 2024-12-31, version 1."
DATASET = """title: A trial by hand
registry_id: TEST-1
cutoff: 2024-12-31
provenance: simulated
version: '1'
description: Made up for a test.
"""
CLAIMS = """id,location,quote,printed,kind,value,decimals,unit,n,population,method,same_as,note
toy.mean,Results,a mean of 2.5 months,2.5,median,2.5,1,months,4,all,,,
toy.cut,Results,"18.7%, cut",18.7%,percent,18.7,1,%,4,all,,,cut off
toy.other,Table 1,three patients,3,count,3,0,patients,4,all,,,a known slip
toy.absent,Table 2,nine patients,9,count,9,0,patients,4,all,,,no data
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90mm" height="60mm">'
    '<text x="10" y="30" style="font: bold 7px \'Liberation Sans\'">Survival</text></svg>'
)


def result(id: str, value: object, unit: str = "") -> dict[str, object]:
    return {"id": id, "value": value, "statistic": "count", "unit": unit, "n": 4, "method": "counted"}


def output(
    id: str, label: str, content: dict[str, object], results: list[dict[str, object]], **words: object
):
    base = {
        "id": id,
        "label": label,
        "title": f"Title of {label}",
        "caption": "A caption.",
        "alt": "What it shows.",
        "footnotes": ["Counted by hand."],
        "abbreviations": {"OS": "overall survival"},
        "dataset": {"banner": BANNER, "provenance": "simulated"},
        "convention": "spss",
    }
    return base | {"content": content, "results": results} | words


def figure() -> dict[str, object]:
    data = [{"name": "curve", "columns": ["time", "survival"], "rows": [[0, 1.0], [2.5, 0.5]]}]
    return {"kind": "figure", "svg": SVG, "width_mm": 90, "height_mm": 60, "data": data}


def table(*texts: str, wide: bool = False) -> dict[str, object]:
    columns = [
        {"label": "Variable"},
        {"label": "n", "align": "right", "spanner": "All"},
        {"label": "%", "align": "right", "spanner": "All"},
    ]
    rows = [{"cells": [{"text": "Sex"}, {"text": ""}, {"text": ""}], "heading": True}]
    for text in texts or ("Male",):
        cells = [{"text": text}, {"text": "3", "results": ["toy.other"]}, {"text": "75"}]
        rows.append({"cells": cells, "indent": 1})
    return {"kind": "table", "columns": columns, "rows": rows, "wide": wide}


def notebook(
    published: dict[str, object] | None,
    *,
    parameters: str = 'data = "data"\nconf_level = 0.95',
    code: str = "",
) -> str:
    """The text of a notebook that publishes an output, after some code of its own."""
    mime = "application/vnd.hcc-analysis.output+json"
    publish = f"from IPython.display import display\ndisplay({{{mime!r}: {published!r}, 'text/plain': 'x'}}, raw=True)"
    cells = [
        nbformat.v4.new_markdown_cell("# A toy", id="heading"),
        nbformat.v4.new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code or "1 + 1", id="analyse"),
        *([nbformat.v4.new_code_cell(publish, id="publish")] if published else []),
    ]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.writes(made)


TOYS = {
    "fig_toy": notebook(output("fig_toy", "Fig. 1", figure(), [result("toy.mean", 2.5, "months")])),
    "table_toy": notebook(
        output("table_toy", "Table 1", table(), [result("toy.cut", 18.75, "%"), result("toy.other", 4)])
    ),
    "table_wide": notebook(output("table_wide", "Table S1", table(wide=True), [])),
}


def make_project(root: Path, notebooks: dict[str, str] | None = None) -> Project:
    """Write a project with these notebooks, all in one chapter."""
    notebooks = notebooks or TOYS
    for name in ("notebooks", "data/published", "params"):
        (root / name).mkdir(parents=True)
    for id, text in notebooks.items():
        (root / "notebooks" / f"{id}.ipynb").write_text(text, encoding="utf-8")
    contents = {"chapters": [{"title": "Toys", "intro": "Small ones.", "outputs": list(notebooks)}]}
    (root / "notebooks" / "contents.yml").write_text(json.dumps(contents), encoding="utf-8")
    (root / "params" / "toy.yml").write_text("data: data\nconf_level: 0.9\n", encoding="utf-8")
    (root / "data" / "dataset.yml").write_text(DATASET, encoding="utf-8")
    (root / "data" / "published" / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    return Project(root, root / "reports")


def dataset(_: Path) -> CheckedData:
    """Stand in for the checking of a whole trial."""
    info = DatasetInfo.model_validate(
        {"title": "A trial by hand", "registry_id": "TEST-1", "cutoff": "2024-12-31",
         "provenance": "simulated", "version": "1", "description": "Made up for a test."}
    )  # fmt: skip
    return CheckedData(info)
