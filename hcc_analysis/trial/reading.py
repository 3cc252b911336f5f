"""Read one data set: file to typed columns, every fault named by file, row and column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from hcc_analysis.trial.readers.sources import find_sources, read_table, require_safe
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.typing_values import missing_columns, to_types
from hcc_analysis.trial.variables import DataSet

_XPT_NAME = 8


def read_data_set(
    folder: Path, data_set: DataSet, path: Path | None = None, *, max_bytes: int | None = None
) -> pd.DataFrame:
    """Read a data set, convert its variables and check them against the schema.

    Parameters
    ----------
    folder : Path
        Data folder.
    data_set : DataSet
        Declaration of the data set.
    path : Path, optional
        Its file; looked for in the folder by default.
    max_bytes : int, optional
        Largest size of the file; see :func:`~hcc_analysis.trial.readers.sources.require_safe`.

    Returns
    -------
    pandas.DataFrame
        Typed variables in declared order, then any further ones as text. Rows as in the file. Labels
        that the file has are in ``attrs["labels"]``; nothing else depends on the format of the file.

    Raises
    ------
    InputError
        The file is missing or unreadable, a variable is missing, a value has the wrong type or is
        not allowed, or two rows share the key.
    """
    if path is None:
        path = find_sources(folder, (data_set.name,)).get(data_set.name, folder / f"{data_set.name}.csv")
    require_safe(path, folder, max_bytes)
    table = read_named(path, data_set)
    for fault in missing_columns(table.text, data_set):
        raise fault.at(path)
    frame, faults = to_types(table.text, data_set)
    for fault in faults:
        raise fault.at(path)
    if table.labels:
        frame.attrs["labels"] = dict(table.labels)
    return frame


def read_named(path: Path, data_set: DataSet) -> Table:
    """Read a file as text, with the names of variables that XPT has cut to eight characters.

    Parameters
    ----------
    path : Path
        The file.
    data_set : DataSet
        Declaration of the data set.

    Returns
    -------
    Table
        Values as text and labels.

    Raises
    ------
    InputError
        The content is not what the suffix says.
    """
    table = read_table(path)
    if path.suffix.lower() != ".xpt":
        return table
    cut = {v.name[:_XPT_NAME]: v.name for v in data_set.variables if len(v.name) > _XPT_NAME}
    cut = {short: name for short, name in cut.items() if name not in table.text.columns}
    labels = {cut.get(name, name): label for name, label in table.labels.items()}
    return Table(table.text.rename(columns=cut), labels)
