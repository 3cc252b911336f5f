"""A first draft of ``mapping.yml``, from the names and labels that a data folder has."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS
from hcc_analysis.trial.locate import locate
from hcc_analysis.trial.mapping import MAPPING
from hcc_analysis.trial.readers.sources import SUFFIXES, find_sources, require_safe
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.reading import read_named
from hcc_analysis.trial.units import SAS_DAYS
from hcc_analysis.trial.variables import DataSet, Variable

_ALIKE = 0.8
_SAME = "the same name"
_ARMS = ("TRT01P", "ARM", "TRT01A", "ACTARM")
_MOST_ARMS = 6
# Names that ADaM and SDTM have for what ours is, the likeliest first.
_OTHER_NAMES = {
    "SCRDT": ("RFICDT", "RFICDTC", "SCRNDT"),
    "ENRLFL": ("ENRLFL", "ITTFL", "RANDFL"),
    "ENRLDT": ("RANDDT", "ENRDT"),
    "TRTSDT": ("TRTSDT", "RFXSTDTC", "RFSTDTC"),
    "SURGDT": ("SURGDTC",),
    "DTHDT": ("DTHDTC",),
    "LSTALVDT": ("LSTALVDT", "LSTALVDTC", "EOSDT"),
    "ECOG": ("ECOGBL", "BECOG"),
    "ADT": ("ADTM", "ADTC"),
    "TRLNKID": ("TULNKID", "LSLINKID"),
    "TRLOC": ("TULOC",),
    "ASTDT": ("AESTDTC", "CMSTDTC", "EXSTDTC"),
    "AENDT": ("AEENDTC", "EXENDTC"),
    "AETOXGR": ("ATOXGR",),
    "AEREL": ("AREL", "AERELN"),
}
_COMMON_CODES = {
    "M": ("MALE", "MAN"),
    "F": ("FEMALE", "WOMAN"),
    "Y": ("YES", "1", "TRUE"),
    "N": ("NO", "0", "FALSE"),
    "RELATED": ("Y", "YES", "PROBABLE", "POSSIBLE", "REMOTE"),
    "NOT RELATED": ("NONE", "N", "NO", "NOT RELATED"),
}
_DAY_NUMBER = re.compile(r"[12][0-9]{4}").fullmatch
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
                shown = json.dumps([_comment(value) for value in values], ensure_ascii=False)
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
    found = _source(table, variable)
    if found is not None:
        entry = _entry(table.text[found[0]], *found, variable)
        plain = entry == f"{json.dumps(variable.name)}  # {_SAME}"
        return None if plain else f"    {variable.name}: {entry}"
    if variable.optional:
        return ""
    if variable.required and not variable.may_lack:
        gap = f"{_comment(variable.label)}; needed in every record, no variable found"
        return f"    # GAP {variable.name}: {gap}"
    return f"    {variable.name}: null  # GAP: {_comment(variable.label)}; no variable found"


def _source(table: Table, variable: Variable) -> tuple[str, str] | None:
    names = {str(name).upper(): str(name) for name in table.text.columns}
    if variable.name in names:
        return names[variable.name], _SAME
    for other in _OTHER_NAMES.get(variable.name, ()):
        if other in names:
            return names[other], f"{other} is the usual name for it"
    labels = {label.lower(): name for name, label in table.labels.items() if name in table.text}
    close = difflib.get_close_matches(variable.label.lower(), list(labels), n=1, cutoff=_ALIKE)
    return (labels[close[0]], f"its label is '{_comment(close[0])}'") if close else None


def _entry(values: pd.Series, source: str, reason: str, variable: Variable) -> str:
    found = [str(value) for value in values.dropna().unique()]
    codes, unknown = _codes(found, variable)
    parts = {} if source == variable.name else {"from": json.dumps(source)}
    if codes:
        pairs = ", ".join(f"{json.dumps(old)}: {json.dumps(new)}" for old, new in codes.items())
        parts["codes"] = f"{{{pairs}}}"
    if variable.kind == "date" and found and all(map(_DAY_NUMBER, found)):
        parts["unit"] = f"{SAS_DAYS} to date"
        reason += "; numbers of days, taken to be since 1960-01-01"
    if unknown:
        shown = ", ".join(f"{_comment(v)} ({int((values == v).sum())})" for v in unknown[:5])
        reason += f"; GAP: no code for {shown}"
    entry = ", ".join(f"{name}: {text}" for name, text in parts.items())
    return f"{{{entry}}}  # {reason}" if parts else f"{json.dumps(source)}  # {reason}"


def _codes(found: list[str], variable: Variable) -> tuple[dict[str, str], list[str]]:
    codes, unknown = {}, []
    allowed = [str(value) for value in variable.values]
    for value in found if allowed else []:
        if value in allowed:
            continue
        upper = value.strip().upper()
        same = [ours for ours in allowed if ours.upper() == upper or upper in _COMMON_CODES.get(ours, ())]
        if same:
            codes[value] = same[0]
        else:
            unknown.append(value)
    return codes, unknown


def _dataset_yml(folder: Path, adsl: Table | None) -> str:
    studies = adsl.text["STUDYID"].dropna().unique() if adsl and "STUDYID" in adsl.text else []
    known = len(studies) == 1
    registry = json.dumps(str(studies[0])) if known else ""
    why = "; STUDYID of adsl" if known else ""
    return _DATASET_YML.format(title=json.dumps(folder.name), registry=registry, why=why)


def _comment(text: str) -> str:
    """Keep a text of the data on one line of a comment."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:60]
