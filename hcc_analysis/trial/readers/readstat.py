"""What the two SAS formats have in common: pyreadstat's frame to a table of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.table import Table, from_columns


def read_with(reader: Callable[..., Any], path: Path, kind: str) -> tuple[Table, Any]:
    """Read a file by a function of pyreadstat.

    Parameters
    ----------
    reader : callable
        ``pyreadstat.read_xport`` or ``pyreadstat.read_sas7bdat``.
    path : Path
        The file.
    kind : str
        Name of the format, for messages.

    Returns
    -------
    table : Table
        Values as text; variables with a SAS date format as YYYY-MM-DD.
    meta : object
        What pyreadstat knows of the file.

    Raises
    ------
    InputError
        The content is not of that format, or its text is not in the encoding that it declares.
    """
    try:
        frame, meta = reader(str(path))
    except Exception as error:  # pyreadstat raises plain exceptions of several kinds for wrong bytes
        problem = " ".join(str(error).split())
        advice = "write it in UTF-8" if "encoding" in problem or "codec" in problem else "export it again"
        raise InputError.at(f"cannot be read as {kind}: {problem}; {advice}", file=path) from None
    if not meta.column_names:
        raise InputError.at(f"cannot be read as {kind}: it has no variables; export it again", file=path)
    columns = {name: frame[name].tolist() for name in frame.columns}
    return from_columns(columns, meta.column_names_to_labels), meta
