"""Treatment as given: doses, fractions, intervals.

Source: paper, Methods, Procedures. A quantity that is the same in all subjects is that value; times
are medians over the subjects.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from hcc_analysis.endpoints.time_to_event import RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.formatting import number
from hcc_analysis.results import NOT_ESTIMABLE, Result
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects, resected

DAYS_PER_WEEK = 7
DAYS_PER_YEAR = 365.25
SAME, MEDIAN = "the same in all subjects", "median over the subjects"


def treatment_results(trial: Trial) -> list[Result]:
    """Return the treatment given, under the published claims' ids.

    Parameters
    ----------
    trial : Trial
        Needs ``adex``, ``adtr`` and ``adfu``.

    Returns
    -------
    list of Result
        Doses and fractions (``NE`` where the subjects differ), times between treatments (medians).
    """
    itt, exposure = intention_to_treat(trial), of_subjects(trial["adex"], intention_to_treat(trial))
    return [*_doses(exposure, len(itt)), *_before_surgery(trial, exposure), *_after_surgery(trial, exposure)]


def _doses(exposure: pd.DataFrame, n: int) -> list[Result]:
    drug, beam = _preoperative(exposure, "TISLELIZUMAB"), _preoperative(exposure, "IMRT")
    weeks = np.ceil(((beam["AENDT"] - beam["ASTDT"]).dt.days + 1) / DAYS_PER_WEEK)
    return [
        _same("dose_per_fraction", "dose per fraction", (beam["EXDOSE"] / beam["EXFRAC"]).tolist(), "Gy", n),
        _same("fractions", "fractions", beam["EXFRAC"].tolist(), "", n),
        _same("total_dose", "total dose", beam["EXDOSE"].tolist(), "Gy", n),
        _median("imrt_weeks", "duration of radiotherapy", weeks, "weeks", n),
        _median("fractions_per_week", "fractions a week", beam["EXFRAC"] / weeks, "fractions/week", n),
        _same("tislelizumab_dose", "dose of tislelizumab", drug["EXDOSE"].tolist(), "mg", n),
        _same(
            "tislelizumab_cycles",
            "cycles of tislelizumab",
            drug.groupby("USUBJID").size().tolist(),
            "cycles",
            n,
        ),
    ]


def _before_surgery(trial: Trial, exposure: pd.DataFrame) -> list[Result]:
    itt = intention_to_treat(trial).set_index("USUBJID")
    beam = _dates(_preoperative(exposure, "IMRT"), "min")
    imaging = _dates(trial["adtr"][lambda frame: frame["AVISIT"] != "BASELINE"], "min", "ADT")
    delay, assessed = (dates - itt["TRTSDT"] for dates in (beam, imaging))
    interval = _gaps(_preoperative(exposure, "TISLELIZUMAB"))
    n = len(itt)
    return [
        _median("imrt_delay", "first dose to radiotherapy", delay.dt.days, "days", n),
        _median("tislelizumab_interval", "interval between cycles", interval / DAYS_PER_WEEK, "weeks", n),
        _median("assessment_week", "first dose to assessment", assessed.dt.days / DAYS_PER_WEEK, "weeks", n),
    ]


def _after_surgery(trial: Trial, exposure: pd.DataFrame) -> list[Result]:
    operated = resected(trial).set_index("USUBJID")
    adjuvant = exposure[exposure["EPOCH"] == "ADJUVANT"]
    first, last = (_dates(adjuvant, which) for which in ("min", "max"))
    rfs = derive(trial, RECURRENCE_FREE_SURVIVAL).set_index("USUBJID")
    followed = (rfs["ADT"] - rfs["STARTDT"]).dt.days > DAYS_PER_YEAR
    years = ((last - first).dt.days / DAYS_PER_YEAR)[lambda values: values.index.isin(rfs.index[followed])]
    n = len(operated)
    return [
        _median(
            "adjuvant_start",
            "resection to adjuvant treatment",
            _weeks(first - operated["SURGDT"]),
            "weeks",
            n,
        ),
        _median("adjuvant_interval", "interval between cycles", _gaps(adjuvant) / DAYS_PER_WEEK, "weeks", n),
        _median(
            "adjuvant_duration", "adjuvant treatment of those free for a year", years, "years", len(years)
        ),
    ]


def _preoperative(exposure: pd.DataFrame, treatment: str) -> pd.DataFrame:
    return exposure[(exposure["EPOCH"] == "PREOPERATIVE") & (exposure["EXTRT"] == treatment)]


def _dates(frame: pd.DataFrame, which: str, variable: str = "ASTDT") -> pd.Series:
    """First or last date of each subject; dates even where there is nobody."""
    return pd.to_datetime(frame.groupby("USUBJID")[variable].agg(which))


def _gaps(doses: pd.DataFrame) -> pd.Series:
    """Days between consecutive doses of a subject."""
    return doses.sort_values(["USUBJID", "ASTDT"]).groupby("USUBJID")["ASTDT"].diff().dt.days.dropna()


def _weeks(times: pd.Series) -> pd.Series:
    return times.dt.days / DAYS_PER_WEEK


def _same(id: str, statistic: str, values: Sequence[float], unit: str, n: int) -> Result:
    value = float(values[0]) if len(set(values)) == 1 else NOT_ESTIMABLE
    return _result(id, statistic, value, unit, n, SAME)


def _median(id: str, statistic: str, values: pd.Series, unit: str, n: int) -> Result:
    found = values.dropna().astype(float)
    return _result(id, statistic, float(found.median()) if len(found) else NOT_ESTIMABLE, unit, n, MEDIAN)


def _result(id: str, statistic: str, value: float | str, unit: str, n: int, method: str) -> Result:
    text = f"{value:.3g}" if isinstance(value, float) else number(value, 0)
    return Result(
        id=f"treatment.{id}", value=value, statistic=statistic, unit=unit, n=n, method=method, text=text
    )
