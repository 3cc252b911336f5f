"""Checks of the Cox models: proportional hazards, and events for each coefficient.

Source: Grambsch & Therneau, Biometrika 1994;81:515-526; Peduzzi et al., J Clin Epidemiol 1995;48:1503-1510
(about ten events for each coefficient). The paper does not report such checks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hcc_analysis.analyses.comparison import Grouping, by_surgery, rfs_groupings
from hcc_analysis.analyses.counting import count_result, p_result
from hcc_analysis.analyses.survival import SurvivalMethod
from hcc_analysis.endpoints.time_to_event import (
    DAYS_PER_MONTH,
    OVERALL_SURVIVAL,
    RECURRENCE_FREE_SURVIVAL,
    derive,
)
from hcc_analysis.formatting import p_equation
from hcc_analysis.results import Result, estimable
from hcc_analysis.stats import cox, proportional_hazards_test, schoenfeld_residuals
from hcc_analysis.trial import Trial

METHOD = "score test of a coefficient that changes with 1 \u2212 S(t)"


@dataclass(frozen=True)
class ModelCheck:
    """The check of one univariate model.

    Attributes
    ----------
    id, name : str
        Prefix of the result ids, and the model's name.
    n, events : int
        Subjects and events; with one coefficient, events are the events for each coefficient.
    coefficient, p_value : float or str
        Log hazard ratio, and p value of the test of proportional hazards; ``NE`` where not estimable.
    residuals : pandas.DataFrame
        One row an event: ``COVARIATE``, ``TIME`` (months), ``RESIDUAL`` (scaled, coefficient added).
    """

    id: str
    name: str
    n: int
    events: int
    coefficient: float | str
    p_value: float | str
    residuals: pd.DataFrame

    @property
    def words(self) -> str:
        """The test in words, for the figure."""
        return p_equation(self.p_value)

    def results(self) -> list[Result]:
        """Return the p value and the events for the coefficient."""
        events = count_result(f"{self.id}.ph.events", self.events, n=self.n, unit="events")
        return [p_result(f"{self.id}.ph.p", self.p_value, n=self.n, method=METHOD, group=self.name), events]


def check_model(
    adtte: pd.DataFrame, grouping: Grouping, method: SurvivalMethod, *, prefix: str
) -> ModelCheck:
    """Check the Cox model of one comparison.

    Parameters
    ----------
    adtte : pandas.DataFrame
        One row a subject: ``USUBJID``, ``AVAL`` (months), ``CNSR``.
    grouping : Grouping
        The comparison; subjects without a group are left out.
    method : SurvivalMethod
        Ties.
    prefix : str
        "os" or "rfs".

    Returns
    -------
    ModelCheck
        Test and residuals.
    """
    group = adtte["USUBJID"].map(grouping.groups)
    used = group.isin(list(grouping.levels)).to_numpy()
    time, event = adtte["AVAL"].to_numpy(float)[used], 1 - adtte["CNSR"].to_numpy(int)[used]
    exposed = (group[used] != grouping.reference).to_numpy(float)
    model = cox(time, event, exposed, ties=method.convention.ties, conf_level=method.conf_level)
    test = proportional_hazards_test(model)
    found = schoenfeld_residuals(model)
    name = f"{prefix.upper()} by {grouping.name}"
    residuals = pd.DataFrame({"COVARIATE": name, "TIME": found.times, "RESIDUAL": found.scaled[:, 0]})
    return ModelCheck(
        id=f"{prefix}.{grouping.id}",
        name=name,
        n=int(used.sum()),
        events=int(event.sum()),
        coefficient=estimable(model[0].coef),
        p_value=estimable(test.overall.p_value),
        residuals=residuals,
    )


def check_models(
    trial: Trial,
    method: SurvivalMethod,
    *,
    afp_cutoff: float = 400,
    afp_reduction: float = 90,
    mpr_threshold: float = 10,
    days_per_month: float = DAYS_PER_MONTH,
) -> list[ModelCheck]:
    """Check the Cox model of every comparison that the paper makes.

    Parameters
    ----------
    trial : Trial
        The data.
    method : SurvivalMethod
        Ties.
    afp_cutoff, afp_reduction, mpr_threshold : float
        Limits of the groups (ug/L, %, %).
    days_per_month : float
        Days that make a month.

    Returns
    -------
    list of ModelCheck
        Overall survival by surgery, then recurrence-free survival by its four groupings.
    """
    os = derive(trial, OVERALL_SURVIVAL, days_per_month=days_per_month)
    rfs = derive(trial, RECURRENCE_FREE_SURVIVAL, days_per_month=days_per_month)
    limits = {"afp_cutoff": afp_cutoff, "afp_reduction": afp_reduction, "mpr_threshold": mpr_threshold}
    groupings = rfs_groupings(trial, **limits).values()
    later = [check_model(rfs, grouping, method, prefix="rfs") for grouping in groupings]
    return [check_model(os, by_surgery(trial), method, prefix="os"), *later]


def all_residuals(checks: list[ModelCheck]) -> pd.DataFrame:
    """Join the residuals of several models, in their order."""
    return pd.concat([check.residuals for check in checks], ignore_index=True)


def coefficients(checks: list[ModelCheck]) -> dict[str, float]:
    """Return the coefficient of every model that has one."""
    return {
        c.name: float(c.coefficient)
        for c in checks
        if isinstance(c.coefficient, float) and np.isfinite(c.coefficient)
    }
