"""Read Dataset-JSON 1.1 by lines: the metadata in the first line, then one list of values a line."""

from __future__ import annotations

from pathlib import Path

from hcc_analysis.trial.readers.dataset_json import columns_of, parse, table_of
from hcc_analysis.trial.readers.table import Table


def read_ndjson(path: Path) -> Table:
    """Read a Dataset-JSON file by lines.

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
        A line is not JSON, the first lacks ``columns``, or a row does not fit the columns.
    """
    lines = path.read_bytes().rstrip().splitlines()
    document = parse(lines[0] if lines else b"", path, line=1)
    columns = columns_of(document, path)
    rows = [parse(line, path, line=number) for number, line in enumerate(lines[1:], start=2)]
    return table_of(document, columns, rows, path)
