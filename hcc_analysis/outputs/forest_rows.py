"""Rows of a forest plot from univariate regressions."""

from __future__ import annotations

import pandas as pd

from hcc_analysis.analyses.regression import Estimate, FactorEffect, LevelEffect
from hcc_analysis.formatting import p_value

COLUMNS = ("LABEL", "HEADING", "N", "EVENTS", "HR", "LOWER", "UPPER", "P", "METHOD", "NOTE")


def forest_frame(effects: list[FactorEffect]) -> pd.DataFrame:
    """Lay out regressions as the rows of a forest plot.

    Parameters
    ----------
    effects : list of FactorEffect
        One a characteristic.

    Returns
    -------
    pandas.DataFrame
        As :func:`hcc_analysis.outputs.figures.forest.forest_figure` takes it: a heading a characteristic, a
        row a level. Where the partial likelihood has no maximum, Firth's estimate stands in its place.
    """
    rows = [
        row
        for effect in effects
        for row in (_heading(effect), *(_row(effect, level) for level in effect.levels))
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _heading(effect: FactorEffect) -> dict[str, object]:
    return {"LABEL": effect.factor.name, "HEADING": True, "P": "", "METHOD": "", "NOTE": ""}


def _row(effect: FactorEffect, level: LevelEffect) -> dict[str, object]:
    row: dict[str, object] = {"LABEL": level.level, "HEADING": False, "N": level.n, "EVENTS": level.events}
    if level.level == effect.factor.reference:
        return row | {"P": "", "METHOD": "", "NOTE": "reference"}
    kind, estimate = _shown(level)
    if estimate is None:
        return row | {"P": "", "METHOD": "", "NOTE": "not estimable"}
    values = {"HR": estimate.hazard_ratio, "LOWER": estimate.lower, "UPPER": estimate.upper}
    known = {name: value for name, value in values.items() if not isinstance(value, str)}
    return row | known | {"P": p_value(estimate.p_value), "METHOD": kind, "NOTE": ""}


def _shown(level: LevelEffect) -> tuple[str, Estimate | None]:
    for kind, estimate in (("cox", level.cox), ("firth", level.firth)):
        if estimate and not isinstance(estimate.hazard_ratio, str):
            return kind, estimate
    return "", None
