"""Read Dataset-JSON 1.1: one JSON object with ``columns`` and ``rows``."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any, NoReturn

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.sources import row_of
from hcc_analysis.trial.readers.table import Table, from_columns

_SAS_EPOCH = dt.date(1960, 1, 1)
_SAS_DATE_FORMAT = re.compile(r"(DATE|E8601DA|IS8601DA|B8601DA|YYMMDD|MMDDYY|DDMMYY)[A-Z]?\d*\.?\d*", re.I)
_NUMBERS = ("integer", "float", "double", "decimal")


def read_json(path: Path) -> Table:
    """Read a Dataset-JSON file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    Table
        Values as text and labels.

    Raises
    ------
    InputError
        The file is not JSON, lacks ``columns`` or ``rows``, or a row does not fit the columns.
    """
    document = parse(path.read_bytes(), path)
    columns = columns_of(document, path)
    rows = document.get("rows")
    if not isinstance(rows, list):
        raise InputError.at("has no list `rows`; export it as Dataset-JSON 1.1", file=path)
    return table_of(document, columns, rows, path)


def parse(content: bytes, path: Path, line: int | None = None) -> Any:  # noqa: ANN401 - any JSON value
    """Parse JSON; numbers stay the text that the file has.

    Parameters
    ----------
    content : bytes
        JSON in UTF-8.
    path : Path
        The file, for messages.
    line : int, optional
        Line that the content comes from.

    Returns
    -------
    object
        The value.

    Raises
    ------
    InputError
        The content is not UTF-8 or not JSON.
    """
    try:
        text = content.decode("utf-8-sig")
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise InputError.at(f"is not UTF-8 text (byte {error.start}); save it as UTF-8", file=path) from None
    except json.JSONDecodeError as error:
        place = line if line is not None else error.lineno
        raise InputError.at(
            f"is not valid JSON: {error.msg}; export it again", file=path, line=place
        ) from None
    except RecursionError:
        raise InputError.at(
            "is not valid JSON: nested too deep; export it again", file=path, line=line
        ) from None
    except ValueError as error:
        raise InputError.at(f"is not valid JSON: {error}; export it again", file=path, line=line) from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON value")


def columns_of(document: Any, path: Path) -> list[dict[str, Any]]:  # noqa: ANN401 - any JSON value
    """Return the checked ``columns`` of a Dataset-JSON document.

    Parameters
    ----------
    document : object
        The parsed metadata.
    path : Path
        The file, for messages.

    Returns
    -------
    list of dict
        One description a column.

    Raises
    ------
    InputError
        ``columns`` is missing, empty, has no names, or repeats one.
    """
    columns = document.get("columns") if isinstance(document, dict) else None
    if not isinstance(columns, list) or not columns:
        raise InputError.at("has no list `columns`; export it as Dataset-JSON 1.1", file=path)
    names: set[str] = set()
    for position, column in enumerate(columns, start=1):
        name = column.get("name") if isinstance(column, dict) else None
        if not isinstance(name, str) or not name:
            raise InputError.at(f"item {position} of `columns` has no `name`", file=path)
        if name in names:
            raise InputError.at("the column stands twice in `columns`", file=path, column=name)
        names.add(name)
    return columns


def table_of(document: dict[str, Any], columns: list[dict[str, Any]], rows: list[Any], path: Path) -> Table:
    """Make the table of checked columns and rows.

    Parameters
    ----------
    document : dict
        The metadata; ``records`` is the number of rows.
    columns : list of dict
        Descriptions of the columns.
    rows : list
        One list of values a record.
    path : Path
        The file, for messages.

    Returns
    -------
    Table
        Values as text and labels.

    Raises
    ------
    InputError
        A row does not fit the columns, a value is nested, or rows are missing.
    """
    for record, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != len(columns):
            found = f"{len(row)} values" if isinstance(row, list) else "no list"
            message = f"the row has {found} for {len(columns)} columns"
            raise InputError.at(message, file=path, row=row_of(path, record))
        for column, value in zip(columns, row, strict=True):
            if isinstance(value, (list, dict)):
                place = row_of(path, record)
                raise InputError.at(
                    "the value is a list or an object; give one value",
                    file=path,
                    row=place,
                    column=column["name"],
                )
    expected = document.get("records")
    if expected is not None and str(expected) != str(len(rows)):
        message = f"is cut short: `records` says {expected}, the file has {len(rows)} rows; export it again"
        raise InputError.at(message, file=path)
    values = {c["name"]: [_value(row[i], c) for row in rows] for i, c in enumerate(columns)}
    return from_columns(values, {c["name"]: c.get("label") for c in columns})


def _value(value: Any, column: dict[str, Any]) -> Any:  # noqa: ANN401 - any JSON value
    if not isinstance(value, str):
        return value
    kind, shown = column.get("dataType"), column.get("displayFormat")
    if kind in _NUMBERS and isinstance(shown, str) and _SAS_DATE_FORMAT.fullmatch(shown):
        return _sas_date(value)
    return value.removesuffix("T00:00:00") if kind == "datetime" else value


def _sas_date(value: str) -> str:
    try:
        return (_SAS_EPOCH + dt.timedelta(days=int(value))).isoformat()
    except (ValueError, OverflowError):
        return value
