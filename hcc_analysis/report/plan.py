"""What must run: one task a notebook, with the parameters that the notebook declares."""

from __future__ import annotations

import ast
import difflib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hcc_analysis.errors import InputError
from hcc_analysis.parameters import Parameters
from hcc_analysis.report.contents import Contents


@dataclass(frozen=True)
class Task:
    """One notebook to execute. Everything that a worker needs travels in it.

    Attributes
    ----------
    id : str
        The notebook's stem and the output's id.
    source : str
        The notebook's text.
    parameters : dict
        Values for the parameters that the notebook declares.
    folder : str
        Folder that the notebook runs in.
    timeout : int
        Seconds that one cell may take.
    key : str
        Hash of everything that the executed notebook depends on; tasks with the same key give the same.
    label : str
        What the task is called while it runs, when that is not its id.
    """

    id: str
    source: str
    parameters: dict[str, Any] = field(default_factory=dict)
    folder: str = "."
    timeout: int = 600
    key: str = ""
    label: str = ""

    @property
    def name(self) -> str:
        """What the task is called while it runs."""
        return self.label or self.id


def plan(
    notebooks: Path,
    contents: Contents,
    parameters: Parameters,
    *,
    root: Path,
    only: Sequence[str] = (),
    timeout: int = 600,
) -> list[Task]:
    """List the tasks in the order of the supplement.

    Parameters
    ----------
    notebooks : Path
        Folder of the notebooks.
    contents : Contents
        Order of the supplement.
    parameters : Parameters
        The parameter set.
    root : Path
        Folder that the notebooks run in.
    only : sequence of str
        Ids of the outputs to run; all when empty.
    timeout : int
        Seconds that one cell may take.

    Returns
    -------
    list of Task
        What must run.

    Raises
    ------
    InputError
        An id is unknown, or a notebook cannot be read.
    """
    _require_known(only, contents.outputs)
    wanted = [id for id in contents.outputs if not only or id in only]
    values = parameters.model_dump(mode="json")
    return [_task(notebooks / f"{id}.ipynb", values, root, timeout) for id in wanted]


def declared_parameters(notebook: dict[str, Any]) -> list[str]:
    """Return the names that the cell tagged ``parameters`` assigns.

    Parameters
    ----------
    notebook : dict
        The notebook as JSON.

    Returns
    -------
    list of str
        Names in the order of the cell; empty when there is no such cell.

    Raises
    ------
    SyntaxError
        The cell is not Python.
    """
    for cell in notebook.get("cells", []):
        if cell["cell_type"] == "code" and "parameters" in cell["metadata"].get("tags", []):
            return _assigned_names("".join(cell["source"]))
    return []


def _assigned_names(source: str) -> list[str]:
    names: list[str] = []
    for node in ast.parse(source).body:
        targets = (
            node.targets
            if isinstance(node, ast.Assign)
            else [node.target]
            if isinstance(node, ast.AnnAssign)
            else []
        )
        names += [target.id for target in targets if isinstance(target, ast.Name)]
    return names


def _require_known(only: Sequence[str], known: Sequence[str]) -> None:
    for id in only:
        if id not in known:
            close = difflib.get_close_matches(id, known, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(known)}"
            raise InputError(f"unknown output '{id}'; {hint}")


def _task(path: Path, values: dict[str, Any], root: Path, timeout: int) -> Task:
    try:
        source = path.read_text(encoding="utf-8")
        names = declared_parameters(json.loads(source))
    except (ValueError, KeyError, SyntaxError) as error:
        raise InputError.at(f"is not a readable notebook: {error}", file=path) from None
    used = {name: values[name] for name in names if name in values}
    return Task(path.stem, source, used, str(root), timeout)
