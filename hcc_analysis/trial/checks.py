"""Checks between variables and between data sets: subjects are known, dates are in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from hcc_analysis.trial.faults import Fault, Severity, path_of
from hcc_analysis.trial.info import DatasetInfo
from hcc_analysis.trial.mapped import locate

# (data set, earlier variable, later variable): the later date may not precede the earlier one.
_ORDER = (
    ("adsl", "SCRDT", "ENRLDT"),
    ("adsl", "ENRLDT", "TRTSDT"),
    ("adsl", "TRTSDT", "SURGDT"),
    ("adsl", "TRTSDT", "DTHDT"),
    ("adsl", "TRTSDT", "LSTALVDT"),
    ("adsl", "SURGDT", "LSTALVDT"),
    ("adsl", "SURGDT", "DTHDT"),
    ("adtte", "STARTDT", "ADT"),
    ("adae", "ASTDT", "AENDT"),
    ("adex", "ASTDT", "AENDT"),
)
# (data set, variable): the date may not precede the subject's resection.
_AFTER_RESECTION = (("adfu", "ADT"), ("adcomp", "ASTDT"))
# Parameters of addvh that are doses; the others are volumes.
_DOSES = ("DMEAN", "DMAX")


def check_trial(
    folder: Path,
    info: DatasetInfo,
    data_sets: Mapping[str, pd.DataFrame],
    paths: Mapping[str, Path] | None = None,
) -> None:
    """Check a trial's data sets against each other.

    Parameters
    ----------
    folder : Path
        Data folder, for messages.
    info : DatasetInfo
        What the data are; no date may follow its cutoff.
    data_sets : mapping of str to pandas.DataFrame
        The data sets by name.
    paths : mapping of str to Path, optional
        The file of each data set, for messages; CSV by default.

    Raises
    ------
    InputError
        The first fault found, with file, row and column.
    """
    for fault in cross_faults(info, data_sets, paths):
        placed = locate(fault, data_sets.get(fault.data_set))
        raise placed.at(path_of(fault.data_set, folder, paths or {}))


def cross_faults(
    info: DatasetInfo | None,
    data_sets: Mapping[str, pd.DataFrame],
    paths: Mapping[str, Path] | None = None,
) -> Iterator[Fault]:
    """Find what is wrong between data sets, one after the other.

    Parameters
    ----------
    info : DatasetInfo, optional
        What the data are; without it dates are not held against the cutoff.
    data_sets : mapping of str to pandas.DataFrame
        The data sets by name, ``adsl`` among them.
    paths : mapping of str to Path, optional
        The file of each data set, for messages; CSV by default.

    Yields
    ------
    Fault
        Each fault.
    """
    adsl = data_sets["adsl"].dropna(subset="USUBJID").drop_duplicates("USUBJID").set_index("USUBJID")
    subjects = path_of("adsl", Path(), paths or {}).name
    for name, earlier, later in _ORDER:
        if name in data_sets:
            yield from _order(name, data_sets[name], earlier, later)
    for name, frame in data_sets.items():
        yield from _known_subjects(name, frame, adsl, subjects)
        if info is not None:
            yield from _before_cutoff(name, frame, info)
        yield from _alive(name, frame, adsl)
    for name, variable in _AFTER_RESECTION:
        if name in data_sets:
            yield from _after_resection(name, data_sets[name], adsl, variable, subjects)
    if "addvh" in data_sets:
        yield from _dose_units(data_sets["addvh"])


def records(bad: pd.Series) -> list[int]:
    """Return the positions at which a condition holds.

    Parameters
    ----------
    bad : pandas.Series
        One truth value a record.

    Returns
    -------
    list of int
        Positions from 0.
    """
    return [int(record) for record in np.flatnonzero(bad.to_numpy(dtype=bool, na_value=False))]


def faults_of(
    name: str,
    frame: pd.DataFrame,
    bad: pd.Series,
    variable: str,
    rule: str,
    message: str | Callable[[int], str],
    severity: Severity = "error",
    kind: str = "",
) -> Iterator[Fault]:
    """Name the records at which a condition holds, each with its value of a variable.

    Parameters
    ----------
    name : str
        Name of the data set.
    frame : pandas.DataFrame
        The data set.
    bad : pandas.Series
        One truth value a record.
    variable : str
        The variable that is wrong.
    rule : str
        Identifier of the rule.
    message : str or callable
        What is wrong, or what says it of a record's position; ``{value}`` stands for the value found.
    severity : {"error", "warning"}
        How bad it is.
    kind : str
        What is wrong without anything of a single subject; by default the message without the value.

    Yields
    ------
    Fault
        Each fault.
    """
    kind = kind or (message.replace("{value}", "\N{HORIZONTAL ELLIPSIS}") if isinstance(message, str) else "")
    positions = records(bad)
    for record, shown in zip(positions, _shown(frame[variable].iloc[positions]), strict=True):
        text = message if isinstance(message, str) else message(record)
        yield Fault(name, rule, text.replace("{value}", shown), record, variable, shown, severity, kind)


def _shown(values: pd.Series) -> list[str]:
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values.dt.strftime("%Y-%m-%d")
    return ["" if missing else str(value) for value, missing in zip(values, values.isna(), strict=True)]


def _dates(frame: pd.DataFrame) -> list[str]:
    return [name for name in frame.columns if pd.api.types.is_datetime64_any_dtype(frame[name])]


def _known_subjects(name: str, frame: pd.DataFrame, adsl: pd.DataFrame, file: str) -> Iterator[Fault]:
    for record in records(~frame["USUBJID"].isin(adsl.index) & frame["USUBJID"].notna()):
        subject = str(frame["USUBJID"].iloc[record])
        message = f"subject '{subject}' is not in {file}"
        yield Fault(name, "unknown-subject", message, record, "USUBJID", subject)


def _before_cutoff(name: str, frame: pd.DataFrame, info: DatasetInfo) -> Iterator[Fault]:
    for variable in _dates(frame):
        for record in records(frame[variable] > pd.Timestamp(info.cutoff)):
            found = str(frame[variable].iloc[record].date())
            message = f"{found} is after the data cutoff {info.cutoff} of dataset.yml"
            yield Fault(name, "after-cutoff", message, record, variable, found)


def _alive(name: str, frame: pd.DataFrame, adsl: pd.DataFrame) -> Iterator[Fault]:
    death = frame["USUBJID"].map(adsl["DTHDT"])
    for variable in _dates(frame):
        for record in records(frame[variable] > death):
            found, died = str(frame[variable].iloc[record].date()), death.iloc[record].date()
            message = f"{found} is after the subject's death on {died}"
            yield Fault(name, "after-death", message, record, variable, found)


def _order(name: str, frame: pd.DataFrame, earlier: str, later: str) -> Iterator[Fault]:
    for record in records(frame[later] < frame[earlier]):
        first, second = str(frame[earlier].iloc[record].date()), str(frame[later].iloc[record].date())
        message = f"{second} is before {earlier} {first} (negative time)"
        yield Fault(name, "date-order", message, record, later, second)


def _after_resection(
    name: str, frame: pd.DataFrame, adsl: pd.DataFrame, variable: str, file: str
) -> Iterator[Fault]:
    resected = frame["USUBJID"].map(adsl["SURGDT"])
    for record in records(resected.isna() & frame["USUBJID"].isin(adsl.index)):
        message = f"the subject has no resection (SURGDT) in {file}"
        subject = str(frame["USUBJID"].iloc[record])
        yield Fault(name, "no-resection", message, record, "USUBJID", subject)
    for record in records(frame[variable] < resected):
        found, surgery = str(frame[variable].iloc[record].date()), resected.iloc[record].date()
        message = f"{found} is before SURGDT {surgery} (negative time)"
        yield Fault(name, "before-resection", message, record, variable, found)


def _dose_units(addvh: pd.DataFrame) -> Iterator[Fault]:
    expected = addvh["PARAMCD"].isin(_DOSES).map({True: "Gy", False: "%"})
    for record in records((addvh["AVALU"] != expected) & addvh["AVALU"].notna() & addvh["PARAMCD"].notna()):
        found = str(addvh["AVALU"].iloc[record])
        message = f"{addvh['PARAMCD'].iloc[record]} is in {found}, not in {expected.iloc[record]}"
        yield Fault("addvh", "dose-unit", message, record, "AVALU", found)
