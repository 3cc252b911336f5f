"""Spider plot: change of the target lesions over the visits, one line a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.endpoints.recist import PARTIAL_RESPONSE_PERCENT, PROGRESSION_PERCENT
from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.key import ROW_MM, Entry, draw_key, key_rows
from hcc_analysis.outputs.figures.lettering import Line, rule, short_names, width_mm, write
from hcc_analysis.outputs.figures.placing import spread
from hcc_analysis.outputs.figures.ticks import round_ticks
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    BLUE,
    INK,
    RESPONSE_NAMES,
    RULE,
    SINGLE_COLUMN_MM,
    SMALL_PT,
    SOFT,
    VERMILLION,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

NOBODY = "No patient has measurements of target lesions after baseline."
_LINES: dict[str, Look] = {
    "CR": {"color": "#003552", "linestyle": "-", "marker": "s"},
    "PR": {"color": BLUE, "linestyle": "-", "marker": "o"},
    "SD": {"color": "#8a5f00", "linestyle": (0, (5, 1.2, 1.2, 1.2)), "marker": "D"},
    "PD": {"color": VERMILLION, "linestyle": (0, (4, 1.4)), "marker": "^"},
    "NE": {"color": "#8c8c8c", "linestyle": (0, (1, 1.2)), "marker": "v"},
}
_LEFT_MM, _BOTTOM_MM, _EDGE_MM, _NAME_GAP_MM = 13.0, 9.0, 1.0, 2.35
_LEADER_MM = 5.0


def spider_figure(
    frame: pd.DataFrame,
    *,
    time_label: str = "Week",
    width_mm: float = SINGLE_COLUMN_MM,
    height_mm: float = 95,
) -> Figure:
    """Draw the change of the target lesions over time.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a patient and visit: ``USUBJID``, ``TIME``, ``PCHG`` (%; 0 at baseline), ``RESPONSE`` (best
        overall response) and ``NEWLES`` (bool: a new lesion at this visit, drawn as a ring).
    time_label : str
        Label of the time axis.
    width_mm, height_mm : float
        Size on paper.

    Returns
    -------
    Figure
        Lines by response; each patient's name stands at the end of the line where all names fit.
    """
    shown = _known(frame)
    if shown.empty:
        return sentence_figure(NOBODY, width_mm=width_mm)
    with journal_style():
        rows = key_rows(_entries(shown), width_mm - 2 * _EDGE_MM)
        top = ROW_MM * len(rows) + 2.5
        names = _names(shown, height_mm - top - _BOTTOM_MM)
        right = 10.0 + (_widest(names) + _LEADER_MM if names else 0.0)
        drawn = canvas(width_mm, height_mm)
        axes = axes_mm(drawn, _LEFT_MM, _BOTTOM_MM, right, top)
        _frame(axes, shown, time_label)
        _limits(axes, drawn, width_mm, height_mm - top - _BOTTOM_MM)
        _draw_lines(axes, shown)
        _write_names(drawn, axes, shown, names, width_mm - right, height_mm - top)
        draw_key(drawn, _EDGE_MM, height_mm - 1, rows)
        return to_figure(drawn, {"change": shown})


def _known(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep patients with a value after their first visit."""
    known = frame[np.isfinite(frame["PCHG"].astype(float))].fillna({"RESPONSE": "NE"})
    known = known.sort_values(["USUBJID", "TIME"], kind="stable")
    visits = known["USUBJID"].map(known["USUBJID"].value_counts())
    return known[visits > 1].reset_index(drop=True)


def _entries(shown: pd.DataFrame) -> list[Entry]:
    counts = shown.drop_duplicates("USUBJID")["RESPONSE"].value_counts()
    entries = [
        Entry(f"{RESPONSE_NAMES[name]}, {counts[name]}", line=_line(look), mark=_mark(look))
        for name, look in _LINES.items()
        if name in counts.index
    ]
    with_new = shown[shown["NEWLES"].astype(bool)]["USUBJID"].nunique()
    return [*entries, Entry(f"New lesion, {with_new}", mark=_RING)] if with_new else entries


_RING: Look = {
    "marker": "o",
    "markersize": 5.4,
    "markerfacecolor": "none",
    "markeredgecolor": INK,
    "markeredgewidth": 0.6,
}


def _line(look: Look) -> Look:
    return {"color": look["color"], "linestyle": look["linestyle"], "linewidth": 0.9}


def _mark(look: Look) -> Look:
    return {"marker": look["marker"], "markersize": 3.0, "color": look["color"], "markeredgewidth": 0}


def _widest(names: dict[str, str]) -> float:
    return max(width_mm(name, SMALL_PT) for name in names.values())


def _names(shown: pd.DataFrame, height: float) -> dict[str, str]:
    """Return the patients' short names, or none where they do not fit under each other."""
    ids = shown["USUBJID"].drop_duplicates().astype(str).tolist()
    return dict(zip(ids, short_names(ids), strict=True)) if len(ids) * _NAME_GAP_MM <= height else {}


def _frame(axes: Axes, shown: pd.DataFrame, label: str) -> None:
    low, high = min(shown["PCHG"].min() * 1.08, -42), max(shown["PCHG"].max() * 1.08, 32)
    last = float(shown["TIME"].max())
    axes.set(xlim=(0, last or 1), ylim=(low, high), xlabel=label)
    axes.set_ylabel("Change of target lesions (%)", labelpad=2)
    axes.set_yticks(round_ticks(low, high))
    visits = sorted(set(shown["TIME"]))
    if len(visits) <= 8:
        axes.set_xticks(visits, [f"{visit:g}" for visit in visits])


def _limits(axes: Axes, drawn: Canvas, width: float, height: float) -> None:
    """Draw zero and the limits of response; they are named inside, at the left."""
    low, high = axes.get_ylim()
    axes.axhline(0, color=INK, linewidth=0.5, zorder=1)
    for limit in (PROGRESSION_PERCENT, PARTIAL_RESPONSE_PERCENT):
        axes.axhline(limit, color=SOFT, linewidth=0.5, linestyle=(0, (3, 2)), zorder=0)
        y = _BOTTOM_MM + height * (limit - low) / (high - low)
        sign = "+" if limit > 0 else "\u2212"
        write(drawn, _LEFT_MM + 1, y + 1.4, Line(f"{sign}{abs(limit):g}%", color=SOFT))


def _draw_lines(axes: Axes, shown: pd.DataFrame) -> None:
    for _, rows in shown.groupby("USUBJID", sort=True):
        look = _LINES[rows["RESPONSE"].iloc[0]]
        axes.plot(rows["TIME"], rows["PCHG"], zorder=2, **_line(look))
        axes.plot(rows["TIME"], rows["PCHG"], linestyle="", zorder=3, clip_on=False, **_mark(look))
        new = rows[rows["NEWLES"].astype(bool)]
        axes.plot(new["TIME"], new["PCHG"], linestyle="", zorder=4, clip_on=False, **_RING)


def _write_names(
    drawn: Canvas, axes: Axes, shown: pd.DataFrame, names: dict[str, str], edge: float, top: float
) -> None:
    """Write each name right of the plot, led to the end of its line."""
    if not names:
        return
    low, high = axes.get_ylim()
    last = shown.groupby("USUBJID", sort=False).tail(1)
    per_unit = (top - _BOTTOM_MM) / (high - low)
    ends = [_BOTTOM_MM + (value - low) * per_unit for value in last["PCHG"]]
    xs = [_LEFT_MM + (edge - _LEFT_MM) * time / (axes.get_xlim()[1]) for time in last["TIME"]]
    places = spread(ends, _NAME_GAP_MM, _BOTTOM_MM + 1, top - 1)
    for id, x, end, place in zip(last["USUBJID"].astype(str), xs, ends, places, strict=True):
        bend = max(x, edge) + 1.5
        look: Look = {"color": RULE, "linewidth": 0.4}
        rule(drawn, [x + 1.2, bend, edge + _LEADER_MM - 0.6], [end, end, place], **look)
        write(drawn, edge + _LEADER_MM, place, Line(names[id], color=SOFT))


def spider_alt(frame: pd.DataFrame, *, time_label: str = "Week") -> str:
    """Say how the target lesions changed.

    Parameters
    ----------
    frame, time_label
        As for :func:`spider_figure`.

    Returns
    -------
    str
        Patients, range of the last change, responses.
    """
    shown = _known(frame)
    if shown.empty:
        return NOBODY
    last = shown.groupby("USUBJID").tail(1)
    low, high = (half_up(float(last["PCHG"].agg(which)), 1) for which in ("min", "max"))
    counts = last["RESPONSE"].value_counts()
    words = ", ".join(
        f"{counts[name]} {text.lower()}" for name, text in RESPONSE_NAMES.items() if name in counts.index
    )
    return (
        f"Spider plot of {len(last)} patients: change of the target lesions at the last visit from {low}% "
        f"to {high}%, by {time_label.lower()}. {words}; "
        f"{shown[shown['NEWLES'].astype(bool)]['USUBJID'].nunique()} with a new lesion."
    )
