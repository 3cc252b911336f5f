"""Supplementary Table 1: classification of macrovascular invasion."""

from __future__ import annotations

from itertools import groupby

from hcc_analysis.analyses.invasion import InvasionClass, InvasionClasses
from hcc_analysis.formatting import count_percent
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import heading_row

_PORTAL = (
    "none",
    "Vp1, beyond second-order branches",
    "Vp2, second-order branch",
    "Vp3, first branch",
    "Vp4, main trunk",
)
_HEPATIC = ("none", "Vv1, peripheral hepatic vein", "Vv2, major hepatic vein", "Vv3, inferior vena cava")


def invasion_table(classes: InvasionClasses) -> Table:
    """Lay out the combinations of portal and hepatic vein invasion.

    Parameters
    ----------
    classes : InvasionClasses
        Counts of every combination.

    Returns
    -------
    Table
        A group of rows a grade.
    """
    columns = (
        Column(label="Portal vein"),
        Column(label="Hepatic vein"),
        Column(label=f"Patients (n = {classes.n}), No. (%)", align="right"),
    )
    rows: list[Row] = []
    for level, members in groupby(classes.classes, key=lambda c: c.grade):
        rows += [heading_row(f"Grade {level}", 3), *(_row(member, classes.n) for member in members)]
    return Table(columns=columns, rows=tuple(rows))


def _row(member: InvasionClass, n: int) -> Row:
    count = Cell(text=count_percent(member.count, n), results=(f"mvi.vp{member.vp}_vv{member.vv}.n",))
    return Row(cells=(Cell(text=_PORTAL[member.vp]), Cell(text=_HEPATIC[member.vv]), count), indent=1)
