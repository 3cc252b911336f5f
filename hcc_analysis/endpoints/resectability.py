"""Criteria of resectability as predicates over the data of week 9.

Source: paper, Methods, Procedures (the criteria of resectable carcinoma, judged after three cycles).
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from hcc_analysis.endpoints.criteria import Criterion, judge
from hcc_analysis.endpoints.recist import BASELINE
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

ADEQUATE_CHILD_PUGH = ("A", "B")


def _assessed(variable: str, wanted: tuple[str, ...]) -> Callable[[Trial], pd.Series]:
    def holds(trial: Trial) -> pd.Series:
        found = trial.need("adres", variable).set_index("USUBJID")[variable]
        return found.isin(wanted).astype("boolean").where(found.notna())

    return holds


def _no_metastasis(trial: Trial) -> pd.Series:
    """Nothing outside the liver on imaging after baseline; lesions that disappeared do not count."""
    adtr = of_subjects(trial["adtr"], intention_to_treat(trial))
    after = adtr[adtr["AVISIT"] != BASELINE]
    gone = (after["AVAL"] == 0) | (after["AVALC"] == "CR")
    outside = (after["TRLOC"] != "LIVER") & ~gone
    return ~outside.groupby(after["USUBJID"]).any().astype("boolean")


RESECTABILITY = (
    Criterion("confined", "No extrahepatic metastasis", _no_metastasis),
    Criterion("remnant", "Sufficient remnant liver", _assessed("REMNANT", ("Y",))),
    Criterion("liver_function", "Child-Pugh class A or B", _assessed("CHILDPGH", ADEQUATE_CHILD_PUGH)),
    Criterion("r0", "Complete (R0) resection possible", _assessed("R0FL", ("Y",))),
)


def resectability(trial: Trial) -> pd.DataFrame:
    """Judge every criterion of resectability for every intention-to-treat subject.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr`` and ``adres``.

    Returns
    -------
    pandas.DataFrame
        As :func:`hcc_analysis.endpoints.criteria.judge` returns it.
    """
    return judge(trial, RESECTABILITY)
