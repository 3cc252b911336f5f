"""What the data are: title, registry, cutoff and provenance, from ``dataset.yml``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator

from hcc_analysis.trial.readers.sources import require_safe
from hcc_analysis.trial.schemas import VISITS
from hcc_analysis.yaml_file import read_model

_MAX_BYTES = 1_000_000

PROVENANCE_TEXT = {
    "reconstructed": "Reconstructed data: pseudo-patients made from published aggregates, not patients",
    "simulated": "Simulated data: not patients",
    "patient": "Patient data",
}


class DatasetInfo(BaseModel):
    """The content of ``dataset.yml``.

    Attributes
    ----------
    title : str
        Title of the data.
    registry_id : str
        Trial registry identifier.
    cutoff : datetime.date
        Data cutoff.
    provenance : {"reconstructed", "simulated", "patient"}
        What the rows stand for.
    version : str
        Version of the data.
    description : str
        Plain words on how the data came about.
    seed : int, optional
        Seed of a reconstruction or simulation.
    visits : list of str
        Names that a visit may have in ADTR, ADMVI and ADLB; the first is BASELINE.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    title: str
    registry_id: str
    cutoff: dt.date
    provenance: Literal["reconstructed", "simulated", "patient"]
    version: str
    description: str = ""
    seed: int | None = None
    visits: list[str] = list(VISITS)

    @field_validator("visits")
    @classmethod
    def _from_baseline(cls, value: list[str]) -> list[str]:
        if value[:1] != [VISITS[0]] or len(set(value)) < len(value):
            raise ValueError(f"must begin with {VISITS[0]} and name each visit once")
        return value

    @field_validator("cutoff", mode="before")
    @classmethod
    def _iso_date(cls, value: object) -> object:
        """Take a date in quotation marks as well."""
        if isinstance(value, str):
            try:
                return dt.date.fromisoformat(value)
            except ValueError:
                raise ValueError("must be a possible date of the form YYYY-MM-DD") from None
        return value

    @property
    def provenance_text(self) -> str:
        """The sentence that every page shows."""
        return PROVENANCE_TEXT[self.provenance]

    @property
    def banner(self) -> str:
        """Provenance, cutoff and version in one line."""
        return f"{self.provenance_text}. Data cutoff {self.cutoff.isoformat()}, version {self.version}."


def read_info(folder: Path) -> DatasetInfo:
    """Read ``dataset.yml`` of a data folder.

    Parameters
    ----------
    folder : Path
        Data folder.

    Returns
    -------
    DatasetInfo
        The checked content.

    Raises
    ------
    InputError
        The file is missing, is not YAML, or has a missing, unknown or wrong entry.
    """
    path = folder / "dataset.yml"
    if path.exists():
        require_safe(path, folder, _MAX_BYTES)
    return read_model(path, DatasetInfo)
