"""What can be wrong with a data set: one fault, its rule and its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.sources import row_of

Severity = Literal["error", "warning"]


class DataError(InputError):
    """A fault in a data set, as an error.

    Attributes
    ----------
    fault : Fault
        The fault.
    """

    def __init__(self, message: str, fault: Fault) -> None:
        super().__init__(message)
        self.fault = fault


@dataclass(frozen=True)
class Fault:
    """One fault in a data set.

    Attributes
    ----------
    data_set : str
        Name of the data set.
    rule : str
        Identifier of the rule that it breaks.
    message : str
        What is wrong and how to mend it.
    record : int, optional
        Position of the record in the data set, from 0; none for the whole data set.
    variable : str, optional
        Name of the variable.
    value : str
        The value found, as text.
    severity : {"error", "warning"}
        An error keeps the trial from being right; a warning asks for a look.
    kind : str
        What is wrong, without anything of a single subject (no identifier, date or value), so that faults can
        be counted where subjects may not be named; the rule says it where this is empty.
    count : int
        Number of records with this fault: a value in no code list is one fault, at its first record.
    """

    data_set: str
    rule: str
    message: str
    record: int | None = None
    variable: str | None = None
    value: str = ""
    severity: Severity = "error"
    kind: str = ""
    count: int = 1

    def at(self, path: Path) -> DataError:
        """Return the error that names the fault's place in a file."""
        row = None if self.record is None else row_of(path, self.record)
        placed = InputError.at(self.message, file=path, row=row, column=self.variable)
        return DataError(str(placed), self)


def path_of(name: str, folder: Path, paths: Mapping[str, Path]) -> Path:
    """Return the file of a data set, or the CSV file that would hold it.

    Parameters
    ----------
    name : str
        Name of the data set.
    folder : Path
        Data folder.
    paths : mapping of str to Path
        The files found, by name of the data set.

    Returns
    -------
    Path
        The file.
    """
    found = paths.get(name)
    return folder / f"{name}.csv" if found is None else found
