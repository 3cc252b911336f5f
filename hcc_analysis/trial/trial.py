"""The trial: its data sets and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError, NotCollectedError
from hcc_analysis.trial.checks import check_trial
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS, with_visits
from hcc_analysis.trial.faults import path_of
from hcc_analysis.trial.info import DatasetInfo, read_info
from hcc_analysis.trial.locate import locate
from hcc_analysis.trial.mapped import origin_of
from hcc_analysis.trial.mapping import find_sources, read_trial_mapping
from hcc_analysis.trial.reading import read_data_set
from hcc_analysis.trial.remembered import folder_state, recall, remember


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
    paths : mapping of str to Path
        The file of each data set.
    """

    folder: Path
    info: DatasetInfo
    data_sets: Mapping[str, pd.DataFrame]
    paths: Mapping[str, Path] = field(default_factory=dict)

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a data set.

        Raises
        ------
        NotCollectedError
            The trial has no such data set.
        """
        if name not in self.data_sets:
            raise NotCollectedError(f"the trial has no data set {name}")
        return self.data_sets[name]

    def file_of(self, name: str) -> Path:
        """Return the file that holds a data set, for messages; a CSV file where none is known."""
        return path_of(name, self.folder, self.paths)

    def has(self, name: str, *variables: str) -> bool:
        """Return whether the trial has a data set with these variables."""
        frame = self.data_sets.get(name)
        return frame is not None and not set(variables) & origin_of(frame).absent

    def need(self, name: str, *variables: str) -> pd.DataFrame:
        """Return a data set that must have these variables.

        Raises
        ------
        NotCollectedError
            The trial does not have the data set, or says that it does not have a variable.
        """
        frame = self[name]
        for variable in variables:
            if variable in origin_of(frame).absent:
                raise NotCollectedError(f"the trial has no variable {variable} of {name}")
        return frame


def _without_absent(frame: pd.DataFrame) -> pd.DataFrame:
    """Drop what the trial does not have, so that nothing can be computed of empty columns."""
    absent = origin_of(frame).absent
    return frame.drop(columns=list(absent)) if absent else frame


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
    if max_bytes is None and (known := recall(folder)) is not None:
        return known
    info = read_info(folder)
    mapping = read_trial_mapping(folder, info.visits)
    found = find_sources(folder, mapping)
    paths = {name: path_of(name, folder, found) for name in ALL_DATA_SETS if name == "adsl" or name in found}
    data_sets = {
        name: read_data_set(
            folder, with_visits(ALL_DATA_SETS[name], info.visits), path, max_bytes=max_bytes, mapping=mapping
        )
        for name, path in paths.items()
    }
    check_trial(folder, info, data_sets, paths)
    return Trial(folder, info, {name: _without_absent(frame) for name, frame in data_sets.items()}, paths)


def remember_trial(data: str | Path) -> None:
    """Read a trial so that this process, and what it forks, gives copies of it while its files stay.

    Parameters
    ----------
    data : str or Path
        Data folder, as :func:`load_trial` takes it.

    Raises
    ------
    InputError
        As :func:`load_trial`.
    OSError
        The folder cannot be looked at.
    """
    folder = locate(data)
    before = folder_state(folder)
    remember(folder, before, load_trial(folder))
