"""Calendar dates: enrolment over the trial's period, treatment, week-9 assessment, resection."""

from __future__ import annotations

import datetime as dt

import numpy as np

from hcc_analysis.reconstruct.os_plan import RESECTION_DAYS
from hcc_analysis.reconstruct.patient import Patient

FIRST_SCREENING = dt.date(2020, 10, 21)
LAST_SCREENING = dt.date(2023, 2, 15)
CUTOFF = dt.date(2023, 8, 31)
LONGEST_SILENCE_DAYS = 75
LONGEST_TO_LAST_CONTACT = 30
ASSESSMENT_DAYS = (60, 68)
SHORTEST_TO_RESECTION = 6
CYCLE_DAYS = 21
FRACTIONS = 15
WORKING_DAYS = range(5)
STARTING_DAYS = range(4)  # radiotherapy starts the day after the first dose, on a weekday
_DRAWS = 400
_TO_FIRST_DOSE = (4, 14)


def days(number: int) -> dt.timedelta:
    """Return a span of whole days."""
    return dt.timedelta(days=int(number))


def is_weekday(date: dt.date) -> bool:
    """Say whether a date is one from Monday to Friday."""
    return date.weekday() in WORKING_DAYS


def nearest_weekday(date: dt.date) -> dt.date:
    """Return the date itself or, at a weekend, the Friday before or the Monday after."""
    return date + days({5: -1, 6: 1}.get(date.weekday(), 0))


def weekday_in(
    first: dt.date, last: dt.date, rng: np.random.Generator, weekdays: range = WORKING_DAYS
) -> dt.date:
    """Draw a weekday between two dates, or any day if there is none."""
    span = [first + days(i) for i in range((last - first).days + 1)]
    if not span:
        raise ValueError(f"no day between {first} and {last}")
    choices = [date for date in span if date.weekday() in weekdays] or span
    return choices[int(rng.integers(len(choices)))]


def radiotherapy(started: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of radiotherapy: from the day after the first dose, on weekdays."""
    first = started + days(1)
    last, given = first, 1
    while given < FRACTIONS:
        last += days(1)
        given += is_weekday(last)
    return first, last


def schedule(patients: list[Patient], rng: np.random.Generator) -> None:
    """Give every patient dates up to the resection; survival times stay as they are.

    Whoever is alive was last seen within 75 days before the data cutoff, so the first dose follows from
    the follow-up; first doses of those who died fill the rest of the enrolment period evenly.

    Parameters
    ----------
    patients : list of Patient
        Changed in place.
    rng : numpy.random.Generator
        Source of chance.
    """
    starts = _spread_starts(patients, rng)
    first, last = starts.index(min(starts)), starts.index(max(starts))
    for index, patient in enumerate(patients):
        patient.started = starts[index]
        patient.screened = _screening(patient.started, index == first, index == last, rng)
        patient.enrolled = weekday_in(patient.screened + days(2), patient.started - days(1), rng)
        patient.imaged = weekday_in(patient.screened, patient.enrolled, rng)
    for patient in patients:
        _treat(patient, rng)


def _screening(started: dt.date, first: bool, last: bool, rng: np.random.Generator) -> dt.date:
    if first:
        return FIRST_SCREENING
    if last:
        return LAST_SCREENING
    low, high = _TO_FIRST_DOSE
    earliest = max(started - days(high), FIRST_SCREENING + days(1))
    return weekday_in(earliest, min(started - days(low), LAST_SCREENING - days(1)), rng)


def _spread_starts(patients: list[Patient], rng: np.random.Generator) -> list[dt.date]:
    """Draw first doses many times and keep the draw that fills the period most evenly."""
    best: tuple[float, list[dt.date]] | None = None
    for _ in range(_DRAWS):
        starts = [_draw_start(patient, rng) for patient in patients]
        if not _anchor(patients, starts, rng):
            continue
        unevenness = _unevenness(starts)
        if best is None or unevenness < best[0]:
            best = (unevenness, starts)
    if best is None:
        raise RuntimeError("no dates of enrolment fit the survival times")
    return best[1]


def _window(patient: Patient) -> tuple[dt.date, dt.date]:
    """Earliest and latest first dose that the patient's survival allows."""
    earliest = FIRST_SCREENING + days(5)
    latest = min(LAST_SCREENING + days(8), CUTOFF - days(patient.os_days))
    if not patient.died:
        earliest = max(earliest, CUTOFF - days(patient.os_days + LONGEST_SILENCE_DAYS))
    return earliest, latest


def _draw_start(patient: Patient, rng: np.random.Generator) -> dt.date:
    earliest, latest = _window(patient)
    earliest, latest = max(earliest, FIRST_SCREENING + days(9)), min(latest, LAST_SCREENING - days(2))
    return weekday_in(earliest, latest, rng, STARTING_DAYS)


def _anchor(patients: list[Patient], starts: list[dt.date], rng: np.random.Generator) -> bool:
    """Make one patient the first and one the last to be screened."""
    windows = [_window(patient) for patient in patients]
    start_of_first = weekday_in(FIRST_SCREENING + days(5), FIRST_SCREENING + days(8), rng, STARTING_DAYS)
    start_of_last = weekday_in(LAST_SCREENING + days(5), LAST_SCREENING + days(8), rng, STARTING_DAYS)
    firsts = [i for i, (low, high) in enumerate(windows) if low <= start_of_first <= high]
    lasts = [i for i, (low, high) in enumerate(windows) if low <= start_of_last <= high]
    if not firsts or not lasts:
        return False
    first, last = int(rng.choice(firsts)), int(rng.choice(lasts))
    if first == last:
        return False
    starts[first], starts[last] = start_of_first, start_of_last
    others = [start for i, start in enumerate(starts) if i not in (first, last)]
    return min(others) > start_of_first and max(others) < start_of_last


def _unevenness(starts: list[dt.date]) -> float:
    ordered = np.sort([start.toordinal() for start in starts]).astype(float)
    even = np.linspace(ordered[0], ordered[-1], len(ordered))
    return float(np.abs(ordered - even).max() + np.diff(ordered).max())


def _treat(patient: Patient, rng: np.random.Generator) -> None:
    """Three infusions, the week-9 assessment and, for resected patients, the date of resection."""
    second = max(_next_dose(patient.started, rng), radiotherapy(patient.started)[1] + days(1))
    while not is_weekday(second):
        second += days(1)
    patient.doses = [patient.started, second, _next_dose(second, rng)]
    low, high = ASSESSMENT_DAYS
    if patient.resected:
        patient.resected_on = _resection(patient, rng)
        high = min(high, (patient.resected_on - patient.started).days - SHORTEST_TO_RESECTION)
    patient.assessed = weekday_in(patient.started + days(low), patient.started + days(high), rng)


def _next_dose(previous: dt.date, rng: np.random.Generator) -> dt.date:
    """Three weeks later, sometimes a day or two more; not at a weekend."""
    date = previous + days(CYCLE_DAYS + int(rng.choice([0, 0, 0, 1, 2])))
    while not is_weekday(date):
        date += days(1)
    return date


def _resection(patient: Patient, rng: np.random.Generator) -> dt.date:
    assert patient.rfs_days is not None
    low, high = RESECTION_DAYS
    room = patient.os_days - patient.rfs_days
    if patient.relapsed:
        high = min(high, room - 5)
    else:
        low, high = max(low, room - LONGEST_TO_LAST_CONTACT), min(high, room)
    return weekday_in(patient.started + days(low), patient.started + days(high), rng)
