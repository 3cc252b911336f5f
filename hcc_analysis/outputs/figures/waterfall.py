"""Waterfall plot: best change of the target lesions, one bar a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.endpoints.recist import PARTIAL_RESPONSE_PERCENT, PROGRESSION_PERCENT
from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.key import ROW_MM, Entry, draw_key, fill_look, key_rows
from hcc_analysis.outputs.figures.lettering import short_names, width_mm
from hcc_analysis.outputs.figures.ticks import round_ticks
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    DOUBLE_COLUMN_MM,
    INK,
    RESPONSE_NAMES,
    RESPONSE_STYLES,
    SMALL_PT,
    SOFT,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NOBODY = "No patient has measurements of target lesions after baseline."
_LEFT_MM, _BOTTOM_MM, _RIGHT_MM, _TOP_MM = 13.0, 9.0, 12.0, 3.0
_MARKS: dict[str, Look] = {
    "resected": {"marker": "o", "markersize": 4.0, "color": INK, "markeredgewidth": 0},
    "new": {"marker": "*", "markersize": 5.6, "color": INK, "markeredgewidth": 0},
}


def waterfall_figure(
    frame: pd.DataFrame, *, width_mm: float = DOUBLE_COLUMN_MM, height_mm: float = 78
) -> Figure:
    """Draw the best change of every patient.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a patient: ``USUBJID``, ``PCHG`` (%), ``RESPONSE``, ``RESECTED`` and ``NEWLES`` (bool).
    width_mm, height_mm : float
        Size on paper.

    Returns
    -------
    Figure
        Bars by falling change; patients without a measurement are left out.
    """
    shown = _ordered(frame)
    if shown.empty:
        return sentence_figure(NOBODY, width_mm=width_mm)
    with journal_style():
        rows = key_rows(_entries(shown), width_mm - _LEFT_MM - _RIGHT_MM)
        top = _TOP_MM + ROW_MM * len(rows)
        drawn = canvas(width_mm, height_mm + ROW_MM * (len(rows) - 1))
        axes = axes_mm(drawn, _LEFT_MM, _BOTTOM_MM, _RIGHT_MM, top)
        _bars(axes, shown)
        _limits(axes)
        _marks(axes, shown)
        _frame(axes, shown)
        _name_patients(axes, shown, width_mm - _LEFT_MM - _RIGHT_MM)
        draw_key(drawn, _LEFT_MM + 1, height_mm + ROW_MM * (len(rows) - 1) - 1, rows)
        return to_figure(drawn, {"change": shown})


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame[np.isfinite(frame["PCHG"].astype(float))].fillna({"RESPONSE": "NE"})
    return known.sort_values(["PCHG", "USUBJID"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def _bars(axes: Axes, shown: pd.DataFrame) -> None:
    for position, (change, response) in enumerate(zip(shown["PCHG"], shown["RESPONSE"], strict=True)):
        style = RESPONSE_STYLES[response]
        axes.bar(position, change, width=0.78, **fill_look(style))
        if change == 0:
            axes.plot([position - 0.39, position + 0.39], [0, 0], color=style.color, linewidth=2)


def _limits(axes: Axes) -> None:
    axes.axhline(0, color=INK, linewidth=0.5)
    for limit in (PROGRESSION_PERCENT, PARTIAL_RESPONSE_PERCENT):
        axes.axhline(limit, color=SOFT, linewidth=0.5, linestyle=(0, (3, 2)), zorder=0)
        sign = "+" if limit > 0 else "\u2212"
        text = f"{sign}{abs(limit):g}%"
        beside: Look = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points"}
        beside |= {"xytext": (2, 0), "annotation_clip": False}
        axes.annotate(text, (1, limit), size=SMALL_PT, color=SOFT, va="center", **beside)


def _marks(axes: Axes, shown: pd.DataFrame) -> None:
    """Mark resection and new lesions beyond the end of the bar."""
    for position, row in enumerate(shown.itertuples()):
        away = -1 if row.PCHG < 0 else 1
        marks = [mark for mark, there in (("resected", row.RESECTED), ("new", row.NEWLES)) if there]
        for step, mark in enumerate(marks):
            _mark(axes, position, row.PCHG, away * (4 + 6 * step), mark)


def _mark(axes: Axes, x: float, y: float, offset_pt: float, mark: str) -> None:
    from matplotlib.transforms import ScaledTranslation

    shift = ScaledTranslation(0, offset_pt / 72, axes.figure.dpi_scale_trans)
    look: Look = {**_MARKS[mark], "markeredgecolor": "white", "markeredgewidth": 0.4, "clip_on": False}
    axes.plot([x], [y], transform=axes.transData + shift, zorder=5, **look)


def _frame(axes: Axes, shown: pd.DataFrame) -> None:
    low, high = shown["PCHG"].min(), shown["PCHG"].max()
    room = 0.1 * (max(high, 20) - min(low, -30))
    axes.set_ylim(min(low - room, -45), max(high + room, 35))
    axes.set_xlim(-0.8, len(shown) - 0.2)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_ylabel("Best change of target lesions (%)", labelpad=2)
    axes.set_xlabel(f"Patients (n = {len(shown)})", labelpad=2)
    axes.set_yticks(round_ticks(*axes.get_ylim()))


def _name_patients(axes: Axes, shown: pd.DataFrame, width: float) -> None:
    """Write each patient's name under the bar, without what all names begin with, where all fit."""
    names = short_names(shown["USUBJID"].astype(str).tolist())
    room = width / (len(names) + 0.6) - 0.6
    if all(width_mm(name, SMALL_PT) <= room for name in names):
        axes.set_xticks(range(len(names)), names, color=SOFT)
        axes.tick_params(axis="x", length=0, pad=1)


def _entries(shown: pd.DataFrame) -> list[Entry]:
    """Return the key: responses that occur, resection and new lesions, each with its count."""
    counts = shown["RESPONSE"].value_counts()
    responses = [
        Entry(f"{RESPONSE_NAMES[name]} ({name}), {counts[name]}", fill=style)
        for name, style in RESPONSE_STYLES.items()
        if name in counts.index
    ]
    marks = (("resected", "RESECTED", "Resected"), ("new", "NEWLES", "New lesion"))
    return [
        *responses,
        *(Entry(f"{text}, {int(shown[column].sum())}", mark=_MARKS[mark]) for mark, column, text in marks),
    ]


def waterfall_alt(frame: pd.DataFrame) -> str:
    """Say what the waterfall shows: patients, range of change, responses, resections.

    Parameters
    ----------
    frame : pandas.DataFrame
        As for :func:`waterfall_figure`.

    Returns
    -------
    str
        One or two sentences.
    """
    shown = _ordered(frame)
    if shown.empty:
        return NOBODY
    best, worst = (half_up(float(shown["PCHG"].agg(which)), 1) for which in ("min", "max"))
    counts = ", ".join(
        f"{count} {RESPONSE_NAMES[name].lower()}"
        for name, count in shown["RESPONSE"].value_counts(sort=False).sort_index().items()
    )
    below, resected, new = ((shown["PCHG"] < 0).sum(), shown["RESECTED"].sum(), shown["NEWLES"].sum())
    return (
        f"Waterfall plot of {len(shown)} patients: best change of the target lesions from {worst}% "
        f"to {best}%, {int(below)} below zero. {counts}; {int(resected)} were resected, "
        f"{int(new)} had a new lesion."
    )
