"""A data set as Dataset-JSON 1.1.

Source: CDISC Dataset-JSON 1.1: dates are ISO 8601 text that stands for a SAS day number
(``targetDataType`` integer, ``displayFormat`` E8601DA.), a missing value is null.
"""

from __future__ import annotations

import json
from typing import Any

from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.adam.values import Value, plain, width
from hcc_analysis.adam.write import Encoded
from hcc_analysis.trial import DatasetInfo

_TYPES = {"text": "string", "integer": "integer", "number": "double", "date": "date"}


def encode_json(data_set: AdamSet, info: DatasetInfo, version: str) -> Encoded:
    """Encode a data set as Dataset-JSON; see :func:`hcc_analysis.adam.write.encode`."""
    values = [plain(data_set, column) for column in data_set.columns]
    name, when = data_set.name.upper(), f"{info.cutoff.isoformat()}T00:00:00"
    head: dict[str, Any] = {
        "datasetJSONCreationDateTime": when,
        "datasetJSONVersion": "1.1.0",
        "fileOID": f"{info.registry_id}.{name}",
        "dbLastModifiedDateTime": when,
        "originator": "hcc-report export",
        "sourceSystem": {"name": "hcc-analysis", "version": version},
        "studyOID": info.registry_id,
        "metaDataVersionOID": "MDV.1",
        "metaDataRef": "define.xml",
        "itemGroupOID": f"IG.{name}",
        "records": len(data_set.frame),
        "name": name,
        "label": data_set.label,
        "columns": [
            _column(data_set, column, found) for column, found in zip(data_set.columns, values, strict=True)
        ],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1)[: -len("\n}")]
    rows = ",\n".join(
        json.dumps(row, ensure_ascii=False, allow_nan=False) for row in zip(*values, strict=True)
    )
    return Encoded(f'{text},\n "rows": [\n{rows}\n]\n}}\n'.encode())


def _column(data_set: AdamSet, column: Column, values: list[Value]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "itemOID": f"IT.{data_set.name.upper()}.{column.name}",
        "name": column.name,
        "label": column.label,
        "dataType": _TYPES[column.kind],
    }
    if column.kind == "text":
        described["length"] = width(values)
    if column.kind == "date":
        described |= {"targetDataType": "integer", "displayFormat": "E8601DA."}
    if column.name in data_set.key:
        described["keySequence"] = data_set.key.index(column.name) + 1
    return described
