"""Assessment of resectability at week 9: what agrees with resection, or with the reason against it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from hcc_analysis.reconstruct.patient import Patient

Rows = list[dict[str, object]]
REMNANT_TOO_SMALL = 1 / 3
WORSE_LIVER_FUNCTION = 0.15


def assessments(
    patients: list[Patient], recorded: list[dict[str, object]], imaged: Rows, rng: np.random.Generator
) -> Rows:
    """Rows of ADRES.

    The resected meet every criterion. New lesions on both sides of the liver rule out an R0 resection, and
    several also the remnant; growth leaves too small a remnant; metastasis stands in the imaging alone.

    Parameters
    ----------
    patients : list of Patient
        With the date of the assessment and the route of progression.
    recorded : list of dict
        Demography of each, with the Child-Pugh class at baseline.
    imaged : list of dict
        Rows of ADTR, with the new lesions.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        One row a patient.
    """
    new = Counter(str(row["USUBJID"]) for row in imaged if row["PARAMCD"] == "NEWLES")
    return [
        _assessment(patient, str(about["CHILDPGH"]), new[patient.subject], rng.uniform(size=2).tolist())
        for patient, about in zip(patients, recorded, strict=True)
    ]


def _assessment(patient: Patient, child_pugh: str, new: int, chance: list[float]) -> dict[str, object]:
    route = "" if patient.resected else patient.progression
    too_small = route == "growth" or (route == "liver" and (new > 1 or chance[0] < REMNANT_TOO_SMALL))
    worse = not patient.resected and chance[1] < WORSE_LIVER_FUNCTION
    return {
        "USUBJID": patient.subject,
        "ADT": patient.assessed,
        "REMNANT": "N" if too_small else "Y",
        "CHILDPGH": "B" if worse else child_pugh,
        "R0FL": "N" if route == "liver" else "Y",
    }
