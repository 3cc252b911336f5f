"""The trial profile: how many were screened, enrolled, resected, relapsed.

Source: paper, Fig. 1 and Results, Patient characteristics.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_and_percent, count_result, percent_result
from hcc_analysis.endpoints.pathology import COMPLETE, MAJOR, NONE, pathological_response
from hcc_analysis.endpoints.recist import ORDER, best_response
from hcc_analysis.endpoints.time_to_event import DAYS_PER_MONTH, RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.results import NOT_ESTIMABLE, Result
from hcc_analysis.trial import Trial, intention_to_treat, resected, screened, unresectable

YEAR_MONTHS = 12
PATHOLOGY = (COMPLETE, MAJOR, NONE)


@dataclass(frozen=True)
class TrialProfile:
    """Counts of the trial profile.

    Attributes
    ----------
    screened, enrolled, resected, unresectable : int
        Subjects at each step.
    not_enrolled : dict of str to int
        Screened subjects who were not enrolled, by reason.
    not_resected : dict of str to int
        Enrolled subjects who were not resected, by reason.
    response : dict of str to int
        Resected subjects by best overall response.
    pathology : dict of str to int
        Resected subjects by pathological response.
    relapsed_early, relapsed_late, recurrence_free : int
        Resected subjects with an RFS event within a year, after it, and without one.
    first_screening, last_screening : str
        ISO dates.
    """

    screened: int
    enrolled: int
    resected: int
    unresectable: int
    not_enrolled: dict[str, int]
    not_resected: dict[str, int]
    response: dict[str, int]
    pathology: dict[str, int]
    relapsed_early: int
    relapsed_late: int
    recurrence_free: int
    first_screening: str
    last_screening: str

    def results(self) -> list[Result]:
        """Return the results of the profile, under the ids of the published claims."""
        n = self.resected
        return [
            count_result("trial.screened", self.screened),
            count_result("trial.enrolled", self.enrolled, n=self.screened),
            count_result("trial.withdrew_consent", self.screened - self.enrolled, n=self.screened),
            count_result("trial.unresectable", self.unresectable, n=self.enrolled),
            percent_result("trial.unresectable.pct", self.unresectable, self.enrolled),
            *count_and_percent("trial.resected", n, self.enrolled),
            count_result("trial.relapsed.n", self.relapsed_early + self.relapsed_late, n=n),
            count_result("trial.relapsed_within_1y", self.relapsed_early, n=n),
            count_result("trial.relapsed_after_1y", self.relapsed_late, n=n),
            percent_result("trial.relapsed_after_1y.pct", self.relapsed_late, n),
            *count_and_percent("trial.recurrence_free", self.recurrence_free, n),
            _date("trial.first_screening", self.first_screening),
            _date("trial.last_screening", self.last_screening),
        ]


def trial_profile(
    trial: Trial, *, mpr_threshold: float = 10, days_per_month: float = DAYS_PER_MONTH
) -> TrialProfile:
    """Count the steps of the trial.

    Parameters
    ----------
    trial : Trial
        The data.
    mpr_threshold : float
        Viable tumour (%) below which a pathological response is a major one.
    days_per_month : float
        Days that make a month.

    Returns
    -------
    TrialProfile
        The counts.
    """
    trial.need("adsl", "SCRDT", "ENRLFL", "SCRFRSN", "NORSRSN")
    everyone, itt, operated = screened(trial), intention_to_treat(trial), resected(trial)
    response = best_response(trial)
    rfs = derive(trial, RECURRENCE_FREE_SURVIVAL, days_per_month=days_per_month)
    event = rfs["CNSR"] == 0
    outside = everyone[~everyone["USUBJID"].isin(itt["USUBJID"])]
    dates = everyone["SCRDT"]
    return TrialProfile(
        screened=len(everyone),
        enrolled=len(itt),
        resected=len(operated),
        unresectable=len(unresectable(trial)),
        not_enrolled=_tally(outside["SCRFRSN"].fillna("Reason not given")),
        not_resected=_tally(unresectable(trial)["NORSRSN"].fillna("Reason not given")),
        response=_tally(response[response["USUBJID"].isin(operated["USUBJID"])]["BOR"], ORDER),
        pathology=_tally(
            pathological_response(trial, threshold=mpr_threshold)["PATHRESP"].dropna(), PATHOLOGY
        ),
        relapsed_early=int((event & (rfs["AVAL"] <= YEAR_MONTHS)).sum()),
        relapsed_late=int((event & (rfs["AVAL"] > YEAR_MONTHS)).sum()),
        recurrence_free=int((~event).sum()),
        first_screening=_iso(dates.min()),
        last_screening=_iso(dates.max()),
    )


def _tally(values: pd.Series, order: tuple[str, ...] = ()) -> dict[str, int]:
    counts = values.value_counts()
    names = [name for name in order if name in counts.index] or sorted(
        counts.index, key=lambda k: (-counts[k], k)
    )
    return {str(name): int(counts[name]) for name in names}


def _iso(date: pd.Timestamp) -> str:
    return NOT_ESTIMABLE if pd.isna(date) else date.date().isoformat()


def _date(id: str, value: str) -> Result:
    return Result(id=id, value=value, statistic="date", unit="date", text=value)
