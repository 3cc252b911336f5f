"""Baseline characteristics: Table 1, and their tests against a grouping.

Source: paper, Table 1 (whole trial) and Supplementary Tables 4 and 5 (Fisher's exact test).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.comparison import Grouping
from hcc_analysis.analyses.counting import count_and_percent, percent_result
from hcc_analysis.endpoints.baseline import SIZE_LABELS, baseline_characteristics
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial


@dataclass(frozen=True)
class Characteristic:
    """A baseline characteristic: its variable, name and levels with the ids of their results.

    The reference is the level against which hazard ratios are; the first by default.
    """

    variable: str
    name: str
    id: str
    levels: dict[str, str]
    reference: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "reference", self.reference or next(iter(self.levels)))


@dataclass(frozen=True)
class LevelCount:
    """How many have a level."""

    level: str
    id: str
    count: int
    n: int


@dataclass(frozen=True)
class CharacteristicCounts:
    """Counts of a characteristic's levels; ``missing`` subjects have no value."""

    characteristic: Characteristic
    levels: tuple[LevelCount, ...]
    missing: int


def characteristics(age_cutoff: int = 60, afp_cutoff: float = 400) -> tuple[Characteristic, ...]:
    """Declare the characteristics of Table 1, in its order.

    Parameters
    ----------
    age_cutoff : int
        Age that splits the age groups (years).
    afp_cutoff : float
        Alpha-fetoprotein from which a subject counts as high (ug/L).

    Returns
    -------
    tuple of Characteristic
        Their levels in order; levels found in the data beyond these are added.
    """
    ge, lt = "\u2265", "<"
    return (
        Characteristic(
            "AGEGR",
            "Age (years)",
            "age",
            {f"{ge}{age_cutoff}": "ge60", f"{lt}{age_cutoff}": "lt60"},
            f"{lt}{age_cutoff}",
        ),
        Characteristic("SEX", "Sex", "sex", {"Male": "male", "Female": "female"}),
        Characteristic("ETIOLOGY", "Etiology", "etiology", {"HBV": "hbv", "HCV": "hcv"}),
        Characteristic("ECOG", "ECOG performance status", "ecog", {"0": "0", "1": "1"}),
        Characteristic("CHILDPGH", "Child-Pugh class", "child_pugh", {"A": "a", "B": "b"}),
        Characteristic("TUMNUM", "Tumours (number)", "tumor_number", {str(k): str(k) for k in range(1, 5)}),
        Characteristic(
            "TUMSIZE",
            "Tumour size (cm)",
            "tumor_size",
            dict(zip(SIZE_LABELS, ("le5", "gt5_le10", "gt10"), strict=True)),
        ),
        Characteristic(
            "MVIGR", "Macrovascular invasion (grade)", "mvi_grade", {"2": "2", "3": "3", "4": "4"}
        ),
        Characteristic(
            "AFPGR",
            "AFP (\u00b5g/L)",
            "afp",
            {f"{lt}{afp_cutoff:g}": "lt400", f"{ge}{afp_cutoff:g}": "ge400"},
        ),
    )


def baseline_summary(
    trial: Trial, *, age_cutoff: int = 60, afp_cutoff: float = 400
) -> list[CharacteristicCounts]:
    """Count the levels of every baseline characteristic.

    Parameters
    ----------
    trial : Trial
        The data.
    age_cutoff : int
        Age that splits the age groups (years).
    afp_cutoff : float
        Alpha-fetoprotein from which a subject counts as high (ug/L).

    Returns
    -------
    list of CharacteristicCounts
        In the order of Table 1, those that the trial has. Percentages are of all subjects.
    """
    frame, items = collected_characteristics(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff)
    return [count_levels(frame, item) for item in items]


def collected_characteristics(
    trial: Trial, *, age_cutoff: int = 60, afp_cutoff: float = 400
) -> tuple[pd.DataFrame, list[Characteristic]]:
    """Return the baseline characteristics that a trial has.

    Parameters
    ----------
    trial, age_cutoff, afp_cutoff
        As :func:`baseline_summary` takes them.

    Returns
    -------
    frame : pandas.DataFrame
        As :func:`hcc_analysis.endpoints.baseline.baseline_characteristics`, without what the trial lacks.
    items : list of Characteristic
        Those in the frame, in the order of Table 1.
    """
    frame = baseline_characteristics(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff, partial=True)
    return frame, [item for item in characteristics(age_cutoff, afp_cutoff) if item.variable in frame]


def baseline_by_arm(
    trial: Trial, arms: Grouping | None, *, age_cutoff: int = 60, afp_cutoff: float = 400
) -> dict[str, list[CharacteristicCounts]]:
    """Count the levels of every baseline characteristic by arm.

    Parameters
    ----------
    trial : Trial
        The data.
    arms : Grouping, optional
        The arms.
    age_cutoff, afp_cutoff
        As :func:`baseline_summary` takes them.

    Returns
    -------
    dict of str to list of CharacteristicCounts
        Arm to its counts, with the characteristics and levels of :func:`baseline_summary` in the same order.
        Percentages are of the arm. Empty without arms.
    """
    if arms is None:
        return {}
    frame, items = collected_characteristics(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff)
    whole = [count_levels(frame, item) for item in items]
    members = {arm: set(arms.groups.index[arms.groups == arm]) for arm in arms.levels}
    return {
        arm: [_in_arm(item, frame[frame["USUBJID"].isin(members[arm])], id) for item in whole]
        for arm, id in arms.levels.items()
    }


def _in_arm(whole: CharacteristicCounts, frame: pd.DataFrame, arm: str) -> CharacteristicCounts:
    values = frame[whole.characteristic.variable]
    levels = tuple(
        LevelCount(one.level, f"{one.id}.{arm}", int((values == one.level).sum()), len(frame))
        for one in whole.levels
    )
    return CharacteristicCounts(whole.characteristic, levels, int(values.isna().sum()))


def count_levels(frame: pd.DataFrame, characteristic: Characteristic) -> CharacteristicCounts:
    """Count the levels of one characteristic.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a subject, with the characteristic's variable.
    characteristic : Characteristic
        Which.

    Returns
    -------
    CharacteristicCounts
        Declared levels (zeros included), then further ones found in the data.
    """
    values = frame[characteristic.variable]
    found = sorted(set(values.dropna()) - set(characteristic.levels))
    levels = characteristic.levels | {level: level.lower().replace(" ", "_") for level in found}
    counts = tuple(
        LevelCount(level, f"table1.{characteristic.id}.{id}", int((values == level).sum()), len(frame))
        for level, id in levels.items()
    )
    return CharacteristicCounts(characteristic, counts, int(values.isna().sum()))


def baseline_results(
    summary: list[CharacteristicCounts], arms: Mapping[str, list[CharacteristicCounts]] | None = None
) -> list[Result]:
    """Return the results of Table 1, under the ids of the published claims.

    Parameters
    ----------
    summary : list of CharacteristicCounts
        As :func:`baseline_summary` returns it.
    arms : mapping of str to list of CharacteristicCounts, optional
        As :func:`baseline_by_arm` returns them.

    Returns
    -------
    list of Result
        Count and percentage of every level; the percentage with hepatitis B as the text prints it.
    """
    levels = [level for item in summary for level in item.levels]
    hbv = [percent_result("trial.hbv.pct", x.count, x.n) for x in levels if x.id == "table1.etiology.hbv"]
    by_arm = [
        result
        for arm, items in (arms or {}).items()
        for item in items
        for result in _results_of(item, f", {arm}")
    ]
    return [result for item in summary for result in _results_of(item)] + hbv + by_arm


def _results_of(item: CharacteristicCounts, where: str = "") -> list[Result]:
    pairs = (count_and_percent(one.id, one.count, one.n, group=f"{one.level}{where}") for one in item.levels)
    return [result for pair in pairs for result in pair]
