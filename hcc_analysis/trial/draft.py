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
from hcc_analysis.trial.readers.sources import SUFFIXES, find_sources, require_safe
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.reading import read_named
from hcc_analysis.trial.suggest import SAME, entry_for, gap_line, one_line, source_for
from hcc_analysis.trial.variables import DataSet, Variable

_ARMS = ("TRT01P", "ARM", "TRT01A", "ACTARM")
_MOST_ARMS = 6
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
    sources = _sources(folder)
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
            lines += [f"{name}:  # {sources[name].name}", *_file(name, sources[name])]
            lines += _variables(tables[name], data_set)
    lacking = ", ".join(name for name in ALL_DATA_SETS if name not in tables)
    if lacking:
        lines.append(f"# No file is named after {lacking}; where there is one, write `adlb: {{file: NAME}}`.")
    lines += _arms(tables.get("adsl"))
    files = {MAPPING: "\n".join([*lines, ""])}
    if not (folder / "dataset.yml").exists():
        files["dataset.yml"] = _dataset_yml(folder, tables.get("adsl"))
    return Draft(files, sum("GAP" in line for line in lines))


def _sources(folder: Path) -> dict[str, Path]:
    """Find the file of each data set; where none has its name, the one whose name begins so: adrs_onco."""
    sources = find_sources(folder, tuple(ALL_DATA_SETS))
    for name in ALL_DATA_SETS:
        longer = sorted(
            path
            for path in folder.iterdir()
            if path.stem.lower().startswith(f"{name}_") and path.suffix.lower() in SUFFIXES
        )
        if name not in sources and len(longer) == 1:
            sources[name] = longer[0]
    return sources


def _file(name: str, source: Path) -> Iterator[str]:
    if source.stem.lower() != name:
        yield f"  file: {json.dumps(source.name)}  # its name begins so"


def _arms(adsl: Table | None) -> Iterator[str]:
    """Name the variable of the arms and its values, which belong into the parameters."""
    for name in _ARMS:
        if adsl is not None and name in adsl.text:
            values = sorted(str(value) for value in adsl.text[name].dropna().unique())
            if 1 < len(values) <= _MOST_ARMS:
                shown = json.dumps([one_line(value) for value in values], ensure_ascii=False)
                yield f"# Arms: in the parameters write `group: {name}` and two of `group_levels: {shown}`."
                return


def _variables(table: Table, data_set: DataSet) -> Iterator[str]:
    lines, same = [], []
    for variable in data_set.variables:
        line = _line(table, variable)
        if line is None:
            same.append(variable.name)
        elif line:
            lines.append(line)
    entries = any(not line.startswith("    #") for line in lines)
    yield "  variables:" if entries else "  variables: {}"
    if same:
        yield f"    # as they are: {', '.join(same)}"
    yield from lines


def _line(table: Table, variable: Variable) -> str | None:
    """Propose where a variable comes from: None where nothing need be said, empty where nothing can be."""
    found = source_for(table, variable)
    if found is not None:
        entry = entry_for(table.text[found[0]], *found, variable)
        plain = entry == f"{json.dumps(variable.name)}  # {SAME}"
        return None if plain else f"    {variable.name}: {entry}"
    if variable.optional:
        return ""
    return gap_line(variable)


def _dataset_yml(folder: Path, adsl: Table | None) -> str:
    studies = adsl.text["STUDYID"].dropna().unique() if adsl and "STUDYID" in adsl.text else []
    known = len(studies) == 1
    registry = json.dumps(str(studies[0])) if known else ""
    why = "; STUDYID of adsl" if known else ""
    return _DATASET_YML.format(title=json.dumps(folder.name), registry=registry, why=why)
