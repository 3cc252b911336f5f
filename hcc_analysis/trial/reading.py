"""Read one data set: file to typed columns, every fault named by file, row and column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from hcc_analysis.trial.faults import Fault
from hcc_analysis.trial.mapped import ORIGIN, Origin, apply_mapping, locate
from hcc_analysis.trial.mapping import TrialMapping
from hcc_analysis.trial.readers.sources import find_sources, read_table, require_safe
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.typing_values import missing_columns, to_types
from hcc_analysis.trial.variables import DataSet

_XPT_NAME = 8


def read_data_set(
    folder: Path,
    data_set: DataSet,
    path: Path | None = None,
    *,
    max_bytes: int | None = None,
    mapping: TrialMapping | None = None,
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
    mapping : TrialMapping, optional
        How the trial's names and values become ours.

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
    frame, faults = typed(read_named(path, data_set), data_set, mapping)
    for fault in faults:
        raise locate(fault, frame).at(path)
    return frame


def typed(
    table: Table, data_set: DataSet, mapping: TrialMapping | None = None
) -> tuple[pd.DataFrame, list[Fault]]:
    """Map a table, convert its variables and check them.

    Parameters
    ----------
    table : Table
        What the file holds.
    data_set : DataSet
        Declaration of the data set.
    mapping : TrialMapping, optional
        How the trial's names and values become ours.

    Returns
    -------
    frame : pandas.DataFrame
        Typed variables; wrong values, and variables that the file lacks, are missing.
    faults : list of Fault
        Everything that is wrong, missing variables first.

    Raises
    ------
    InputError
        The file lacks a variable that the mapping names.
    """
    origin: Origin | None = None
    unconverted: list[Fault] = []
    if mapping is not None:
        table, origin, unconverted = apply_mapping(table, data_set, mapping)
    missing = missing_columns(table.text, data_set)
    absent = {fault.variable for fault in missing}
    text = table.text.assign(**{str(name): np.nan for name in absent}) if absent else table.text
    absent |= origin.absent if origin else frozenset()
    frame, faults = to_types(text, data_set)
    known = {(fault.record, fault.variable) for fault in unconverted}
    faults = [f for f in faults if f.variable not in absent and (f.record, f.variable) not in known]
    if table.labels:
        frame.attrs["labels"] = dict(table.labels)
    if origin is not None:
        frame.attrs[ORIGIN] = origin
    return frame, missing + unconverted + faults


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
