"""What is exported: a data set with its columns, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.trial.variables import Kind


@dataclass(frozen=True)
class Column:
    """One variable of an exported data set.

    Attributes
    ----------
    name : str
        Variable name.
    kind : {"text", "integer", "number", "date"}
        Type of the values.
    label : str
        What it means.
    source : str
        Derived: how, in words. As read: the file and variable that it was read from.
    code : str
        The function that derives it; empty where it was read.
    required : bool
        False where a value may be missing.
    values : tuple of str or int
        The allowed values; empty allows any.
    """

    name: str
    kind: Kind
    label: str
    source: str
    code: str = ""
    required: bool = False
    values: tuple[str | int, ...] = ()

    @property
    def derived(self) -> bool:
        """Whether the variable was derived, not read."""
        return bool(self.code)


@dataclass(frozen=True)
class AdamSet:
    """One exported data set.

    Attributes
    ----------
    name : str
        Name in lower case.
    label : str
        What it is, at most 40 characters.
    structure : str
        What one row is.
    kind : str
        Class of the data set in ADaM.
    columns : tuple of Column
        Its variables in order.
    key : tuple of str
        Variables that together identify a row.
    frame : pandas.DataFrame
        The values, typed as the columns say.
    """

    name: str
    label: str
    structure: str
    kind: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    frame: pd.DataFrame
