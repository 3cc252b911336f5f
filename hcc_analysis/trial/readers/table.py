"""The table that every reader gives: text as a CSV file would hold it, and the labels of the variables."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

_MIDNIGHT = dt.time()


@dataclass(frozen=True)
class Table:
    """What a file holds, before types.

    Attributes
    ----------
    text : pandas.DataFrame
        Values as text, missing ones as NaN; dates as YYYY-MM-DD.
    labels : mapping of str to str
        Labels of the variables, as far as the file has them.
    """

    text: pd.DataFrame
    labels: Mapping[str, str] = field(default_factory=dict)


def from_columns(columns: Mapping[str, Iterable[Any]], labels: Mapping[str, str | None]) -> Table:
    """Make a table from columns of any values.

    Parameters
    ----------
    columns : mapping of str to iterable
        Values by variable.
    labels : mapping of str to str
        Labels by variable; empty ones are left out.

    Returns
    -------
    Table
        The values as text.
    """
    text = {name: pd.Series([text_of(v) for v in values], dtype=object) for name, values in columns.items()}
    kept = {name: str(label) for name, label in labels.items() if label}
    return Table(pd.DataFrame(text, columns=list(columns)), kept)


def text_of(value: Any) -> str | float:  # noqa: ANN401 - whatever a file format can hold
    """Return a value as a CSV file would hold it; NaN where it is missing.

    Parameters
    ----------
    value : object
        Text, number, date, date with time, or a missing value.

    Returns
    -------
    str or float
        A whole number without a decimal point, a date as YYYY-MM-DD; midnight is left out.
    """
    if isinstance(value, str):
        return value.strip() or math.nan
    if value is None or value is pd.NaT or value is pd.NA:
        return math.nan
    if isinstance(value, float):
        if math.isnan(value):
            return math.nan
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(float(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value)
