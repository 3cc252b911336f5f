"""The trial: its data sets and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError
from hcc_analysis.trial.checks import check_trial
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS
from hcc_analysis.trial.faults import path_of
from hcc_analysis.trial.info import DatasetInfo, read_info
from hcc_analysis.trial.locate import locate
from hcc_analysis.trial.readers.sources import find_sources
from hcc_analysis.trial.reading import read_data_set


@dataclass(frozen=True)
class Trial:
    """Patient-level data of one trial.

    Attributes
    ----------
    folder : Path
        Folder that the data came from.
    info : DatasetInfo
        What the data are.
    data_sets : mapping of str to pandas.DataFrame
        The data sets that the folder has, by name.
    """

    folder: Path
    info: DatasetInfo
    data_sets: Mapping[str, pd.DataFrame]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a data set.

        Raises
        ------
        InputError
            The trial has no such data set.
        """
        if name not in self.data_sets:
            raise InputError.at(f"the data set is needed here; expected {name}.csv", file=self.folder)
        return self.data_sets[name]

    def file_of(self, name: str) -> Path:
        """Return the file that holds a data set, for messages; a CSV file where none is found."""
        found = find_sources(self.folder, (name,)) if self.folder.is_dir() else {}
        return path_of(name, self.folder, found)


def load_trial(data: str | Path, *, max_bytes: int | None = None) -> Trial:
    """Read and check the data of a trial.

    Parameters
    ----------
    data : str or Path
        Data folder, absolute or relative to the project. Each data set is one file in it: CSV, SAS
        transport (``.xpt``), ``.sas7bdat``, Dataset-JSON (``.json``, ``.ndjson``) or Parquet.
    max_bytes : int, optional
        Largest size of a file; by default that of the environment variable ``HCC_MAX_FILE_BYTES``, or 2 GB.

    Returns
    -------
    Trial
        The data sets that the folder has. ``adsl`` and ``dataset.yml`` must be there.

    Raises
    ------
    InputError
        The folder, a file, a variable or a value is missing or wrong; the message names it.
    """
    folder = locate(data)
    if not folder.is_dir():
        raise InputError.at("is not a data folder", file=folder)
    info = read_info(folder)
    found = find_sources(folder, tuple(ALL_DATA_SETS))
    paths = {name: path_of(name, folder, found) for name in ALL_DATA_SETS if name == "adsl" or name in found}
    data_sets = {
        name: read_data_set(folder, ALL_DATA_SETS[name], path, max_bytes=max_bytes)
        for name, path in paths.items()
    }
    check_trial(folder, info, data_sets, paths)
    return Trial(folder, info, data_sets)
