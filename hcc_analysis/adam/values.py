"""The values of a column as plain Python, the same for every format."""

from __future__ import annotations

import pandas as pd

from hcc_analysis.adam.model import AdamSet, Column

Value = str | int | float | None


def plain(data_set: AdamSet, column: Column) -> list[Value]:
    """Return the values of a column.

    Parameters
    ----------
    data_set : AdamSet
        The data set.
    column : Column
        One of its columns.

    Returns
    -------
    list
        Text, whole numbers, numbers, or dates as YYYY-MM-DD; None where a value is missing.
    """
    values = data_set.frame[column.name]
    present = values.notna().to_numpy()
    if column.kind == "date":
        texts = pd.to_datetime(values).dt.strftime("%Y-%m-%d").tolist()
    elif column.kind == "text":
        texts = [str(value) for value in values]
    elif column.kind == "integer":
        texts = [int(value) if known else 0 for value, known in zip(values, present, strict=True)]
    else:
        texts = values.astype("float64").tolist()
    return [value if known else None for value, known in zip(texts, present, strict=True)]


def width(values: list[Value]) -> int:
    """Return the length of the longest value: bytes of text, characters of a number; at least 1."""
    return max([1, *(len(str(value).encode("utf-8")) for value in set(values) if value is not None)])


def decimals(values: list[Value]) -> int:
    """Return the largest number of digits after the decimal point."""
    return max([0, *(len(repr(value).partition(".")[2]) for value in set(values) if value is not None)])
