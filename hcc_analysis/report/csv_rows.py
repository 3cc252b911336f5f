"""CSV files read strictly: every fault names file, row and column."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from hcc_analysis.errors import InputError


def read_rows(path: Path, required: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
    """Read a CSV file as text.

    Parameters
    ----------
    path : Path
        UTF-8 CSV with a header.
    required : sequence of str
        Columns that it must have.

    Returns
    -------
    list of (int, dict)
        Number of each row as a spreadsheet counts, the header being row 1, and its text by column;
        blank rows are left out.

    Raises
    ------
    InputError
        The file cannot be read, lacks a column, repeats one, or a row does not fit the header.
    """
    records = _records(path)
    header = [name.strip() for name in records[0]] if records else []
    for name in required:
        if name not in header:
            found = ", ".join(map(repr, header)) or "nothing"
            raise InputError.at(f"column missing; the header has {found}", file=path, row=1, column=name)
    for name in header:
        if header.count(name) > 1:
            raise InputError.at("two columns have this name; remove one", file=path, row=1, column=name)
    numbered = [(row, cells) for row, cells in enumerate(records[1:], start=2) if any(map(str.strip, cells))]
    for row, cells in numbered:
        if len(cells) != len(header):
            message = f"{len(cells)} values for {len(header)} columns; quote values that hold commas"
            raise InputError.at(message, file=path, row=row)
    return [(row, dict(zip(header, cells, strict=True))) for row, cells in numbered]


def _records(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError.at("not UTF-8 text; save it as CSV in UTF-8", file=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a possible file name"
        raise InputError.at(f"cannot be read: {reason}", file=path) from error
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError.at(f"not CSV: {error}", file=path) from error
