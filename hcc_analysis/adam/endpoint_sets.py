"""ADTTE and ADRS: time-to-event endpoints and RECIST responses, derived or as given."""

from __future__ import annotations

import pandas as pd

from hcc_analysis.adam.as_read import CLASSES, as_read
from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.endpoints.recist import best_overall_response, overall_response
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.parameters import Parameters
from hcc_analysis.trial import Trial
from hcc_analysis.trial.endpoint_schemas import ENDPOINT_SETS
from hcc_analysis.trial.variables import DTYPES

_TIME_CODE = "hcc_analysis.endpoints.time_to_event.derive"
_RESPONSE_CODE = "hcc_analysis.endpoints.recist"
_ENDPOINTS = (OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL)
_TIMES = {
    "PARAMCD": "OS for every ITT subject, RFS for every resected one",
    "PARAM": "Name of PARAMCD",
    "STARTDT": "OS: TRTSDT of ADSL; RFS: SURGDT of ADSL",
    "ADT": "Date of the earliest event, else of the latest censoring",
    "AVAL": "ADT - STARTDT in days over the parameter days_per_month",
    "AVALU": "MONTHS",
    "CNSR": "0 where there is an event, else 1",
    "EVNTDESC": "OS: death, last known alive; RFS: recurrence, death, last assessment without recurrence",
    "SRCDOM": "Data set that ADT is from",
    "SRCVAR": "Variable that ADT is from",
}
_RESPONSES = {
    "PARAMCD": "TRGRESP and OVR a visit, BOR a subject",
    "PARAM": "Name of PARAMCD",
    "AVISIT": "Visit; missing for BOR",
    "ADT": "Date of imaging; BOR: first date of the best response",
    "AVALC": "RECIST 1.1 from the diameters, non-target and new lesions of ADTR",
}
_RESPONSE_NAMES = {
    "TRGRESP": "Response of target lesions (RECIST 1.1)",
    "OVR": "Overall response (RECIST 1.1)",
    "BOR": "Best overall response (RECIST 1.1)",
}


def time_to_event_set(trial: Trial, parameters: Parameters) -> AdamSet | None:
    """Make ADTTE.

    Parameters
    ----------
    trial : Trial
        The data.
    parameters : Parameters
        Length of a month.

    Returns
    -------
    AdamSet or None
        One row a subject and endpoint, times in months: as given where the data give it, with what else
        they give, else derived. None where no endpoint can be had.

    Raises
    ------
    InputError
        An endpoint cannot be derived.
    """
    given = trial.data_sets.get("adtte")
    parts = [] if given is None else [given]
    have = set() if given is None else set(given["PARAMCD"])
    for endpoint in _ENDPOINTS:
        if endpoint.code not in have and endpoint.data_sets <= set(trial.data_sets):
            derived = derive(trial, endpoint, days_per_month=parameters.days_per_month)
            parts.append(derived.assign(AVALU="MONTHS"))
    if given is not None and len(parts) == 1:
        return as_read(trial, ENDPOINT_SETS["adtte"])
    return _set("adtte", "Time to Event", parts, _TIMES, _TIME_CODE)


def response_set(trial: Trial) -> AdamSet | None:
    """Make ADRS.

    Parameters
    ----------
    trial : Trial
        The data.

    Returns
    -------
    AdamSet or None
        One row a subject, response and visit: as given where the data give it, else derived. None
        where there are neither responses nor measurements.
    """
    given = trial.data_sets.get("adrs")
    parts = [] if given is None else [given]
    have = set() if given is None else set(given["PARAMCD"])
    if "adtr" in trial.data_sets:
        parts += [rows for code, rows in _derived_responses(trial).items() if code not in have]
    if given is not None and len(parts) == 1:
        return as_read(trial, ENDPOINT_SETS["adrs"])
    return _set("adrs", "Disease Response", parts, _RESPONSES, _RESPONSE_CODE)


def _derived_responses(trial: Trial) -> dict[str, pd.DataFrame]:
    visits = overall_response(trial).rename(columns={"OVRESP": "OVR"})
    best = best_overall_response(trial)[["USUBJID", "BOR"]]
    first = visits.rename(columns={"OVR": "BOR"}).drop_duplicates(["USUBJID", "BOR"])
    best = best.merge(first[["USUBJID", "BOR", "ADT"]], on=["USUBJID", "BOR"], how="left")
    parts = {"TRGRESP": visits, "OVR": visits, "BOR": best.assign(AVISIT=None)}
    return {
        code: rows.assign(PARAMCD=code, PARAM=_RESPONSE_NAMES[code], AVALC=rows[code])[
            ["USUBJID", "PARAMCD", "PARAM", "AVISIT", "ADT", "AVALC"]
        ]
        for code, rows in parts.items()
    }


def _set(name: str, label: str, parts: list[pd.DataFrame], how: dict[str, str], code: str) -> AdamSet | None:
    if not parts:
        return None
    declared = ENDPOINT_SETS[name]
    columns = [
        Column(v.name, v.kind, v.label, how.get(v.name, f"{v.name} of ADSL"), code, v.required, v.values)
        for v in declared.variables
    ]
    known = {column.name for column in columns}
    further = [str(column) for part in parts for column in part.columns if column not in known]
    columns += [Column(name, "text", name, f"As given in {declared.name}") for name in dict.fromkeys(further)]
    typed = [pd.DataFrame({c.name: _typed(part, c) for c in columns}, index=part.index) for part in parts]
    filled = [part for part in typed if len(part)] or typed[:1]
    frame = pd.concat(filled, ignore_index=True).sort_values(["PARAMCD", "USUBJID"], kind="stable")
    structure = declared.label.partition(": ")[2]
    return AdamSet(
        name, label, structure, CLASSES[name], tuple(columns), declared.key, frame.reset_index(drop=True)
    )


def _typed(part: pd.DataFrame, column: Column) -> pd.Series:
    if column.name in part:
        return part[column.name].astype(DTYPES[column.kind])
    return pd.Series(None, index=part.index, dtype=object).astype(DTYPES[column.kind])
