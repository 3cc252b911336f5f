"""Supplementary Tables 2 and 3: univariate Cox regressions."""

from __future__ import annotations

from hcc_analysis.analyses.regression import Estimate, FactorEffect, LevelEffect
from hcc_analysis.formatting import estimate_interval, level_text, p_value
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import heading_row


def regression_table(effects: list[FactorEffect], prefix: str, *, conf_level: float = 0.95) -> Table:
    """Lay out univariate Cox regressions.

    Parameters
    ----------
    effects : list of FactorEffect
        One a characteristic.
    prefix : str
        Prefix of the result ids ("os" or "rfs").
    conf_level : float
        Level of the intervals.

    Returns
    -------
    Table
        A group of rows a characteristic; the reference says so, what cannot be estimated too.
    """
    ratio = f"HR ({level_text(conf_level)} CI)"
    columns = [Column(label="Characteristic"), Column(label="Patients", align="right")]
    columns.append(Column(label="Events", align="right"))
    for spanner in ("Cox regression", "Firth\u2019s penalty"):
        columns += [
            Column(label=ratio, align="right", spanner=spanner),
            Column(label="p", align="right", spanner=spanner),
        ]
    rows = [row for effect in effects for row in _rows(effect, prefix, len(columns))]
    return Table(columns=tuple(columns), rows=tuple(rows), wide=True)


def _rows(effect: FactorEffect, prefix: str, columns: int) -> list[Row]:
    return [
        heading_row(effect.factor.name, columns),
        *(_row(effect, level, prefix) for level in effect.levels),
    ]


def _row(effect: FactorEffect, level: LevelEffect, prefix: str) -> Row:
    counted = effect.counts_id(prefix, level)
    cells = [
        Cell(text=level.level),
        Cell(text=str(level.n), results=(f"{counted}.n",)),
        Cell(text=str(level.events), results=(f"{counted}.events",)),
    ]
    id = effect.id_of(prefix, level)
    for kind, estimate in (("cox", level.cox), ("firth", level.firth)):
        cells += _cells(estimate, f"{id}.{kind}", level.level == effect.factor.reference)
    return Row(cells=tuple(cells), indent=1)


def _cells(estimate: Estimate | None, id: str, reference: bool) -> list[Cell]:
    if estimate is None:
        return [Cell(text="reference" if reference else "not estimable"), Cell(text="")]
    ratio = estimate_interval(estimate.hazard_ratio, estimate.lower, estimate.upper, 2)
    p = "" if isinstance(estimate.p_value, str) else p_value(estimate.p_value)
    return [
        Cell(text=ratio, results=(f"{id}.hr", f"{id}.lower", f"{id}.upper")),
        Cell(text=p, results=(f"{id}.p",)),
    ]
