"""Who is analysed: one function a population, each from subject-level data.

Source: paper, Methods, Statistical analysis (all enrolled patients who received any study treatment
form the intention-to-treat population); resected patients are the population of pathology and RFS.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial.trial import Trial


def screened(trial: Trial) -> pd.DataFrame:
    """Return every screened subject (one row each)."""
    return trial["adsl"]


def intention_to_treat(trial: Trial, *needed: str) -> pd.DataFrame:
    """Return the enrolled subjects who received any study treatment (one row each).

    Where the trial has no ``ENRLFL``, these are all who received any.

    Parameters
    ----------
    trial : Trial
        The data.
    *needed : str
        Variables of ``adsl`` without which nothing can be said.

    Raises
    ------
    NotCollectedError
        The trial does not have one of them.
    """
    adsl = trial.need("adsl", "TRTSDT", *needed)
    treated = adsl["TRTSDT"].notna()
    if trial.has("adsl", "ENRLFL"):
        treated &= adsl["ENRLFL"] == "Y"
    return adsl[treated].reset_index(drop=True)


def resected(trial: Trial) -> pd.DataFrame:
    """Return the intention-to-treat subjects who were resected."""
    itt = intention_to_treat(trial, "SURGDT")
    return itt[itt["SURGDT"].notna()].reset_index(drop=True)


def unresectable(trial: Trial) -> pd.DataFrame:
    """Return the intention-to-treat subjects who were not resected."""
    itt = intention_to_treat(trial, "SURGDT")
    return itt[itt["SURGDT"].isna()].reset_index(drop=True)


def of_subjects(frame: pd.DataFrame, population: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a data set that belong to a population.

    Parameters
    ----------
    frame : pandas.DataFrame
        Rows with ``USUBJID``.
    population : pandas.DataFrame
        One row a subject.

    Returns
    -------
    pandas.DataFrame
        The rows kept, numbered anew.
    """
    return frame[frame["USUBJID"].isin(population["USUBJID"])].reset_index(drop=True)
