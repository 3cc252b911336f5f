"""What is left of a run that failed, to look at."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from hcc_analysis.report.execution import Execution, Fault
from hcc_analysis.report.staging import staged


def write_failure(folder: Path, executions: Mapping[str, Execution], faults: Mapping[str, Fault]) -> None:
    """Write the executed notebooks that failed and ``failures.txt``.

    Parameters
    ----------
    folder : Path
        Folder to make; an older one is replaced.
    executions : mapping of str to Execution
        What ran, by id.
    faults : mapping of str to Fault
        What failed, by id.
    """
    with staged(folder) as new:
        (new / "notebooks").mkdir()
        lines = [f"{id}, {fault.text}\n" for id, fault in faults.items()]
        (new / "failures.txt").write_text("".join(lines), encoding="utf-8")
        for id in faults:
            text = executions[id].notebook
            if text:
                (new / "notebooks" / f"{id}.ipynb").write_text(text, encoding="utf-8")


def remove_failure(folder: Path) -> None:
    """Remove what an earlier failed run left, now that a run succeeded."""
    shutil.rmtree(folder, ignore_errors=True)
