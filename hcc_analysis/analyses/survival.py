"""Survival of a whole population: curve, median, rates, follow-up.

Source: paper, Methods, Statistical analysis: Kaplan-Meier, reverse Kaplan-Meier for follow-up.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.formatting import half_up, level_text, number
from hcc_analysis.results import NOT_ESTIMABLE, NOT_REACHED, Result, estimable
from hcc_analysis.stats import (
    Convention,
    SurvivalCurve,
    SurvivalEstimates,
    SurvivalQuantile,
    convention,
    follow_up,
    kaplan_meier,
)

NO_SUBJECTS = "no observations"


@dataclass(frozen=True)
class SurvivalMethod:
    """How survival is estimated: convention, level of intervals, times (months) of the rates."""

    convention: Convention
    conf_level: float
    time_points: tuple[float, ...]

    def median_text(self) -> str:
        """Name the rule of the median and the kind of its interval, for footnotes."""
        kind = {"symmetric": "symmetric (SPSS)", "brookmeyer-crowley": "Brookmeyer\u2013Crowley"}
        return (
            f"Median by the {self.convention.name.upper()} rule, {level_text(self.conf_level)} "
            f"interval {kind[self.convention.median_interval]}"
        )


def survival_method(
    name: str, *, conf_level: float = 0.95, time_points: list[float] | None = None
) -> SurvivalMethod:
    """Choose how survival is estimated.

    Parameters
    ----------
    name : {"spss", "r", "sas"}
        Convention.
    conf_level : float
        Level of intervals.
    time_points : list of float, optional
        Months at which rates are reported; 6, 12 and 24 by default.

    Returns
    -------
    SurvivalMethod
        The choice.
    """
    return SurvivalMethod(convention(name), conf_level, tuple(time_points or (6, 12, 24)))


@dataclass(frozen=True)
class Survival:
    """Survival of one group of subjects.

    Attributes
    ----------
    label : str
        Name of the group.
    endpoint : str
        Name of the endpoint, e.g. "Overall survival".
    method : SurvivalMethod
        How it was estimated.
    curve : SurvivalCurve
        Kaplan-Meier curve.
    median, follow_up : SurvivalQuantile
        Median survival, and median follow-up (reverse Kaplan-Meier), in months.
    rates : SurvivalEstimates
        Survival at the time points.
    """

    label: str
    endpoint: str
    method: SurvivalMethod
    curve: SurvivalCurve
    median: SurvivalQuantile
    follow_up: SurvivalQuantile
    rates: SurvivalEstimates

    @property
    def n(self) -> int:
        """Number of subjects."""
        return self.curve.n

    def median_results(self, id: str) -> list[Result]:
        """Return the median with its limits: ``id``, ``id.lower`` and ``id.upper``."""
        return quantile_results(id, self.median, self.n, "Kaplan\u2013Meier", self.label)

    def follow_up_results(self, id: str) -> list[Result]:
        """Return the median follow-up with its limits."""
        return quantile_results(id, self.follow_up, self.n, "reverse Kaplan\u2013Meier", self.label)

    def rate_results(self, id: str) -> list[Result]:
        """Return the rate at each time point: ``id.6m`` and its limits (%)."""
        results = []
        suffixes = (("", "rate"), (".lower", "lower limit"), (".upper", "upper limit"))
        for month, *values in zip(*self._rate_columns(), strict=True):
            for (suffix, statistic), value in zip(suffixes, values, strict=True):
                results.append(self._rate_result(f"{id}.{month:g}m{suffix}", statistic, value))
        return results

    def _rate_columns(self) -> tuple[list[float], ...]:
        rates = self.rates
        return rates.times.tolist(), rates.survival.tolist(), rates.lower.tolist(), rates.upper.tolist()

    def _rate_result(self, id: str, statistic: str, value: float) -> Result:
        shown = NOT_ESTIMABLE if pd.isna(value) else 100 * value
        method = f"Kaplan\u2013Meier, {self.curve.conf_type} interval, {level_text(self.curve.conf_level)}"
        return Result(
            id=id,
            value=shown,
            statistic=statistic,
            unit="%",
            n=self.n,
            method=method,
            group=self.label,
            text=number(shown, 1),
        )


def survival(adtte: pd.DataFrame, method: SurvivalMethod, *, label: str = "All patients") -> Survival:
    """Estimate the survival of a group.

    Parameters
    ----------
    adtte : pandas.DataFrame
        One row a subject: ``AVAL`` (months), ``CNSR`` (1 censored), ``PARAM``.
    method : SurvivalMethod
        How to estimate.
    label : str
        Name of the group.

    Returns
    -------
    Survival
        Curve, median, follow-up and rates; for nobody, each says that there are no observations.
    """
    time, event = adtte["AVAL"].to_numpy(float), 1 - adtte["CNSR"].to_numpy(int)
    rules = method.convention
    estimators = (kaplan_meier, follow_up)
    curve, reverse = (
        estimate(time, event, conf_type=rules.conf_type, conf_level=method.conf_level)
        for estimate in estimators
    )
    median, followed = (
        c.quantile(0.5, rule=rules.quantile_rule, interval=rules.median_interval) for c in (curve, reverse)
    )
    endpoint = str(adtte["PARAM"].iloc[0]) if len(adtte) else ""
    return Survival(label, endpoint, method, curve, median, followed, curve.at(list(method.time_points)))


def quantile_results(id: str, quantile: SurvivalQuantile, n: int, method: str, group: str) -> list[Result]:
    """Return a quantile with its limits as results.

    Parameters
    ----------
    id : str
        Id of the estimate; the limits add ``.lower`` and ``.upper``.
    quantile : SurvivalQuantile
        The quantile.
    n : int
        Subjects.
    method : str
        Name of the estimator.
    group : str
        Name of the group.

    Returns
    -------
    list of Result
        Three results in months.
    """
    level = level_text(quantile.conf_level)
    rule = f"{method}; {quantile.rule.upper()} rule; {quantile.interval} interval, {level}"
    values = (
        ("", "median", reached(quantile)),
        (".lower", "lower limit", estimable(quantile.lower)),
        (".upper", "upper limit", estimable(quantile.upper)),
    )
    return [
        Result(
            id=f"{id}{suffix}",
            value=value,
            statistic=statistic,
            unit="months",
            n=n,
            method=rule,
            group=group,
            text=value if isinstance(value, str) else half_up(value, 2),
        )
        for suffix, statistic, value in values
    ]


def reached(quantile: SurvivalQuantile) -> float | str:
    """Return the estimate, ``NR`` where the curve does not get so low, ``NE`` where nobody is."""
    if quantile.estimate is not None:
        return quantile.estimate
    return NOT_ESTIMABLE if quantile.reason == NO_SUBJECTS else NOT_REACHED
