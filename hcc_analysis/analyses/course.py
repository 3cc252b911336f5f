"""The course of every patient: treatments, events, end of follow-up, in months from the first dose.

Source: paper, Methods, Procedures; Fig. 1 and Supplementary Tables 6 and 7 show the same patients in counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.endpoints.recist import best_overall_response, overall_response
from hcc_analysis.endpoints.time_to_event import (
    DAYS_PER_MONTH,
    OVERALL_SURVIVAL,
    RECURRENCE_FREE_SURVIVAL,
    derive,
)
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

RESECTED, NOT_RESECTED = "Resected", "Not resected"
SHORTEST_BAND = 0.2  # months: a single dose can be seen


@dataclass(frozen=True)
class Course:
    """The courses of all intention-to-treat subjects.

    Attributes
    ----------
    subjects : pandas.DataFrame
        One row a subject: ``USUBJID``, ``END`` (months), ``ONGOING`` (bool, alive), ``GROUP``, ``NOTE``.
    intervals : pandas.DataFrame
        One row a treatment: ``USUBJID``, ``KIND``, ``START``, ``STOP`` (months).
    events : pandas.DataFrame
        One row an event: ``USUBJID``, ``KIND``, ``TIME`` (months).
    """

    subjects: pd.DataFrame
    intervals: pd.DataFrame
    events: pd.DataFrame

    def results(self) -> list[Result]:
        """Return how many had each kind of event, and how many are followed on."""
        n = len(self.subjects)
        kinds = self.events.drop_duplicates(["USUBJID", "KIND"])["KIND"].value_counts()
        counts = {
            f"course.{kind.lower().replace(' ', '_')}.n": int(kinds[kind]) for kind in sorted(kinds.index)
        }
        counts["course.alive.n"] = int(self.subjects["ONGOING"].sum())
        return [count_result(id, count, n=n) for id, count in counts.items()]


def patient_courses(trial: Trial, *, days_per_month: float = DAYS_PER_MONTH) -> Course:
    """Put every subject's treatments and events on one time axis.

    Parameters
    ----------
    trial : Trial
        Needs ``adex``, ``adtr`` and ``adfu``.
    days_per_month : float
        Days that make a month.

    Returns
    -------
    Course
        Months from the first dose. A treatment is one band from its first to its last dose.
    """
    itt = intention_to_treat(trial, "SURGDT", "DTHDT").set_index("USUBJID")
    survival = derive(trial, OVERALL_SURVIVAL, days_per_month=days_per_month).set_index("USUBJID")
    best = best_overall_response(trial).set_index("USUBJID")["BOR"]
    subjects = pd.DataFrame({"USUBJID": itt.index})
    subjects["END"] = subjects["USUBJID"].map(survival["AVAL"])
    subjects["ONGOING"] = subjects["USUBJID"].map(survival["CNSR"]) == 1
    resected = subjects["USUBJID"].map(itt["SURGDT"]).notna()
    subjects["GROUP"] = resected.map({True: RESECTED, False: NOT_RESECTED})
    subjects["NOTE"] = subjects["USUBJID"].map(best)
    return Course(subjects, _intervals(trial, itt, days_per_month), _events(trial, itt, days_per_month))


def _months(dates: pd.Series, subjects: pd.Series, itt: pd.DataFrame, days_per_month: float) -> pd.Series:
    return (dates - subjects.map(itt["TRTSDT"])).dt.days / days_per_month


def _intervals(trial: Trial, itt: pd.DataFrame, days_per_month: float) -> pd.DataFrame:
    exposure = of_subjects(trial["adex"], itt.reset_index())
    adjuvant = exposure["EPOCH"] == "ADJUVANT"
    kind = exposure["EXTRT"].map({"TISLELIZUMAB": "Tislelizumab", "IMRT": "IMRT"})
    exposure["KIND"] = kind.where(~adjuvant, "Adjuvant tislelizumab")
    bands = exposure.groupby(["USUBJID", "KIND"], as_index=False).agg(
        FIRST=("ASTDT", "min"), LAST=("AENDT", "max")
    )
    bands["START"] = _months(bands["FIRST"], bands["USUBJID"], itt, days_per_month)
    stop = _months(bands["LAST"], bands["USUBJID"], itt, days_per_month)
    bands["STOP"] = stop.clip(lower=bands["START"] + SHORTEST_BAND)
    return bands[["USUBJID", "KIND", "START", "STOP"]]


def _events(trial: Trial, itt: pd.DataFrame, days_per_month: float) -> pd.DataFrame:
    response = overall_response(trial)
    rfs = derive(trial, RECURRENCE_FREE_SURVIVAL, days_per_month=days_per_month)
    dated = (
        ("Resection", itt["SURGDT"].dropna()),
        ("Partial response", response[response["OVRESP"] == "PR"].set_index("USUBJID")["ADT"]),
        ("Progression", response[response["OVRESP"] == "PD"].set_index("USUBJID")["ADT"]),
        ("Recurrence", rfs[rfs["EVNTDESC"] == "Recurrence"].set_index("USUBJID")["ADT"]),
        ("Death", itt["DTHDT"].dropna()),
    )
    parts = [
        pd.DataFrame({"USUBJID": d.index, "KIND": kind, "ADT": d.to_numpy()}) for kind, d in dated if len(d)
    ]
    columns = ["USUBJID", "KIND", "TIME"]
    if not parts:
        return pd.DataFrame(columns=columns)
    events = pd.concat(parts, ignore_index=True)
    events["TIME"] = _months(events["ADT"], events["USUBJID"], itt, days_per_month)
    return events[columns]
