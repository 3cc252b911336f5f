"""Pathology of the resected specimens: viable tumour."""

from __future__ import annotations

import numpy as np

from hcc_analysis.reconstruct.patient import Patient

Rows = list[dict[str, object]]
COMPLETE = 4
MAJOR_VIABLE = (1, 2, 3, 5, 5, 8)
RELAPSED_WEIGHT = 0.2
VIABLE_WITHOUT_RESPONSE = (20, 95)


def specimens(patients: list[Patient], rng: np.random.Generator) -> Rows:
    """Rows of ADPATH: four complete and six major responses, five without.

    Parameters
    ----------
    patients : list of Patient
        With resection and pathological response.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        One row a resected patient. Progressive patients with a response have a major one, as printed.
    """
    resected = [p for p in patients if p.resected]
    responding = [i for i, p in enumerate(resected) if not p.no_path_response]
    candidates = [i for i in responding if resected[i].response != "PD"]
    weights = np.array([RELAPSED_WEIGHT if resected[i].relapsed else 1.0 for i in candidates])
    drawn = rng.choice(candidates, size=COMPLETE, replace=False, p=weights / weights.sum())
    complete = set(drawn.tolist())
    major = iter(rng.permutation(MAJOR_VIABLE).tolist())
    low, high = VIABLE_WITHOUT_RESPONSE
    rows: Rows = []
    for index, patient in enumerate(resected):
        viable = 5 * int(rng.integers(low // 5, high // 5 + 1))
        if index in complete:
            viable = 0
        elif index in responding:
            viable = next(major)
        rows.append(
            {"USUBJID": patient.subject, "ADT": patient.resected_on, "VIABLE": viable, "MARGIN": "R0"}
        )
    return rows
