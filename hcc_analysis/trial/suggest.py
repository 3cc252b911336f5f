"""What of a trial's file could be a variable or a code of ours, by names, labels and usual codes."""

from __future__ import annotations

import difflib
import json
import re

import pandas as pd

from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.units import SAS_DAYS
from hcc_analysis.trial.variables import Variable

SAME = "the same name"
_ALIKE = 0.8
_LONGEST = 100
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
    "RELATED": ("Y", "YES", "PROBABLE", "POSSIBLE", "REMOTE", "DEFINITE"),
    "NOT RELATED": ("NONE", "N", "NO", "NOT RELATED", "UNRELATED"),
}
_DAY_NUMBER = re.compile(r"[12][0-9]{4}").fullmatch


def source_for(table: Table, variable: Variable) -> tuple[str, str] | None:
    """Find the variable of a file that could be one of ours.

    Parameters
    ----------
    table : Table
        What the file holds.
    variable : Variable
        Ours.

    Returns
    -------
    tuple of (str, str) or None
        Its name and the reason for the guess.
    """
    names = {str(name).upper(): str(name) for name in table.text.columns}
    if variable.name in names:
        return names[variable.name], SAME
    for other in _OTHER_NAMES.get(variable.name, ()):
        if other in names:
            return names[other], f"{other} is the usual name for it"
    labels = {label.lower(): name for name, label in table.labels.items() if name in table.text}
    close = difflib.get_close_matches(variable.label.lower(), list(labels), n=1, cutoff=_ALIKE)
    return (labels[close[0]], f"its label is '{one_line(close[0])}'") if close else None


def entry_for(values: pd.Series, source: str, reason: str, variable: Variable) -> str:
    """Write the line of ``mapping.yml`` that makes a variable of a file ours, without its name.

    Parameters
    ----------
    values : pandas.Series
        The variable's values as text.
    source : str
        Its name.
    reason : str
        Why it is taken.
    variable : Variable
        Ours.

    Returns
    -------
    str
        YAML in one line, the reason and every value without a code (``GAP``) as its comment.
    """
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
        shown = ", ".join(f"{one_line(v)} ({int((values == v).sum())})" for v in unknown[:5])
        reason += f"; GAP: no code for {shown}"
    entry = ", ".join(f"{name}: {text}" for name, text in parts.items())
    return f"{{{entry}}}  # {reason}" if parts else f"{json.dumps(source)}  # {reason}"


def gap_line(variable: Variable) -> str:
    """Write the line of ``mapping.yml`` for a variable of ours that a file does not have.

    Parameters
    ----------
    variable : Variable
        Ours.

    Returns
    -------
    str
        A comment where every record needs it; else an entry that says that the trial has none.
    """
    label = one_line(variable.label)
    if variable.required and not variable.may_lack:
        return f"    # GAP {variable.name}: {label}; needed in every record, no variable found"
    return f"    {variable.name}: null  # GAP: {label}; no variable found"


def code_for(value: str, variable: Variable) -> str | None:
    """Return the code of ours that a value stands for by its letters or by usage; None without one."""
    upper = value.strip().upper()
    for ours in map(str, variable.values):
        if ours.upper() == upper or upper in _COMMON_CODES.get(ours, ()):
            return ours
    return None


def nearest_code(value: str, variable: Variable) -> str | None:
    """Return the code of ours that a value stands for, else one that it has as words, else the most like it.

    Parameters
    ----------
    value : str
        The trial's value.
    variable : Variable
        Ours, with its codes.

    Returns
    -------
    str or None
        The code; None where no code shares a letter with the value.
    """
    known = code_for(value, variable)
    if known is not None:
        return known
    upper = value.strip().upper()[:_LONGEST]
    inside = [ours for ours in map(str, variable.values) if _has_words(upper, ours.upper())]
    longest = max(inside, key=len, default="")
    if inside and all(ours in longest for ours in inside):
        return longest
    likeness = {
        ours: difflib.SequenceMatcher(None, upper, ours.upper()).ratio() for ours in map(str, variable.values)
    }
    best = max(likeness, key=lambda ours: likeness[ours], default=None)
    return best if best is not None and likeness[best] > 0 else None


def _has_words(text: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


def _codes(found: list[str], variable: Variable) -> tuple[dict[str, str], list[str]]:
    codes, unknown = {}, []
    allowed = {str(value) for value in variable.values}
    for value in found if allowed else []:
        if value in allowed:
            continue
        code = code_for(value, variable)
        if code is None:
            unknown.append(value)
        else:
            codes[value] = code
    return codes, unknown


def one_line(text: str) -> str:
    """Keep a text of the data on one line of a comment."""
    return "".join(letter if letter.isprintable() else " " for letter in text)[:60]
