"""The screened subjects: from survival times to patients, and the subject-level data set."""

from __future__ import annotations

import datetime as dt

import numpy as np

from hcc_analysis.reconstruct.baseline import child_pugh_points
from hcc_analysis.reconstruct.dates import FIRST_SCREENING, LAST_SCREENING, days, weekday_in
from hcc_analysis.reconstruct.os_plan import RESECTED
from hcc_analysis.reconstruct.os_search import OsSolution
from hcc_analysis.reconstruct.patient import Patient
from hcc_analysis.reconstruct.rfs_search import RfsSolution
from hcc_analysis.reconstruct.write import REGISTRY_ID

Rows = list[dict[str, object]]
NOT_RESECTED = {
    "liver": "New lesions in the remnant liver",
    "extrahepatic": "Extrahepatic metastasis",
    "growth": "Tumour growth, remnant liver too small",
}
WITHDREW = "Withdrew consent"


def patients_of(rfs: RfsSolution, survival: OsSolution) -> list[Patient]:
    """Make one record a patient from the survival times and groups found.

    Parameters
    ----------
    rfs : RfsSolution
        Recurrence-free survival of the resected.
    survival : OsSolution
        Overall survival of all.

    Returns
    -------
    list of Patient
        Resected patients first.
    """
    patients = []
    for index, (os_days, died) in enumerate(zip(survival.days, survival.died, strict=True)):
        patient = Patient(os_days, died)
        if index < RESECTED:
            patient.rfs_days = rfs.days[index]
            patient.relapsed = index in rfs.relapsed
            patient.afp_high = index in rfs.afp_high
            patient.afp_poor = index in rfs.afp_poor
            patient.no_path_response = index in rfs.no_response
            patient.response = "PD" if index in rfs.progressive else "SD" if index in rfs.stable else "PR"
        patients.append(patient)
    return patients


def name_subjects(patients: list[Patient], rng: np.random.Generator) -> tuple[str, dt.date]:
    """Give all screened subjects a number by date of screening.

    Parameters
    ----------
    patients : list of Patient
        Changed in place: sorted by screening and named.
    rng : numpy.random.Generator
        Draws the date of the subject who was screened but not enrolled.

    Returns
    -------
    str, datetime.date
        Identifier and screening date of that subject.
    """
    withdrawn = weekday_in(FIRST_SCREENING + days(120), LAST_SCREENING - days(120), rng)
    patients.sort(key=lambda p: (p.screened, p.started, p.os_days))
    before = sum(p.screened <= withdrawn for p in patients)
    for number, patient in enumerate(patients, 1):
        patient.subject = f"HCC-{number + (number > before):02d}"
    return f"HCC-{before + 1:02d}", withdrawn


def subject_level(
    patients: list[Patient],
    recorded: list[dict[str, object]],
    laboratory: Rows,
    embolised: set[str],
    withdrawn: tuple[str, dt.date],
    rng: np.random.Generator,
) -> Rows:
    """Rows of ADSL.

    Parameters
    ----------
    patients : list of Patient
        The enrolled.
    recorded : list of dict
        Demography of each.
    laboratory : list of dict
        Rows of ADLB; the Child-Pugh points follow from albumin.
    embolised : set of str
        Subjects with spontaneous portal vein embolisation.
    withdrawn : tuple
        Identifier and screening date of the subject who withdrew consent.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        One row a screened subject.
    """
    albumin = {str(r["USUBJID"]): float(str(r["AVAL"])) for r in laboratory if r["PARAMCD"] == "ALB"}
    rows = [
        _enrolled(p, about, albumin[p.subject], p.subject in embolised)
        for p, about in zip(patients, recorded, strict=True)
    ]
    subject, screened = withdrawn
    rows.append(
        {
            "STUDYID": REGISTRY_ID,
            "USUBJID": subject,
            "SCRDT": screened,
            "ENRLFL": "N",
            "SCRFRSN": WITHDREW,
            "AGE": int(rng.integers(38, 60)),
            "SEX": "M",
            "ETIOLOGY": "HBV",
        }
    )
    return rows


def _enrolled(
    patient: Patient, recorded: dict[str, object], albumin: float, embolised: bool
) -> dict[str, object]:
    points = child_pugh_points(str(recorded["CHILDPGH"]), albumin)
    return recorded | {
        "STUDYID": REGISTRY_ID,
        "USUBJID": patient.subject,
        "SCRDT": patient.screened,
        "ENRLFL": "Y",
        "ENRLDT": patient.enrolled,
        "CPSCORE": points,
        "TRTSDT": patient.started,
        "SURGDT": patient.resected_on,
        "NORSRSN": None if patient.resected else NOT_RESECTED[patient.progression],
        "PVEFL": "Y" if embolised else "N",
        "DTHDT": patient.last_contact if patient.died else None,
        "LSTALVDT": patient.last_contact,
    }
