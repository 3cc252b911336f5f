"""Read CSV: UTF-8 text with commas and a header."""

from __future__ import annotations

import codecs
import csv
import io
import re
import warnings
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.table import Table

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}


def read_csv(path: Path) -> Table:
    """Read a CSV file as text.

    Parameters
    ----------
    path : Path
        The file; a byte-order mark and Windows line ends are allowed.

    Returns
    -------
    Table
        Its values; CSV has no labels.

    Raises
    ------
    InputError
        The file is not UTF-8, not CSV, or its rows and its header do not fit each other.
    """
    content = path.read_bytes()
    _require_text(content, path)
    content = content.removeprefix(codecs.BOM_UTF8)
    _require_rectangle(content, path)
    text = _parse(content, path)
    _require_header(text, path)
    return Table(text)


def _require_text(content: bytes, path: Path) -> None:
    if content.startswith(_WIDE_MARKS):
        raise InputError.at("is not UTF-8 text but UTF-16; save it as UTF-8", file=path)
    if b"\0" in content:
        row = content[: content.index(b"\0")].count(b"\n") + 1
        raise InputError.at("holds a zero byte, so it is not text; export it again", file=path, row=row)
    if content.startswith(b"PK\x03\x04"):
        raise InputError.at("is a spreadsheet or archive, not CSV; save it as CSV (UTF-8)", file=path)


def _require_rectangle(content: bytes, path: Path) -> None:
    """Refuse rows with fewer or more values than the header: one is cut short or shifted."""
    simple = b'"' not in content and content.count(b"\r") == content.count(b"\r\n")
    if simple and len(set(map(_commas, io.BytesIO(content.rstrip(b"\r\n"))))) == 1:
        return
    try:
        text = content.decode("utf-8")
        widths = set(map(len, csv.reader(io.StringIO(text, newline=""))))
        if len(widths - {0}) > 1:
            _name_uneven_row(text, path)
    except UnicodeDecodeError:
        raise _not_utf8(content, path) from None
    except csv.Error as error:
        raise InputError.at(f"cannot be read as CSV: {error}", file=path) from None


def _commas(line: bytes) -> int:
    return line.count(b",")


def _name_uneven_row(text: str, path: Path) -> None:
    width = 0
    for row, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        if len(cells) < 2 and not "".join(cells).strip():
            continue
        width = width or len(cells)
        if len(cells) != width:
            found = f"the row has {len(cells)} values, the header has {width} columns"
            message = f"{found}; a comma or quotation mark is missing or too many"
            raise InputError.at(message, file=path, row=row)


def _parse(content: bytes, path: Path) -> pd.DataFrame:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            text = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_values=[""])
    except UnicodeDecodeError:
        raise _not_utf8(content, path) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, pd.errors.ParserWarning, ValueError) as error:
        message = f"cannot be read as CSV: {_one_line(error)}; export it again"
        raise InputError.at(message, file=path) from None
    if not isinstance(text.index, pd.RangeIndex):
        raise InputError.at("the row has more values than the header has columns", file=path, row=2)
    return text


def _not_utf8(content: bytes, path: Path) -> InputError:
    try:
        content.decode("utf-8")
        return InputError.at("is not UTF-8 text; save it as UTF-8", file=path)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        near = content[max(error.start - 10, 0) : error.start + 10].decode("latin-1")
        near = re.sub(r"\s", " ", near)
        message = f"is not UTF-8 text (byte {error.start}, near '{near}'); save it as UTF-8"
        return InputError.at(message, file=path, row=row)


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split())
    return re.sub(r"^Error tokenizing data\. C error: ", "", text)


def _require_header(text: pd.DataFrame, path: Path) -> None:
    names = list(text.columns)
    for name in names:
        base = re.sub(r"\.\d+$", "", name)
        if base != name and base in names:
            raise InputError.at(
                "the column stands twice in the header; remove one", file=path, row=1, column=base
            )
    if len(names) == 1:
        for separator, words in _OTHER_SEPARATORS.items():
            if separator in names[0]:
                raise InputError.at(f"the columns are separated by {words}; save it with commas", file=path)
