"""Survival by group: curves, log-rank test and Cox regression.

Source: paper, Methods, Statistical analysis: log-rank test, univariate Cox regression; Fig. 2C, 3B-D.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from hcc_analysis.analyses.counting import id_part, p_result
from hcc_analysis.analyses.survival import Survival, SurvivalMethod, survival
from hcc_analysis.endpoints.afp import afp_groups, afp_labels
from hcc_analysis.endpoints.pathology import pathological_response
from hcc_analysis.endpoints.recist import best_response
from hcc_analysis.errors import InputError
from hcc_analysis.formatting import estimate_interval, level_text, number, p_equation
from hcc_analysis.results import Result, estimable
from hcc_analysis.stats import CoxModel, LogRankTest, cox, log_rank
from hcc_analysis.trial import Trial, intention_to_treat

SURGERY = "surgery"
AFP_REDUCTION = "afp_reduction"


@dataclass(frozen=True)
class Grouping:
    """How subjects are grouped.

    Attributes
    ----------
    id : str
        Part of the result ids, e.g. "surgery".
    name : str
        What the groups are, e.g. "Surgery".
    groups : pandas.Series
        Group of each subject, by ``USUBJID``; missing is left out.
    levels : dict of str to str
        Level to the part of its result ids; the last one is the reference of the hazard ratio.
    """

    id: str
    name: str
    groups: pd.Series
    levels: dict[str, str]

    @property
    def title(self) -> str:
        """The name as it stands within a title."""
        return self.name.lower() if self.id == SURGERY else self.name

    @property
    def reference(self) -> str:
        """Level against which the hazard ratio is."""
        return list(self.levels)[-1]


def by_surgery(trial: Trial) -> Grouping:
    """Group by whether the subject was resected."""
    itt = intention_to_treat(trial, "SURGDT")
    groups = itt["SURGDT"].notna().map({True: "Surgery", False: "No surgery"})
    return Grouping(
        "surgery", "Surgery", _indexed(itt, groups), {"Surgery": "resected", "No surgery": "unresectable"}
    )


def grouping(trial: Trial, group: str = SURGERY, levels: Sequence[str] = ()) -> Grouping:
    """Group by surgery, or by a variable of ``adsl``.

    Parameters
    ----------
    trial : Trial
        The data.
    group : str
        "surgery", or the name of the variable, such as ``TRT01P``.
    levels : sequence of str
        The two values to compare, the reference last; those of the data in alphabetical order by default.

    Returns
    -------
    Grouping
        Named by the label that the variable has in its file.

    Raises
    ------
    InputError
        There is no such variable, a value does not occur, or there are not two.
    """
    if group == SURGERY and not levels:
        return by_surgery(trial)
    itt = intention_to_treat(trial)
    if group not in itt:
        raise InputError.at(f"'{group}' is no variable of adsl; it has {', '.join(itt)}", file="group")
    values = itt[group].map(str, na_action="ignore")
    found = sorted(values.dropna().unique())
    chosen = list(levels) or found
    absent = [level for level in chosen if level not in found]
    if absent or len(chosen) != 2 or chosen[0] == chosen[1]:
        problem = f"'{absent[0]}' does not occur" if absent else f"{len(set(chosen))} values"
        message = f"{problem}; choose two of {', '.join(found)} with group_levels"
        raise InputError.at(message, file="group_levels", column=group)
    name = trial["adsl"].attrs.get("labels", {}).get(group, group)
    return Grouping(id_part(group), name, _indexed(itt, values), {level: id_part(level) for level in chosen})


def arms_of(trial: Trial, group: str = SURGERY, levels: Sequence[str] = ()) -> Grouping | None:
    """Return the arms that the parameters name.

    Parameters
    ----------
    trial : Trial
        The data.
    group, levels : str and sequence of str
        As :func:`grouping` takes them.

    Returns
    -------
    Grouping or None
        None where the grouping is surgery, which comes after the treatment: a trial without arms.
    """
    return None if group == SURGERY else grouping(trial, group, levels)


def by_afp_baseline(trial: Trial, *, cutoff: float = 400) -> Grouping:
    """Group by alpha-fetoprotein at baseline."""
    frame, labels = afp_groups(trial, cutoff=cutoff), afp_labels(cutoff, 90)
    levels = {f"AFP {labels['high']}": "afp_high", f"AFP {labels['low']}": "afp_low"}
    groups = frame["AFPGR"].map(lambda label: f"AFP {label}", na_action="ignore")
    return Grouping("afp_baseline", "AFP at baseline (\u00b5g/L)", _indexed(frame, groups), levels)


def by_afp_reduction(trial: Trial, *, cutoff: float = 400, reduction: float = 90) -> Grouping:
    """Group by the reduction of alpha-fetoprotein (or low at baseline)."""
    frame, labels = afp_groups(trial, cutoff=cutoff, reduction=reduction), afp_labels(cutoff, reduction)
    levels = {labels["good"]: "reduction_ge90_or_low", labels["poor"]: "reduction_lt90"}
    return Grouping(AFP_REDUCTION, "AFP reduction", _indexed(frame, frame["AFPRED"]), levels)


def by_pathology(trial: Trial, *, mpr_threshold: float = 10) -> Grouping:
    """Group by significant pathological response (complete or major)."""
    frame = pathological_response(trial, threshold=mpr_threshold)
    groups = frame["PATHSIG"].map({"Yes": "pCR or MPR", "No": "No response"})
    levels = {"pCR or MPR": "path_yes", "No response": "path_no"}
    return Grouping("path_response", "Pathological response", _indexed(frame, groups), levels)


def by_radiographic(trial: Trial) -> Grouping:
    """Group by objective radiographic response."""
    frame = best_response(trial)
    groups = frame["OBJRESP"].map({True: "CR or PR", False: "SD or PD"})
    levels = {"CR or PR": "radiographic_yes", "SD or PD": "radiographic_no"}
    return Grouping("radiographic", "Radiographic response", _indexed(frame, groups), levels)


def rfs_groupings(
    trial: Trial, *, afp_cutoff: float = 400, afp_reduction: float = 90, mpr_threshold: float = 10
) -> dict[str, Grouping]:
    """Return the groupings by which recurrence-free survival is compared, by their id."""
    makers = rfs_grouping_makers(
        trial, afp_cutoff=afp_cutoff, afp_reduction=afp_reduction, mpr_threshold=mpr_threshold
    )
    groupings = [make() for make in makers.values()]
    return {grouping.id: grouping for grouping in groupings}


def rfs_grouping_makers(
    trial: Trial, *, afp_cutoff: float = 400, afp_reduction: float = 90, mpr_threshold: float = 10
) -> dict[str, Callable[[], Grouping]]:
    """Return what makes each grouping of :func:`rfs_groupings`, by name; a trial may not have all of them."""
    return {
        "AFP at baseline": partial(by_afp_baseline, trial, cutoff=afp_cutoff),
        "AFP reduction": partial(by_afp_reduction, trial, cutoff=afp_cutoff, reduction=afp_reduction),
        "Pathological response": partial(by_pathology, trial, mpr_threshold=mpr_threshold),
        "Radiographic response": partial(by_radiographic, trial),
    }


def _indexed(frame: pd.DataFrame, groups: pd.Series) -> pd.Series:
    return pd.Series(groups.to_numpy(dtype=object), index=frame["USUBJID"], dtype=object)


@dataclass(frozen=True)
class Comparison:
    """Survival by group.

    Attributes
    ----------
    grouping : Grouping
        How subjects are grouped.
    endpoint : str
        Name of the endpoint.
    method : SurvivalMethod
        How it was estimated.
    groups : tuple of Survival
        One a level, in the levels' order.
    log_rank : LogRankTest
        Two-sided log-rank test.
    cox : CoxModel
        Cox regression on the first level against the reference.
    """

    grouping: Grouping
    endpoint: str
    method: SurvivalMethod
    groups: tuple[Survival, ...]
    log_rank: LogRankTest
    cox: CoxModel

    @property
    def n(self) -> int:
        """Number of subjects in the groups."""
        return sum(group.n for group in self.groups)

    @property
    def log_rank_p(self) -> float | str:
        """P value of the log-rank test, or ``NE``."""
        return estimable(self.log_rank.p_value)

    def hazard_ratio(self) -> dict[str, float | str]:
        """Hazard ratio, its limits and Wald p value; each ``NE`` where it cannot be estimated."""
        row = self.cox[0]
        values = {"hr": row.hazard_ratio, "lower": row.lower, "upper": row.upper, "p": row.p_value}
        return {name: estimable(value) for name, value in values.items()}

    def notes(self) -> tuple[str, str]:
        """Put the log-rank test and the hazard ratio into words, for the figure."""
        hr = self.hazard_ratio()
        ratio = estimate_interval(hr["hr"], hr["lower"], hr["upper"], 2)
        return f"Log-rank {p_equation(self.log_rank_p)}", f"HR {ratio}"

    def results(self, prefix: str) -> list[Result]:
        """Return the results, under the ids of the published claims (``prefix`` is "os" or "rfs")."""
        medians = (g.median_results(f"{prefix}.{self.grouping.levels[g.label]}.median") for g in self.groups)
        return [r for three in medians for r in three] + self.test_results(prefix)

    def test_results(self, prefix: str) -> list[Result]:
        """Return the log-rank test and the hazard ratio with limits and p value."""
        id = f"{prefix}.{self.grouping.id}"
        test = p_result(f"{id}.logrank.p", self.log_rank_p, n=self.n, method="log-rank test, two-sided")
        return [test, *self._cox_results(f"{id}.cox")]

    def _cox_results(self, id: str) -> list[Result]:
        contrast = f"{self.groups[0].label} vs {self.grouping.reference}" if self.groups else ""
        ties = self.method.convention.ties.capitalize()
        method = f"univariate Cox regression, {ties} ties, Wald {level_text(self.method.conf_level)}"
        hr = self.hazard_ratio()
        names = (("hr", "hazard ratio"), ("lower", "lower limit"), ("upper", "upper limit"))
        results = [
            Result(
                id=f"{id}.{name}",
                value=hr[name],
                statistic=statistic,
                n=self.n,
                method=method,
                group=contrast,
                text=number(hr[name], 2),
            )
            for name, statistic in names
        ]
        return [*results, p_result(f"{id}.p", hr["p"], n=self.n, method=method, group=contrast)]


def compare(adtte: pd.DataFrame, grouping: Grouping, method: SurvivalMethod) -> Comparison:
    """Compare the survival of groups.

    Parameters
    ----------
    adtte : pandas.DataFrame
        One row a subject: ``USUBJID``, ``AVAL`` (months), ``CNSR``, ``PARAM``.
    grouping : Grouping
        How to group; subjects without a group are left out.
    method : SurvivalMethod
        How to estimate.

    Returns
    -------
    Comparison
        Curves, log-rank test, and the Cox regression of the first level against the last.
    """
    group = adtte["USUBJID"].map(grouping.groups)
    used = group.isin(list(grouping.levels))
    adtte, group = adtte[used].reset_index(drop=True), group[used].reset_index(drop=True)
    time, event = adtte["AVAL"].to_numpy(float), 1 - adtte["CNSR"].to_numpy(int)
    exposed = (group != grouping.reference).to_numpy(float)
    return Comparison(
        grouping=grouping,
        endpoint=str(adtte["PARAM"].iloc[0]) if len(adtte) else "",
        method=method,
        groups=tuple(survival(adtte[group == level], method, label=level) for level in grouping.levels),
        log_rank=log_rank(time, event, np.asarray(group, dtype=str)),
        cox=cox(time, event, exposed[:, None], ties=method.convention.ties, conf_level=method.conf_level),
    )


@dataclass(frozen=True)
class Curves:
    """What a figure of one endpoint shows: the whole population, or the arms.

    Attributes
    ----------
    whole : Survival
        The whole population.
    arms : Comparison, optional
        The arms, where the trial has them.
    """

    whole: Survival
    arms: Comparison | None

    @property
    def groups(self) -> tuple[Survival, ...]:
        """The curves that are drawn."""
        return self.arms.groups if self.arms else (self.whole,)

    @property
    def title(self) -> str:
        """The endpoint, and what it is compared by."""
        return f"{self.whole.endpoint} by {self.arms.grouping.title}" if self.arms else self.whole.endpoint

    @property
    def notes(self) -> tuple[str, ...]:
        """Log-rank test and hazard ratio of the arms, for the figure."""
        return self.arms.notes() if self.arms else ()

    def results(self, prefix: str) -> list[Result]:
        """Return the results of the whole population, then those of the arms."""
        whole = self.whole
        return [
            *whole.median_results(f"{prefix}.median"),
            *whole.rate_results(f"{prefix}.rate"),
            *whole.follow_up_results(f"follow_up.{prefix}.median"),
            *(self.arms.results(prefix) if self.arms else ()),
        ]


def curves(adtte: pd.DataFrame, arms: Grouping | None, method: SurvivalMethod) -> Curves:
    """Estimate an endpoint for the whole population, and by arm where there are arms.

    Parameters
    ----------
    adtte : pandas.DataFrame
        As :func:`compare` takes it.
    arms : Grouping, optional
        The arms.
    method : SurvivalMethod
        How to estimate.

    Returns
    -------
    Curves
        The estimates.
    """
    return Curves(survival(adtte, method), compare(adtte, arms, method) if arms else None)
