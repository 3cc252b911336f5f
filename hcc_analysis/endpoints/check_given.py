"""Hold endpoints that the data give (ADTTE, ADRS) against those that the observations give."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hcc_analysis.endpoints.given_responses import BEST, OVERALL, given_rows
from hcc_analysis.endpoints.given_times import given_times, gives, one_day_more
from hcc_analysis.endpoints.recist import derived_best_response, derived_overall_response
from hcc_analysis.endpoints.time_to_event import (
    DAYS_PER_MONTH,
    OVERALL_SURVIVAL,
    RECURRENCE_FREE_SURVIVAL,
    Endpoint,
    derive_from_observations,
)
from hcc_analysis.errors import InputError
from hcc_analysis.trial import Trial
from hcc_analysis.trial.checks import records
from hcc_analysis.trial.faults import DataError, Fault

_TOLERANCE_DAYS = 0.6
_STATES = {0: "an event", 1: "censored"}


def given_faults(trial: Trial) -> Iterator[Fault]:
    """Find where given and derived endpoints differ, subject by subject.

    Parameters
    ----------
    trial : Trial
        Endpoints that ``adtte`` or ``adrs`` do not give, or that the observations do not give, are left out.

    Yields
    ------
    Fault
        A warning for each subject and difference: the given endpoint is used as it stands. An error where
        what is given cannot be used.
    """
    for endpoint in (OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL):
        if gives(trial, endpoint):
            yield from _times(trial, endpoint)
    if "adrs" in trial.data_sets:
        yield from _responses(trial)


def _times(trial: Trial, endpoint: Endpoint) -> Iterator[Fault]:
    try:
        given = given_times(trial, endpoint, days_per_month=DAYS_PER_MONTH).set_index("USUBJID")
    except DataError as error:
        yield error.fault
        return
    yield from _population(trial, endpoint, given.index)
    if not endpoint.data_sets <= set(trial.data_sets):
        return
    try:
        derived = derive_from_observations(trial, endpoint).set_index("USUBJID")
    except InputError as error:
        kind = f"{endpoint.code} is used as given; it cannot be derived"
        yield Fault("adtte", "given-endpoint", f"{kind}: {error}", severity="warning", kind=kind)
        return
    yield from _differences(trial, endpoint, given, derived.reindex(given.index))


def _differences(
    trial: Trial, endpoint: Endpoint, given: pd.DataFrame, derived: pd.DataFrame
) -> Iterator[Fault]:
    earlier = (derived["STARTDT"] - given["STARTDT"]).dt.days.fillna(0)
    others = int((earlier != 0).sum())
    if others:
        message = f"{endpoint.code} begins on another day than {endpoint.start} of adsl for {others} of "
        message += f"{len(given)} subjects; used as given"
        yield Fault("adtte", "given-endpoint", message, variable="STARTDT", severity="warning")
    days, expected = given["AVAL"] * DAYS_PER_MONTH, derived["AVAL"] * DAYS_PER_MONTH + earlier
    inclusive = one_day_more(days, expected)
    if inclusive:
        message = f"{endpoint.code} counts the first day (ADT - STARTDT + 1) for every subject; used as given"
        yield Fault("adtte", "given-endpoint", message, variable="AVAL", severity="warning", kind=message)
    rows = _records(trial, endpoint)
    for subject in given.index[given["CNSR"] != derived["CNSR"]]:
        found, right = int(given["CNSR"][subject]), derived.loc[subject]
        words = f"{_STATES[found]}, derived {_STATES[int(right['CNSR'])]} ({right['EVNTDESC']})"
        yield _differs(endpoint, subject, rows[subject], "CNSR", str(found), words, words)
    for subject in given.index[(days - expected - inclusive).abs() > _TOLERANCE_DAYS]:
        words = f"{days[subject]:.0f} days, derived {expected[subject]:.0f} days"
        words += f" ({derived['EVNTDESC'][subject]})"
        value, kind = f"{given['AVAL'][subject]:g}", "another time than the dates give"
        yield _differs(endpoint, subject, rows[subject], "AVAL", value, words, kind)


def _differs(
    endpoint: Endpoint, subject: str, record: int, variable: str, value: str, words: str, kind: str
) -> Fault:
    message = f"subject {subject}, {endpoint.code}: given {words}; used as given"
    kind = f"{endpoint.code}: given {kind}; used as given"
    return Fault("adtte", "given-endpoint", message, record, variable, value, "warning", kind)


def _population(trial: Trial, endpoint: Endpoint, given: pd.Index) -> Iterator[Fault]:
    population = endpoint.population(trial)["USUBJID"]
    adsl = {subject: record for record, subject in enumerate(trial["adsl"]["USUBJID"])}
    for subject in population[~population.isin(given)]:
        kind = f"has no {endpoint.code} in adtte and is left out of its analysis"
        message = f"subject {subject} {kind}"
        yield Fault("adsl", "given-endpoint", message, adsl[subject], "USUBJID", subject, "warning", kind)
    inside = set(given)
    for subject, record in _records(trial, endpoint).items():
        if subject not in inside:
            kind = f"is outside the population of {endpoint.code} and is left out"
            message, value = f"subject {subject} {kind}", str(subject)
            yield Fault("adtte", "given-endpoint", message, record, "USUBJID", value, "warning", kind)


def _records(trial: Trial, endpoint: Endpoint) -> dict[str, int]:
    adtte = trial["adtte"]
    rows = adtte[adtte["PARAMCD"] == endpoint.code]
    return {str(subject): int(record) for record, subject in rows["USUBJID"].items()}


def _responses(trial: Trial) -> Iterator[Fault]:
    overall = derived_overall_response(trial) if "adtr" in trial.data_sets else None
    for codes, keys in ((BEST, ["USUBJID"]), (OVERALL, ["USUBJID", "AVISIT"])):
        try:
            rows = given_rows(trial, codes)
        except DataError as error:
            yield error.fault
            continue
        if rows is None or overall is None:
            continue
        derived = (
            derived_best_response(trial, overall).set_index("USUBJID")["BOR"]
            if codes == BEST
            else overall.set_index(keys)["OVRESP"]
        )
        places = rows["USUBJID"] if len(keys) == 1 else pd.MultiIndex.from_frame(rows[keys])
        expected = pd.Series(derived.reindex(places).to_numpy(dtype=object), index=rows.index)
        for position in records(expected.notna() & (expected != rows["AVALC"])):
            row, right = rows.iloc[position], expected.iloc[position]
            where, given = " ".join(str(row[name]) for name in keys), str(row["AVALC"])
            kind = f"given {given}, derived {right}; used as given"
            record, message, kind = (
                int(rows.index[position]),
                f"subject {where}: {kind}",
                f"{codes[0]}: {kind}",
            )
            yield Fault("adrs", "given-endpoint", message, record, "AVALC", given, "warning", kind)
