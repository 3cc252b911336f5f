"""RECIST responses that the data give (ADRS), used as they stand.

Source: CDISC ADaM oncology examples: ``BOR`` is the best overall response of a subject, ``OVR`` (SDTM:
``OVRLRESP``) the overall response of a visit.
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.trial import Trial
from hcc_analysis.trial.checks import records
from hcc_analysis.trial.faults import Fault

DATA_SET = "adrs"
BEST = ("BOR",)
OVERALL = ("OVR", "OVRLRESP")
RESPONSES = ("CR", "PR", "SD", "PD", "NE")
_NOT_EVALUABLE = ("MISSING", "ND", "NOT DONE")


def given_rows(trial: Trial, codes: tuple[str, ...]) -> pd.DataFrame | None:
    """Return the rows of a response that the data give.

    Parameters
    ----------
    trial : Trial
        The data.
    codes : tuple of str
        ``PARAMCD`` of the response: :data:`BEST` or :data:`OVERALL`.

    Returns
    -------
    pandas.DataFrame or None
        Rows of ``adrs`` with ``AVALC`` one of CR, PR, SD, PD, NE (missing and not done are NE); none
        where the data give no such response.

    Raises
    ------
    InputError
        Another response, or a second best response of a subject.
    """
    adrs = trial.data_sets.get(DATA_SET)
    if adrs is None or not adrs["PARAMCD"].isin(codes).any():
        return None
    rows = adrs[adrs["PARAMCD"].isin(codes)]
    answers = rows["AVALC"].fillna("NE").replace(dict.fromkeys(_NOT_EVALUABLE, "NE"))
    for position in records(~answers.isin(RESPONSES)):
        value = str(answers.iloc[position])
        message = f"'{value}' must be one of {', '.join(RESPONSES)}"
        fault = Fault(DATA_SET, "response", message, int(rows.index[position]), "AVALC", value)
        raise fault.at(trial.file_of(DATA_SET))
    if codes == BEST:
        for position in records(rows["USUBJID"].duplicated()):
            subject = str(rows["USUBJID"].iloc[position])
            message = f"a second best overall response of subject {subject}; each may stand once"
            fault = Fault(DATA_SET, "key-repeated", message, int(rows.index[position]), "USUBJID", subject)
            raise fault.at(trial.file_of(DATA_SET))
    return rows.assign(AVALC=answers)


def given_best(trial: Trial) -> pd.Series | None:
    """Return the best overall response by subject that the data give; none where they do not."""
    rows = given_rows(trial, BEST)
    return None if rows is None else rows.set_index("USUBJID")["AVALC"]


def given_overall(trial: Trial) -> pd.Series | None:
    """Return the overall response by subject and visit that the data give; none where they do not."""
    rows = given_rows(trial, OVERALL)
    if rows is None:
        return None
    visits = rows[rows["AVISIT"].notna()].drop_duplicates(["USUBJID", "AVISIT"], keep="last")
    return visits.set_index(["USUBJID", "AVISIT"])["AVALC"]
