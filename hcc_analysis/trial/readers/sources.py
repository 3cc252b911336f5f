"""Which file holds a data set: by suffix, one file each, inside the data folder and not too large."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

from hcc_analysis.errors import InputError
from hcc_analysis.file_state import FileState, file_state
from hcc_analysis.trial.readers.csv_file import read_csv
from hcc_analysis.trial.readers.table import Table

MAX_BYTES = 2_000_000_000
MAX_BYTES_VARIABLE = "HCC_MAX_FILE_BYTES"
SUFFIXES = (".csv", ".xpt", ".sas7bdat", ".json", ".ndjson", ".parquet")


def candidates(folder: Path, names: tuple[str, ...]) -> dict[str, list[Path]]:
    """Find every file that could hold a data set.

    Parameters
    ----------
    folder : Path
        Data folder.
    names : tuple of str
        Names of the data sets, in lower case.

    Returns
    -------
    dict of str to list of Path
        The files found, by data set, in the order of the names. Case does not matter (``ADSL.XPT``).

    Raises
    ------
    InputError
        The folder cannot be read.
    """
    found: dict[str, list[Path]] = {name: [] for name in names}
    try:
        entries = sorted(os.listdir(folder))  # noqa: PTH208 - a Path for each entry costs time
    except OSError as error:
        raise InputError.at(f"the folder cannot be read: {error.strerror}", file=folder) from error
    for entry in entries:
        stem, suffix = os.path.splitext(entry.lower())  # noqa: PTH122
        if suffix in SUFFIXES and stem in found:
            found[stem].append(folder / entry)
    return {name: paths for name, paths in found.items() if paths}


def find_sources(folder: Path, names: tuple[str, ...]) -> dict[str, Path]:
    """Find the one file of each data set in a folder.

    Parameters
    ----------
    folder : Path
        Data folder.
    names : tuple of str
        Names of the data sets, in lower case.

    Returns
    -------
    dict of str to Path
        The files found, by data set, in the order of the names.

    Raises
    ------
    InputError
        The folder cannot be read, or two files hold the same data set.
    """
    return one_each(candidates(folder, names), folder)


def one_each(found: dict[str, list[Path]], folder: Path) -> dict[str, Path]:
    """Require that each data set has one file.

    Parameters
    ----------
    found : dict of str to list of Path
        The files of each data set.
    folder : Path
        Data folder, for messages.

    Returns
    -------
    dict of str to Path
        The file of each.

    Raises
    ------
    InputError
        Two files hold the same data set.
    """
    for name, paths in found.items():
        if len(paths) > 1:
            raise InputError.at(two_files(name, paths), file=folder)
    return {name: paths[0] for name, paths in found.items()}


def two_files(name: str, paths: list[Path]) -> str:
    """Say that several files hold the same data set.

    Parameters
    ----------
    name : str
        Name of the data set.
    paths : list of Path
        Its files.

    Returns
    -------
    str
        One line that names them all.
    """
    files = " and ".join(path.name for path in paths)
    return f"{files} hold the same data set {name}; keep one of them"


def require_safe(path: Path, folder: Path, max_bytes: int | None = None) -> None:
    """Refuse a file that is missing, outside the data folder or too large, before it is read.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path
        The data folder; a link may not lead out of it.
    max_bytes : int, optional
        Largest size; that of the environment variable ``HCC_MAX_FILE_BYTES``, or 2 GB.

    Raises
    ------
    InputError
        The file is refused.
    """
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise InputError.at("is a link to a file outside the data folder; copy the file into it", file=path)
    if not path.is_file():
        problem = "is not a file" if path.exists() else "the file does not exist"
        raise InputError.at(f"{problem}; put the data set there or correct `data`", file=path)
    limit = _limit() if max_bytes is None else max_bytes
    size = path.stat().st_size
    if size > limit:
        advice = f"; set {MAX_BYTES_VARIABLE} to allow it" if max_bytes is None else ""
        raise InputError.at(f"has {size} bytes, more than the limit of {limit}{advice}", file=path)
    suffix = path.suffix.lower()
    if size == 0 and suffix in SUFFIXES:
        kind = suffix.removeprefix(".").upper()
        raise InputError.at(f"cannot be read as {kind}: the file is empty; export it again", file=path)


def _limit() -> int:
    text = os.environ.get(MAX_BYTES_VARIABLE, "").strip()
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise InputError(f"{MAX_BYTES_VARIABLE} is {text!r}; give a number of bytes, for example {MAX_BYTES}")
    return int(text) if text else MAX_BYTES


def read_table(path: Path) -> Table:
    """Read a file with the reader of its suffix.

    Parameters
    ----------
    path : Path
        The file; see :func:`require_safe`.

    Returns
    -------
    Table
        Its values as text and its labels.

    Raises
    ------
    InputError
        The content is not what the suffix says, or changed while it was read.
    """
    try:
        before = file_state(path)
        try:
            return _reader(path.suffix.lower())(path)
        finally:
            _require_unchanged(path, before)
    except OSError as error:
        raise InputError.at(f"cannot be read: {error.strerror or error}", file=path) from error
    except MemoryError as error:
        raise InputError.at("cannot be read: it does not fit into memory", file=path) from error


def _require_unchanged(path: Path, before: FileState) -> None:
    if file_state(path) != before:
        raise InputError.at("changed while it was read; read it again when it is complete", file=path)


def _reader(suffix: str) -> Callable[[Path], Table]:
    if suffix == ".csv":
        return read_csv
    if suffix == ".xpt":
        from hcc_analysis.trial.readers.xpt_file import read_xpt

        return read_xpt
    if suffix == ".sas7bdat":
        from hcc_analysis.trial.readers.sas_file import read_sas

        return read_sas
    if suffix == ".json":
        from hcc_analysis.trial.readers.dataset_json import read_json

        return read_json
    if suffix == ".ndjson":
        from hcc_analysis.trial.readers.dataset_ndjson import read_ndjson

        return read_ndjson
    from hcc_analysis.trial.readers.parquet_file import read_parquet

    return read_parquet


def row_of(path: Path, record: int) -> int:
    """Return where a record stands in its file.

    Parameters
    ----------
    path : Path
        File of the data set.
    record : int
        Position of the record, from 0.

    Returns
    -------
    int
        CSV: row as a spreadsheet numbers it (the header is row 1, empty rows count); ``.ndjson``: line;
        other formats: number of the observation, from 1.
    """
    return rows_of(path, record + 1)[record]


def rows_of(path: Path, count: int) -> list[int]:
    """Return where each of the first records stands in its file; see :func:`row_of`.

    Parameters
    ----------
    path : Path
        File of the data set.
    count : int
        Number of records.

    Returns
    -------
    list of int
        One place a record.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        rows = _csv_rows(path, count)
        return rows + [record + 2 for record in range(len(rows), count)]
    first = 2 if suffix == ".ndjson" else 1
    return list(range(first, first + count))


def _csv_rows(path: Path, count: int) -> list[int]:
    rows: list[int] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row, cells in enumerate(csv.reader(file), start=1):
                if len(cells) > 1 or "".join(cells).strip():
                    rows.append(row)
                if len(rows) > count:
                    break
    except (OSError, ValueError, csv.Error):
        return []
    return rows[1:]
