"""A first draft of ``mapping.yml``, from the names and labels that a data folder has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from hcc_analysis.errors import InputError
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS
from hcc_analysis.trial.locate import locate
from hcc_analysis.trial.mapping import MAPPING
from hcc_analysis.trial.readers.sources import find_sources, require_safe
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.reading import read_named
from hcc_analysis.trial.suggest import entry_for, one_line, source_for
from hcc_analysis.trial.variables import DataSet

_DATASET_YML = """\
# What the data are; every page shows it. Fill in what is marked.
title: {title}  # to be filled in
registry_id: {registry}  # to be filled in{why}
cutoff: # to be filled in: YYYY-MM-DD
provenance: # to be filled in: patient, simulated or reconstructed
version: "1"
"""


@dataclass(frozen=True)
class Draft:
    """The files that ``hcc-report init`` writes, by name, and how many gaps are left in the mapping."""

    files: dict[str, str]
    gaps: int


def draft(data: str | Path) -> Draft:
    """Look at a data folder and propose how its variables and values become ours.

    Parameters
    ----------
    data : str or Path
        Data folder.

    Returns
    -------
    Draft
        ``mapping.yml``, every guess with its reason and every gap as a comment; and ``dataset.yml`` when
        there is none.

    Raises
    ------
    InputError
        The folder has a mapping already, has no data set, or a file cannot be read.
    """
    folder = locate(data)
    if not folder.is_dir():
        raise InputError.at("is not a data folder", file=folder)
    path = folder / MAPPING
    if path.exists() or path.is_symlink():
        raise InputError.at("exists already and is not overwritten; rename it to get a new draft", file=path)
    sources = find_sources(folder, tuple(ALL_DATA_SETS))
    if not sources:
        raise InputError.at("holds no data set; expected files such as adsl.csv or adsl.xpt", file=folder)
    tables = {}
    for name, source in sources.items():
        require_safe(source, folder)
        tables[name] = read_named(source, ALL_DATA_SETS[name])
    lines = [
        "# A draft: hold every line against the trial's own documents. docs: README, Run on your own data."
    ]
    for name, data_set in ALL_DATA_SETS.items():
        if name in tables:
            lines += [f"{name}:  # {sources[name].name}", "  variables:", *_variables(tables[name], data_set)]
        else:
            lines.append(f"# {name}: no file of that name; give one with `{name}: {{file: NAME}}`")
    files = {MAPPING: "\n".join([*lines, ""])}
    if not (folder / "dataset.yml").exists():
        files["dataset.yml"] = _dataset_yml(folder, tables.get("adsl"))
    return Draft(files, sum("GAP" in line for line in lines))


def _variables(table: Table, data_set: DataSet) -> Iterator[str]:
    for variable in data_set.variables:
        found = source_for(table, variable)
        if found is not None:
            yield f"    {variable.name}: {entry_for(table.text[found[0]], *found, variable)}"
        elif variable.required:
            gap = f"{one_line(variable.label)}; needed in every record, no variable found"
            yield f"    # GAP {variable.name}: {gap}"
        else:
            yield f"    {variable.name}: null  # GAP: {one_line(variable.label)}; no variable found"


def _dataset_yml(folder: Path, adsl: Table | None) -> str:
    studies = adsl.text["STUDYID"].dropna().unique() if adsl and "STUDYID" in adsl.text else []
    known = len(studies) == 1
    registry = json.dumps(str(studies[0])) if known else ""
    why = "; STUDYID of adsl" if known else ""
    return _DATASET_YML.format(title=json.dumps(folder.name), registry=registry, why=why)
