"""Postoperative complications: worst Clavien-Dindo grade per patient and complication.

Source: paper, Methods, Outcomes; Dindo et al., Ann Surg 2004;240:205-213.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial import Trial, of_subjects, resected

GRADES = ("I", "II", "IIIa", "IIIb", "IVa", "IVb", "V")


def worst_complications(trial: Trial) -> pd.DataFrame:
    """Worst grade of each complication of each resected subject.

    Parameters
    ----------
    trial : Trial
        Needs ``adcomp``.

    Returns
    -------
    pandas.DataFrame
        One row a subject and complication: ``USUBJID``, ``COMPDECOD``, ``CDGRADE``, ``CDRANK`` (1 = I).
    """
    events = of_subjects(trial["adcomp"], resected(trial))
    events["CDRANK"] = events["CDGRADE"].map({grade: rank for rank, grade in enumerate(GRADES, 1)})
    worst = events.sort_values("CDRANK", kind="stable").groupby(["USUBJID", "COMPDECOD"], sort=True).last()
    return worst.reset_index()[["USUBJID", "COMPDECOD", "CDGRADE", "CDRANK"]]
