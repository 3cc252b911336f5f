"""Grade of macrovascular invasion and its response.

Source: paper, Methods, Macrovascular invasion grading (modified from the Liver Cancer Study Group of
Japan) and Procedures (downstaging is partial response, upstaging progression, else stable).
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

HIGHEST_GRADE = 4


def grade(vp: int, vv: int) -> int:
    """Grade of macrovascular invasion from the portal and the hepatic vein.

    Parameters
    ----------
    vp : int
        Portal vein invasion, 0-4.
    vv : int
        Hepatic vein invasion, 0-3.

    Returns
    -------
    int
        0 none; 1 Vp1; 2 Vp2; 3 Vp3 or Vv1; 4 Vp4, Vv2, Vv3 or both veins.

    Raises
    ------
    ValueError
        A grade outside its scale.
    """
    if vp not in range(5) or vv not in range(4):
        raise ValueError(f"vp must be 0-4 and vv 0-3, not Vp{vp} and Vv{vv}")
    if vp == 4 or vv >= 2 or (vp and vv):
        return HIGHEST_GRADE
    return 3 if vv else vp


def vascular_invasion(trial: Trial) -> pd.DataFrame:
    """Grade at baseline and after treatment, and the response.

    Parameters
    ----------
    trial : Trial
        Needs ``admvi``.

    Returns
    -------
    pandas.DataFrame
        One row an intention-to-treat subject: ``USUBJID``, ``VP``, ``VV``, ``MVIGR`` (baseline grade),
        ``MVIGRA`` (grade after treatment, missing if not assessed), ``MVIRESP`` (PR, SD, PD, NE).
    """
    admvi = of_subjects(trial["admvi"], intention_to_treat(trial))
    graded = admvi.assign(
        GRADE=[grade(int(vp), int(vv)) for vp, vv in zip(admvi["VP"], admvi["VV"], strict=True)]
    )
    base = graded[graded["AVISIT"] == "BASELINE"].set_index("USUBJID")
    after = graded[graded["AVISIT"] != "BASELINE"].sort_values("ADT", kind="stable")
    last = after.groupby("USUBJID")["GRADE"].last()
    frame = pd.DataFrame({"USUBJID": intention_to_treat(trial)["USUBJID"]})
    for column, source in (
        ("VP", base["VP"]),
        ("VV", base["VV"]),
        ("MVIGR", base["GRADE"]),
        ("MVIGRA", last),
    ):
        frame[column] = frame["USUBJID"].map(source).astype("Int64")
    frame["MVIRESP"] = [_response(b, a) for b, a in zip(frame["MVIGR"], frame["MVIGRA"], strict=True)]
    return frame


def _response(baseline: object, after: object) -> str:
    if pd.isna(baseline) or pd.isna(after):
        return "NE"
    change = int(after) - int(baseline)  # type: ignore[call-overload]
    return "PR" if change < 0 else "PD" if change > 0 else "SD"
