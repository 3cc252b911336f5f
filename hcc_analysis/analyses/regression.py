"""Univariate Cox regression of an endpoint on many characteristics.

Source: paper, Methods, Statistical analysis; Supplementary Tables 2 and 3. Where a level has no event
the partial likelihood has no maximum; Firth's penalised estimate stands beside (Heinze & Schemper,
Biometrics 2001;57:114-119).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from hcc_analysis.analyses.counting import count_result, p_result
from hcc_analysis.analyses.factors import Factor
from hcc_analysis.analyses.survival import SurvivalMethod
from hcc_analysis.formatting import level_text, number
from hcc_analysis.results import Result, estimable
from hcc_analysis.stats import CoxModel, HazardRatio, cox


@dataclass(frozen=True)
class Estimate:
    """A hazard ratio with limits and p value; each ``NE`` where it cannot be estimated."""

    hazard_ratio: float | str
    lower: float | str
    upper: float | str
    p_value: float | str
    reason: str = ""


@dataclass(frozen=True)
class LevelEffect:
    """One level of a factor: subjects, events, and its hazard ratio against the reference."""

    level: str
    id: str
    n: int
    events: int
    cox: Estimate | None
    firth: Estimate | None


@dataclass(frozen=True)
class FactorEffect:
    """A factor with the effects of its levels; the reference has no estimates."""

    factor: Factor
    levels: tuple[LevelEffect, ...]
    n: int
    method: str

    def results(self, prefix: str) -> list[Result]:
        """Return patients and events of each level, hazard ratios, limits and p values (also by Firth)."""
        results: list[Result] = []
        for level in self.levels:
            id = self.counts_id(prefix, level)
            results.append(count_result(f"{id}.n", level.n, n=self.n, group=level.level))
            results.append(
                count_result(f"{id}.events", level.events, n=level.n, unit="events", group=level.level)
            )
            contrast = f"{level.level} vs {self.factor.reference}"
            for kind, estimate in (("cox", level.cox), ("firth", level.firth)):
                if estimate:
                    results += self._estimate_results(
                        f"{self.id_of(prefix, level)}.{kind}", estimate, contrast
                    )
        return results

    def id_of(self, prefix: str, level: LevelEffect) -> str:
        """Return the result id of a level, without the kind of estimate."""
        return f"{prefix}.{self.factor.id}" + (f".{level.id}" if len(self.levels) > 2 else "")

    def counts_id(self, prefix: str, level: LevelEffect) -> str:
        """Return the result id of a level's patients and events, without which of both."""
        return f"{prefix}.{self.factor.id}.level.{level.id}"

    def _estimate_results(self, id: str, estimate: Estimate, contrast: str) -> list[Result]:
        firth = id.endswith(".firth")
        method = "univariate Cox regression, Firth's penalty, profile likelihood" if firth else self.method
        values = (
            ("hr", "hazard ratio", estimate.hazard_ratio),
            ("lower", "lower limit", estimate.lower),
            ("upper", "upper limit", estimate.upper),
        )
        results = [
            Result(
                id=f"{id}.{name}",
                value=value,
                statistic=statistic,
                n=self.n,
                method=method,
                group=contrast,
                text=number(value, 2),
            )
            for name, statistic, value in values
        ]
        return [*results, p_result(f"{id}.p", estimate.p_value, n=self.n, method=method, group=contrast)]


def regress(adtte: pd.DataFrame, factor: Factor, method: SurvivalMethod) -> FactorEffect:
    """Regress survival on one factor.

    Parameters
    ----------
    adtte : pandas.DataFrame
        One row a subject: ``USUBJID``, ``AVAL`` (months), ``CNSR``.
    factor : Factor
        The characteristic; subjects without a level are left out.
    method : SurvivalMethod
        Ties and level of intervals.

    Returns
    -------
    FactorEffect
        One entry a declared level that occurs among the subjects.
    """
    group = adtte["USUBJID"].map(factor.groups)
    used = group.isin(list(factor.levels)).to_numpy()
    time, event = adtte["AVAL"].to_numpy(float)[used], 1 - adtte["CNSR"].to_numpy(int)[used]
    group = group[used].to_numpy(dtype=object)
    present = [level for level in factor.levels if (group == level).any()]
    compared = (
        [level for level in present if level != factor.reference] if factor.reference in present else []
    )
    plain, firth = _fits(time, event, group, compared, method)
    levels = tuple(
        LevelEffect(
            level,
            factor.levels[level],
            int((group == level).sum()),
            int(event[group == level].sum()),
            _estimate(plain, compared, level),
            _estimate(firth, compared, level),
        )
        for level in present
    )
    ties = method.convention.ties.capitalize()
    words = f"univariate Cox regression, {ties} ties, Wald {level_text(method.conf_level)}"
    return FactorEffect(factor, levels, len(time), words)


def _fits(
    time: np.ndarray, event: np.ndarray, group: np.ndarray, compared: list[str], method: SurvivalMethod
) -> tuple[CoxModel | None, CoxModel | None]:
    if not compared:
        return None, None
    design = np.column_stack([(group == level).astype(float) for level in compared])
    plain, firth = (
        cox(time, event, design, ties=method.convention.ties, penalty=penalty, conf_level=method.conf_level)
        for penalty in (None, "firth")
    )
    return plain, firth


def _estimate(model: CoxModel | None, compared: list[str], level: str) -> Estimate | None:
    if model is None or level not in compared:
        return None
    row: HazardRatio = model[compared.index(level)]
    return Estimate(
        estimable(row.hazard_ratio),
        estimable(row.lower),
        estimable(row.upper),
        estimable(row.p_value),
        row.reason or "",
    )
