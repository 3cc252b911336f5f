"""Treatment-related adverse events: period, and worst grade per patient, term and period.

Source: paper, Methods, Outcomes (CTCAE 5.0) and Table 3. The preoperative period runs from the first
dose up to the resection, the adjuvant period from the resection on.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

PREOPERATIVE, ADJUVANT = "preoperative", "adjuvant"
PERIODS = (PREOPERATIVE, ADJUVANT)


def related_events(trial: Trial, *, periods: bool = True) -> pd.DataFrame:
    """Return the treatment-related events, with their period if it is asked for.

    Parameters
    ----------
    trial : Trial
        Needs ``adae`` with ``AEREL`` and ``AETOXGR``; with periods, ``SURGDT`` of ``adsl`` too.
    periods : bool
        Whether the events before and after the resection are told apart.

    Returns
    -------
    pandas.DataFrame
        Rows of ``adae`` with ``AEREL`` = RELATED of intention-to-treat subjects; ``APERIODC`` with periods.

    Raises
    ------
    NotCollectedError
        The trial does not have one of these.
    """
    itt = intention_to_treat(trial, *(["SURGDT"] if periods else []))
    events = of_subjects(trial.need("adae", "AEREL", "AETOXGR"), itt)
    events = events[events["AEREL"] == "RELATED"].reset_index(drop=True)
    if not periods:
        return events
    resection = events["USUBJID"].map(itt.set_index("USUBJID")["SURGDT"])
    after = (events["ASTDT"] >= resection).to_numpy()
    events["APERIODC"] = [ADJUVANT if late else PREOPERATIVE for late in after]
    return events


def worst_grades(events: pd.DataFrame, by: tuple[str, ...] = ("APERIODC",)) -> pd.DataFrame:
    """Worst grade of each subject for each term.

    Parameters
    ----------
    events : pandas.DataFrame
        As :func:`related_events` returns them.
    by : tuple of str
        Further variables to keep apart; ``()`` joins the periods.

    Returns
    -------
    pandas.DataFrame
        One row a subject, term (and period): ``USUBJID``, ``AEDECOD``, ``AETOXGR``.
    """
    keys = ["USUBJID", *by, "AEDECOD"]
    worst = (
        events.groupby(keys, sort=True)["AETOXGR"].max() if len(events) else events.set_index(keys)["AETOXGR"]
    )
    return worst.reset_index()
