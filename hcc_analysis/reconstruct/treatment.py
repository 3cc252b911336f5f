"""Treatment after the first dose: exposure, assessments after resection, later treatments."""

from __future__ import annotations

import datetime as dt

import numpy as np

from hcc_analysis.reconstruct.dates import (
    FRACTIONS,
    days,
    is_weekday,
    nearest_weekday,
    radiotherapy,
    weekday_in,
)
from hcc_analysis.reconstruct.patient import Patient

Rows = list[dict[str, object]]
DOSE_MG, RADIATION_GY = 200, 45
TO_ADJUVANT = (12, 18)
ADJUVANT_DAYS = 365
MONTH_1, BETWEEN_VISITS, MONTH = 30, 61, 365 / 12
_SPACING_TOLERANCE = 0.1
_SCHEDULE_TOLERANCE, _FIRST_TOLERANCE = 16, 6
UNRESECTABLE_REGIMENS = (
    *("TISLELIZUMAB + LENVATINIB",) * 3,
    *("TISLELIZUMAB + LENVATINIB + TACE",) * 5,
    "LENVATINIB",
    "TACE",
)
RELAPSE_REGIMENS = (
    "TISLELIZUMAB + LENVATINIB",
    "TISLELIZUMAB + LENVATINIB",
    "TISLELIZUMAB + LENVATINIB + TACE",
    "ATEZOLIZUMAB + BEVACIZUMAB + TACE",
    "LENVATINIB",
    "HAIC",
)
RECURRENCE_SITES = ("LIVER", "LIVER", "LIVER", "LIVER", "LUNG", "LIVER", "LYMPH NODE")


def give_adjuvant(patients: list[Patient], rng: np.random.Generator) -> None:
    """Plan adjuvant infusions: from two weeks after resection, every three weeks, up to a year.

    Parameters
    ----------
    patients : list of Patient
        Changed in place. Infusions stop before a relapse and at the last contact.
    rng : numpy.random.Generator
        Source of chance.
    """
    for patient in patients:
        if patient.resected_on is None:
            continue
        end = min(patient.resected_on + days(14 + ADJUVANT_DAYS), patient.last_contact)
        if patient.relapsed:
            end = min(end, patient.last_assessment - days(1))
        low, high = TO_ADJUVANT
        date = weekday_in(patient.resected_on + days(low), patient.resected_on + days(high), rng)
        while date <= end:
            patient.adjuvant_doses.append(date)
            date += days(21 + int(rng.choice([0, 0, 0, 1])))
            while not is_weekday(date):
                date += days(1)


def exposure(patients: list[Patient]) -> Rows:
    """Rows of ADEX: each infusion, and the course of radiotherapy from the day after the first."""
    rows: Rows = []
    for patient in patients:
        mine = [_infusion(date, "PREOPERATIVE") for date in patient.doses]
        mine.append(_radiotherapy(patient.started))
        mine += [_infusion(date, "ADJUVANT") for date in patient.adjuvant_doses]
        mine.sort(key=lambda row: str(row["ASTDT"]))
        rows += [{"USUBJID": patient.subject, "EXSEQ": i} | row for i, row in enumerate(mine, 1)]
    return rows


def _infusion(date: dt.date, epoch: str) -> dict[str, object]:
    dose = {"EXTRT": "TISLELIZUMAB", "EPOCH": epoch, "ASTDT": date, "AENDT": date}
    return dose | {"EXDOSE": DOSE_MG, "EXDOSU": "mg", "EXFRAC": None}


def _radiotherapy(started: dt.date) -> dict[str, object]:
    first, last = radiotherapy(started)
    course = {"EXTRT": "IMRT", "EPOCH": "PREOPERATIVE", "ASTDT": first, "AENDT": last}
    return course | {"EXDOSE": RADIATION_GY, "EXDOSU": "Gy", "EXFRAC": FRACTIONS}


def assessments(patients: list[Patient], rng: np.random.Generator) -> Rows:
    """Rows of ADFU: imaging a month after resection, then every two months, up to the last one."""
    sites = iter(rng.permutation(RECURRENCE_SITES).tolist())
    rows: Rows = []
    for patient in patients:
        if patient.resected_on is None or patient.rfs_days is None:
            continue
        *earlier, (last, name) = _visits(patient.rfs_days, rng)
        for day, visit in earlier:
            rows.append(_assessment(patient, nearest_weekday(patient.resected_on + days(day)), visit, None))
        site = next(sites) if patient.relapsed else None
        rows.append(_assessment(patient, patient.resected_on + days(last), name, site))
    return rows


def _assessment(patient: Patient, date: dt.date, visit: str, site: str | None) -> dict[str, object]:
    keys = {"USUBJID": patient.subject, "ADT": date, "AVISIT": visit}
    return keys | {"RECURFL": "Y" if site else "N", "RECURLOC": site}


def _visits(last: int, rng: np.random.Generator) -> list[tuple[int, str]]:
    """Days and names of the visits; the last day is given, the others follow the schedule to it."""
    intervals = max(round((last - MONTH_1) / BETWEEN_VISITS), 0)
    spacing = (last - MONTH_1) / intervals if intervals else 0.0
    regular = bool(intervals) and abs(spacing / BETWEEN_VISITS - 1) <= _SPACING_TOLERANCE
    if not regular:
        spacing = BETWEEN_VISITS
    planned = [MONTH_1 + i * spacing for i in range(intervals + 2)]
    jittered = [round(day) + int(rng.integers(-2, 3)) for day in planned]
    gap = 20 if regular else 14
    visits = [(day, f"MONTH {2 * i + 1}") for i, day in enumerate(jittered) if day < last - gap]
    number = 2 * len(visits) + 1
    tolerance = _SCHEDULE_TOLERANCE if visits else _FIRST_TOLERANCE
    on_time = regular or abs(last - number * MONTH) <= tolerance
    return [*visits, (last, f"MONTH {number}" if on_time else "UNSCHEDULED")]


def later_treatments(patients: list[Patient], rng: np.random.Generator) -> Rows:
    """Rows of ADCM: what unresectable and relapsed patients received next."""
    unresectable = [p for p in patients if not p.resected and (p.last_contact - p.assessed).days > 20]
    relapsed = [p for p in patients if p.relapsed]
    relapsed.sort(key=lambda p: (p.last_contact - p.last_assessment).days)
    treated = [patients[i] for i in _choose(patients, unresectable, len(UNRESECTABLE_REGIMENS), rng)]
    rows = _regimens(treated, UNRESECTABLE_REGIMENS, rng)
    rows += _regimens(relapsed[-len(RELAPSE_REGIMENS) :], RELAPSE_REGIMENS, rng)
    return sorted(rows, key=lambda row: str(row["USUBJID"]))


def _choose(
    patients: list[Patient], candidates: list[Patient], size: int, rng: np.random.Generator
) -> list[int]:
    """Draw patients, those who lived longer more likely."""
    weights = np.array([p.os_days for p in candidates], dtype=float)
    drawn = rng.choice(len(candidates), size=size, replace=False, p=weights / weights.sum())
    return [patients.index(candidates[i]) for i in drawn]


def _regimens(treated: list[Patient], regimens: tuple[str, ...], rng: np.random.Generator) -> Rows:
    rows: Rows = []
    for patient, regimen in zip(treated, rng.permutation(regimens).tolist(), strict=True):
        known = patient.last_assessment if patient.resected else patient.assessed
        latest = min(known + days(28), patient.last_contact - days(3))
        start = weekday_in(min(known + days(5), latest), latest, rng)
        rows.append(
            {
                "USUBJID": patient.subject,
                "CMSEQ": 1,
                "CMTRT": regimen,
                "CMCAT": "SUBSEQUENT",
                "ASTDT": start,
            }
        )
    return rows
