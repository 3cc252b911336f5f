"""Data sets as the bytes of files: Dataset-JSON 1.1, SAS transport (XPT version 5), CSV."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from hcc_analysis.adam.model import AdamSet
from hcc_analysis.trial import DatasetInfo


@dataclass(frozen=True)
class Note:
    """Something that a format cannot hold as it is, and what was done.

    Attributes
    ----------
    data_set, variable : str
        Where; no variable for a whole data set.
    message : str
        What was changed.
    """

    data_set: str
    variable: str
    message: str

    @property
    def text(self) -> str:
        """The note in one line."""
        place = f"{self.data_set}, {self.variable}" if self.variable else self.data_set
        return f"{place}: {self.message}"


@dataclass(frozen=True)
class Encoded:
    """A data set in a format.

    Attributes
    ----------
    content : bytes
        The file.
    notes : tuple of Note
        What the format cannot hold as it is.
    """

    content: bytes
    notes: tuple[Note, ...] = ()


Encoder = Callable[[AdamSet, DatasetInfo, str], Encoded]
FORMATS = {"dataset-json": "json", "xpt": "xpt", "csv": "csv"}


def encode(data_set: AdamSet, format: str, info: DatasetInfo, version: str) -> Encoded:
    """Encode a data set.

    Parameters
    ----------
    data_set : AdamSet
        The data set.
    format : {"dataset-json", "xpt", "csv"}
        The format; :data:`FORMATS` gives the suffix of each.
    info : DatasetInfo
        What the data are; the cutoff stands for the time of writing, so that the same data give the
        same bytes.
    version : str
        Version of this package.

    Returns
    -------
    Encoded
        The file and what had to be changed.

    Raises
    ------
    InputError
        The format cannot hold a name or a value; the message says where.
    """
    return _encoder(format)(data_set, info, version)


def _encoder(format: str) -> Encoder:
    if format == "xpt":
        from hcc_analysis.adam.xpt import encode_xpt

        return encode_xpt
    if format == "csv":
        from hcc_analysis.adam.csv_text import encode_csv

        return encode_csv
    from hcc_analysis.adam.dataset_json import encode_json

    return encode_json
