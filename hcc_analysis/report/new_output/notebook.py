"""The notebook of a new output: that of another with its id, label, title and result ids."""

from __future__ import annotations

import ast
import json
from typing import Any

from hcc_analysis.errors import InputError

_PUBLISH = "publish"


def copied_notebook(text: str, *, like: str, id: str, label: str, title: str | None) -> tuple[str, bool]:
    """Make the notebook of a new output.

    Parameters
    ----------
    text : str
        The notebook to start from.
    like : str
        Its id.
    id, label : str
        Those of the new output.
    title : str, optional
        Title of the new output; that of the other by default.

    Returns
    -------
    text : str
        The new notebook, without outputs.
    own_results : bool
        Whether its results have ids of their own; otherwise they come from the analysis under the
        other output's ids.

    Raises
    ------
    InputError
        The notebook has no cell that calls ``publish`` with id and label as text.
    """
    notebook = json.loads(text)
    own_results = False
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        cell["outputs"], cell["execution_count"] = [], None
        source = "".join(cell["source"])
        call = _publish_call(source)
        if call is not None:
            values = {"id": id, "label": label} | ({"title": title} if title else {})
            changes, title, own_results = _changes(call, values, id, like)
            cell["source"] = _replaced(source, changes).splitlines(keepends=True)
            break
    else:
        raise InputError(f"notebooks/{like}.ipynb has no cell that calls publish(); start from another")
    _put_heading(notebook, f"# {label} | {title}\n")
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", own_results


def _publish_call(source: str) -> ast.Call | None:
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return None
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    return next((c for c in calls if isinstance(c.func, ast.Name) and c.func.id == _PUBLISH), None)


def _changes(
    call: ast.Call, values: dict[str, str], id: str, like: str
) -> tuple[list[tuple[ast.Constant, str]], str, bool]:
    """List which pieces of text become what; give the title, and whether result ids are among them."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    title = keywords.get("title")
    changes = []
    for name, value in values.items():
        found = keywords.get(name)
        if not isinstance(found, ast.Constant) or not isinstance(found.value, str):
            message = f"notebooks/{like}.ipynb does not give publish() its {name} as text; start from another"
            raise InputError(message)
        changes.append((found, value))
    ids = [
        node
        for node in ast.walk(keywords.get("results", ast.Constant(None)))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    changes += [(node, f"{id}.{node.value!s}") for node in ids]
    shown = title.value if isinstance(title, ast.Constant) else id
    return changes, values.get("title", str(shown)), bool(ids)


def _replaced(source: str, changes: list[tuple[ast.Constant, str]]) -> str:
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    for node, value in sorted(changes, key=lambda change: (change[0].lineno, change[0].col_offset))[::-1]:
        line, end = lines[node.lineno - 1], node.end_col_offset
        quoted = json.dumps(value, ensure_ascii=False).encode()
        lines[node.lineno - 1] = line[: node.col_offset] + quoted + line[end:]
    return b"".join(lines).decode()


def _put_heading(notebook: dict[str, Any], heading: str) -> None:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            lines = "".join(cell["source"]).splitlines(keepends=True)
            rest = lines[1:] if lines and lines[0].startswith("# ") else ["\n", *lines]
            cell["source"] = [heading, *rest] if "".join(rest).strip() else [heading.rstrip("\n")]
            return
