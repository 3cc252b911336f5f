"""CSV that a spreadsheet opens as data: no cell of it is taken for a formula."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from hcc_analysis.visible import visible

_FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")  # also in full width
_HARMLESS = re.compile(r"^\s*[+\-]?(?:[\d.,]+(?:e[+\-]?\d+)?\s*%?)?\s*$", re.IGNORECASE)


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a DataFrame as UTF-8 CSV, nothing in it hidden, and what a spreadsheet would run behind a quote.

    Parameters
    ----------
    frame : pandas.DataFrame
        What to write.
    path : Path
        Where to.
    """
    text = frame.select_dtypes(["object", "string"]).columns
    harmless = frame.assign(**{name: frame[name].map(_as_text) for name in text}).rename(columns=_as_text)
    harmless.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")


def _as_text(value: object) -> object:
    return defuse(visible(value)) if isinstance(value, str) else value


def defuse(value: object) -> object:
    """Put a quote before text that a spreadsheet would take for a formula; leave numbers alone."""
    if isinstance(value, str) and _FORMULA.match(value) and not _HARMLESS.match(value):
        return f"'{value}"
    return value
