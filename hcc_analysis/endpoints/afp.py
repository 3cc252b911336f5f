"""Alpha-fetoprotein: group at baseline and reduction under treatment.

Source: paper, Methods, Outcomes (below 400 ug/L at baseline is "Low") and Results (reduction of at
least 90 % or Low against a smaller one).
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial import Trial, intention_to_treat

LOW, HIGH = "<{cutoff:g}", "\u2265{cutoff:g}"
GOOD, POOR = "\u2265{reduction:g}% or Low", "<{reduction:g}%"


def afp_groups(trial: Trial, *, cutoff: float = 400, reduction: float = 90) -> pd.DataFrame:
    """Group every intention-to-treat subject by alpha-fetoprotein.

    Parameters
    ----------
    trial : Trial
        Needs ``adlb`` (``AFP`` at baseline and after treatment, ug/L).
    cutoff : float
        Baseline value from which a subject counts as high (ug/L).
    reduction : float
        Reduction from baseline that counts as response (%).

    Returns
    -------
    pandas.DataFrame
        One row a subject: ``USUBJID``, ``BASE`` and ``AVAL`` (ug/L, last value after baseline), ``PCHG``
        (%), ``AFPGR`` ("<400" or the other), ``AFPRED`` ("\u226590% or Low" or "<90%"); a group is missing
        where a value that it needs is missing.
    """
    afp = trial["adlb"][lambda frame: frame["PARAMCD"] == "AFP"].sort_values("ADT", kind="stable")
    base = afp[afp["AVISIT"] == "BASELINE"].groupby("USUBJID")["AVAL"].last()
    after = afp[afp["AVISIT"] != "BASELINE"].groupby("USUBJID")["AVAL"].last()
    frame = pd.DataFrame({"USUBJID": intention_to_treat(trial)["USUBJID"]})
    frame["BASE"], frame["AVAL"] = frame["USUBJID"].map(base), frame["USUBJID"].map(after)
    frame["PCHG"] = 100 * (frame["AVAL"] - frame["BASE"]) / frame["BASE"]
    frame["AFPGR"] = _labels(frame["BASE"] >= cutoff, frame["BASE"].isna(), HIGH, LOW, cutoff=cutoff)
    low = frame["BASE"] < cutoff
    unknown = frame["BASE"].isna() | (~low & frame["AVAL"].isna())
    good = low | (frame["PCHG"] <= -reduction)
    frame["AFPRED"] = _labels(good, unknown, GOOD, POOR, reduction=reduction)
    return frame


def afp_labels(cutoff: float, reduction: float) -> dict[str, str]:
    """Names of the groups: ``low``, ``high``, ``good`` and ``poor``."""
    return {
        "low": LOW.format(cutoff=cutoff),
        "high": HIGH.format(cutoff=cutoff),
        "good": GOOD.format(reduction=reduction),
        "poor": POOR.format(reduction=reduction),
    }


def _labels(condition: pd.Series, unknown: pd.Series, yes: str, no: str, **limits: float) -> list[str | None]:
    names = {True: yes.format(**limits), False: no.format(**limits)}
    return [
        None if missing else names[bool(value)] for value, missing in zip(condition, unknown, strict=True)
    ]
