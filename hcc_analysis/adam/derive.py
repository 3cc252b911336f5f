"""The data sets that are exported: those read, with what is derived from them."""

from __future__ import annotations

from collections.abc import Iterable

from hcc_analysis.adam.as_read import as_read
from hcc_analysis.adam.endpoint_sets import response_set, time_to_event_set
from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.adam.subject_level import GROUPS
from hcc_analysis.parameters import Parameters
from hcc_analysis.trial import Trial
from hcc_analysis.trial.schemas import DATA_SETS
from hcc_analysis.trial.variables import DTYPES


def adam_data_sets(trial: Trial, parameters: Parameters) -> list[AdamSet]:
    """Derive every data set that the trial's observations give.

    Parameters
    ----------
    trial : Trial
        The data.
    parameters : Parameters
        Cut-offs and the length of a month.

    Returns
    -------
    list of AdamSet
        ADSL with populations, covariates and responses; ADTTE and ADRS where their observations are
        there; the others as read, with all their variables. The same order always.

    Raises
    ------
    InputError
        An endpoint cannot be derived; the message names subject and file.
    """
    made = [as_read(trial, DATA_SETS[name]) for name in DATA_SETS if name in trial.data_sets]
    made[0] = _with_derived(made[0], trial, parameters)
    endpoints = (time_to_event_set(trial, parameters), response_set(trial))
    return [made[0], *(one for one in endpoints if one is not None), *made[1:]]


def _with_derived(adsl: AdamSet, trial: Trial, parameters: Parameters) -> AdamSet:
    frame, columns = adsl.frame.copy(), {column.name: column for column in adsl.columns}
    for group in GROUPS:
        if not _has(trial, group.needs):
            continue
        values = group.make(trial, parameters).set_index("USUBJID")
        for variable, column, how in group.variables:
            found = frame["USUBJID"].map(values[column])
            frame[variable.name] = found.astype(DTYPES[variable.kind])
            columns[variable.name] = Column(
                variable.name, variable.kind, variable.label, how, group.code, False, variable.values
            )
    ordered = tuple(columns.values())
    return AdamSet(
        adsl.name, adsl.label, adsl.structure, adsl.kind, ordered, adsl.key, frame[[c.name for c in ordered]]
    )


def _has(trial: Trial, names: Iterable[str]) -> bool:
    return all(name in trial.data_sets for name in names)
