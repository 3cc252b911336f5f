"""Checks between variables and between data sets: subjects are known, dates are in order."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError
from hcc_analysis.trial.info import DatasetInfo
from hcc_analysis.trial.reading import HEADER_ROWS

# (data set, earlier variable, later variable): the later date may not precede the earlier one.
_ORDER = (
    ("adsl", "SCRDT", "ENRLDT"),
    ("adsl", "ENRLDT", "TRTSDT"),
    ("adsl", "TRTSDT", "SURGDT"),
    ("adsl", "TRTSDT", "DTHDT"),
    ("adsl", "TRTSDT", "LSTALVDT"),
    ("adsl", "SURGDT", "LSTALVDT"),
    ("adsl", "SURGDT", "DTHDT"),
    ("adae", "ASTDT", "AENDT"),
    ("adex", "ASTDT", "AENDT"),
)
# (data set, variable): the date may not precede the subject's resection.
_AFTER_RESECTION = (("adfu", "ADT"), ("adcomp", "ASTDT"))
# Parameters of addvh that are doses; the others are volumes.
_DOSES = ("DMEAN", "DMAX")


def check_trial(folder: Path, info: DatasetInfo, data_sets: Mapping[str, pd.DataFrame]) -> None:
    """Check a trial's data sets against each other.

    Parameters
    ----------
    folder : Path
        Data folder, for messages.
    info : DatasetInfo
        What the data are; no date may follow its cutoff.
    data_sets : mapping of str to pandas.DataFrame
        The data sets by name.

    Raises
    ------
    InputError
        The first fault found, with file, row and column.
    """
    adsl = data_sets["adsl"].set_index("USUBJID")
    for name, earlier, later in _ORDER:
        if name in data_sets:
            _require_order(data_sets[name], earlier, later, folder / f"{name}.csv")
    for name, frame in data_sets.items():
        path = folder / f"{name}.csv"
        _require_known_subjects(frame, adsl, path)
        _require_before_cutoff(frame, info, path)
        _require_alive(frame, adsl, path)
    for name, variable in _AFTER_RESECTION:
        if name in data_sets:
            _require_after_resection(data_sets[name], adsl, variable, folder / f"{name}.csv")
    if "addvh" in data_sets:
        _require_dose_units(data_sets["addvh"], folder / "addvh.csv")


def _fail(bad: pd.Series, message: str, path: Path, column: str) -> None:
    if bad.any():
        row = int(bad.to_numpy().argmax())
        raise InputError.at(message.format(row=row), file=path, row=row + 1 + HEADER_ROWS, column=column)


def _first(frame: pd.DataFrame, bad: pd.Series) -> pd.Series:
    return frame.iloc[int(bad.to_numpy().argmax())]


def _dates(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[name])]


def _require_known_subjects(frame: pd.DataFrame, adsl: pd.DataFrame, path: Path) -> None:
    bad = ~frame["USUBJID"].isin(adsl.index)
    _fail(
        bad,
        f"subject '{_first(frame, bad)['USUBJID'] if len(frame) else ''}' is not in adsl.csv",
        path,
        "USUBJID",
    )


def _require_before_cutoff(frame: pd.DataFrame, info: DatasetInfo, path: Path) -> None:
    for name in _dates(frame):
        bad = frame[name] > pd.Timestamp(info.cutoff)
        if bad.any():
            found = _first(frame, bad)[name].date()
            _fail(bad, f"{found} is after the data cutoff {info.cutoff} of dataset.yml", path, name)


def _require_alive(frame: pd.DataFrame, adsl: pd.DataFrame, path: Path) -> None:
    death = frame["USUBJID"].map(adsl["DTHDT"])
    for name in _dates(frame):
        bad = frame[name] > death
        if bad.any():
            found, died = _first(frame, bad)[name].date(), death[bad].iloc[0].date()
            _fail(bad, f"{found} is after the subject's death on {died}", path, name)


def _require_order(frame: pd.DataFrame, earlier: str, later: str, path: Path) -> None:
    bad = frame[later] < frame[earlier]
    if bad.any():
        row = _first(frame, bad)
        _fail(
            bad, f"{row[later].date()} is before {earlier} {row[earlier].date()} (negative time)", path, later
        )


def _require_after_resection(frame: pd.DataFrame, adsl: pd.DataFrame, variable: str, path: Path) -> None:
    resected = frame["USUBJID"].map(adsl["SURGDT"])
    _fail(resected.isna(), "the subject has no resection (SURGDT) in adsl.csv", path, "USUBJID")
    bad = frame[variable] < resected
    if bad.any():
        found, surgery = _first(frame, bad)[variable].date(), resected[bad].iloc[0].date()
        _fail(bad, f"{found} is before SURGDT {surgery} (negative time)", path, variable)


def _require_dose_units(addvh: pd.DataFrame, path: Path) -> None:
    expected = addvh["PARAMCD"].isin(_DOSES).map({True: "Gy", False: "%"})
    bad = addvh["AVALU"] != expected
    if bad.any():
        row = _first(addvh, bad)
        _fail(bad, f"{row['PARAMCD']} is in {row['AVALU']}, not in {expected[bad].iloc[0]}", path, "AVALU")
