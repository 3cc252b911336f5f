"""Read SAS transport files (XPT version 5, as for submissions)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.readstat import read_with
from hcc_analysis.trial.readers.table import Table

_BLOCK = 80
_OBSERVATIONS = b"HEADER RECORD*******OBS"


def read_xpt(path: Path) -> Table:
    """Read a SAS transport file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Table
        Values as text and labels.

    Raises
    ------
    InputError
        The file is not a transport file, is cut short, or is not UTF-8.
    """
    import pyreadstat

    table, meta = read_with(pyreadstat.read_xport, path, "SAS transport (XPT)")
    _require_whole(path, meta)
    return table


def _require_whole(path: Path, meta: Any) -> None:  # noqa: ANN401 - pyreadstat's own class
    """Refuse a file cut short: the format has no count of records; it ends in blanks."""
    content = path.read_bytes()
    start = content.find(_OBSERVATIONS)
    length = sum(meta.variable_storage_width.values())
    rest = (len(content) - start - _BLOCK) % length if length else 0
    if start < 0 or len(content) % _BLOCK or content[len(content) - rest :].strip(b" "):
        raise InputError.at(
            "is cut short (not whole records of 80 bytes); copy or export it again", file=path
        )
