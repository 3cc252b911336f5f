"""Read SAS data sets (SAS7BDAT)."""

from __future__ import annotations

from pathlib import Path

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.readstat import read_with
from hcc_analysis.trial.readers.table import Table


def read_sas(path: Path) -> Table:
    """Read a SAS data set.

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
        The file is not a SAS data set, is cut short, or its text cannot be decoded.
    """
    import pyreadstat

    table, meta = read_with(pyreadstat.read_sas7bdat, path, "SAS7BDAT")
    if meta.number_rows is not None and meta.number_rows != len(table.text):
        raise InputError.at(
            f"is cut short: {len(table.text)} of {meta.number_rows} records; copy or export it again",
            file=path,
        )
    return table
