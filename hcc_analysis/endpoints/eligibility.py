"""Eligibility criteria as predicates over the baseline data.

Source: paper, Methods, Study design and participants (the major inclusion criteria).
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hcc_analysis.endpoints.criteria import Criterion, judge
from hcc_analysis.endpoints.vascular_invasion import vascular_invasion
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

UPPER_LIMIT_FACTOR = 1.5
MEASURABLE_MM = 10


def _subject(variable: str, low: float, high: float) -> Callable[[Trial], pd.Series]:
    return lambda trial: _between(
        intention_to_treat(trial, variable).set_index("USUBJID")[variable], low, high
    )


def _between(values: pd.Series, low: float, high: float) -> pd.Series:
    return values.between(low, high).astype("boolean").where(values.notna())


def _laboratory(parameter: str) -> Callable[[Trial], pd.DataFrame]:
    def rows(trial: Trial) -> pd.DataFrame:
        adlb = trial["adlb"]
        chosen = adlb[(adlb["PARAMCD"] == parameter) & (adlb["AVISIT"] == "BASELINE")]
        return chosen.sort_values("ADT", kind="stable").groupby("USUBJID").last()

    return rows


def _at_least(parameter: str, limit: float) -> Callable[[Trial], pd.Series]:
    return lambda trial: _between(_laboratory(parameter)(trial)["AVAL"], limit, float("inf"))


def _within_upper_limit(parameter: str) -> Callable[[Trial], pd.Series]:
    def holds(trial: Trial) -> pd.Series:
        trial.need("adlb", "A1HI")
        rows = _laboratory(parameter)(trial)
        met = rows["AVAL"] <= UPPER_LIMIT_FACTOR * rows["A1HI"]
        return met.astype("boolean").where(rows["AVAL"].notna() & rows["A1HI"].notna())

    return holds


def _either(first: str, second: str) -> Callable[[Trial], pd.Series]:
    """Either parameter within its limit; unknown parameters do not decide."""

    def holds(trial: Trial) -> pd.Series:
        both = pd.concat([_within_upper_limit(name)(trial).rename(name) for name in (first, second)], axis=1)
        return both[first].astype("boolean") | both[second].astype("boolean")

    return holds


def _invaded(trial: Trial) -> pd.Series:
    grades = vascular_invasion(trial).set_index("USUBJID")["MVIGR"]
    return (grades >= 1).astype("boolean").where(grades.notna())


def _baseline_lesions(trial: Trial) -> pd.DataFrame:
    adtr = of_subjects(trial["adtr"], intention_to_treat(trial))
    return adtr[(adtr["PARAMCD"] == "LDIAM") & (adtr["AVISIT"] == "BASELINE")]


def _confined(trial: Trial) -> pd.Series:
    outside = _baseline_lesions(trial).assign(OUT=lambda frame: frame["TRLOC"] != "LIVER")
    return ~outside.groupby("USUBJID")["OUT"].any().astype("boolean")


def _measurable(trial: Trial) -> pd.Series:
    targets = _baseline_lesions(trial)[lambda frame: frame["TRGRPID"] == "TARGET"]
    return (targets.groupby("USUBJID")["AVAL"].max() >= MEASURABLE_MM).astype("boolean")


CRITERIA = (
    Criterion("age", "Age 18 to 70 years", _subject("AGE", 18, 70)),
    Criterion("ecog", "ECOG performance status 0 or 1", _subject("ECOG", 0, 1)),
    Criterion("invasion", "Macrovascular invasion", _invaded),
    Criterion("confined", "No extrahepatic metastasis", _confined),
    Criterion("measurable", "Measurable disease (RECIST 1.1)", _measurable),
    Criterion("bilirubin", "Total bilirubin at most 1.5 ULN", _within_upper_limit("BILI")),
    Criterion("transaminases", "AST or ALT at most 1.5 ULN", _either("AST", "ALT")),
    Criterion("albumin", "Albumin at least 30 g/L", _at_least("ALB", 30)),
    Criterion("coagulation", "INR or APTT at most 1.5 ULN", _either("INR", "APTT")),
    Criterion("platelets", "Platelets at least 100 x 10\u2079/L", _at_least("PLAT", 100)),
)


def eligibility(trial: Trial) -> pd.DataFrame:
    """Judge every criterion for every intention-to-treat subject.

    Parameters
    ----------
    trial : Trial
        Needs ``adlb``, ``admvi`` and ``adtr``.

    Returns
    -------
    pandas.DataFrame
        As :func:`hcc_analysis.endpoints.criteria.judge` returns it.
    """
    return judge(trial, CRITERIA)
