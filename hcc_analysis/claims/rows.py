"""Reading the CSV files of published numbers: text rows with the row number for messages."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Never

from hcc_analysis.errors import InputError

NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class SourceRow:
    """One row of a CSV file and where it stands (the header is row 1)."""

    file: Path
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the text of a column, without blanks around it."""
        return self.cells[column].strip()

    def fail(self, column: str, message: str) -> Never:
        """Raise an error that names file, row and column."""
        raise InputError.at(message, file=self.file, row=self.number, column=column)

    def required(self, column: str) -> str:
        """Return the text of a column that must not be empty."""
        return self[column] or self.fail(column, "is empty")

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        """Return the text of a column that holds one of a few words."""
        text = self[column]
        if text not in allowed:
            self.fail(column, f"{text!r} is not one of {', '.join(allowed)}")
        return text

    def whole(self, column: str) -> int | None:
        """Return a whole number from 0, or None where the cell is empty."""
        text = self[column]
        if text and not re.fullmatch(r"\d+", text):
            self.fail(column, f"{text!r} is not a whole number")
        return int(text) if text else None

    def unique(self, column: str, seen: set[str]) -> str:
        """Return the text of a column that must not occur twice."""
        text = self.required(column)
        if text in seen:
            self.fail(column, f"{text!r} stands in an earlier row already")
        seen.add(text)
        return text

    def number_as_printed(self, value: str, decimals: int | None) -> None:
        """Check that a number has the stated decimals; "30.0" has one."""
        if decimals is None:
            self.fail("decimals", f"is empty, but the value is the number {value}")
        found = len(value.partition(".")[2])
        if found != decimals:
            self.fail("decimals", f"says {decimals}, but the value {value} has {found}")


def read_rows(path: str | Path, columns: Collection[str]) -> Iterator[SourceRow]:
    """Read a CSV file row by row.

    Parameters
    ----------
    path : str or Path
        UTF-8 text, comma separated, with a header.
    columns : collection of str
        Columns that it must have; further ones are read too.

    Yields
    ------
    SourceRow
        The rows in order.

    Raises
    ------
    InputError
        No such file, not UTF-8, a missing column, or a row with too many or too few cells.
    """
    path = Path(path)
    lines = list(csv.reader(_text(path).splitlines(keepends=True)))
    header = lines[0] if lines else []
    missing = [name for name in columns if name not in header]
    if missing:
        raise InputError.at(f"column {', '.join(missing)} is missing", file=path, row=1)
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) != len(header):
            raise InputError.at(
                f"has {len(cells)} cells, the header has {len(header)}", file=path, row=number
            )
        yield SourceRow(path, number, dict(zip(header, cells, strict=True)))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError.at(error.strerror or "cannot be read", file=path) from error
    except UnicodeDecodeError as error:
        raise InputError.at("is not UTF-8 text", file=path) from error
