"""A data set as CSV: UTF-8, dates as YYYY-MM-DD, missing values empty."""

from __future__ import annotations

import csv
import io

from hcc_analysis.adam.model import AdamSet
from hcc_analysis.adam.values import plain
from hcc_analysis.adam.write import Encoded
from hcc_analysis.trial import DatasetInfo


def encode_csv(data_set: AdamSet, info: DatasetInfo, version: str) -> Encoded:
    """Encode a data set as CSV; see :func:`hcc_analysis.adam.write.encode`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in data_set.columns)
    writer.writerows(zip(*(plain(data_set, column) for column in data_set.columns), strict=True))
    return Encoded(text.getvalue().encode("utf-8"))
