"""Time-to-event endpoints, declared by their sources of events and of censoring.

Source: paper, Methods, Outcomes. Overall survival runs from the first dose of tislelizumab to death
from any cause; recurrence-free survival from resection to the first documented recurrence or death.
The form follows admiral's ``derive_param_tte``: each source names data set, date and description, and
each derived row keeps which one it came from.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from hcc_analysis.endpoints.given_times import DATA_SET, given_times, gives
from hcc_analysis.errors import InputError, NotCollectedError
from hcc_analysis.trial import Trial, intention_to_treat, resected

DAYS_PER_MONTH = 365 / 12
_UNIT_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
COLUMNS = (
    "USUBJID",
    "PARAMCD",
    "PARAM",
    "STARTDT",
    "ADT",
    "AVAL",
    "CNSR",
    "EVNTDESC",
    "SRCDOM",
    "SRCVAR",
)


@dataclass(frozen=True)
class Source:
    """Where a date comes from: one row a subject at most, the first (event) or last (censoring)."""

    data_set: str
    date: str
    description: str
    keep: Callable[[pd.DataFrame], pd.Series] | None = None


@dataclass(frozen=True)
class Endpoint:
    """A time-to-event endpoint: population, start, and the sources of its end."""

    code: str
    name: str
    population: Callable[[Trial], pd.DataFrame]
    start: str
    events: tuple[Source, ...]
    censorings: tuple[Source, ...]

    @property
    def sources(self) -> tuple[Source, ...]:
        """Events, then censorings."""
        return (*self.events, *self.censorings)

    @property
    def data_sets(self) -> frozenset[str]:
        """Data sets that the endpoint is derived from."""
        return frozenset(source.data_set for source in self.sources)


DEATH = Source("adsl", "DTHDT", "Death")
OVERALL_SURVIVAL = Endpoint(
    "OS",
    "Overall survival",
    intention_to_treat,
    "TRTSDT",
    events=(DEATH,),
    censorings=(Source("adsl", "LSTALVDT", "Last known alive"),),
)
RECURRENCE_FREE_SURVIVAL = Endpoint(
    "RFS",
    "Recurrence-free survival",
    resected,
    "SURGDT",
    events=(Source("adfu", "ADT", "Recurrence", lambda frame: frame["RECURFL"] == "Y"), DEATH),
    censorings=(
        Source("adfu", "ADT", "Last assessment without recurrence", lambda frame: frame["RECURFL"] == "N"),
        Source("adsl", "SURGDT", "No assessment after resection"),
    ),
)


def endpoint_of(trial: Trial, code: str) -> Endpoint:
    """Return the endpoint that a parameter names.

    Parameters
    ----------
    trial : Trial
        The data.
    code : str
        OS, RFS, or another ``PARAMCD`` that ``adtte`` gives.

    Returns
    -------
    Endpoint
        Its declaration; one that only ``adtte`` gives is called as its ``PARAM``, and its population is
        every treated subject who has it.

    Raises
    ------
    NotCollectedError
        It is neither declared nor given.
    """
    for endpoint in (OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL):
        if endpoint.code == code:
            return endpoint
    adtte = trial.data_sets.get(DATA_SET)
    rows = None if adtte is None else adtte[adtte["PARAMCD"] == code]
    if rows is None or rows.empty:
        raise NotCollectedError(f"the trial has no {code} in adtte")
    names = [_UNIT_IN_BRACKETS.sub("", name) for name in rows["PARAM"].dropna().unique()]
    return Endpoint(code, names[0] if names else code, intention_to_treat, "TRTSDT", events=(), censorings=())


def derive(trial: Trial, endpoint: Endpoint, *, days_per_month: float = DAYS_PER_MONTH) -> pd.DataFrame:
    """Return an endpoint: as the data give it (ADTTE), else derived from the observations.

    Parameters
    ----------
    trial : Trial
        The data.
    endpoint : Endpoint
        Which endpoint.
    days_per_month : float
        Days that make a month.

    Returns
    -------
    pandas.DataFrame
        As ADTTE, one row a subject: ``USUBJID``, ``PARAMCD``, ``PARAM``, ``STARTDT``, ``ADT``, ``AVAL``
        (months), ``CNSR`` (0 event, 1 censored), ``EVNTDESC``, ``SRCDOM`` and ``SRCVAR``.

    Raises
    ------
    InputError
        A subject has no end date, or one before the start; or what the data give has no known unit or event.
    """
    if gives(trial, endpoint):
        frame = given_times(trial, endpoint, days_per_month=days_per_month)
        return frame[list(COLUMNS)].reset_index(drop=True)
    return derive_from_observations(trial, endpoint, days_per_month=days_per_month)


def derive_from_observations(
    trial: Trial, endpoint: Endpoint, *, days_per_month: float = DAYS_PER_MONTH
) -> pd.DataFrame:
    """Derive an endpoint for every subject of its population, whatever the data give.

    Parameters
    ----------
    trial : Trial
        The data.
    endpoint : Endpoint
        Which endpoint.
    days_per_month : float
        Days that make a month.

    Returns
    -------
    pandas.DataFrame
        As :func:`derive` gives it.

    Raises
    ------
    InputError
        A subject has no end date, or one before the start.
    """
    population = endpoint.population(trial)
    event = _earliest([_dates(trial, s, "min") for s in endpoint.events])
    censoring = _latest([_dates(trial, s, "max") for s in endpoint.censorings])
    frame = population[["USUBJID", endpoint.start]].rename(columns={endpoint.start: "STARTDT"})
    ends = [event.get(subject) or censoring.get(subject) for subject in frame["USUBJID"]]
    _require_ends(frame, ends, endpoint, trial)
    frame["PARAMCD"], frame["PARAM"] = endpoint.code, endpoint.name
    frame["ADT"] = pd.Series([end.date for end in ends if end], index=frame.index, dtype="datetime64[ns]")
    frame["AVAL"] = (frame["ADT"] - frame["STARTDT"]).dt.days / days_per_month
    frame["CNSR"] = [int(subject not in event) for subject in frame["USUBJID"]]
    for column, attribute in (("EVNTDESC", "description"), ("SRCDOM", "data_set"), ("SRCVAR", "variable")):
        frame[column] = [getattr(end, attribute) for end in ends]
    _require_order(frame, endpoint, trial)
    return frame[list(COLUMNS)].reset_index(drop=True)


@dataclass(frozen=True)
class _End:
    date: pd.Timestamp
    description: str
    data_set: str
    variable: str


def _dates(trial: Trial, source: Source, which: str) -> dict[str, _End]:
    frame = trial.need(source.data_set, source.date)
    kept = frame[source.keep(frame)] if source.keep else frame
    dates = kept.dropna(subset=[source.date]).groupby("USUBJID")[source.date].agg(which)
    domain = source.data_set.upper()
    return {
        str(subject): _End(date, source.description, domain, source.date) for subject, date in dates.items()
    }


def _earliest(sources: list[dict[str, _End]]) -> dict[str, _End]:
    """Take the earliest end of each subject; on a tie the source declared first."""
    merged: dict[str, _End] = {}
    for source in sources:
        for subject, end in source.items():
            if subject not in merged or end.date < merged[subject].date:
                merged[subject] = end
    return merged


def _latest(sources: list[dict[str, _End]]) -> dict[str, _End]:
    """Take the latest end of each subject; on a tie the source declared first."""
    merged: dict[str, _End] = {}
    for source in sources:
        for subject, end in source.items():
            if subject not in merged or end.date > merged[subject].date:
                merged[subject] = end
    return merged


def _require_ends(frame: pd.DataFrame, ends: list[_End | None], endpoint: Endpoint, trial: Trial) -> None:
    for subject, end in zip(frame["USUBJID"], ends, strict=True):
        if end is None:
            sources = (*endpoint.events, *endpoint.censorings)
            dates = ", ".join(f"{s.date} of {trial.file_of(s.data_set).name}" for s in sources)
            raise InputError.at(
                f"subject {subject} has no end of {endpoint.name}; give one of {dates}", file=trial.folder
            )


def _require_order(frame: pd.DataFrame, endpoint: Endpoint, trial: Trial) -> None:
    negative = frame[frame["AVAL"] < 0]
    if len(negative):
        row = negative.iloc[0]
        path = trial.file_of(row["SRCDOM"].lower())
        message = (
            f"subject {row['USUBJID']}: {row['EVNTDESC']} on {row['ADT'].date()} is before "
            f"{endpoint.start} {row['STARTDT'].date()} (negative time)"
        )
        raise InputError.at(message, file=path, column=row["SRCVAR"])
