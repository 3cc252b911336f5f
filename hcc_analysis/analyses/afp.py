"""Alpha-fetoprotein before and after treatment, by what became of the tumour.

Source: paper, Methods, Outcomes (AFP reduction) and Discussion.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.analyses.course import NOT_RESECTED
from hcc_analysis.endpoints.afp import afp_groups
from hcc_analysis.endpoints.pathology import pathological_response
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial

GROUPS = {"Yes": "pCR or MPR", "No": "No response"}


def afp_changes(
    trial: Trial, *, afp_cutoff: float = 400, afp_reduction: float = 90, mpr_threshold: float = 10
) -> pd.DataFrame:
    """Return every subject's alpha-fetoprotein with the group of the tumour's fate.

    Parameters
    ----------
    trial : Trial
        Needs ``adlb`` and ``adpath``.
    afp_cutoff, afp_reduction : float
        Limits of the groups of alpha-fetoprotein (ug/L, %).
    mpr_threshold : float
        Viable tumour (%) below which a pathological response is a major one.

    Returns
    -------
    pandas.DataFrame
        One row a subject: ``USUBJID``, ``BASE``, ``AVAL`` (ug/L), ``AFPRED`` and ``GROUP``; responders,
        non-responders, then subjects who were not resected.
    """
    frame = afp_groups(trial, cutoff=afp_cutoff, reduction=afp_reduction)
    response = pathological_response(trial, threshold=mpr_threshold).set_index("USUBJID")["PATHSIG"]
    frame["GROUP"] = frame["USUBJID"].map(response).map(GROUPS).fillna(NOT_RESECTED)
    order = {group: rank for rank, group in enumerate((*GROUPS.values(), NOT_RESECTED))}
    frame = frame.sort_values("GROUP", key=lambda groups: groups.map(order), kind="stable")
    return frame[["USUBJID", "BASE", "AVAL", "AFPRED", "GROUP"]].reset_index(drop=True)


def afp_results(frame: pd.DataFrame) -> list[Result]:
    """Return how many subjects had both values, and in how many the value fell.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`afp_changes` returns it.

    Returns
    -------
    list of Result
        Two counts.
    """
    both = frame.dropna(subset=["BASE", "AVAL"])
    fell = int((both["AVAL"] < both["BASE"]).sum())
    return [
        count_result("afp.measured_twice.n", len(both), n=len(frame)),
        count_result("afp.fell.n", fell, n=len(both)),
    ]
