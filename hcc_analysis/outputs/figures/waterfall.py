"""Waterfall plot: best change of the target lesions, one bar a patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.endpoints.recist import PARTIAL_RESPONSE_PERCENT, PROGRESSION_PERCENT
from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    DOUBLE_COLUMN_MM,
    INK,
    RESPONSE_STYLES,
    SMALL_PT,
    SOFT,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MARK_PT = {"o": 3.2, "*": 4.6}
NOBODY = "No patient has measurements of target lesions after baseline."
_NAMES = {
    "CR": "Complete response",
    "PR": "Partial response",
    "SD": "Stable disease",
    "PD": "Progressive disease",
    "NE": "Not evaluable",
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
        drawn = canvas(width_mm, height_mm)
        axes = axes_mm(drawn, 13, 9, 12, 7)
        _bars(axes, shown)
        _limits(axes, len(shown))
        _marks(axes, shown)
        _frame(axes, shown)
        _legend(axes, shown)
        return to_figure(drawn, {"change": shown})


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    known = frame.dropna(subset=["PCHG"])
    return known.sort_values(["PCHG", "USUBJID"], ascending=[False, True], kind="stable").reset_index(
        drop=True
    )


def _bars(axes: Axes, shown: pd.DataFrame) -> None:
    for position, (change, response) in enumerate(zip(shown["PCHG"], shown["RESPONSE"], strict=True)):
        style = RESPONSE_STYLES[response]
        edge = "white" if style.hatch else style.color
        axes.bar(
            position,
            change,
            width=0.78,
            facecolor=style.color,
            hatch=style.hatch,
            edgecolor=edge,
            linewidth=0,
        )
        if change == 0:
            axes.plot([position - 0.39, position + 0.39], [0, 0], color=style.color, linewidth=2)


def _limits(axes: Axes, count: int) -> None:
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
        marks = [mark for mark, there in (("o", row.RESECTED), ("*", row.NEWLES)) if there]
        for step, mark in enumerate(marks):
            _mark(axes, position, row.PCHG, away * (4 + 6 * step), mark)


def _mark(axes: Axes, x: float, y: float, offset_pt: float, mark: str) -> None:
    from matplotlib.transforms import ScaledTranslation

    shift = ScaledTranslation(0, offset_pt / 72, axes.figure.dpi_scale_trans)
    look: Look = {"color": INK, "markersize": _MARK_PT[mark], "markeredgewidth": 0}
    axes.plot([x], [y], mark, transform=axes.transData + shift, clip_on=False, zorder=5, **look)


def _frame(axes: Axes, shown: pd.DataFrame) -> None:
    low, high = shown["PCHG"].min(), shown["PCHG"].max()
    bottom, top = min(low - 14, -45), max(high + 14, 35)
    axes.set_ylim(bottom, top)
    axes.set_xlim(-0.8, len(shown) - 0.2)
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_ylabel("Change of target lesions (%)", labelpad=2)
    axes.set_xlabel(f"Patients (n = {len(shown)})", labelpad=3)
    step = 20 if top - bottom < 200 else 50
    axes.set_yticks([tick for tick in range(-100, int(top) + 1, step) if bottom <= tick <= top])


def _legend(axes: Axes, shown: pd.DataFrame) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[object] = []
    for response, style in RESPONSE_STYLES.items():
        count = int((shown["RESPONSE"] == response).sum())
        if count:
            edge = "white" if style.hatch else style.color
            label = f"{_NAMES[response]} ({response}), {count}"
            handles.append(
                Patch(facecolor=style.color, hatch=style.hatch, edgecolor=edge, linewidth=0, label=label)
            )
    for mark, column, name in (("o", "RESECTED", "Resected"), ("*", "NEWLES", "New lesion")):
        mark_look: Look = {"color": INK, "markersize": _MARK_PT[mark], "markeredgewidth": 0}
        label = f"{name}, {int(shown[column].sum())}"
        handles.append(Line2D([], [], marker=mark, linestyle="", label=label, **mark_look))
    axes.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(handles),
        frameon=False,
        handlelength=1.4,
        handleheight=1.0,
        columnspacing=1.4,
        borderaxespad=0.4,
    )


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
        f"{count} {_NAMES[name].lower()}"
        for name, count in shown["RESPONSE"].value_counts(sort=False).sort_index().items()
    )
    below, resected, new = ((shown["PCHG"] < 0).sum(), shown["RESECTED"].sum(), shown["NEWLES"].sum())
    return (
        f"Waterfall plot of {len(shown)} patients: best change of the target lesions from {worst}% "
        f"to {best}%, {int(below)} below zero. {counts}; {int(resected)} were resected, "
        f"{int(new)} had a new lesion."
    )
