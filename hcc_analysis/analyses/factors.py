"""What patients are divided by in a table: baseline characteristics and groupings, those that a trial has.

Source: paper, Supplementary Tables 2 to 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from hcc_analysis.analyses.baseline import characteristics, collected_characteristics
from hcc_analysis.analyses.comparison import (
    SURGERY,
    Grouping,
    arms_of,
    grouping,
    rfs_grouping_makers,
)
from hcc_analysis.errors import NotCollectedError
from hcc_analysis.trial import Trial

BASELINE_AFP = "afp"


@dataclass(frozen=True)
class Factor:
    """A characteristic in a regression: its levels, and which one is the reference.

    Attributes
    ----------
    id, name : str
        Part of the result ids, and the name shown.
    groups : pandas.Series
        Level of each subject, by ``USUBJID``.
    levels : dict of str to str
        Level to the part of its result id.
    reference : str
        Reference level.
    """

    id: str
    name: str
    groups: pd.Series
    levels: dict[str, str]
    reference: str


@dataclass(frozen=True)
class Factors:
    """The factors that a trial has, and the names of those that it does not.

    Attributes
    ----------
    present : tuple of Factor
        In the order of the table.
    missing : tuple of str
        What the trial did not collect.
    """

    present: tuple[Factor, ...]
    missing: tuple[str, ...] = ()


def of_grouping(groups: Grouping) -> Factor:
    """Make the factor of a grouping; with two levels its results have the grouping's ids."""
    return Factor(groups.id, groups.name, groups.groups, groups.levels, groups.reference)


def of_baseline(trial: Trial, *, age_cutoff: int = 60, afp_cutoff: float = 400) -> Factors:
    """Make the factors of the baseline characteristics, in the order of Table 1.

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
    Factors
        Those that the trial has.
    """
    frame, present = collected_characteristics(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff)
    frame = frame.set_index("USUBJID")
    items = characteristics(age_cutoff, afp_cutoff)
    return Factors(
        tuple(Factor(one.id, one.name, frame[one.variable], one.levels, one.reference) for one in present),
        tuple(item.name for item in items if item not in present),
    )


def os_factors(
    trial: Trial,
    *,
    age_cutoff: int = 60,
    afp_cutoff: float = 400,
    group: str = SURGERY,
    levels: Sequence[str] = (),
) -> Factors:
    """Make the factors of overall survival (Supplementary Table 2): surgery or arms, and those of baseline.

    Parameters
    ----------
    trial, age_cutoff, afp_cutoff
        As :func:`of_baseline` takes them.
    group, levels
        As :func:`hcc_analysis.analyses.comparison.grouping` takes them.

    Returns
    -------
    Factors
        Those that the trial has.

    Raises
    ------
    NotCollectedError
        It has none.
    """
    baseline = of_baseline(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff)
    return _joined(_of_groupings({"Surgery": partial(grouping, trial, group, levels)}), baseline)


def rfs_factors(
    trial: Trial,
    *,
    age_cutoff: int = 60,
    afp_cutoff: float = 400,
    afp_reduction: float = 90,
    mpr_threshold: float = 10,
    group: str = SURGERY,
    levels: Sequence[str] = (),
) -> Factors:
    """Make the factors of recurrence-free survival (Supplementary Table 3): groupings, and those of baseline.

    Parameters
    ----------
    trial, age_cutoff, afp_cutoff
        As :func:`of_baseline` takes them.
    afp_reduction : float
        Reduction from which it counts as good (%).
    mpr_threshold : float
        Viable tumour up to which a response is major (%).
    group, levels
        As :func:`hcc_analysis.analyses.comparison.arms_of` takes them; arms come first.

    Returns
    -------
    Factors
        Those that the trial has; alpha-fetoprotein at baseline is one of the groupings.

    Raises
    ------
    NotCollectedError
        It has none.
    """
    arms = arms_of(trial, group, levels)
    limits = {"afp_cutoff": afp_cutoff, "afp_reduction": afp_reduction, "mpr_threshold": mpr_threshold}
    groupings = _of_groupings(rfs_grouping_makers(trial, **limits))
    baseline = of_baseline(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff)
    afp = [item.name for item in characteristics(age_cutoff, afp_cutoff) if item.id == BASELINE_AFP]
    others = Factors(
        tuple(one for one in baseline.present if one.id != BASELINE_AFP),
        tuple(name for name in baseline.missing if name not in afp),
    )
    return _joined(Factors((of_grouping(arms),) if arms else ()), groupings, others)


def response_factors(
    trial: Trial,
    *,
    age_cutoff: int = 60,
    afp_cutoff: float = 400,
    afp_reduction: float = 90,
    radiographic: bool = False,
) -> Factors:
    """Make the factors that responders are compared by (Supplementary Tables 4 and 5).

    Parameters
    ----------
    trial, age_cutoff, afp_cutoff, afp_reduction
        As :func:`rfs_factors` takes them.
    radiographic : bool
        Whether the radiographic response is one of them.

    Returns
    -------
    Factors
        Those that the trial has.

    Raises
    ------
    NotCollectedError
        It has none.
    """
    makers = rfs_grouping_makers(trial, afp_cutoff=afp_cutoff, afp_reduction=afp_reduction)
    names = (*(["Radiographic response"] if radiographic else []), "AFP reduction")
    groupings = _of_groupings({name: makers[name] for name in names})
    return _joined(of_baseline(trial, age_cutoff=age_cutoff, afp_cutoff=afp_cutoff), groupings)


def _of_groupings(makers: dict[str, Callable[[], Grouping]]) -> Factors:
    present, missing = [], []
    for name, make in makers.items():
        try:
            present.append(of_grouping(make()))
        except NotCollectedError:
            missing.append(name)
    return Factors(tuple(present), tuple(missing))


def _joined(*parts: Factors) -> Factors:
    present = tuple(factor for part in parts for factor in part.present)
    missing = tuple(name for part in parts for name in part.missing)
    if not present:
        raise NotCollectedError(f"the trial has none of: {'; '.join(missing)}")
    return Factors(present, missing)
