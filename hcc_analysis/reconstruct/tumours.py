"""Tumours on imaging: number, diameters at baseline and week 9, new lesions, RECIST response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

from hcc_analysis.reconstruct.patient import Patient

Rows = list[dict[str, object]]
V = TypeVar("V")
NEW_LIVER, EXTRAHEPATIC = 14, 3
NOT_REGRESSED = 4
TARGETS_AN_ORGAN = 2
NUMBERS = (1,) * 26 + (2, 2, 3, 4)
SIZES_MM = (((32, 50), 4), ((51, 100), 13), ((101, 168), 13))
EXTRAHEPATIC_SITES = ("LUNG", "LUNG", "LYMPH NODE")
CHANGES = {"PR": (-74.0, -32.5), "SD": (-27.0, -6.0), "liver": (-46.0, -2.5), "extrahepatic": (-40.0, -4.0)}
GROWTH, SMALL_GROWTH = (22.5, 46.0), (2.0, 16.0)
PROGRESSION_MM = 5
_SMALLEST_MM = 11


def set_progression(patients: list[Patient], rng: np.random.Generator) -> None:
    """Choose how each progressive patient progressed.

    Fourteen had new lesions in the liver and three outside it, none of the latter resected; the other
    two progressed by growth, one of them resected.

    Parameters
    ----------
    patients : list of Patient
        Changed in place.
    rng : numpy.random.Generator
        Source of chance.
    """
    progressive = [p for p in patients if p.response == "PD"]
    resected = [p for p in progressive if p.resected and p.no_path_response]
    others = [p for p in progressive if not p.resected]
    drawn = rng.permutation(len(others)).tolist()
    for patient in progressive:
        patient.progression = "liver"
    resected[int(rng.integers(len(resected)))].progression = "growth"
    others[drawn[0]].progression = "growth"
    for index in drawn[1 : 1 + EXTRAHEPATIC]:
        others[index].progression = "extrahepatic"
    found = sum(p.progression == "liver" for p in progressive)
    if found != NEW_LIVER:
        raise RuntimeError(f"{found} patients with new liver lesions instead of {NEW_LIVER}")


def measurements(patients: list[Patient], rng: np.random.Generator) -> Rows:
    """Rows of ADTR for all patients.

    Parameters
    ----------
    patients : list of Patient
        With dates, response and route of progression.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        Diameters, new lesions and non-target responses.
    """
    baselines = _baselines(patients, rng)
    seen: set[float] = set()
    sites = iter(rng.permutation(EXTRAHEPATIC_SITES).tolist())
    rows: Rows = []
    for patient, lesions, span in zip(patients, baselines, _spans(patients, rng), strict=True):
        targets, others = lesions[:TARGETS_AN_ORGAN], lesions[TARGETS_AN_ORGAN:]
        after = _after(targets, span, seen, rng)
        for number, (before, later) in enumerate(zip(targets, after, strict=True), 1):
            rows.append(_diameter(patient, f"T{number:02d}", "TARGET", "BASELINE", before))
            rows.append(_diameter(patient, f"T{number:02d}", "TARGET", "WEEK 9", later))
        for number, before in enumerate(others, 1):
            rows.append(_diameter(patient, f"NT{number:02d}", "NON-TARGET", "BASELINE", before))
            response = _row(patient, "NTRESP", f"NT{number:02d}", "NON-TARGET", "LIVER", "WEEK 9")
            rows.append(response | {"AVALC": "NON-CR/NON-PD"})
        rows += _new_lesions(patient, sites, rng)
    return rows


def match(values: Sequence[V], scores: Sequence[float], rng: np.random.Generator) -> list[V]:
    """Hand out ascending values so that patients with a higher score tend to get a higher one."""
    order = np.argsort(np.asarray(scores, dtype=float) + rng.normal(size=len(values)), kind="stable")
    given = dict(zip(order.tolist(), values, strict=True))
    return [given[index] for index in range(len(values))]


def _baselines(patients: list[Patient], rng: np.random.Generator) -> list[list[int]]:
    """Diameters at baseline, largest first; more and larger tumours are likelier to be unresectable."""
    unresectable = [0.7 * (not p.resected) for p in patients]
    numbers = match(NUMBERS, unresectable, rng)
    sums = sorted(int(rng.integers(low, high + 1)) for (low, high), n in SIZES_MM for _ in range(n))
    scores = [score + 4 * (number > 1) for score, number in zip(unresectable, numbers, strict=True)]
    return [_split(total, n, rng) for total, n in zip(match(sums, scores, rng), numbers, strict=True)]


def _split(total: int, number: int, rng: np.random.Generator) -> list[int]:
    if number == 1:
        return [total]
    share = rng.dirichlet([6.0] + [1.5] * (number - 1))
    free = total - number * _SMALLEST_MM
    parts = [_SMALLEST_MM + int(part) for part in np.floor(share * free)]
    parts[0] += total - sum(parts)
    return sorted(parts, reverse=True)


def _spans(patients: list[Patient], rng: np.random.Generator) -> list[tuple[float, float]]:
    """Range of change of the target lesions (%); two of those with new lesions did not regress either."""
    new = [i for i, p in enumerate(patients) if p.progression == "liver" and not p.resected]
    grown = rng.choice(new, size=NOT_REGRESSED - 2, replace=False).tolist()
    spans = [CHANGES.get(p.progression or p.response, GROWTH) for p in patients]
    return [SMALL_GROWTH if index in grown else span for index, span in enumerate(spans)]


def _after(
    before: list[int], span: tuple[float, float], seen: set[float], rng: np.random.Generator
) -> list[int]:
    """Diameters at week 9: each lesion near the patient's change; no two patients change alike."""
    total = sum(before)
    while True:
        change = float(rng.uniform(*span))
        after = [round(d * (1 + (change + rng.normal() * 3 * (len(before) > 1)) / 100)) for d in before]
        smallest = PROGRESSION_MM + 1 if span == GROWTH else 1
        shift = round(total * change / 100)
        wanted = total + (max(shift, smallest) if change > 0 else min(shift, -1))
        after[0] += wanted - sum(after)
        ratio = round(wanted / total, 4)
        if ratio not in seen:
            seen.add(ratio)
            return after


def _row(patient: Patient, code: str, lesion: str, group: str, site: str, visit: str) -> dict[str, object]:
    date = patient.imaged if visit == "BASELINE" else patient.assessed
    keys = {"USUBJID": patient.subject, "PARAMCD": code, "TRLNKID": lesion, "TRGRPID": group}
    return keys | {"TRLOC": site, "AVISIT": visit, "ADT": date, "AVAL": None, "AVALC": None}


def _diameter(patient: Patient, lesion: str, group: str, visit: str, value: int) -> dict[str, object]:
    return _row(patient, "LDIAM", lesion, group, "LIVER", visit) | {"AVAL": value}


def _new_lesions(patient: Patient, sites: Iterator[str], rng: np.random.Generator) -> Rows:
    if patient.progression not in ("liver", "extrahepatic"):
        return []
    in_liver = patient.progression == "liver"
    number = int(rng.choice([1, 1, 2, 3])) if in_liver else 1
    site = "LIVER" if in_liver else next(sites)
    return [
        _row(patient, "NEWLES", f"N{i:02d}", "NEW", site, "WEEK 9") | {"AVALC": "Y"}
        for i in range(1, number + 1)
    ]
