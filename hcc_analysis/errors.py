"""Errors whose message is meant for the person who runs the program."""

from __future__ import annotations

from pathlib import Path
from typing import Self


class InputError(ValueError):
    """Something that the user gave is wrong; the one-line message says what, where and how to mend it.

    The command line prints the message and exits with status 2, without a traceback.
    """

    @classmethod
    def at(
        cls,
        message: str,
        *,
        file: Path | str | None = None,
        row: int | None = None,
        column: str | None = None,
        line: int | None = None,
    ) -> Self:
        """Build the message from its place.

        Parameters
        ----------
        message : str
            What is wrong and how to mend it.
        file : Path or str, optional
            File that holds the fault.
        row : int, optional
            Row as a spreadsheet numbers it: the header is row 1.
        column : str, optional
            Variable name.
        line : int, optional
            Line of a YAML file, from 1.

        Returns
        -------
        InputError
            ``file, row 7, column AGE: message``.
        """
        place = [
            str(file) if file is not None else "",
            f"line {line}" if line is not None else "",
            f"row {row}" if row is not None else "",
            f"column {column}" if column is not None else "",
        ]
        where = ", ".join(part for part in place if part)
        return cls(f"{where}: {message}" if where else message)


class NotCollectedError(InputError):
    """A trial does not have what an output needs: the output is skipped, nothing has failed."""
