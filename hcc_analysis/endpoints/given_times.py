"""Time-to-event endpoints that the data give (ADTTE), used as they stand.

Source: CDISC ADaM Basic Data Structure for Time-to-Event Analyses 1.0: CNSR 0 is an event, any other
value censored. The unit is that of AVALU, else the one in brackets in PARAM, else the one that the
dates show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.trial import Trial
from hcc_analysis.trial.checks import records
from hcc_analysis.trial.faults import Fault

if TYPE_CHECKING:
    from hcc_analysis.endpoints.time_to_event import Endpoint

DATA_SET = "adtte"
_UNIT = re.compile(r"(?:.*\()?(day|week|month|year)s?\)?\s*", re.IGNORECASE | re.DOTALL)
_DAYS = {"day": 1.0, "week": 7.0, "year": 365.25}
_MONTHS_A_YEAR = 12
_TOLERANCE_DAYS = 2.0


def gives(trial: Trial, endpoint: Endpoint) -> bool:
    """Whether the data give an endpoint.

    Parameters
    ----------
    trial : Trial
        The data.
    endpoint : Endpoint
        Which endpoint.

    Returns
    -------
    bool
        True where ``adtte`` has rows of it (``PARAMCD``).
    """
    return DATA_SET in trial.data_sets and bool((trial[DATA_SET]["PARAMCD"] == endpoint.code).any())


def given_times(trial: Trial, endpoint: Endpoint, *, days_per_month: float) -> pd.DataFrame:
    """Return an endpoint as the data give it.

    Parameters
    ----------
    trial : Trial
        Needs ``adtte`` with rows of the endpoint.
    endpoint : Endpoint
        Which endpoint; subjects outside its population are left out.
    days_per_month : float
        Days that make a month, for times in days or weeks.

    Returns
    -------
    pandas.DataFrame
        As :func:`~hcc_analysis.endpoints.time_to_event.derive` gives it. ``AVAL`` is in months; where
        ``STARTDT`` is missing it is that of ADSL, where ``ADT`` is missing it is ``STARTDT`` and the time.

    Raises
    ------
    InputError
        The unit is unknown, or an event's description fits none or several of the endpoint's events.
    """
    adtte = trial[DATA_SET]
    rows = adtte[adtte["PARAMCD"] == endpoint.code].assign(RECORD=lambda frame: frame.index)
    months = in_months(trial, rows, days_per_month)
    frame = rows.assign(AVAL=months, DAYS=(months * days_per_month).round())
    population = endpoint.population(trial)[["USUBJID", endpoint.start]]
    frame = population.rename(columns={endpoint.start: "ORIGIN"}).merge(frame, on="USUBJID", how="inner")
    frame["PARAM"] = endpoint.name
    frame["STARTDT"] = frame["STARTDT"].fillna(frame["ORIGIN"])
    frame["ADT"] = frame["ADT"].fillna(frame["STARTDT"] + pd.to_timedelta(frame["DAYS"], unit="D"))
    frame["CNSR"] = (frame["CNSR"] > 0).astype("int64")
    frame["EVNTDESC"] = _descriptions(trial, frame, endpoint)
    return frame.drop(columns=["ORIGIN", "RECORD", "DAYS"])


def in_months(trial: Trial, rows: pd.DataFrame, days_per_month: float) -> pd.Series:
    """Convert given times to months.

    Parameters
    ----------
    trial : Trial
        Names the file in messages.
    rows : pandas.DataFrame
        Rows of one parameter of ``adtte``.
    days_per_month : float
        Days that make a month.

    Returns
    -------
    pandas.Series
        Times in months; times in months stay as they are.

    Raises
    ------
    InputError
        The unit is not days, weeks, months or years, or cannot be told.
    """
    factors = {unit: days / days_per_month for unit, days in _DAYS.items()}
    factors |= {"month": 1.0, "year": float(_MONTHS_A_YEAR)}
    units = [_unit(text) for text in rows["AVALU"].tolist()]
    wrong = [i for i, unit in enumerate(units) if unit is None and pd.notna(rows["AVALU"].iloc[i])]
    if wrong:
        value = str(rows["AVALU"].iloc[wrong[0]])
        message = f"'{value}' is not a unit of time; expected DAYS, WEEKS, MONTHS or YEARS"
        fault = Fault(DATA_SET, "time-unit", message, int(rows.index[wrong[0]]), "AVALU", value)
        raise fault.at(trial.file_of(DATA_SET))
    if None in units:
        common = _unit_of_parameter(rows) or _unit_by_dates(rows, days_per_month)
        if common is None:
            message = "is missing, and neither PARAM nor the dates tell the unit; add DAYS or MONTHS"
            raise Fault(DATA_SET, "time-unit", message, variable="AVALU").at(trial.file_of(DATA_SET))
        units = [unit or common for unit in units]
    return pd.Series(
        [value * factors[str(unit)] for value, unit in zip(rows["AVAL"].tolist(), units, strict=True)],
        index=rows.index,
        dtype="float64",
    )


def _unit(text: object) -> str | None:
    found = _UNIT.fullmatch(text) if isinstance(text, str) else None
    return found[1].lower() if found else None


def _unit_of_parameter(rows: pd.DataFrame) -> str | None:
    bracketed = {_unit(text) for text in rows["PARAM"].dropna().unique() if "(" in text}
    return bracketed.pop() if len(bracketed) == 1 else None


def _unit_by_dates(rows: pd.DataFrame, days_per_month: float) -> str | None:
    """Take the unit in which every time agrees with its dates, within two days."""
    days = (rows["ADT"] - rows["STARTDT"]).dt.days
    known = days.notna() & (days > 0)
    if not known.any():
        return None
    lengths = {**_DAYS, "month": days_per_month}
    fits = [
        unit
        for unit, length in lengths.items()
        if bool(((rows["AVAL"] * length - days).abs()[known] <= _TOLERANCE_DAYS).all())
    ]
    return fits[0] if len(fits) == 1 else None


def _descriptions(trial: Trial, frame: pd.DataFrame, endpoint: Endpoint) -> list[str]:
    """Name events as the endpoint does, since analyses tell recurrence from death by it."""
    known = [source.description for source in endpoint.events]
    if not known:
        return frame["EVNTDESC"].fillna(endpoint.name).tolist()
    described = frame["EVNTDESC"].where(frame["EVNTDESC"].notna(), None).tolist()
    named = ["Censored" if text is None else text for text in described]
    for position in records(frame["CNSR"] == 0):
        text = described[position]
        fits = known if len(known) == 1 else [d for d in known if d.casefold() in str(text).casefold()]
        if len(fits) != 1:
            record, file = int(frame["RECORD"].iloc[position]), trial.file_of(DATA_SET)
            message = f"'{text or ''}' does not say which event it is; write {' or '.join(known)}"
            raise Fault(DATA_SET, "event", message, record, "EVNTDESC", str(text or "")).at(file)
        named[position] = fits[0]
    return named


def one_day_more(given: pd.Series, derived: pd.Series) -> bool:
    """Whether every given time counts the first day: ADT - STARTDT + 1, as ADaM often has it.

    Parameters
    ----------
    given, derived : pandas.Series
        Times in days, by subject.

    Returns
    -------
    bool
        True where all of several times are one day longer.
    """
    difference = (given - derived).dropna().to_numpy()
    return bool(len(difference) > 1 and np.allclose(difference, 1, atol=0.01))
