"""From an executed notebook to the output that it published, and the code that made it."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from pydantic import ValidationError

from hcc_analysis.outputs.model import MIME_TYPE, Figure, Output
from hcc_analysis.report.execution import Execution, Fault, Skipped


@dataclass(frozen=True)
class Code:
    """One code cell: its id and what stands in it."""

    id: str
    source: str


@dataclass(frozen=True)
class Collected:
    """What one notebook gave.

    Attributes
    ----------
    output : Output
        The output that it published.
    code : tuple of Code
        Its code cells, with the parameters that it ran with.
    notebook : str
        The executed notebook, free of times.
    page : str
        The notebook as an HTML page.
    picture : bytes
        The PNG of its figure; empty when it is none.
    """

    output: Output
    code: tuple[Code, ...]
    notebook: str
    page: str
    picture: bytes = b""


def collect(execution: Execution) -> Collected | Fault | Skipped:
    """Read the output that an executed notebook published.

    Parameters
    ----------
    execution : Execution
        The executed notebook.

    Returns
    -------
    Collected, Fault or Skipped
        The output; or why there is none.
    """
    if execution.fault:
        return execution.fault
    if execution.skipped:
        return Skipped(execution.skipped)
    notebook = json.loads(execution.notebook)
    found = _published(notebook)
    if not found:
        return Fault("output", "the notebook published nothing; end it with publish(...)")
    try:
        output = Output.model_validate(found[-1])
    except ValidationError as error:
        return Fault("output", f"what the notebook published is not an output: {_first_line(error)}")
    if output.id != execution.id:
        return Fault("output", f"published the id '{output.id}', which must be the notebook's name")
    if isinstance(output.content, Figure) and (problem := _problem(output.content)):
        return Fault("output", problem)
    picture = base64.b64decode(execution.picture)
    return Collected(output, _code(notebook), execution.notebook, execution.page, picture)


def _problem(figure: Figure) -> str:
    try:
        root = ElementTree.fromstring(figure.svg)
    except ElementTree.ParseError as error:
        return f"the figure's SVG is not well-formed: {error}"
    return "" if root.tag.rpartition("}")[2] == "svg" else "the figure's SVG is not an SVG document"


def _first_line(error: ValidationError) -> str:
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _published(notebook: dict[str, Any]) -> list[Any]:
    return [
        output["data"][MIME_TYPE]
        for cell in notebook["cells"]
        for output in cell.get("outputs", [])
        if MIME_TYPE in output.get("data", {})
    ]


def _code(notebook: dict[str, Any]) -> tuple[Code, ...]:
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    return tuple(Code(cell["id"], "".join(cell["source"])) for cell in cells)
