"""Swimmer plot: one lane a patient, with treatments, events and the end of follow-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.key import ROW_MM, Entry, draw_key, fill_look, key_rows
from hcc_analysis.outputs.figures.lettering import Line, short_names, width_mm, write
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    BLUE,
    DOUBLE_COLUMN_MM,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    SKY,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    VERMILLION,
    FillStyle,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

NOBODY = "No patients in this population."
_LANE_MM, _GROUP_MM, _AXIS_MM, _EDGE_MM = 3.3, 5.0, 9.0, 1.0
_FOLLOW_UP = FillStyle("#d9d9d9")


@dataclass(frozen=True)
class Band:
    """How a kind of treatment is drawn: its fill, and the share of the lane's height."""

    fill: FillStyle
    share: float = 0.72


BANDS = {
    "Tislelizumab": Band(FillStyle(SKY)),
    "IMRT": Band(FillStyle(BLUE, "////"), 0.36),
    "Adjuvant tislelizumab": Band(FillStyle("#9fd0ee", "....")),
}
_MORE_BANDS = (
    Band(FillStyle(ORANGE)),
    Band(FillStyle(PURPLE, "xxxx")),
    Band(FillStyle("#f0d48a", "\\\\\\\\")),
)
MARKS: dict[str, Look] = {
    "Resection": {"marker": "D", "markersize": 4.0, "markerfacecolor": "white", "color": INK},
    "Partial response": {"marker": "^", "markersize": 4.6, "color": GREEN},
    "Progression": {"marker": "v", "markersize": 4.6, "color": VERMILLION},
    "Recurrence": {"marker": "X", "markersize": 5.0, "color": VERMILLION},
    "Death": {"marker": "s", "markersize": 4.0, "color": INK},
}
_MORE_MARKS = ("o", "P", "p", "h", "<")
_ONGOING: Look = {"marker": ">", "markersize": 4.4, "color": SOFT, "markeredgewidth": 0}


def swimmer_figure(
    subjects: pd.DataFrame,
    intervals: pd.DataFrame,
    events: pd.DataFrame,
    *,
    time_label: str = "Months from first dose",
    time_step: float = 6,
    width_mm: float = DOUBLE_COLUMN_MM,
) -> Figure:
    """Draw every patient's course.

    Parameters
    ----------
    subjects : pandas.DataFrame
        One row a patient: ``USUBJID``, ``END`` (months of follow-up), ``ONGOING`` (bool: alive at the end,
        drawn as an arrow), ``GROUP`` (lanes are put together by it), ``NOTE`` (short text beside the name,
        e.g. the best response; may be empty).
    intervals : pandas.DataFrame
        One row a treatment: ``USUBJID``, ``KIND``, ``START``, ``STOP`` (months). :data:`BANDS` names the
        kinds with a look of their own.
    events : pandas.DataFrame
        One row an event: ``USUBJID``, ``KIND``, ``TIME`` (months). :data:`MARKS` names the kinds with a look
        of their own.
    time_label : str
        Label of the axis.
    time_step : float
        Months between ticks.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        Lanes by group, the longest first.
    """
    lanes = _ordered(subjects)
    if lanes.empty:
        return sentence_figure(NOBODY, width_mm=width_mm)
    with journal_style():
        bands, marks = _bands(intervals), _marks(events)
        rows = key_rows(_entries(bands, marks, lanes), width_mm - 2 * _EDGE_MM)
        places, depth = _places(lanes)
        left = _left(lanes)
        top = ROW_MM * len(rows) + 2.0
        drawn = canvas(width_mm, top + depth + _AXIS_MM)
        axes = axes_mm(drawn, left, _AXIS_MM, 4.0, top)
        _frame(axes, depth, _last(lanes, intervals, events), time_step, time_label)
        at = dict(zip(lanes["USUBJID"], places, strict=True))
        _draw_lanes(axes, lanes, at)
        _draw_bands(axes, intervals, at, bands)
        _draw_marks(axes, events, at, marks)
        _name_lanes(drawn, lanes, places, left)
        draw_key(drawn, _EDGE_MM, top + depth + _AXIS_MM - 1, rows)
        return to_figure(drawn, {"subjects": lanes, "intervals": intervals, "events": events})


def _ordered(subjects: pd.DataFrame) -> pd.DataFrame:
    """Sort by group, in the order in which the groups come, then by falling follow-up."""
    groups = {group: place for place, group in enumerate(dict.fromkeys(subjects["GROUP"]))}
    keyed = subjects.assign(_g=subjects["GROUP"].map(groups))
    ordered = keyed.sort_values(["_g", "END", "USUBJID"], ascending=[True, False, True], kind="stable")
    return ordered.drop(columns="_g").reset_index(drop=True)


def _bands(intervals: pd.DataFrame) -> dict[str, Band]:
    kinds = dict.fromkeys(intervals["KIND"])
    known = {kind: band for kind, band in BANDS.items() if kind in kinds}
    others = [kind for kind in kinds if kind not in BANDS]
    return known | {kind: _MORE_BANDS[k % len(_MORE_BANDS)] for k, kind in enumerate(others)}


def _marks(events: pd.DataFrame) -> dict[str, Look]:
    kinds = dict.fromkeys(events["KIND"])
    known = {kind: look for kind, look in MARKS.items() if kind in kinds}
    others = [kind for kind in kinds if kind not in MARKS]
    more: dict[str, Look] = {
        kind: {"marker": _MORE_MARKS[k % len(_MORE_MARKS)], "markersize": 4.4, "color": PURPLE}
        for k, kind in enumerate(others)
    }
    return known | more


def _entries(bands: Mapping[str, Band], marks: Mapping[str, Look], lanes: pd.DataFrame) -> list[Entry]:
    entries = [Entry(kind, fill=band.fill) for kind, band in bands.items()]
    entries += [Entry("Follow-up", fill=_FOLLOW_UP)]
    entries += [Entry(kind, mark=_outlined(look)) for kind, look in marks.items()]
    return [*entries, Entry("Alive at last contact", mark=_ONGOING)] if lanes["ONGOING"].any() else entries


def _outlined(look: Look) -> Look:
    hollow = "markerfacecolor" in look
    return look | {"markeredgecolor": INK if hollow else "white", "markeredgewidth": 0.8 if hollow else 0.4}


def _places(lanes: pd.DataFrame) -> tuple[list[float], float]:
    """Return each lane's depth below the top (mm) and the depth of all; each group has a heading."""
    places, depth, group = [], 0.0, None
    for name in lanes["GROUP"]:
        if name != group:
            depth += _GROUP_MM
            group = name
        places.append(depth + _LANE_MM / 2)
        depth += _LANE_MM
    return places, depth + 0.5


def _left(lanes: pd.DataFrame) -> float:
    names = short_names(lanes["USUBJID"].astype(str).tolist())
    widths = [
        width_mm(name, SMALL_PT) + width_mm(str(note), SMALL_PT)
        for name, note in zip(names, lanes["NOTE"].fillna(""), strict=True)
    ]
    return _EDGE_MM + max(widths) + 4.0


def _last(lanes: pd.DataFrame, intervals: pd.DataFrame, events: pd.DataFrame) -> float:
    times = [*lanes["END"], *intervals["STOP"], *events["TIME"]]
    return max((time for time in times if np.isfinite(time)), default=0.0)


def _frame(axes: Axes, depth: float, last: float, step: float, label: str) -> None:
    while last / step > 12:
        step *= 2
    end = max(step, np.ceil(last / step) * step)
    axes.set(xlim=(0, end), ylim=(depth, 0), yticks=[], xlabel=label)
    ticks = np.arange(0, end + step / 2, step)
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.spines["left"].set_visible(False)
    for tick in ticks[1:]:
        axes.axvline(tick, color="#e6e6e6", linewidth=0.4, zorder=0)


def _draw_lanes(axes: Axes, lanes: pd.DataFrame, at: Mapping[str, float]) -> None:
    for lane in lanes.itertuples():
        axes.barh(at[lane.USUBJID], lane.END, height=_LANE_MM * 0.3, **fill_look(_FOLLOW_UP))
        if lane.ONGOING:
            axes.plot([lane.END], [at[lane.USUBJID]], linestyle="", zorder=3, clip_on=False, **_ONGOING)


def _draw_bands(
    axes: Axes, intervals: pd.DataFrame, at: Mapping[str, float], bands: Mapping[str, Band]
) -> None:
    order = {kind: place for place, kind in enumerate(bands)}
    for row in intervals.itertuples():
        if row.USUBJID in at:
            band = bands[row.KIND]
            look: Look = {"left": row.START, "zorder": 2 + 0.1 * order[row.KIND], **fill_look(band.fill)}
            axes.barh(at[row.USUBJID], row.STOP - row.START, height=_LANE_MM * band.share, **look)


def _draw_marks(axes: Axes, events: pd.DataFrame, at: Mapping[str, float], marks: Mapping[str, Look]) -> None:
    for row in events.itertuples():
        if row.USUBJID in at:
            look = _outlined(marks[row.KIND])
            axes.plot([row.TIME], [at[row.USUBJID]], linestyle="", zorder=4, clip_on=False, **look)


def _name_lanes(drawn: Canvas, lanes: pd.DataFrame, places: list[float], left: float) -> None:
    """Write names and notes to the left of the lanes, and each group above its lanes."""
    bottom = _AXIS_MM
    height = places[-1] + _LANE_MM / 2 + 0.5
    group = None
    names = short_names(lanes["USUBJID"].astype(str).tolist())
    counts = lanes["GROUP"].value_counts()
    for name, lane, place in zip(names, lanes.itertuples(), places, strict=True):
        y = bottom + height - place
        if group != lane.GROUP:
            group = lane.GROUP
            heading = f"{group} (n = {counts[group]})"
            write(drawn, _EDGE_MM, y + _LANE_MM / 2 + _GROUP_MM * 0.4, Line(heading, TEXT_PT, bold=True))
        write(drawn, _EDGE_MM, y, Line(name, color=SOFT))
        if isinstance(lane.NOTE, str):
            write(drawn, left - 1.2, y, Line(lane.NOTE), align="right")


def swimmer_alt(subjects: pd.DataFrame, events: pd.DataFrame) -> str:
    """Say how many patients the swimmer plot shows, with their events.

    Parameters
    ----------
    subjects, events : pandas.DataFrame
        As for :func:`swimmer_figure`.

    Returns
    -------
    str
        Patients by group, events by kind, longest follow-up, who is still followed.
    """
    if subjects.empty:
        return NOBODY
    groups = ", ".join(f"{n} {group}" for group, n in subjects["GROUP"].value_counts(sort=False).items())
    kinds = ", ".join(f"{kind} in {n}" for kind, n in events.groupby("KIND")["USUBJID"].nunique().items())
    longest = half_up(float(subjects["END"].max()), 1)
    return (
        f"Swimmer plot of {len(subjects)} patients ({groups}), followed for up to {longest} months; "
        f"{int(subjects['ONGOING'].sum())} alive at the end of follow-up. {kinds or 'No events'}."
    )
