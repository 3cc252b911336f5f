"""Read Parquet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hcc_analysis.errors import InputError
from hcc_analysis.trial.readers.table import Table, from_columns

_INDEX = "__index_level_"


def read_parquet(path: Path) -> Table:
    """Read a Parquet file.

    Parameters
    ----------
    path : Path
        The file; labels are the fields' metadata ``label``.

    Returns
    -------
    Table
        Values as text and labels.

    Raises
    ------
    InputError
        The file is not Parquet, is cut short, or has a nested or a repeated column.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            table = file.read(use_threads=False)
    except (pa.ArrowException, OSError, ValueError) as error:
        problem = " ".join(str(error).split())
        raise InputError.at(f"cannot be read as Parquet: {problem}; export it again", file=path) from None
    names = table.schema.names
    for field in table.schema:
        if names.count(field.name) > 1:
            raise InputError.at("the column stands twice", file=path, column=field.name)
        if pa.types.is_nested(field.type) or pa.types.is_binary(field.type):
            message = f"holds {field.type}; store text, numbers or dates"
            raise InputError.at(message, file=path, column=field.name)
    kept = [field for field in table.schema if not field.name.startswith(_INDEX)]
    columns = {field.name: _values(table[field.name], field.name, path) for field in kept}
    return from_columns(columns, {field.name: _label(field) for field in kept})


def _values(column: Any, name: str, path: Path) -> list[Any]:  # noqa: ANN401 - pyarrow's own class
    import numpy as np
    import pyarrow as pa

    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        raise InputError.at("is not UTF-8 text; write it in UTF-8", file=path, column=name) from None
    except (pa.ArrowException, OverflowError, ValueError) as error:
        message = f"has an impossible value ({error}); export it again"
        raise InputError.at(message, file=path, column=name) from None
    if pa.types.is_float32(column.type) or pa.types.is_float16(column.type):
        # The shortest text that gives the same number: 2.9, not 2.9000000953674316.
        kind = np.float32 if pa.types.is_float32(column.type) else np.float16
        return [None if value is None else float(str(kind(value))) for value in values]
    return values


def _label(field: Any) -> str | None:  # noqa: ANN401 - pyarrow's own class
    label = (field.metadata or {}).get(b"label")
    return label.decode("utf-8", "replace") if label else None
