"""The order of the supplement, from ``notebooks/contents.yml``."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from hcc_analysis.errors import InputError
from hcc_analysis.yaml_file import read_model

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class ChapterPlan(BaseModel):
    """One chapter: its title, an optional introduction, and the ids of its outputs in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    intro: str = ""
    outputs: tuple[str, ...] = Field(min_length=1)


class Contents(BaseModel):
    """The chapters of the supplement in order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    chapters: tuple[ChapterPlan, ...] = Field(min_length=1)

    @property
    def outputs(self) -> tuple[str, ...]:
        """Ids of all outputs in order."""
        return tuple(id for chapter in self.chapters for id in chapter.outputs)


def read_contents(path: Path) -> Contents:
    """Read the order of the supplement and hold it against the notebooks beside the file.

    Parameters
    ----------
    path : Path
        ``contents.yml`` in the folder of the notebooks.

    Returns
    -------
    Contents
        The chapters.

    Raises
    ------
    InputError
        An output is listed twice or has no notebook, or a notebook is not listed.
    """
    contents = read_model(path, Contents)
    listed = contents.outputs
    present = {notebook.stem for notebook in path.parent.glob("*.ipynb")}
    _refuse(path, [id for id in listed if not _ID.fullmatch(id)], "may hold letters, digits, - and _ only")
    _refuse(path, sorted({id for id in listed if listed.count(id) > 1}), "is listed twice")
    _refuse(path, [id for id in listed if id not in present], "has no notebook beside this file")
    _refuse(path, sorted(present - set(listed)), "is a notebook that is not listed; add it to a chapter")
    return contents


def _refuse(path: Path, ids: list[str], reason: str) -> None:
    if ids:
        raise InputError.at(f"'{ids[0]}' {reason}", file=path)
