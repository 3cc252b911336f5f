"""Radiotherapy plans: dose and volume in the liver, the organs beside it and the target.

Every plan is possible by physics: the volume falls with the dose, the mean dose is the area under that
curve, and no volume gets more than the maximum. Two plans exceed one limit of the paper each.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from hcc_analysis.reconstruct.patient import Patient
from hcc_analysis.reconstruct.treatment import RADIATION_GY
from hcc_analysis.reconstruct.tumours import match

Rows = list[dict[str, object]]
Values = dict[tuple[str, str], float]
# Volumes (%) of the normal liver at the paper's limits, by dose (Gy).
LIVER_LIMITS = {5: 86, 10: 68, 15: 59, 20: 49, 25: 35, 30: 28, 35: 25, 40: 20}
SHARES, SCATTER = (0.55, 0.94), 0.03
LIVER_ABOVE, COVERAGE_BELOW = 28.6, 96.2
# Structure: range of the maximum dose (Gy), mean dose as a share of it, doses whose volume is recorded.
ORGANS: dict[str, tuple[tuple[float, float], tuple[float, float], tuple[int, ...]]] = {
    "STOMACH": ((21, 49), (0.14, 0.30), (45, 50)),
    "DUODENUM": ((18, 48.5), (0.20, 0.40), (45,)),
    "COLON": ((12, 48), (0.08, 0.22), (45, 50)),
    "KIDNEY": ((6, 19.5), (0.15, 0.35), (23, 30, 50)),
}
SPINAL_CORD_GY = (14, 34)
_HIGHEST_GY = (46.5, 49.0)


def plans(patients: list[Patient], imaged: Rows, rng: np.random.Generator) -> Rows:
    """Rows of ADDVH for all treated patients.

    Parameters
    ----------
    patients : list of Patient
        With their identifiers.
    imaged : list of dict
        Rows of ADTR; a larger tumour leaves less liver to spare.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        Doses (Gy) and volumes (%) of every structure.
    """
    sizes = _tumour_sizes(patients, imaged)
    shares = match(sorted(rng.uniform(*SHARES, size=len(patients)).tolist()), sizes, rng)
    made = [_plan(share, rng) for share in shares]
    highest = int(np.argmax(shares))
    made[highest]["LIVER", "V30"] = LIVER_ABOVE
    made[highest]["LIVER", "DMEAN"] = _mean_liver_dose(made[highest])
    others = [index for index in range(len(made)) if index != highest]
    made[int(rng.choice(others))]["PTV", "V95P"] = COVERAGE_BELOW
    return [row for patient, plan in zip(patients, made, strict=True) for row in _rows(patient, plan)]


def _tumour_sizes(patients: list[Patient], imaged: Rows) -> list[float]:
    """Sum of diameters at baseline, in standard deviations."""
    sums: dict[str, float] = defaultdict(float)
    for row in imaged:
        if row["PARAMCD"] == "LDIAM" and row["AVISIT"] == "BASELINE":
            sums[str(row["USUBJID"])] += float(str(row["AVAL"]))
    sizes = np.array([sums[patient.subject] for patient in patients])
    return list((sizes - sizes.mean()) / sizes.std())


def _plan(share: float, rng: np.random.Generator) -> Values:
    values = _liver(share, rng)
    for organ, (highest, mean_share, doses) in ORGANS.items():
        values |= _organ(organ, highest, mean_share, doses, rng)
    values["SPINAL CORD", "DMAX"] = float(rng.uniform(*SPINAL_CORD_GY))
    return values | _target(rng)


def _liver(share: float, rng: np.random.Generator) -> Values:
    scatter = rng.uniform(1 - SCATTER, 1 + SCATTER, size=len(LIVER_LIMITS))
    volumes = [limit * share * s for limit, s in zip(LIVER_LIMITS.values(), scatter.tolist(), strict=True)]
    plan = {("LIVER", f"V{dose}"): volume for dose, volume in zip(LIVER_LIMITS, volumes, strict=True)}
    plan["LIVER", "DMAX"] = float(rng.uniform(*_HIGHEST_GY))
    plan["LIVER", "DMEAN"] = _mean_liver_dose(plan)
    return plan


def _mean_liver_dose(plan: Values) -> float:
    """Area under the curve of volume by dose, straight between the doses recorded."""
    volumes = [100.0, *(plan["LIVER", f"V{dose}"] for dose in LIVER_LIMITS), 0.0]
    return float(np.trapezoid(volumes, [0, *LIVER_LIMITS, plan["LIVER", "DMAX"]])) / 100


def _organ(
    organ: str,
    highest: tuple[float, float],
    mean_share: tuple[float, float],
    doses: tuple[int, ...],
    rng: np.random.Generator,
) -> Values:
    """Draw an organ beside the target: a small part gets a high dose, none more than the maximum."""
    most = float(rng.uniform(*highest))
    values = {(organ, "DMEAN"): most * float(rng.uniform(*mean_share)), (organ, "DMAX"): most}
    steepness = float(rng.uniform(0.6, 2.0))
    return values | {(organ, f"V{dose}"): steepness * max(0.0, most - dose) for dose in doses}


def _target(rng: np.random.Generator) -> Values:
    return {
        ("PTV", "DMEAN"): RADIATION_GY * float(rng.uniform(1.005, 1.035)),
        ("PTV", "DMAX"): RADIATION_GY * float(rng.uniform(1.105, 1.14)),
        ("PTV", "V95P"): float(rng.uniform(97.3, 99.9)),
        ("PTV", "V110P"): float(rng.uniform(0.1, 2.6)),
    }


def _rows(patient: Patient, plan: Values) -> Rows:
    return [
        {
            "USUBJID": patient.subject,
            "STRUCTURE": structure,
            "PARAMCD": parameter,
            "AVAL": round(value, 1),
            "AVALU": "Gy" if parameter.startswith("D") else "%",
        }
        for (structure, parameter), value in plan.items()
    ]
