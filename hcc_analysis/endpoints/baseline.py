"""Baseline characteristics as categories.

Source: paper, Table 1: age, sex, etiology, ECOG, Child-Pugh class, number of tumours, tumour size (sum
of the longest diameters of the tumours), grade of vascular invasion, alpha-fetoprotein.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import pandas as pd

from hcc_analysis.endpoints.afp import afp_groups
from hcc_analysis.endpoints.vascular_invasion import vascular_invasion
from hcc_analysis.errors import NotCollectedError
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

SIZE_LABELS = ("\u22645", ">5 and \u226410", ">10")
SIZE_LIMITS_CM = (5.0, 10.0)
MM_PER_CM = 10


def baseline_characteristics(
    trial: Trial, *, age_cutoff: int = 60, afp_cutoff: float = 400, partial: bool = False
) -> pd.DataFrame:
    """Categories of every intention-to-treat subject at baseline.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``, ``admvi`` and ``adlb``.
    age_cutoff : int
        Age that splits the age groups (years).
    afp_cutoff : float
        Alpha-fetoprotein from which a subject counts as high (ug/L).

    partial : bool
        Leave out the characteristics that the trial does not have.

    Returns
    -------
    pandas.DataFrame
        One row a subject, text or missing: ``USUBJID``, ``AGEGR``, ``SEX``, ``ETIOLOGY``, ``ECOG``,
        ``CHILDPGH``, ``TUMNUM``, ``TUMSIZE`` (cm group), ``MVIGR``, ``AFPGR``.

    Raises
    ------
    NotCollectedError
        The trial does not have one of them, unless ``partial``.
    """
    frame = intention_to_treat(trial)[["USUBJID"]].copy()
    derivations: tuple[Callable[[], dict[str, Any]], ...] = (
        lambda: {"AGEGR": [_age_group(age, age_cutoff) for age in intention_to_treat(trial, "AGE")["AGE"]]},
        lambda: {"SEX": intention_to_treat(trial, "SEX")["SEX"].map({"M": "Male", "F": "Female"})},
        *(functools.partial(_subject_text, trial, name) for name in ("ETIOLOGY", "ECOG", "CHILDPGH")),
        lambda: _tumour_groups(trial),
        lambda: {"MVIGR": _text(vascular_invasion(trial)["MVIGR"])},
        lambda: {"AFPGR": afp_groups(trial, cutoff=afp_cutoff)["AFPGR"]},
    )
    for derive in derivations:
        try:
            frame = frame.assign(**derive())
        except NotCollectedError:
            if not partial:
                raise
    return frame


def _subject_text(trial: Trial, name: str) -> dict[str, list[str | None]]:
    return {name: _text(intention_to_treat(trial, name)[name])}


def _tumour_groups(trial: Trial) -> dict[str, list[str | None]]:
    tumours = _tumours(trial).reindex(intention_to_treat(trial)["USUBJID"])
    number = tumours["NUMBER"].astype("Int64").reset_index(drop=True)
    return {"TUMNUM": _text(number), "TUMSIZE": [_size_group(size) for size in tumours["SIZE"]]}


def _text(values: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else str(value) for value in values]


def _age_group(age: object, cutoff: int) -> str | None:
    if pd.isna(age):
        return None
    return f"\u2265{cutoff}" if age >= cutoff else f"<{cutoff}"  # type: ignore[operator]


def _tumours(trial: Trial) -> pd.DataFrame:
    """Count the tumours at baseline, targets or not, and sum their longest diameters (cm)."""
    adtr = of_subjects(trial.need("adtr", "AVAL"), intention_to_treat(trial))
    lesions = adtr[(adtr["PARAMCD"] == "LDIAM") & (adtr["AVISIT"] == "BASELINE")]
    grouped = lesions.groupby("USUBJID")["AVAL"]
    return pd.DataFrame({"NUMBER": grouped.size(), "SIZE": grouped.sum(min_count=1) / MM_PER_CM})


def _size_group(size: float) -> str | None:
    if pd.isna(size):
        return None
    return SIZE_LABELS[sum(size > limit for limit in SIZE_LIMITS_CM)]
