"""Criteria as predicates over a trial's data, and each subject's judgement by them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from hcc_analysis.trial import Trial, intention_to_treat

MET, FAILED, UNKNOWN = "met", "failed", "unknown"


@dataclass(frozen=True)
class Criterion:
    """A criterion that a subject meets or fails.

    Attributes
    ----------
    id, text : str
        Short name, and the criterion in words.
    holds : callable
        Trial to a boolean Series by ``USUBJID``; a missing value is unknown.
    """

    id: str
    text: str
    holds: Callable[[Trial], pd.Series]


def judge(trial: Trial, criteria: tuple[Criterion, ...]) -> pd.DataFrame:
    """Judge criteria for every intention-to-treat subject.

    Parameters
    ----------
    trial : Trial
        The data.
    criteria : tuple of Criterion
        The criteria.

    Returns
    -------
    pandas.DataFrame
        One row a subject (index ``USUBJID``), one column a criterion: "met", "failed" or "unknown".
    """
    subjects = intention_to_treat(trial)["USUBJID"]
    return pd.DataFrame(
        {c.id: _words(c.holds(trial).reindex(subjects)) for c in criteria},
        index=pd.Index(subjects, name="USUBJID"),
    )


def _words(holds: pd.Series) -> list[str]:
    return [UNKNOWN if pd.isna(value) else MET if value else FAILED for value in holds]


def failed_criteria(judged: pd.DataFrame) -> pd.Series:
    """Name each subject's failed criteria.

    Parameters
    ----------
    judged : pandas.DataFrame
        As :func:`judge` returns it.

    Returns
    -------
    pandas.Series
        Criterion ids joined by ", " (empty for none), by ``USUBJID``.
    """
    failed = [", ".join(judged.columns[row]) for row in (judged == FAILED).to_numpy(dtype=bool)]
    return pd.Series(failed, index=judged.index, dtype=object)
