"""A data set as a SAS transport file, version 5.

Source: SAS technical support document TS-140 and the FDA's Study Data Technical Conformance Guide: names
of 8 characters, labels of 40, text of 200 bytes. pyreadstat writes the file; the times in its two headers
are replaced by the data cutoff, so that the same data give the same bytes.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pandas as pd

from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.adam.values import Value, plain
from hcc_analysis.adam.write import Encoded, Note
from hcc_analysis.errors import InputError
from hcc_analysis.trial import DatasetInfo

NAME, LABEL, TEXT = 8, 40, 200
SMALLEST, LARGEST = 1e-70, 1e70  # well inside an IBM 370 number, which pyreadstat misses at its edges
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CLAUSE = re.compile(r"; |: | \(")
_STAMPS = (144, 160, 464, 480)  # created, modified: of the library, of the member
_STAMP = re.compile(rb"[0-9]{2}[A-Z]{3}[0-9]{2}:[0-9]{2}:[0-9]{2}:[0-9]{2}")
_EPOCH = pd.Timestamp("1960-01-01")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def encode_xpt(data_set: AdamSet, info: DatasetInfo, version: str) -> Encoded:
    """Encode a data set as SAS transport; see :func:`hcc_analysis.adam.write.encode`."""
    import pyreadstat

    names, notes = short_names(data_set)
    labels: list[str | None] = [short_label(column) for column in data_set.columns]
    notes += [
        Note(data_set.name.upper(), column.name, f"the label is cut to {LABEL} characters in XPT: '{label}'")
        for column, label in zip(data_set.columns, labels, strict=True)
        if label != column.label
    ]
    frame = pd.DataFrame(
        {names[column.name]: _values(data_set, column) for column in data_set.columns},
        index=data_set.frame.index,
    )
    dates = {names[column.name]: "E8601DA10" for column in data_set.columns if column.kind == "date"}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{data_set.name}.xpt"
        pyreadstat.write_xport(
            frame,
            str(path),
            file_label=data_set.label[:LABEL],
            column_labels=labels,
            table_name=data_set.name.upper(),
            variable_format=dates,
            file_format_version=5,
        )
        content = bytearray(path.read_bytes())
    _stamp(content, info)
    return Encoded(bytes(content), tuple(notes))


def short_names(data_set: AdamSet) -> tuple[dict[str, str], list[Note]]:
    """Give each variable a name that SAS transport can hold.

    Parameters
    ----------
    data_set : AdamSet
        The data set.

    Returns
    -------
    names : dict of str to str
        Short name by name.
    notes : list of Note
        One for each name that was cut.

    Raises
    ------
    InputError
        A name holds other characters than letters, digits and _, or two names are cut to the same.
    """
    names: dict[str, str] = {}
    notes = []
    for column in data_set.columns:
        if not _NAME.fullmatch(column.name):
            message = "the name cannot be written in XPT (letters, digits and _ only); rename the variable"
            raise InputError.at(message, file=data_set.name.upper(), column=column.name)
        short = column.name[:NAME]
        twin = next((name for name, used in names.items() if used.upper() == short.upper()), None)
        if twin is not None:
            message = f"has the same first {NAME} characters as {twin}, and XPT holds no more; rename one"
            raise InputError.at(message, file=data_set.name.upper(), column=column.name)
        names[column.name] = short
        if short != column.name:
            notes.append(Note(data_set.name.upper(), column.name, f"the name is cut to {short} in XPT"))
    return names, notes


def short_label(column: Column) -> str:
    """Return the label in the 40 bytes that SAS transport holds: its first clause, or cut between words."""
    label = column.label
    if len(label.encode("utf-8")) > LABEL:
        label = _CLAUSE.split(label, maxsplit=1)[0]
    while len(label.encode("utf-8")) > LABEL:
        label = label.rpartition(" ")[0] if " " in label else label[:-1]
    return label.rstrip(" ,;:(")


def _values(data_set: AdamSet, column: Column) -> pd.Series:
    index = data_set.frame.index
    if column.kind == "date":
        return (pd.to_datetime(data_set.frame[column.name]) - _EPOCH).dt.days.astype("float64")
    values = plain(data_set, column)
    if column.kind != "text":
        _require_in_range(data_set, column, values)
        return pd.Series(values, index=index, dtype="float64")
    for record, value in enumerate(values):
        if value is not None and len(str(value).encode("utf-8")) > TEXT:
            message = f"'{str(value)[:40]}...' is longer than the {TEXT} bytes that XPT holds; shorten it"
            raise InputError.at(message, file=data_set.name.upper(), row=record + 1, column=column.name)
    return pd.Series(["" if value is None else value for value in values], index=index, dtype=object)


def _require_in_range(data_set: AdamSet, column: Column, values: list[Value]) -> None:
    for record, value in enumerate(values):
        if value and not SMALLEST <= abs(float(value)) <= LARGEST:
            message = f"{value} cannot be written in XPT, which holds only {SMALLEST:.0e} to {LARGEST:.0e}"
            raise InputError.at(message, file=data_set.name.upper(), row=record + 1, column=column.name)


def _stamp(content: bytearray, info: DatasetInfo) -> None:
    day = info.cutoff
    when = f"{day.day:02}{_MONTHS[day.month - 1]}{day.year % 100:02}:00:00:00".encode("ascii")
    for start in _STAMPS:
        if not _STAMP.fullmatch(content[start : start + len(when)]):
            raise RuntimeError(f"no time stands at byte {start} of the file that pyreadstat wrote")
        content[start : start + len(when)] = when
