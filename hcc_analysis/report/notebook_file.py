"""Executed notebooks as files: the same bytes whenever and wherever they ran."""

from __future__ import annotations

import json
import re
from typing import Any

_KERNEL_FOLDER = re.compile(r"ipykernel_\d+")


def settle(text: str) -> str:
    """Take out of an executed notebook what changes from run to run: times, random ids, process numbers.

    Parameters
    ----------
    text : str
        The executed notebook.

    Returns
    -------
    str
        The same notebook, with the parameters that it ran with kept in its metadata.
    """
    notebook = json.loads(text)
    metadata = notebook["metadata"]
    ran_with = metadata.pop("papermill", {}).get("parameters", {})
    metadata["papermill"] = {"parameters": ran_with}
    for number, cell in enumerate(notebook["cells"], start=1):
        _settle_cell(cell, number)
    settled = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    return settled.encode("utf-8", errors="replace").decode("utf-8")  # half of a surrogate pair is no letter


def _settle_cell(cell: dict[str, Any], number: int) -> None:
    for key in ("papermill", "execution"):
        cell["metadata"].pop(key, None)
    if "injected-parameters" in cell["metadata"].get("tags", []):
        cell["id"] = "injected-parameters"
    cell.setdefault("id", f"cell-{number}")
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            text = output["text"]
            joined = text if isinstance(text, str) else "".join(text)
            output["text"] = _KERNEL_FOLDER.sub("ipykernel", joined)
