"""Alpha-fetoprotein before and after treatment, one line a patient, on a log axis; one panel a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.key import ROW_MM, Entry, draw_key
from hcc_analysis.outputs.figures.lettering import Line, wrap, write, write_block
from hcc_analysis.outputs.figures.ticks import log_limits, log_ticks, tick_text
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    DOUBLE_COLUMN_MM,
    INK,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    Look,
    group_style,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

NOBODY = "No patient has a value of alpha-fetoprotein."
VISITS = ("Before", "After")
_DASHES = (0, (3, 1.5))
_LEFT_MM, _BOTTOM_MM, _RIGHT_MM, _BETWEEN_MM, _PLOT_MM = 15.0, 6.0, 8.0, 4.0, 56.0


def afp_figure(
    frame: pd.DataFrame,
    *,
    cutoff: float = 400,
    reduction: float = 90,
    visits: tuple[str, str] = VISITS,
    width_mm: float = DOUBLE_COLUMN_MM,
) -> Figure:
    """Draw alpha-fetoprotein before and after treatment.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a patient: ``USUBJID``, ``BASE`` and ``AVAL`` (ug/L; a missing one leaves a single dot) and
        ``GROUP`` (text; one panel each, in the order in which they come).
    cutoff : float
        Baseline value from which a patient counts as high; drawn as a dashed line.
    reduction : float
        Reduction (%) that counts as response: such lines are full, the others dashed.
    visits : (str, str)
        Names of the two visits.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        Values of nought stand as triangles on the lower edge.
    """
    shown = _known(frame)
    if shown.empty:
        return sentence_figure(NOBODY, width_mm=width_mm)
    with journal_style():
        groups = list(dict.fromkeys(shown["GROUP"]))
        room = (width_mm - _LEFT_MM - _RIGHT_MM - _BETWEEN_MM * (len(groups) - 1)) / len(groups)
        heads = [_heading(shown[shown["GROUP"] == group], group, reduction, room) for group in groups]
        key = _key(reduction)
        top = max(sum(line.height for line in head) for head in heads) + 3 + ROW_MM
        drawn = canvas(width_mm, top + _PLOT_MM + _BOTTOM_MM)
        values = [*shown["BASE"], *shown["AVAL"]]
        always = (1.0, cutoff) if any(value <= 0 for value in values) else (cutoff,)
        limits = log_limits(values, always=always, most=1e5)
        for place, (group, head) in enumerate(zip(groups, heads, strict=True)):
            start = _LEFT_MM + place * (room + _BETWEEN_MM)
            axes = axes_mm(drawn, start, _BOTTOM_MM, width_mm - start - room, top)
            _frame(axes, limits, cutoff, visits, first=place == 0)
            _draw_patients(axes, shown[shown["GROUP"] == group], limits, reduction, place)
            write_block(drawn, start, top + _PLOT_MM + _BOTTOM_MM - 1.5 - ROW_MM, head)
        draw_key(drawn, _LEFT_MM, top + _PLOT_MM + _BOTTOM_MM - 0.8, [key])
        _name_cutoff(drawn, limits, cutoff, width_mm)
        return to_figure(drawn, {"afp": shown})


def _key(reduction: float) -> list[Entry]:
    """Explain the two kinds of line."""
    looks = (("-", f"Fell by \u2265{reduction:g}%"), (_DASHES, "Fell by less, or rose"))
    return [Entry(text, line={"color": INK, "linestyle": dashes, "linewidth": 1.0}) for dashes, text in looks]


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame[frame[["BASE", "AVAL"]].notna().any(axis=1) & frame["GROUP"].notna()]
    return known.reset_index(drop=True)


def _heading(rows: pd.DataFrame, group: str, reduction: float, room: float) -> list[Line]:
    """Name a panel: its group, and how many fell by the reduction."""
    change = _change(rows).dropna()
    count = int((change <= -reduction).sum())
    said = f"{count} of {len(change)} fell by \u2265{reduction:g}%"
    titles = wrap(f"{group} (n = {len(rows)})", room, TEXT_PT, bold=True)
    return [
        *(Line(text, TEXT_PT, bold=True) for text in titles),
        *(Line(text, color=SOFT) for text in wrap(said, room, SMALL_PT)),
    ]


def _change(rows: pd.DataFrame) -> pd.Series:
    base = rows["BASE"].where(rows["BASE"] > 0)
    return 100 * (rows["AVAL"] - base) / base


def _frame(
    axes: Axes, limits: tuple[float, float], cutoff: float, visits: tuple[str, str], *, first: bool
) -> None:
    axes.set_yscale("log")
    axes.set(xlim=(-0.35, 1.35), ylim=limits)
    axes.minorticks_off()
    axes.set_xticks([0, 1], list(visits))
    axes.tick_params(axis="x", length=0, pad=2)
    ticks = log_ticks(*limits)
    axes.set_yticks(ticks, [tick_text(tick) for tick in ticks] if first else [""] * len(ticks))
    axes.axhline(cutoff, color=SOFT, linewidth=0.5, linestyle=(0, (3, 2)), zorder=0)
    if first:
        axes.set_ylabel("Alpha-fetoprotein (\u00b5g/L)", labelpad=2)


def _draw_patients(
    axes: Axes, rows: pd.DataFrame, limits: tuple[float, float], reduction: float, place: int
) -> None:
    style = group_style(place)
    look: Look = {"markersize": 3.4, "color": style.color, "clip_on": False, "linestyle": "", "zorder": 3}
    for change, row in zip(_change(rows), rows.itertuples(), strict=True):
        values = [max(value, limits[0]) for value in (row.BASE, row.AVAL)]
        dashes = "-" if change <= -reduction else _DASHES
        axes.plot([0, 1], values, color=style.color, linewidth=1.0, linestyle=dashes, zorder=2)
        for x, value in enumerate(values):
            marker = "v" if value == limits[0] else style.marker
            axes.plot([x], [value], marker=marker, markeredgecolor="white", markeredgewidth=0.3, **look)


def _name_cutoff(drawn: Canvas, limits: tuple[float, float], cutoff: float, width: float) -> None:
    low, high = np.log(limits)
    y = _BOTTOM_MM + _PLOT_MM * (np.log(cutoff) - low) / (high - low)
    write(drawn, width - _RIGHT_MM + 1, float(y), Line(f"{cutoff:g}", color=INK))


def afp_alt(frame: pd.DataFrame, *, reduction: float = 90) -> str:
    """Say how alpha-fetoprotein changed in each group.

    Parameters
    ----------
    frame, reduction
        As for :func:`afp_figure`.

    Returns
    -------
    str
        Medians before and after, and how many fell by the reduction, by group.
    """
    shown = _known(frame)
    if shown.empty:
        return NOBODY
    words = [_group_words(group, rows, reduction) for group, rows in shown.groupby("GROUP", sort=False)]
    return f"Alpha-fetoprotein before and after treatment in {len(shown)} patients. {'. '.join(words)}."


def _group_words(group: object, rows: pd.DataFrame, reduction: float) -> str:
    change = _change(rows).dropna()
    medians = [_median(rows[name]) for name in ("BASE", "AVAL")]
    count = int((change <= -reduction).sum())
    return (
        f"{group}: {len(rows)} patients, median {medians[0]} before and {medians[1]} \u00b5g/L after, "
        f"{count} of {len(change)} fell by at least {reduction:g}%"
    )


def _median(values: pd.Series) -> str:
    known = values.dropna()
    return half_up(float(known.median()), 1) if len(known) else "not known"
