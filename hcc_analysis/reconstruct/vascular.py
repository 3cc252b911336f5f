"""Macrovascular invasion at baseline and week 9, and its response against that of the tumour."""

from __future__ import annotations

import numpy as np

from hcc_analysis.reconstruct.patient import Patient
from hcc_analysis.reconstruct.tumours import match

Rows = list[dict[str, object]]
Extent = tuple[int, int]
GRADES = (2,) * 7 + (3,) * 8 + (4,) * 15
# The only table of vascular by tumour response with the printed margins and p = 0.402.
RESPONSES = {
    "PR": ("PR",) * 5 + ("SD",) * 4,
    "SD": ("PR", "SD"),
    "PD": ("PR",) * 4 + ("SD",) * 13 + ("PD",) * 2,
}
EMBOLISED = 3
EXTENTS: dict[int, tuple[tuple[Extent, ...], tuple[float, ...]]] = {
    2: (((2, 0),), (1.0,)),
    3: (((3, 0), (0, 1)), (0.85, 0.15)),
    4: (((4, 0), (0, 2), (0, 3), (2, 1), (3, 1), (3, 2)), (0.5, 0.12, 0.08, 0.1, 0.12, 0.08)),
}
LOWER: dict[Extent, tuple[Extent, ...]] = {
    (2, 0): ((1, 0), (1, 0), (0, 0)),
    (3, 0): ((2, 0), (2, 0), (1, 0), (0, 0)),
    (0, 1): ((0, 0),),
    (4, 0): ((3, 0), (3, 0), (2, 0)),
    (0, 2): ((0, 1),),
    (0, 3): ((0, 1),),
    (2, 1): ((2, 0),),
    (3, 1): ((3, 0), (2, 0)),
    (3, 2): ((3, 0),),
}
HIGHER: dict[Extent, tuple[Extent, ...]] = {
    (2, 0): ((3, 0), (4, 0)),
    (3, 0): ((4, 0), (3, 1)),
    (0, 1): ((0, 2),),
}


def invasion(patients: list[Patient], rng: np.random.Generator) -> Rows:
    """Rows of ADMVI for all patients.

    Parameters
    ----------
    patients : list of Patient
        With dates and response.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        Extent in portal and hepatic veins at both visits.
    """
    responses = _responses(patients, rng)
    scores = [
        0.8 * (not p.resected) - 4 * (response == "PD")
        for p, response in zip(patients, responses, strict=True)
    ]
    rows: Rows = []
    for patient, response, grade in zip(patients, responses, match(GRADES, scores, rng), strict=True):
        choices, weights = EXTENTS[grade]
        before = choices[int(rng.choice(len(choices), p=weights))]
        after = {"PR": LOWER, "PD": HIGHER}.get(response, {before: (before,)})[before]
        rows.append(_row(patient, "BASELINE", before))
        rows.append(_row(patient, "WEEK 9", after[int(rng.integers(len(after)))]))
    return rows


def _responses(patients: list[Patient], rng: np.random.Generator) -> list[str]:
    """Vascular response: downstaging goes with resection and pathology, upstaging with neither."""
    found = [""] * len(patients)
    for response, vascular in RESPONSES.items():
        members = [i for i, p in enumerate(patients) if p.response == response]
        scores = [2.0 * (not patients[i].resected) + 0.7 * patients[i].no_path_response for i in members]
        for index, value in zip(members, match(vascular, scores, rng), strict=True):
            found[index] = value
    return found


def _row(patient: Patient, visit: str, extent: Extent) -> dict[str, object]:
    date = patient.imaged if visit == "BASELINE" else patient.assessed
    return {"USUBJID": patient.subject, "AVISIT": visit, "ADT": date, "VP": extent[0], "VV": extent[1]}


def embolised(patients: list[Patient], rows: Rows, rng: np.random.Generator) -> set[str]:
    """Draw the resected patients with spontaneous embolisation of an invaded portal vein."""
    portal = {row["USUBJID"] for row in rows if row["AVISIT"] == "BASELINE" and int(str(row["VP"])) >= 2}
    candidates = sorted(p.subject for p in patients if p.resected and p.subject in portal)
    return {str(subject) for subject in rng.choice(candidates, size=EMBOLISED, replace=False)}
