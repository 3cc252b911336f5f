"""Apply a mapping to what a reader gave: the trial's variables and values become ours, still as text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pandas as pd

from hcc_analysis.trial.faults import Fault
from hcc_analysis.trial.mapping import TrialMapping, VariableMapping
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.units import converter
from hcc_analysis.trial.variables import DataSet

ORIGIN = "origin"
_PARAMETER = "PARAMCD"


@dataclass(frozen=True, eq=False)
class Origin:
    """What a mapped data set was made of; in ``frame.attrs["origin"]``.

    Attributes
    ----------
    variables : dict of str to str
        Our variable to the trial's, where the names differ.
    absent : frozenset of str
        Our variables that the trial does not have.
    records : numpy.ndarray, optional
        Position of each record in its file; None where all are used.
    """

    variables: dict[str, str] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    records: np.ndarray | None = None

    def __deepcopy__(self, memo: object) -> Origin:
        """Stay one object when pandas copies a frame's attributes."""
        return self

    def locate(self, fault: Fault) -> Fault:
        """Name the variable and the record of the file in a fault of the mapped data set."""
        record, variable = fault.record, fault.variable
        if record is not None and self.records is not None:
            record = int(self.records[record])
        if variable in self.variables:
            message = f"{fault.message} (mapped to {variable})"
            return replace(fault, record=record, variable=self.variables[variable], message=message)
        return fault if record == fault.record else replace(fault, record=record)


_AS_IN_FILE = Origin()


def origin_of(frame: pd.DataFrame | None) -> Origin:
    """Return what a data set was made of; nothing special where no mapping was applied."""
    origin = None if frame is None else frame.attrs.get(ORIGIN)
    return origin if isinstance(origin, Origin) else _AS_IN_FILE


def locate(fault: Fault, frame: pd.DataFrame | None) -> Fault:
    """Name the place of a fault in the trial's own file; as it is where nothing was mapped."""
    return origin_of(frame).locate(fault)


def is_absent(fault: Fault, frame: pd.DataFrame | None) -> bool:
    """Return whether a fault is about a variable that the mapping says the trial does not have."""
    return fault.variable in origin_of(frame).absent


def apply_mapping(
    table: Table, data_set: DataSet, mapping: TrialMapping
) -> tuple[Table, Origin, list[Fault]]:
    """Give a table the variables, values and units that the data set declares.

    Parameters
    ----------
    table : Table
        What the file holds.
    data_set : DataSet
        Declaration of the data set.
    mapping : TrialMapping
        What the trial's ``mapping.yml`` says.

    Returns
    -------
    table : Table
        Our variables, then those of the trial that were not used. A variable that the mapping says the
        trial does not have is missing throughout.
    origin : Origin
        What it was made of.
    faults : list of Fault
        Values that cannot be converted, named by our variables and records of the result.

    Raises
    ------
    InputError
        The file lacks a variable that the mapping names.
    """
    entry = mapping.of(data_set.name)
    if entry is None:
        return table, Origin(), []
    _require_sources(table.text, data_set, mapping)
    text, records = _kept_rows(table.text, entry.rows)
    ours: dict[str, pd.Series] = {}
    names: dict[str, str] = {}
    absent = set()
    for variable in data_set.variables:
        source = entry.source_of(variable.name)
        if source is None:
            absent.add(variable.name)
            ours[variable.name] = pd.Series(np.nan, index=text.index, dtype=object)
        elif source.constant is not None:
            ours[variable.name] = pd.Series(str(source.constant), index=text.index, dtype=object)
        elif (name := source.source or variable.name) in text:
            ours[variable.name] = _recoded(text[name], source)
            names[variable.name] = name
    faults = list(_convert_all(ours, data_set, {n: entry.source_of(n) for n in names}))
    rest = {str(name): text[name] for name in text.columns if name not in ours and name not in names.values()}
    labels = {name: table.labels[old] for name, old in names.items() if old in table.labels}
    labels = {name: label for name, label in table.labels.items() if name in rest} | labels
    differing = {name: old for name, old in names.items() if name != old}
    made = Table(pd.DataFrame({**ours, **rest}, index=text.index), labels)
    return made, Origin(differing, frozenset(absent), records), faults


def _require_sources(text: pd.DataFrame, data_set: DataSet, mapping: TrialMapping) -> None:
    entry = mapping.of(data_set.name)
    if entry is None:
        return
    found = ", ".join(map(str, text.columns))[:200]
    for name in entry.rows:
        if name not in text:
            raise mapping.fault(
                f"the file has no variable '{name}'; it has {found}", data_set.name, "rows", name
            )
    for ours in entry.variables:
        source = entry.source_of(ours)
        if source is None or source.constant is not None:
            continue
        name = source.source or ours
        if name not in text:
            message = f"the file has no variable '{name}'; it has {found}"
            raise mapping.fault(message, data_set.name, "variables", ours)


def _kept_rows(text: pd.DataFrame, rows: dict[str, list[str]]) -> tuple[pd.DataFrame, np.ndarray | None]:
    if not rows:
        return text, None
    kept = np.ones(len(text), dtype=bool)
    for name, values in rows.items():
        kept &= text[name].isin(values).to_numpy()
    return text[kept].reset_index(drop=True), np.flatnonzero(kept)


def _recoded(values: pd.Series, source: VariableMapping) -> pd.Series:
    if not source.codes:
        return values
    codes: dict[str, Any] = {
        str(old): math.nan if new is None else str(new) for old, new in source.codes.items()
    }
    unique = {value: codes.get(str(value).strip(), value) for value in values.dropna().unique()}
    return values.map(unique).astype(object)


def _convert_all(
    ours: dict[str, pd.Series], data_set: DataSet, sources: dict[str, VariableMapping | None]
) -> Iterator[Fault]:
    for name, source in sources.items():
        if source is None or source.unit is None:
            continue
        if isinstance(source.unit, str):
            yield from _convert(ours, data_set.name, name, source.unit, None)
            continue
        for parameter, unit in source.unit.items():
            yield from _convert(ours, data_set.name, name, unit, parameter)


def _convert(
    ours: dict[str, pd.Series], data_set: str, name: str, unit: str, parameter: str | None
) -> Iterator[Fault]:
    convert = converter(unit)
    values = ours[name].copy()
    used = values.notna()
    if parameter is not None:
        used &= (ours[_PARAMETER] == parameter) if _PARAMETER in ours else False
    texts = values[used].astype(str).str.strip()
    once = {old: convert(old) for old in texts.unique().tolist()}
    converted = texts.map(once)
    for place in np.flatnonzero(converted.isna().to_numpy()):
        old = texts.iloc[place]
        message = f"'{old[:60]}' cannot be converted from {unit}"
        yield Fault(data_set, "unit", message, int(texts.index[place]), name, old)
    values[used] = converted.where(converted.notna(), np.nan).astype(object)
    ours[name] = values
