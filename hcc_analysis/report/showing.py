"""What an executed notebook looks like: its page, and the picture of its figure."""

from __future__ import annotations

import base64
from dataclasses import replace

from hcc_analysis.outputs.model import Figure
from hcc_analysis.report.collect import Collected, collect
from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.notebook_page import notebook_page
from hcc_analysis.report.picture import picture


def shown(execution: Execution) -> Execution:
    """Add the page and the picture to an executed notebook.

    Parameters
    ----------
    execution : Execution
        What running a notebook gave.

    Returns
    -------
    Execution
        The same with its page and picture; with a fault when its figure cannot be drawn. A notebook that
        failed or was skipped has neither.
    """
    if execution.fault or execution.skipped:
        return execution
    execution = replace(execution, page=notebook_page(execution.notebook, execution.id))
    found = collect(execution)
    if not isinstance(found, Collected) or not isinstance(found.output.content, Figure):
        return execution
    try:
        drawn = picture(found.output.content)
    except RuntimeError as error:
        return replace(execution, fault=Fault("output", f"the figure cannot be drawn: {_first_line(error)}"))
    return replace(execution, picture=base64.b64encode(drawn).decode("ascii"))


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
