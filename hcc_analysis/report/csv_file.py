"""CSV that a spreadsheet opens as data: no cell of it is taken for a formula."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

_FORMULA = re.compile(r"^\s*[=+\-@\t\r]")
_HARMLESS = re.compile(r"^\s*[+\-]?(?:[\d.,]+(?:e[+\-]?\d+)?\s*%?)?\s*$", re.IGNORECASE)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a DataFrame as UTF-8 CSV, text that a spreadsheet would run made harmless by a leading quote.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to write.
    path : Path
        Where to.
    """
    text = frame.select_dtypes(["object", "string"]).columns
    harmless = frame.assign(**{name: frame[name].map(defuse) for name in text}).rename(columns=defuse)
    harmless.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def defuse(value: object) -> object:
    """Put a quote before text that a spreadsheet would take for a formula; leave numbers alone."""
    if isinstance(value, str) and _FORMULA.match(value) and not _HARMLESS.match(value):
        return f"'{value}"
    return value
