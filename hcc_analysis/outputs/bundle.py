"""An output as the cell of a notebook carries it."""

from __future__ import annotations

from hcc_analysis.outputs.html import output_html
from hcc_analysis.outputs.model import MIME_TYPE, Output


def bundle(output: Output) -> dict[str, object]:
    """Return an output by MIME type: as text, as HTML and as the JSON that the supplement reads."""
    return {
        "text/plain": f"{output.label} | {output.title}",
        "text/html": output_html(output),
        MIME_TYPE: output.model_dump(mode="json"),
    }
