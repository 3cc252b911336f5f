"""One row a patient: response, progression, resectability, outcome.

Source: paper, Supplementary Table 6 and Fig. 2A.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.endpoints.pathology import pathological_response
from hcc_analysis.endpoints.recist import best_overall_response
from hcc_analysis.endpoints.vascular_invasion import vascular_invasion
from hcc_analysis.trial import Trial, intention_to_treat


def patient_listing(trial: Trial, *, mpr_threshold: float = 10) -> pd.DataFrame:
    """List every intention-to-treat subject.

    Parameters
    ----------
    trial : Trial
        The data.
    mpr_threshold : float
        Viable tumour (%) below which a pathological response is a major one.

    Returns
    -------
    pandas.DataFrame
        One row a subject, by falling change: ``USUBJID``, ``PCHG`` (%), ``BOR``, ``NEWLIVER``,
        ``NEWEXTRA`` (bool), ``MVIRESP``, ``RESECTED`` (bool), ``NORSRSN``, ``PATHRESP``.
    """
    frame = best_overall_response(trial).merge(vascular_invasion(trial)[["USUBJID", "MVIRESP"]], on="USUBJID")
    itt = intention_to_treat(trial, "SURGDT", "NORSRSN").set_index("USUBJID")
    frame["RESECTED"] = frame["USUBJID"].map(itt["SURGDT"]).notna()
    frame["NORSRSN"] = frame["USUBJID"].map(itt["NORSRSN"])
    pathology = pathological_response(trial, threshold=mpr_threshold).set_index("USUBJID")["PATHRESP"]
    frame["PATHRESP"] = frame["USUBJID"].map(pathology)
    frame = frame.sort_values(["PCHG", "USUBJID"], ascending=[False, True], kind="stable")
    columns = ["USUBJID", "PCHG", "BOR", "NEWLIVER", "NEWEXTRA", "MVIRESP", "RESECTED", "NORSRSN", "PATHRESP"]
    return frame[columns].reset_index(drop=True)
