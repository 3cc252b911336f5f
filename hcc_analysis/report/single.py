"""Run one notebook by itself, as plain papermill does, for its test."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hcc_analysis.errors import InputError
from hcc_analysis.outputs.model import Output
from hcc_analysis.parameters import read_parameters
from hcc_analysis.report.plan import declared_parameters


def published_by(notebook: Path, parameters: Path) -> Output:
    """Run a notebook in an ordinary kernel and return what it publishes.

    Parameters
    ----------
    notebook : Path
        The notebook, in the ``notebooks`` folder of a project.
    parameters : Path
        Parameter set.

    Returns
    -------
    Output
        The published output.

    Raises
    ------
    InputError
        The parameters are wrong, or the notebook publishes no output.
    papermill.PapermillExecutionError
        A cell failed.
    """
    import papermill

    from hcc_analysis.report.collect import collect
    from hcc_analysis.report.execution import Execution, Fault, Skipped

    values = read_parameters(parameters).model_dump(mode="json")
    wanted = declared_parameters(json.loads(notebook.read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / notebook.name
        papermill.execute_notebook(
            notebook,
            target,
            parameters={name: values[name] for name in wanted if name in values},
            cwd=notebook.parents[1],
            kernel_name="python3",
            progress_bar=False,
        )
        found = collect(Execution(notebook.stem, target.read_text(encoding="utf-8"), 0.0))
    if isinstance(found, Skipped):
        raise InputError.at(found.reason, file=notebook)
    if isinstance(found, Fault):
        raise InputError.at(found.text, file=notebook)
    return found.output
