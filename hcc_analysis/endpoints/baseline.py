"""Baseline characteristics as categories.

Source: paper, Table 1: age, sex, etiology, ECOG, Child-Pugh class, number of tumours, tumour size (sum
of the longest diameters of the tumours), grade of vascular invasion, alpha-fetoprotein.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.endpoints.afp import afp_groups
from hcc_analysis.endpoints.vascular_invasion import vascular_invasion
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

SIZE_LABELS = ("\u22645", ">5 and \u226410", ">10")
SIZE_LIMITS_CM = (5.0, 10.0)
MM_PER_CM = 10


def baseline_characteristics(trial: Trial, *, age_cutoff: int = 60, afp_cutoff: float = 400) -> pd.DataFrame:
    """Categories of every intention-to-treat subject at baseline.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``, ``admvi`` and ``adlb``.
    age_cutoff : int
        Age that splits the age groups (years).
    afp_cutoff : float
        Alpha-fetoprotein from which a subject counts as high (ug/L).

    Returns
    -------
    pandas.DataFrame
        One row a subject, text or missing: ``USUBJID``, ``AGEGR``, ``SEX``, ``ETIOLOGY``, ``ECOG``,
        ``CHILDPGH``, ``TUMNUM``, ``TUMSIZE`` (cm group), ``MVIGR``, ``AFPGR``.
    """
    itt = intention_to_treat(trial)
    tumours = _tumours(trial).reindex(itt["USUBJID"])
    frame = pd.DataFrame({"USUBJID": itt["USUBJID"]})
    frame["AGEGR"] = [_age_group(age, age_cutoff) for age in itt["AGE"]]
    frame["SEX"] = itt["SEX"].map({"M": "Male", "F": "Female"})
    for name in ("ETIOLOGY", "ECOG", "CHILDPGH"):
        frame[name] = _text(itt[name])
    frame["TUMNUM"] = _text(tumours["NUMBER"].astype("Int64").reset_index(drop=True))
    frame["TUMSIZE"] = [_size_group(size) for size in tumours["SIZE"]]
    frame["MVIGR"] = _text(vascular_invasion(trial)["MVIGR"])
    frame["AFPGR"] = afp_groups(trial, cutoff=afp_cutoff)["AFPGR"]
    return frame


def _text(values: pd.Series) -> list[str | None]:
    return [None if pd.isna(value) else str(value) for value in values]


def _age_group(age: object, cutoff: int) -> str | None:
    if pd.isna(age):
        return None
    return f"\u2265{cutoff}" if age >= cutoff else f"<{cutoff}"  # type: ignore[operator]


def _tumours(trial: Trial) -> pd.DataFrame:
    """Count the tumours at baseline, targets or not, and sum their longest diameters (cm)."""
    adtr = of_subjects(trial["adtr"], intention_to_treat(trial))
    lesions = adtr[(adtr["PARAMCD"] == "LDIAM") & (adtr["AVISIT"] == "BASELINE")]
    grouped = lesions.groupby("USUBJID")["AVAL"]
    return pd.DataFrame({"NUMBER": grouped.size(), "SIZE": grouped.sum(min_count=1) / MM_PER_CM})


def _size_group(size: float) -> str | None:
    if pd.isna(size):
        return None
    return SIZE_LABELS[sum(size > limit for limit in SIZE_LIMITS_CM)]
