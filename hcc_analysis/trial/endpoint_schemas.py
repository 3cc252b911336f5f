"""Endpoints that a data folder may give: ADTTE and ADRS, used as they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hcc_analysis.trial.schemas import DATA_SETS, VISITS
from hcc_analysis.trial.variables import DataSet, Variable

_SUBJECT = Variable("USUBJID", "text", "Unique subject identifier")

ADTTE = DataSet(
    "adtte",
    "Time to event: one row a subject and parameter",
    (
        _SUBJECT,
        Variable("PARAMCD", "text", "Parameter; OS and RFS are used"),
        Variable("PARAM", "text", "Parameter in words", required=False, optional=True),
        Variable("STARTDT", "date", "Date of the origin", required=False, optional=True),
        Variable("ADT", "date", "Date of the event or of censoring", required=False, optional=True),
        Variable("AVAL", "number", "Time to the event or to censoring", minimum=0),
        Variable("AVALU", "text", "Unit of the time", required=False, optional=True),
        Variable("CNSR", "integer", "0 for an event, 1 or more for censored", minimum=0),
        Variable("EVNTDESC", "text", "Event or censoring in words", required=False, optional=True),
        Variable("SRCDOM", "text", "Data set that the date is from", required=False, optional=True),
        Variable("SRCVAR", "text", "Variable that the date is from", required=False, optional=True),
    ),
    key=("USUBJID", "PARAMCD"),
)

ADRS = DataSet(
    "adrs",
    "Disease response: one row a subject, parameter and visit",
    (
        _SUBJECT,
        Variable("PARAMCD", "text", "Parameter; BOR and OVR (or OVRLRESP) are used"),
        Variable("PARAM", "text", "Parameter in words", required=False, optional=True),
        Variable("AVISIT", "text", "Visit", required=False, optional=True),
        Variable("ADT", "date", "Date of the assessment", required=False, optional=True),
        Variable("AVALC", "text", "Response; of BOR and OVR one of CR, PR, SD, PD, NE", required=False),
    ),
    key=("USUBJID", "PARAMCD", "AVISIT", "ADT"),
)

ENDPOINT_SETS: dict[str, DataSet] = {data_set.name: data_set for data_set in (ADTTE, ADRS)}
ALL_DATA_SETS: dict[str, DataSet] = DATA_SETS | ENDPOINT_SETS


def with_visits(data_set: DataSet, visits: Sequence[str]) -> DataSet:
    """Let the visits of a data set be those of a trial.

    Parameters
    ----------
    data_set : DataSet
        Declaration of the data set.
    visits : sequence of str
        Names of the trial's visits, the baseline first.

    Returns
    -------
    DataSet
        The declaration with these visits; as it is where it names none.
    """
    if all(variable.values != VISITS for variable in data_set.variables):
        return data_set
    names = tuple(visits)
    variables = (replace(v, values=names) if v.values == VISITS else v for v in data_set.variables)
    return replace(data_set, variables=tuple(variables))
