"""Change of the target lesions over the visits, one line a patient.

Source: paper, Fig. 2A shows the best change; the visits are those of Methods, Procedures.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.endpoints.recist import best_overall_response, overall_response
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial, intention_to_treat

DAYS_PER_WEEK = 7


def lesion_changes(trial: Trial) -> pd.DataFrame:
    """Return the change of the target lesions at every visit, nought at baseline.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``.

    Returns
    -------
    pandas.DataFrame
        One row a subject and visit: ``USUBJID``, ``TIME`` (weeks from the first dose; 0 at baseline),
        ``PCHG`` (%), ``RESPONSE`` (best overall response) and ``NEWLES`` (bool, at this visit).
    """
    visits = overall_response(trial)
    start = intention_to_treat(trial).set_index("USUBJID")["TRTSDT"]
    visits["TIME"] = (visits["ADT"] - visits["USUBJID"].map(start)).dt.days / DAYS_PER_WEEK
    baseline = visits.drop_duplicates("USUBJID").assign(TIME=0.0, PCHG=0.0, NEWLES=False)
    frame = pd.concat([baseline, visits], ignore_index=True)
    best = best_overall_response(trial).set_index("USUBJID")["BOR"]
    frame["RESPONSE"] = frame["USUBJID"].map(best)
    frame = frame.sort_values(["USUBJID", "TIME"], kind="stable").reset_index(drop=True)
    return frame[["USUBJID", "TIME", "PCHG", "RESPONSE", "NEWLES"]]


def lesion_results(frame: pd.DataFrame) -> list[Result]:
    """Return how many subjects shrank, grew and had a new lesion at their last visit.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`lesion_changes` returns it.

    Returns
    -------
    list of Result
        Three counts.
    """
    last = frame[frame["TIME"] > 0].groupby("USUBJID").last()
    counts = {
        "shrunk": (last["PCHG"] < 0).sum(),
        "grown": (last["PCHG"] > 0).sum(),
        "new": last["NEWLES"].sum(),
    }
    return [count_result(f"lesions.{name}.n", int(count), n=len(last)) for name, count in counts.items()]
