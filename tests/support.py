"""Small trials written by hand, for tests that a statistician can check by eye."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from hcc_analysis.trial import DatasetInfo, Trial
from hcc_analysis.trial.schemas import DATA_SETS
from hcc_analysis.trial.variables import DTYPES

INFO = DatasetInfo(
    title="A trial by hand",
    registry_id="TEST-1",
    cutoff=dt.date(2024, 12, 31),
    provenance="simulated",
    version="1",
)
SUBJECT = {
    "STUDYID": "TEST-1",
    "SCRDT": "2021-01-01",
    "ENRLFL": "Y",
    "ENRLDT": "2021-01-02",
    "TRTSDT": "2021-01-04",
}


def subjects(*rows: dict[str, object]) -> pd.DataFrame:
    """Subject-level data: each row adds to an enrolled and treated subject; numbered A, B, C ..."""
    return frame(
        "adsl",
        *({"USUBJID": chr(65 + i), "LSTALVDT": "2022-01-04"} | SUBJECT | row for i, row in enumerate(rows)),
    )


def frame(name: str, *rows: dict[str, object]) -> pd.DataFrame:
    """Rows of a data set with its types; variables that no row gives are missing."""
    data_set = DATA_SETS[name]
    table = pd.DataFrame(list(rows), columns=[variable.name for variable in data_set.variables])
    for variable in data_set.variables:
        if variable.kind == "date":
            table[variable.name] = pd.to_datetime(table[variable.name])
        else:
            table[variable.name] = table[variable.name].astype(DTYPES[variable.kind])
    return table


def trial(adsl: pd.DataFrame, **data_sets: pd.DataFrame) -> Trial:
    """A trial of these data sets; those not given are empty."""
    empty = {name: frame(name) for name in DATA_SETS}
    return Trial(Path("by-hand"), INFO, empty | {"adsl": adsl} | data_sets)


def lesion(
    subject: str, visit: str, mm: float | None, *, id: str = "T01", group: str = "TARGET"
) -> dict[str, object]:
    """A row of adtr: the diameter of a lesion."""
    date = "2021-01-01" if visit == "BASELINE" else "2021-03-08"
    return {
        "USUBJID": subject, "PARAMCD": "LDIAM", "TRLNKID": id, "TRGRPID": group, "TRLOC": "LIVER",
        "AVISIT": visit, "ADT": date, "AVAL": mm,
    }  # fmt: skip


def new_lesion(subject: str, organ: str = "LIVER") -> dict[str, object]:
    """A row of adtr: a new lesion at week 9."""
    return lesion(subject, "WEEK 9", None, id="N01", group="NEW") | {
        "PARAMCD": "NEWLES",
        "TRLOC": organ,
        "AVALC": "Y",
    }
