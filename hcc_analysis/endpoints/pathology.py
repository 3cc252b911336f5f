"""Pathological response of the resected tumour.

Source: paper, Methods, Outcomes: complete (pCR) is no viable tumour cell, major (MPR) is viable tumour
below 10 % of the tumour area; a significant response is either.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial import Trial, resected

COMPLETE, MAJOR, NONE = "pCR", "MPR", "No response"


def category(viable: float, threshold: float = 10) -> str:
    """Pathological response from the percentage of viable tumour.

    Parameters
    ----------
    viable : float
        Viable tumour cells (% of the tumour area).
    threshold : float
        Percentage below which the response is a major one.

    Returns
    -------
    str
        "pCR", "MPR" or "No response".
    """
    if viable == 0:
        return COMPLETE
    return MAJOR if viable < threshold else NONE


def pathological_response(trial: Trial, *, threshold: float = 10) -> pd.DataFrame:
    """Pathological response of every resected subject.

    Parameters
    ----------
    trial : Trial
        Needs ``adpath``.
    threshold : float
        Viable tumour (%) below which a response is a major one.

    Returns
    -------
    pandas.DataFrame
        One row a resected subject: ``USUBJID``, ``VIABLE`` (%), ``PATHRESP`` (pCR, MPR, No response;
        missing if not examined), ``PATHSIG`` ("Yes" for pCR or MPR, else "No").
    """
    viable = trial["adpath"].set_index("USUBJID")["VIABLE"]
    frame = pd.DataFrame({"USUBJID": resected(trial)["USUBJID"]})
    frame["VIABLE"] = frame["USUBJID"].map(viable)
    frame["PATHRESP"] = [None if pd.isna(value) else category(value, threshold) for value in frame["VIABLE"]]
    significant = {COMPLETE: "Yes", MAJOR: "Yes", NONE: "No"}
    frame["PATHSIG"] = (
        frame["PATHRESP"].map(significant).astype(object).where(frame["PATHRESP"].notna(), None)
    )
    return frame
