"""Write a data folder in every format that can be read."""

from __future__ import annotations

import ctypes
import json
import shutil
from pathlib import Path

import pandas as pd

from hcc_analysis.trial.schemas import DATA_SETS
from hcc_analysis.trial.variables import DataSet

FORMATS = ("csv", "xpt", "sas7bdat", "json", "ndjson", "parquet")
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_void_p)
_SAS_EPOCH = pd.Timestamp("1960-01-01")


def write_folder(source: dict[str, pd.DataFrame], info: Path, folder: Path, suffix: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(info, folder / "dataset.yml")
    for name, frame in source.items():
        write(frame, DATA_SETS[name], folder / f"{name}.{suffix}")
    return folder


def write(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    WRITERS[path.suffix.lower().removeprefix(".")](frame, data_set, path)


def labels(data_set: DataSet) -> dict[str, str]:
    return {variable.name: variable.label[:40].rstrip() for variable in data_set.variables}


def _plain(frame: pd.DataFrame, data_set: DataSet) -> pd.DataFrame:
    """Text, floats and datetime.date; missing text is empty."""
    plain = pd.DataFrame(index=frame.index)
    for variable in data_set.variables:
        column = frame[variable.name]
        if variable.kind == "text":
            plain[variable.name] = column.fillna("").astype(object)
        elif variable.kind == "date":
            plain[variable.name] = pd.Series(
                [None if pd.isna(v) else v.date() for v in column], dtype=object, index=frame.index
            )
        else:
            plain[variable.name] = column.astype("float64")
    return plain


def _csv(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    frame.to_csv(path, index=False, date_format="%Y-%m-%d")


def _xpt(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    import pyreadstat

    plain = _plain(frame, data_set)
    names = {name: name[:8] for name in plain.columns}
    pyreadstat.write_xport(
        plain.rename(columns=names),
        str(path),
        table_name=data_set.name.upper(),
        column_labels=[labels(data_set)[name] for name in plain.columns],
        variable_format={v.name[:8]: "DATE9" for v in data_set.variables if v.kind == "date"},
        file_format_version=5,
    )


def _sas7bdat(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    """pyreadstat reads SAS7BDAT and offers no writer; the library inside it has one."""
    import pyreadstat._readstat_writer as extension

    library = ctypes.CDLL(extension.__file__)
    pointer = ctypes.c_void_p
    for name, result, arguments in (
        ("readstat_writer_init", pointer, []),
        ("readstat_set_data_writer", ctypes.c_int, [pointer, _CALLBACK]),
        ("readstat_add_variable", pointer, [pointer, ctypes.c_char_p, ctypes.c_int, ctypes.c_size_t]),
        ("readstat_variable_set_label", None, [pointer, ctypes.c_char_p]),
        ("readstat_variable_set_format", None, [pointer, ctypes.c_char_p]),
        ("readstat_begin_writing_sas7bdat", ctypes.c_int, [pointer, pointer, ctypes.c_long]),
        ("readstat_begin_row", ctypes.c_int, [pointer]),
        ("readstat_insert_string_value", ctypes.c_int, [pointer, pointer, ctypes.c_char_p]),
        ("readstat_insert_double_value", ctypes.c_int, [pointer, pointer, ctypes.c_double]),
        ("readstat_insert_missing_value", ctypes.c_int, [pointer, pointer]),
        ("readstat_end_row", ctypes.c_int, [pointer]),
        ("readstat_end_writing", ctypes.c_int, [pointer]),
        ("readstat_writer_free", None, [pointer]),
    ):
        getattr(library, name).restype, getattr(library, name).argtypes = result, arguments
    written = bytearray()

    def collect(data: int, size: int, _: object) -> int:
        written.extend(ctypes.string_at(data, size))
        return size

    callback = _CALLBACK(collect)
    writer = library.readstat_writer_init()
    library.readstat_set_data_writer(writer, callback)
    variables = {}
    for v in data_set.variables:
        text = frame[v.name].dropna().astype(str).str.len().max() if v.kind == "text" and len(frame) else 8
        width = 8 if pd.isna(text) else max(int(text) * 2, 8)
        handle = library.readstat_add_variable(writer, v.name.encode(), 0 if v.kind == "text" else 5, width)
        library.readstat_variable_set_label(handle, labels(data_set)[v.name].encode())
        if v.kind == "date":
            library.readstat_variable_set_format(handle, b"DATE9")
        variables[v.name] = handle
    assert library.readstat_begin_writing_sas7bdat(writer, None, len(frame)) == 0
    for row in frame.to_dict("records"):
        library.readstat_begin_row(writer)
        for v in data_set.variables:
            value, handle = row[v.name], variables[v.name]
            if v.kind == "text":
                cell = "" if pd.isna(value) else value
                library.readstat_insert_string_value(writer, handle, cell.encode())
            elif pd.isna(value):
                library.readstat_insert_missing_value(writer, handle)
            else:
                number = (value - _SAS_EPOCH).days if v.kind == "date" else float(value)
                library.readstat_insert_double_value(writer, handle, number)
        assert library.readstat_end_row(writer) == 0
    assert library.readstat_end_writing(writer) == 0
    library.readstat_writer_free(writer)
    path.write_bytes(bytes(written))


def document(frame: pd.DataFrame, data_set: DataSet) -> dict[str, object]:
    kinds = {"text": "string", "integer": "integer", "number": "double", "date": "date"}
    columns = [
        {
            "itemOID": f"IT.{data_set.name.upper()}.{v.name}",
            "name": v.name,
            "label": v.label,
            "dataType": kinds[v.kind],
        }
        | ({"targetDataType": "integer", "displayFormat": "E8601DA."} if v.kind == "date" else {})
        for v in data_set.variables
    ]
    return {
        "datasetJSONCreationDateTime": "2026-01-01T00:00:00",
        "datasetJSONVersion": "1.1.0",
        "itemGroupOID": f"IG.{data_set.name.upper()}",
        "records": len(frame),
        "name": data_set.name.upper(),
        "label": data_set.label,
        "columns": columns,
        "rows": [
            [_json_value(row[v.name], v.kind) for v in data_set.variables] for row in frame.to_dict("records")
        ],
    }


def _json_value(value: object, kind: str) -> object:
    if pd.isna(value):
        return "" if kind == "text" else None
    return {
        "date": lambda: str(value.date()),
        "integer": lambda: int(value),
        "number": lambda: float(value),
    }.get(kind, lambda: value)()


def _json(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    path.write_text(json.dumps(document(frame, data_set), ensure_ascii=False), encoding="utf-8")


def _ndjson(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    meta = document(frame, data_set)
    rows = meta.pop("rows")
    lines = [json.dumps(item, ensure_ascii=False) for item in (meta, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _parquet(frame: pd.DataFrame, data_set: DataSet, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
    fields, arrays = [], []
    for v in data_set.variables:
        fields.append(pa.field(v.name, types[v.kind], metadata={"label": v.label}))
        arrays.append(pa.array(frame[v.name], type=types[v.kind], from_pandas=True))
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields)), path)


WRITERS = {
    "csv": _csv,
    "xpt": _xpt,
    "sas7bdat": _sas7bdat,
    "json": _json,
    "ndjson": _ndjson,
    "parquet": _parquet,
}
