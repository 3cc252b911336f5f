"""Which cells of a notebook made what it publishes, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from hcc_analysis.report.collect import Code

_PUBLISH = "publish"


def making_cells(code: Sequence[Code]) -> tuple[str, ...]:
    """Name the cells that made the published results.

    Parameters
    ----------
    code : sequence of Code
        The code cells of a notebook in order.

    Returns
    -------
    tuple of str
        Ids of the cells that set what ``publish(results=...)`` is given, then of the cell that publishes;
        empty where no cell calls ``publish``.
    """
    trees = [(cell.id, _parsed(cell.source)) for cell in code]
    calls = [(id, call) for id, tree in trees for call in _publish_calls(tree)]
    if not calls:
        return ()
    publishing, call = calls[-1]
    wanted = {name for keyword in call.keywords if keyword.arg == "results" for name in _names(keyword.value)}
    made = [id for id, tree in trees if id != publishing and wanted & _assigned(tree)]
    return (*made, publishing)


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _publish_calls(tree: ast.Module) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == _PUBLISH]


def _names(expression: ast.expr) -> set[str]:
    """Return the names that an expression reads."""
    return {node.id for node in ast.walk(expression) if isinstance(node, ast.Name)}


def _assigned(tree: ast.Module) -> set[str]:
    """Return the names that a cell sets; what it imports does not count."""
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}
