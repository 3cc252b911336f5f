"""Read one data set from CSV: text to typed columns, every fault named by file, row and column."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from hcc_analysis.errors import InputError
from hcc_analysis.trial.variables import DTYPES, DataSet, Variable

HEADER_ROWS = 1


def read_data_set(folder: Path, data_set: DataSet) -> pd.DataFrame:
    """Read ``<name>.csv``, convert its variables and check them against the schema.

    Parameters
    ----------
    folder : Path
        Data folder.
    data_set : DataSet
        Declaration of the data set.

    Returns
    -------
    pandas.DataFrame
        Typed variables in declared order, then any further ones as text. Rows as in the file.

    Raises
    ------
    InputError
        The file is missing or unreadable, a variable is missing, a value has the wrong type or is
        not allowed, or two rows share the key.
    """
    path = folder / f"{data_set.name}.csv"
    text = _read_text(path)
    _require_variables(text, data_set, path)
    typed = text.assign(**{v.name: _convert(text[v.name], v, path) for v in data_set.variables})
    _require_values(typed, data_set, path)
    _require_schema(typed, data_set, path)
    _require_unique(typed, data_set, path)
    return typed[[v.name for v in data_set.variables] + _extra(typed, data_set)]


def _read_text(path: Path) -> pd.DataFrame:
    if not path.is_file():
        raise InputError.at("the file does not exist; put the data set there or correct `data`", file=path)
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError.at(f"is not UTF-8 text (byte {error.start}); save it as UTF-8", file=path) from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError.at(f"cannot be read as CSV: {str(error).strip()}", file=path) from error


def _require_variables(text: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    missing = [v.name for v in data_set.variables if v.name not in text.columns]
    if missing:
        found = ", ".join(text.columns)
        raise InputError.at(f"the column is missing; the file has {found}", file=path, column=missing[0])


def _convert(column: pd.Series, variable: Variable, path: Path) -> pd.Series:
    stripped = column.str.strip() if len(column.dropna()) else column
    if variable.kind == "text":
        return stripped.astype(object)
    converted = _parse(stripped, variable)
    wrong = converted.isna() & stripped.notna()
    if wrong.any():
        row = int(wrong.to_numpy().argmax())
        raise InputError.at(
            f"'{stripped.iloc[row]}' is not {_EXPECTED[variable.kind]}",
            file=path,
            row=row + 1 + HEADER_ROWS,
            column=variable.name,
        )
    return converted.astype(DTYPES[variable.kind])


_EXPECTED = {
    "integer": "a whole number",
    "number": "a number (with a decimal point, no thousands separator)",
    "date": "a possible date of the form YYYY-MM-DD",
}


def _parse(column: pd.Series, variable: Variable) -> pd.Series:
    if variable.kind == "date":
        iso = (
            column.where(column.str.fullmatch(r"\d{4}-\d{2}-\d{2}", na=False))
            if column.notna().any()
            else column
        )
        return pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    numbers = pd.to_numeric(column, errors="coerce").astype("float64")
    numbers = numbers.where(numbers.abs() != float("inf"))
    return numbers.where(numbers == numbers.round()) if variable.kind == "integer" else numbers


def _require_values(typed: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    for variable in data_set.variables:
        missing = typed[variable.name].isna()
        if variable.required and missing.any():
            row = int(missing.to_numpy().argmax())
            raise InputError.at(
                "the value is missing", file=path, row=row + 1 + HEADER_ROWS, column=variable.name
            )


def _require_schema(typed: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    try:
        data_set.schema().validate(typed, lazy=True)
    except pa.errors.SchemaErrors as errors:
        first = errors.failure_cases.sort_values("index", kind="stable").iloc[0]
        raise InputError.at(
            f"'{first['failure_case']}' {first['check']}",
            file=path,
            row=int(first["index"]) + 1 + HEADER_ROWS,
            column=str(first["column"]),
        ) from None


def _require_unique(typed: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    repeated = typed.duplicated(list(data_set.key))
    if repeated.any():
        row = int(repeated.to_numpy().argmax())
        key = ", ".join(f"{name} {typed[name].iloc[row]}" for name in data_set.key)
        raise InputError.at(
            f"a second row for {key}; each may stand once",
            file=path,
            row=row + 1 + HEADER_ROWS,
            column=data_set.key[0],
        )


def _extra(typed: pd.DataFrame, data_set: DataSet) -> list[str]:
    declared = {v.name for v in data_set.variables}
    return [name for name in typed.columns if name not in declared]
