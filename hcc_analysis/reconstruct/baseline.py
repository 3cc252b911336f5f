"""What was recorded at baseline: demography, liver function, laboratory values, alpha-fetoprotein."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np

from hcc_analysis.reconstruct.patient import Patient

Rows = list[dict[str, object]]
N = 30
OLDER, WOMEN, HCV, ECOG_1, CHILD_B = 6, 4, 1, 1, 2
AFP_HIGH = 16
AFP_CUTOFF, AFP_LIMIT = 400.0, 60500.0
YOUNG_AGES, OLD_AGES = (31, 59), (60, 70)
ALBUMIN_POINT = 35.0
# Parameter: unit, upper limit of normal, median, log standard deviation, lowest, highest, decimals.
LABORATORY: dict[str, tuple[str, float | None, float, float, float, float, int]] = {
    "BILI": ("umol/L", 20.4, 14.5, 0.38, 5.0, 29.5, 1),
    "ALT": ("U/L", 50.0, 38.0, 0.38, 12.0, 74.0, 0),
    "AST": ("U/L", 40.0, 38.0, 0.28, 15.0, 59.0, 0),
    "INR": ("1", 1.2, 1.04, 0.06, 0.9, 1.3, 2),
    "APTT": ("s", 40.0, 29.0, 0.1, 22.0, 44.0, 1),
    "PLAT": ("10^9/L", None, 175.0, 0.3, 102.0, 340.0, 0),
}


def set_afp(patients: list[Patient], rng: np.random.Generator) -> None:
    """Choose the unresectable patients with high alpha-fetoprotein; those resected have theirs.

    Parameters
    ----------
    patients : list of Patient
        Changed in place.
    rng : numpy.random.Generator
        Source of chance.
    """
    missing = AFP_HIGH - sum(p.afp_high for p in patients)
    unresectable = [p for p in patients if not p.resected]
    for index in rng.choice(len(unresectable), size=missing, replace=False).tolist():
        unresectable[index].afp_high = True
        unresectable[index].afp_poor = bool(rng.random() < 0.75)


def demography(rng: np.random.Generator) -> list[dict[str, object]]:
    """Draw age, sex, etiology, performance status and Child-Pugh class of thirty patients."""
    return [
        {"AGE": age, "SEX": sex, "ETIOLOGY": cause, "ECOG": status, "CHILDPGH": liver}
        for age, sex, cause, status, liver in zip(
            _ages(rng),
            _flagged("F", "M", WOMEN, rng),
            _flagged("HCV", "HBV", HCV, rng),
            _flagged(1, 0, ECOG_1, rng),
            _flagged("B", "A", CHILD_B, rng),
            strict=True,
        )
    ]


def _ages(rng: np.random.Generator) -> list[int]:
    old = rng.integers(OLD_AGES[0], OLD_AGES[1] + 1, size=OLDER)
    young = np.clip(np.rint(rng.normal(49, 7, size=N - OLDER)), *YOUNG_AGES).astype(int)
    return [int(age) for age in rng.permutation(np.concatenate([old, young]))]


def _flagged(rare: object, common: object, count: int, rng: np.random.Generator) -> list[object]:
    chosen = set(rng.choice(N, size=count, replace=False).tolist())
    return [rare if index in chosen else common for index in range(N)]


def laboratory(patients: list[Patient], classes: list[str], rng: np.random.Generator) -> Rows:
    """Rows of ADLB: all parameters at baseline, alpha-fetoprotein also at week 9.

    Parameters
    ----------
    patients : list of Patient
        With dates and groups of alpha-fetoprotein.
    classes : list of str
        Child-Pugh class of each.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        Values that meet the eligibility criteria.
    """
    rows: Rows = []
    for patient, liver in zip(patients, classes, strict=True):
        before = _afp_baseline(patient, rng)
        rows.append(_value(patient, "AFP", patient.imaged, before, "ug/L", 20.0))
        later = _value(patient, "AFP", patient.assessed, _afp_later(patient, before, rng), "ug/L", 20.0)
        rows.append(later | {"AVISIT": "WEEK 9"})
        for code, (unit, normal, median, spread, low, high, decimals) in LABORATORY.items():
            drawn = median * math.exp(spread * rng.normal())
            value = round(min(max(drawn, low), high), decimals)
            if not low < drawn < high:
                value = round(float(rng.uniform(low, high)), decimals)
            rows.append(_value(patient, code, patient.imaged, value, unit, normal))
        rows.append(_value(patient, "ALB", patient.imaged, _albumin(liver, rng), "g/L", None))
    return rows


def _value(
    patient: Patient, code: str, date: dt.date, value: float, unit: str, normal: float | None
) -> dict[str, object]:
    keys = {"USUBJID": patient.subject, "PARAMCD": code, "AVISIT": "BASELINE", "ADT": date}
    return keys | {"AVAL": value, "AVALU": unit, "A1HI": normal}


def _albumin(liver: str, rng: np.random.Generator) -> float:
    """Albumin (g/L): below 35 in class B, seldom in class A."""
    if liver == "B" or rng.random() < 0.15:
        return round(float(rng.uniform(30.6, 34.8)), 1)
    return round(float(np.clip(rng.normal(40.5, 2.8), 35.4, 48.0)), 1)


def child_pugh_points(liver: str, albumin: float) -> int:
    """Child-Pugh points: bilirubin and INR within one point each, class B with slight ascites."""
    return 5 + (albumin < ALBUMIN_POINT) + (liver == "B")


def _significant(value: float) -> float:
    """Keep three significant digits, as laboratories print the marker."""
    decimals = max(2 - math.floor(math.log10(value)), 0) if value < 1000 else 0
    return round(value, min(decimals, 2))


def _afp_baseline(patient: Patient, rng: np.random.Generator) -> float:
    if patient.afp_high:
        value = math.exp(rng.normal(math.log(4200), 1.35))
        while not AFP_CUTOFF + 15 < value < AFP_LIMIT:
            value = math.exp(rng.normal(math.log(4200), 1.35))
    else:
        value = math.exp(rng.normal(math.log(35), 1.4))
        while not 2 < value < AFP_CUTOFF - 15:
            value = math.exp(rng.normal(math.log(35), 1.4))
    return _significant(value)


def _afp_later(patient: Patient, before: float, rng: np.random.Generator) -> float:
    if not patient.afp_high:
        left = math.exp(rng.normal(math.log(0.45), 0.6))
    elif patient.afp_poor:
        left = float(rng.uniform(0.14, 1.6))
    else:
        left = math.exp(rng.uniform(math.log(0.002), math.log(0.09)))
    return _significant(min(max(before * left, 1.1), AFP_LIMIT))
