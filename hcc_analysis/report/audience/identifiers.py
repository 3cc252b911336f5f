"""Refuse a report that names a patient or a patient's exact date, whatever was meant to hold it back."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from pydantic import BaseModel

from hcc_analysis.errors import InputError
from hcc_analysis.report.audience.words import found_dates
from hcc_analysis.trial import Trial

_VARIABLES = ("USUBJID", "SUBJID")
_TOKEN = re.compile(r"[^\s\"'<>()\[\]{},;|\\]+")
_JOINED = re.compile(r"[=:/_]")
_EDGES = ".:!?*-/"
_LONG_NUMBER = 6  # digits; shorter numbers are everywhere
_SHORT = 3  # letters


@dataclass(frozen=True)
class Identifying:
    """What would tell a patient.

    Attributes
    ----------
    subjects : frozenset of str
        Subject identifiers, those that could be any word or short number left out.
    dates : frozenset of datetime.date
        Every date of a patient but the data cutoff and what is public.
    """

    subjects: frozenset[str]
    dates: frozenset[dt.date]

    def subject_in(self, text: str) -> str:
        """Return a subject identifier that stands in a text; empty when none does."""
        for token in _TOKEN.findall(text):
            bare = token.strip(_EDGES)
            for piece in (token, bare, *_JOINED.split(bare)):
                if piece in self.subjects:
                    return str(piece)
        return next((one for one in sorted(self._spaced) if one in text), "")

    @cached_property
    def _spaced(self) -> frozenset[str]:
        """Identifiers that are no single word."""
        return frozenset(one for one in self.subjects if not _TOKEN.fullmatch(one))


def identifying(trial: Trial, public: frozenset[dt.date] = frozenset()) -> Identifying:
    """Collect the identifiers and dates of a trial's data sets.

    Parameters
    ----------
    trial : Trial
        The data.
    public : frozenset of datetime.date
        Dates that anyone may know, such as those that the paper prints.

    Returns
    -------
    Identifying
        From ``USUBJID`` and ``SUBJID``, and from every date variable.
    """
    subjects: set[str] = set()
    dates: set[dt.date] = set()
    for frame in trial.data_sets.values():
        for name in frame.columns:
            if name in _VARIABLES:
                subjects |= {text for text in frame[name].dropna().astype(str).unique() if _tells(text)}
            elif pd.api.types.is_datetime64_any_dtype(frame[name]):
                dates |= set(frame[name].dropna().dt.date.unique())
    return Identifying(frozenset(subjects), frozenset(dates - {trial.info.cutoff} - public))


def _tells(text: str) -> bool:
    digits = text.isdigit()
    return len(text) >= (_LONG_NUMBER if digits else _SHORT) and not text.isalpha()


def require_none(known: Identifying, parts: Mapping[str, object]) -> None:
    """Refuse to write what names a patient or a patient's date.

    Parameters
    ----------
    known : Identifying
        What would tell a patient.
    parts : mapping of str to object
        What will be written, by a name for the message: text, or dataclasses and models of it.

    Raises
    ------
    InputError
        It does; the message names where, and what to do.
    """
    advice = 'nothing was written; mark the output with shows="subjects", or build with --audience internal'
    for name, part in parts.items():
        for text in _texts(part):
            found = known.subject_in(text)
            if found:
                message = f"would give the subject identifier {found!r} to reviewers; {advice}"
                raise InputError.at(message, file=name)
            date = next((one.date for one in found_dates(text) if one.date in known.dates), None)
            if date:
                message = f"would give a patient's exact date, {date.isoformat()}, to reviewers; {advice}"
                raise InputError.at(message, file=name)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _texts(getattr(part, name))
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from _texts(getattr(part, field.name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _texts(key)
            yield from _texts(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from _texts(value)
    elif isinstance(part, pd.DataFrame):
        yield from _texts([list(map(str, row)) for row in part.itertuples(index=False)])
