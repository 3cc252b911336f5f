"""Radiographic and pathological response.

Source: paper, Table 2, Fig. 2A, Results (Efficacy) and Discussion.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_and_percent, count_result, percent_result
from hcc_analysis.endpoints.afp import afp_groups, afp_labels
from hcc_analysis.endpoints.pathology import COMPLETE, MAJOR, NONE, pathological_response
from hcc_analysis.endpoints.recist import ORDER, best_overall_response, best_response
from hcc_analysis.endpoints.time_to_event import (
    DAYS_PER_MONTH,
    OVERALL_SURVIVAL,
    RECURRENCE_FREE_SURVIVAL,
    derive,
)
from hcc_analysis.formatting import level_text, number
from hcc_analysis.results import NOT_ESTIMABLE, Result
from hcc_analysis.stats import binomial_interval
from hcc_analysis.trial import Trial, resected

RECIST = "RECIST 1.1"


@dataclass(frozen=True)
class ResponseSummary:
    """Response rates.

    Attributes
    ----------
    n : int
        Intention-to-treat subjects.
    categories : dict of str to int
        Subjects by best overall response; CR, PR, SD, PD and NE, zeros included.
    objective, controlled : int
        Subjects with an objective response, with disease control.
    lower, upper : float or str
        Clopper-Pearson interval of the objective response rate (%); "NE" without subjects.
    conf_level : float
        Its level.
    n_resected : int
        Resected subjects with a pathological assessment.
    pathology : dict of str to int
        Resected subjects by pathological response, zeros included.
    """

    n: int
    categories: dict[str, int]
    objective: int
    controlled: int
    lower: float | str
    upper: float | str
    conf_level: float
    n_resected: int | None
    pathology: dict[str, int]

    @property
    def pathological_responders(self) -> int:
        """Subjects with a complete or major pathological response."""
        return self.pathology[COMPLETE] + self.pathology[MAJOR]

    def results(self) -> list[Result]:
        """Return the results of Table 2, under the ids of the published claims."""
        return [*self._rates(), *self._categories(), *self._pathology()]

    def _rates(self) -> list[Result]:
        method = f"Clopper-Pearson, {level_text(self.conf_level)}"
        limits = (("lower90", "lower limit", self.lower), ("upper90", "upper limit", self.upper))
        return [
            percent_result("response.orr.pct", self.objective, self.n, method=RECIST),
            *(
                Result(
                    id=f"response.orr.{name}",
                    value=value,
                    statistic=statistic,
                    unit="%",
                    n=self.n,
                    method=method,
                    text=number(value, 1),
                )
                for name, statistic, value in limits
            ),
            percent_result("response.dcr.pct", self.controlled, self.n, method=RECIST),
        ]

    def _categories(self) -> list[Result]:
        counts = {name.lower(): self.categories[name] for name in ("CR", "PR", "SD", "PD", "NE")}
        counts |= {"orr": self.objective, "dcr": self.controlled}
        pairs = (count_and_percent(f"table2.{name}", k, self.n, method=RECIST) for name, k in counts.items())
        return [result for pair in pairs for result in pair]

    def _pathology(self) -> list[Result]:
        if self.n_resected is None:
            return []
        counts = {
            "response": self.pathological_responders,
            "pcr": self.pathology[COMPLETE],
            "mpr": self.pathology[MAJOR],
            "no_response": self.pathology[NONE],
        }
        pairs = (count_and_percent(f"table2.path.{name}", k, self.n_resected) for name, k in counts.items())
        return [result for pair in pairs for result in pair]


def response_summary(trial: Trial, *, conf_level: float = 0.90, mpr_threshold: float = 10) -> ResponseSummary:
    """Summarise radiographic and pathological response.

    Parameters
    ----------
    trial : Trial
        The data.
    conf_level : float
        Level of the interval of the objective response rate.
    mpr_threshold : float
        Viable tumour (%) below which a pathological response is a major one.

    Returns
    -------
    ResponseSummary
        Counts and rates.
    """
    best = best_response(trial)
    examined = trial.has("adpath") and trial.has("adsl", "SURGDT")
    path = (
        pathological_response(trial, threshold=mpr_threshold)["PATHRESP"].dropna()
        if examined
        else pd.Series(dtype=object)
    )
    objective, n = int(best["OBJRESP"].sum()), len(best)
    lower, upper = _objective_interval(objective, n, conf_level)
    return ResponseSummary(
        n=n,
        categories={name: int((best["BOR"] == name).sum()) for name in ORDER},
        objective=objective,
        controlled=int(best["DISCTRL"].sum()),
        lower=lower,
        upper=upper,
        conf_level=conf_level,
        n_resected=len(path) if examined else None,
        pathology={name: int((path == name).sum()) for name in (COMPLETE, MAJOR, NONE)},
    )


def _objective_interval(successes: int, n: int, conf_level: float) -> tuple[float | str, float | str]:
    interval = binomial_interval(successes, n, method="clopper-pearson", conf_level=conf_level)
    if interval.lower is None or interval.upper is None:
        return NOT_ESTIMABLE, NOT_ESTIMABLE
    return 100 * interval.lower, 100 * interval.upper


@dataclass(frozen=True)
class BestChange:
    """Best change of the target lesions of every subject, as a waterfall plot shows it.

    Attributes
    ----------
    frame : pandas.DataFrame
        One row a subject: ``USUBJID``, ``PCHG`` (%), ``RESPONSE``, ``RESECTED`` and ``NEWLES`` (bool).
    """

    frame: pd.DataFrame
    progressed: pd.DataFrame

    def results(self) -> list[Result]:
        """Return the results of Fig. 2A, under the ids of the published claims."""
        n = int(self.frame["PCHG"].notna().sum())
        regressed = int((self.frame["PCHG"] < 0).sum())
        n_pd = len(self.progressed)
        return [
            *count_and_percent(
                "response.regressed", regressed, n, method="sum of target diameters below baseline"
            ),
            count_result("response.pd.new_liver_lesions", int(self.progressed["NEWLIVER"].sum()), n=n_pd),
            count_result("response.pd.extrahepatic", int(self.progressed["NEWEXTRA"].sum()), n=n_pd),
            count_result("response.pd_resected.n", int(self.progressed["RESECTED"].sum()), n=n_pd),
        ]


def best_change(trial: Trial) -> BestChange:
    """Return the best change of the target lesions of every intention-to-treat subject.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``.

    Returns
    -------
    BestChange
        The waterfall's data, and the subjects with progression.
    """
    best = best_overall_response(trial)
    best["RESECTED"] = best["USUBJID"].isin(resected(trial)["USUBJID"])
    frame = best.rename(columns={"BOR": "RESPONSE"})[["USUBJID", "PCHG", "RESPONSE", "RESECTED", "NEWLES"]]
    return BestChange(frame, best[best["BOR"] == "PD"].reset_index(drop=True))


def progressed_and_resected(
    trial: Trial,
    *,
    mpr_threshold: float = 10,
    afp_cutoff: float = 400,
    afp_reduction: float = 90,
    days_per_month: float = DAYS_PER_MONTH,
) -> pd.DataFrame:
    """Follow the subjects who were resected despite progression.

    Parameters
    ----------
    trial : Trial
        The data.
    mpr_threshold : float
        Viable tumour (%) below which a pathological response is a major one.
    afp_cutoff, afp_reduction : float
        Limits of the groups of alpha-fetoprotein (ug/L, %).
    days_per_month : float
        Days that make a month.

    Returns
    -------
    pandas.DataFrame
        One row a subject, by rising RFS: ``USUBJID``, ``PATHRESP``, ``PATHSIG``, ``RFS`` and ``OS``
        (months), ``RFSEVENT`` and ``OSEVENT`` (bool), ``AFPPOOR`` (bool: high at baseline and not reduced).
    """
    progressed = best_change(trial).progressed
    frame = progressed[progressed["RESECTED"]][["USUBJID"]]
    frame = frame.merge(pathological_response(trial, threshold=mpr_threshold), on="USUBJID")
    for endpoint in (RECURRENCE_FREE_SURVIVAL, OVERALL_SURVIVAL):
        adtte = derive(trial, endpoint, days_per_month=days_per_month).set_index("USUBJID")
        frame[endpoint.code] = frame["USUBJID"].map(adtte["AVAL"])
        frame[f"{endpoint.code}EVENT"] = frame["USUBJID"].map(adtte["CNSR"]) == 0
    groups = afp_groups(trial, cutoff=afp_cutoff, reduction=afp_reduction).set_index("USUBJID")["AFPRED"]
    frame["AFPPOOR"] = frame["USUBJID"].map(groups) == afp_labels(afp_cutoff, afp_reduction)["poor"]
    return frame.sort_values("RFS", kind="stable").reset_index(drop=True)


TUMOUR_FREE_MONTHS = 20


def progressed_and_resected_results(frame: pd.DataFrame) -> list[Result]:
    """Return the results on subjects resected despite progression, under the published claims' ids.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`progressed_and_resected` returns it.

    Returns
    -------
    list of Result
        How many had a pathological response and stayed tumour-free for over 20 months, with the shortest
        of these times; of the others how many, how many without reduction of AFP, and their times.
    """
    free = frame[(frame["PATHSIG"] == "Yes") & ~frame["RFSEVENT"] & (frame["RFS"] > TUMOUR_FREE_MONTHS)]
    others = frame[frame["PATHSIG"] == "No"]
    id = "response.pd_resected"
    shortest = float(free["RFS"].min()) if len(free) else NOT_ESTIMABLE
    results = [
        count_result(f"{id}.mpr", len(free), n=len(frame)),
        _months(f"{id}.mpr.rfs_min", shortest, "shortest recurrence-free time"),
        count_result(f"{id}.no_mpr.n", len(others), n=len(frame)),
        count_result(f"{id}.no_mpr.no_afp_reduction.n", int(others["AFPPOOR"].sum()), n=len(others)),
    ]
    for rank, row in enumerate(others.itertuples(), 1):
        for code in ("RFS", "OS"):
            results.append(_months(f"{id}.no_mpr.{code.lower()}_{rank}", float(getattr(row, code)), "time"))
    return results


def _months(id: str, value: float | str, statistic: str) -> Result:
    return Result(id=id, value=value, statistic=statistic, unit="months", text=number(value, 2))


def embolised(trial: Trial) -> Result:
    """Count the resected subjects with spontaneous portal vein embolisation."""
    trial.need("adsl", "PVEFL")
    operated = resected(trial)
    return count_result("response.spontaneous_pve", int((operated["PVEFL"] == "Y").sum()), n=len(operated))
