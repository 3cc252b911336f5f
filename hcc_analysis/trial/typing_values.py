"""Text to typed columns, with every fault that comes up on the way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isfinite

import numpy as np
import pandas as pd
import pandera.pandas as pa

from hcc_analysis.trial.faults import Fault
from hcc_analysis.trial.readers.table import text_of
from hcc_analysis.trial.variables import DTYPES, DataSet, Variable

_EXPECTED = {
    "integer": "a whole number",
    "number": "a number (with a decimal point, no thousands separator)",
    "date": "a possible date of the form YYYY-MM-DD",
}
_LARGEST_INTEGER = 2.0**53
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch


def missing_columns(text: pd.DataFrame, data_set: DataSet) -> list[Fault]:
    """Find the declared variables that a table lacks.

    Parameters
    ----------
    text : pandas.DataFrame
        The table.
    data_set : DataSet
        Declaration of the data set.

    Returns
    -------
    list of Fault
        One for each variable.
    """
    found = ", ".join(str(name) for name in text.columns)
    written = {str(name).strip().upper(): str(name) for name in text.columns}
    faults = []
    for name in (v.name for v in data_set.variables if v.name not in text.columns and not v.optional):
        advice = f"; rename '{written[name]}'" if name in written else ""
        message = f"the column is missing{advice}; the file has {found}"
        faults.append(Fault(data_set.name, "column-missing", message, variable=name))
    return faults


def to_types(text: pd.DataFrame, data_set: DataSet) -> tuple[pd.DataFrame, list[Fault]]:
    """Convert a table to the types of its data set and check it.

    Parameters
    ----------
    text : pandas.DataFrame
        A table with every declared variable that is not optional.
    data_set : DataSet
        Declaration of the data set.

    Returns
    -------
    frame : pandas.DataFrame
        Typed variables in declared order, then any further ones as text; wrong values are missing.
    faults : list of Fault
        Wrong types, then missing values, then values that are not allowed, then repeated keys. A value of a
        coded variable that is in no code list is one fault, whatever number of records it stands in.
    """
    faults: list[Fault] = []
    columns, missing = {}, {}
    text = text.assign(**{v.name: np.nan for v in data_set.variables if v.name not in text.columns})
    for variable in data_set.variables:
        values, converted = _typed_column(text[variable.name], variable)
        columns[variable.name] = converted
        missing[variable.name] = values.isna().to_numpy()
        faults.extend(_type_faults(values, converted, variable, data_set))
    typed = text.assign(**columns)
    faults.extend(_missing_values(missing, data_set))
    faults.extend(_schema_faults(typed, data_set))
    faults.extend(_repeated_keys(typed, data_set))
    declared = [v.name for v in data_set.variables]
    further = [name for name in typed.columns if name not in set(declared)]
    return typed[declared + further], faults


def _typed_column(column: pd.Series, variable: Variable) -> tuple[pd.Series, pd.Series]:
    """Strip and convert each different value once; return the column as text and typed."""
    codes, different = pd.factorize(column.to_numpy(dtype=object))
    stripped = [(v.strip() or np.nan) if isinstance(v, str) else np.nan for v in different.tolist()]
    once = pd.Series([*stripped, np.nan], dtype=object, name=column.name)  # a missing value has the code -1
    places = np.where(codes < 0, len(different), codes)

    def everywhere(values: pd.Series) -> pd.Series:
        return values.take(places).set_axis(column.index)

    text = everywhere(once)
    return text, text if variable.kind == "text" else everywhere(_convert(once, variable))


def _convert(column: pd.Series, variable: Variable) -> pd.Series:
    if variable.kind == "text":
        return column
    if variable.kind == "date":
        possible = [v if isinstance(v, str) and _ISO_DATE(v) else None for v in column.tolist()]
        iso = pd.Series(possible, index=column.index, dtype=object)
        return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce").astype(DTYPES["date"])
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    numbers = numbers.where(numbers.abs() != float("inf"))
    if variable.kind == "number":
        numbers = _exact(column, numbers)
    if variable.kind == "integer":
        numbers = numbers.where((numbers == numbers.round()) & (numbers.abs() < _LARGEST_INTEGER))
    return numbers.astype(DTYPES[variable.kind])


def _exact(text: pd.Series, numbers: pd.Series) -> pd.Series:
    """Read what pandas takes for a number anew: pandas often misses the nearest double by its last bit."""
    exact = [
        float(value) if isfinite(number) else number
        for value, number in zip(text.tolist(), numbers.tolist(), strict=True)
    ]
    return pd.Series(exact, index=numbers.index, name=numbers.name, dtype="float64")


def _type_faults(
    values: pd.Series, converted: pd.Series, variable: Variable, data_set: DataSet
) -> Iterator[Fault]:
    if variable.kind == "text":
        return
    wrong = np.flatnonzero((converted.isna() & values.notna()).to_numpy())
    found = values.iloc[wrong]
    counts = found.value_counts() if variable.values else None
    first = ~found.duplicated().to_numpy() if variable.values else np.ones(len(wrong), dtype=bool)
    for record in wrong[first]:
        value = str(values.iloc[record])
        message = f"'{_short(value)}' is not {_EXPECTED[variable.kind]}{_advice(value, variable)}"
        count = 1 if counts is None else int(counts[value])
        yield Fault(data_set.name, "type", message, int(record), variable.name, value, count=count)


def _short(value: str, length: int = 60) -> str:
    line = " ".join(value.split())
    return line if len(line) <= length else f"{line[:length]}..."


def _advice(value: str, variable: Variable) -> str:
    if variable.kind != "date":
        comma = re.fullmatch(r"(-?[0-9]+),([0-9]+)", value)
        return f"; write {comma[1]}.{comma[2]}" if comma and variable.kind == "number" else ""
    if re.fullmatch(r"[0-9]{1,4}-[A-Za-z]{3}|[A-Za-z]{3}-[0-9]{2,4}", value):
        return "; a spreadsheet has changed it: enter the date again, with its year, as text"
    if re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]+)?", value):
        return "; it is a number of days: give the variable a date format (SAS: E8601DA.) or write the date"
    if re.fullmatch(r"[0-9-]{10}[T ][0-9:.]+(Z|[+-][0-9:]+)?", value):
        return "; leave out the time"
    return ""


def _missing_values(missing: dict[str, np.ndarray], data_set: DataSet) -> Iterator[Fault]:
    for variable in data_set.variables:
        if variable.required:
            for record in np.flatnonzero(missing[variable.name]):
                yield Fault(
                    data_set.name, "value-missing", "the value is missing", int(record), variable.name
                )


def _schema_faults(typed: pd.DataFrame, data_set: DataSet) -> list[Fault]:
    try:
        data_set.schema().validate(typed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
        cases = cases[cases["index"].notna() & (cases["check"] != "not_nullable")]
        cases = _each_code_once(cases.sort_values("index", kind="stable"), data_set)
        return [
            Fault(
                data_set.name,
                "limit" if "at least" in case["check"] or "at most" in case["check"] else "allowed-values",
                f"'{_short(str(text_of(case['failure_case'])))}' {case['check']}",
                int(case["index"]),
                str(case["column"]),
                str(text_of(case["failure_case"])),
                count=int(case["count"]),
            )
            for case in cases.to_dict("records")
        ]
    return []


def _each_code_once(cases: pd.DataFrame, data_set: DataSet) -> pd.DataFrame:
    """Keep the first record of each value that is in no code list, and count its records."""
    same = ["column", "check", "failure_case"]
    coded = cases["column"].isin([v.name for v in data_set.variables if v.values])
    counts = cases.groupby(same, sort=False, dropna=False)["index"].transform("size").where(coded, 1)
    return cases.assign(count=counts)[~(coded & cases.duplicated(same))]


def _repeated_keys(typed: pd.DataFrame, data_set: DataSet) -> Iterator[Fault]:
    for record in np.flatnonzero(typed.duplicated(list(data_set.key)).to_numpy()):
        row = typed.iloc[record]
        if any(pd.isna(row[name]) for name in data_set.key):
            continue
        key = ", ".join(f"{name} {_shown(row[name])}" for name in data_set.key)
        message = f"a second row for {key}; each may stand once"
        yield Fault(
            data_set.name, "key-repeated", message, int(record), data_set.key[0], _shown(row[data_set.key[0]])
        )


def _shown(value: object) -> str:
    return str(value.date()) if isinstance(value, pd.Timestamp) else _short(str(value))
