"""Trials that were read before, for as long as their files stay as they were.

Only who forks kernels remembers trials (:mod:`hcc_analysis.report.kernel.server`): each kernel then begins
with the trial in its memory. What it gets is its own copy.
"""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hcc_analysis.file_state import FileState, file_state
from hcc_analysis.trial.readers.sources import MAX_BYTES_VARIABLE

if TYPE_CHECKING:
    from hcc_analysis.trial.trial import Trial

_State = tuple[str | None, dict[str, FileState]]
_SETTLED_NS = 2_000_000_000  # a file may change twice in one tick of the clock that dates it
_known: dict[Path, tuple[_State, Trial]] = {}


def folder_state(folder: Path) -> _State:
    """Return what tells whether a data folder, or what may be read of it, has changed.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    tuple
        The largest size allowed for a file, and the state of each file by name.

    Raises
    ------
    OSError
        The folder cannot be looked at.
    """
    files = {path.name: file_state(path) for path in sorted(folder.iterdir()) if path.is_file()}
    return os.environ.get(MAX_BYTES_VARIABLE), files


def remember(folder: Path, before: _State, trial: Trial) -> None:
    """Remember a trial, unless its files changed since, or only just before, it was read.

    Parameters
    ----------
    folder : Path
        Its folder.
    before : tuple
        The folder's state before it was read.
    trial : Trial
        What was read.
    """
    latest = max((state[2] for state in before[1].values()), default=0)
    if folder_state(folder) == before and time.time_ns() - latest > _SETTLED_NS:
        _known[folder.resolve()] = before, trial


def recall(folder: Path) -> Trial | None:
    """Return a copy of the trial that was read from a folder, if its files are as they were.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    Trial or None
        The trial; None where it must be read.
    """
    if not _known or (found := _known.get(folder.resolve())) is None:
        return None
    before, trial = found
    if folder_state(folder) != before:
        return None
    data_sets = {name: frame.copy() for name, frame in trial.data_sets.items()}
    return replace(trial, folder=folder, data_sets=data_sets)
