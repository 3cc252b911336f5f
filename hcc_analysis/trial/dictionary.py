"""The data dictionary, generated from the schemas."""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS
from hcc_analysis.trial.variables import DataSet, Variable

LEFT_OUT = "column may be left out"


def data_dictionary() -> pd.DataFrame:
    """Describe every variable of every data set that a folder may hold, given endpoints among them.

    Returns
    -------
    pandas.DataFrame
        One row a variable: data set, variable, type, whether it is required (``Y``, ``N`` where values may be
        missing, ``column may be left out``), allowed values, label.
    """
    return pd.DataFrame(
        [_row(data_set, v) for data_set in ALL_DATA_SETS.values() for v in data_set.variables]
    )


def _row(data_set: DataSet, variable: Variable) -> dict[str, str]:
    return {
        "DATASET": data_set.name.upper(),
        "VARIABLE": variable.name,
        "TYPE": variable.kind,
        "KEY": "Y" if variable.name in data_set.key else "",
        "REQUIRED": "Y" if variable.required else LEFT_OUT if variable.optional else "N",
        "VALUES": _values(variable),
        "LABEL": variable.label,
    }


def _values(variable: Variable) -> str:
    if variable.values:
        return "; ".join(str(value) for value in variable.values)
    limits = ("" if bound is None else f"{bound:g}" for bound in (variable.minimum, variable.maximum))
    text = " to ".join(limits)
    return "" if text == " to " else text
