"""A data set as it was read, with where each variable is from."""

from __future__ import annotations

from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.trial import Trial
from hcc_analysis.trial.variables import DataSet

CLASSES = {
    "adsl": "SUBJECT LEVEL ANALYSIS DATASET",
    "adtr": "BASIC DATA STRUCTURE",
    "adlb": "BASIC DATA STRUCTURE",
    "adtte": "BASIC DATA STRUCTURE",
    "adrs": "BASIC DATA STRUCTURE",
    "addvh": "BASIC DATA STRUCTURE",
    "adae": "OCCURRENCE DATA STRUCTURE",
    "adcm": "OCCURRENCE DATA STRUCTURE",
    "adcomp": "OCCURRENCE DATA STRUCTURE",
    "adex": "OCCURRENCE DATA STRUCTURE",
}
_OTHER = "ADAM OTHER"


def as_read(trial: Trial, data_set: DataSet) -> AdamSet:
    """Describe a data set of the trial as it was read.

    Parameters
    ----------
    trial : Trial
        The data.
    data_set : DataSet
        Its declaration.

    Returns
    -------
    AdamSet
        Declared variables, then any further ones as text.
    """
    frame = trial[data_set.name]
    file = trial.file_of(data_set.name).name
    columns = [
        Column(v.name, v.kind, v.label, f"{file}, {v.name}", "", v.required, v.values)
        for v in data_set.variables
    ]
    known, labels = {v.name for v in data_set.variables}, frame.attrs.get("labels", {})
    columns += [
        Column(str(name), "text", labels.get(name, str(name)), f"{file}, {name}")
        for name in frame.columns
        if name not in known
    ]
    label, _, structure = data_set.label.partition(": ")
    kind = CLASSES.get(data_set.name, _OTHER)
    return AdamSet(data_set.name, label, structure, kind, tuple(columns), data_set.key, frame)
