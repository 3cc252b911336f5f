"""Kaplan-Meier curves with an at-risk table; both are drawn from the same curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.formatting import half_up, number
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    INK,
    MM_PER_INCH,
    RULE,
    SINGLE_COLUMN_MM,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    Look,
    group_style,
    journal_style,
)
from hcc_analysis.stats import SurvivalCurve, SurvivalQuantile

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

NOBODY = "No patients in this population."
_PLOT_MM, _ROW_MM, _AXIS_MM, _TOP_MM, _LEGEND_ROW_MM = 46.0, 3.2, 9.0, 2.0, 3.2
_LEFT_MM, _RIGHT_MM, _LETTER_MM, _RATE_MM, _KEY_MM = 13.0, 3.0, 1.12, 8.0, 8.5
_CLEAR: Look = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}


def km_figure(
    curves: Mapping[str, SurvivalCurve],
    *,
    time_label: str = "Months",
    survival_label: str = "Survival (%)",
    time_step: float = 6,
    rates_at: Sequence[float] = (6, 12, 24),
    medians: Mapping[str, SurvivalQuantile] | None = None,
    notes: Sequence[str] = (),
    width_mm: float = SINGLE_COLUMN_MM,
) -> Figure:
    """Draw survival curves.

    Parameters
    ----------
    curves : mapping of str to SurvivalCurve
        Group to its curve, at most four; a single one has its pointwise interval shaded.
    time_label, survival_label : str
        Labels of the axes.
    time_step : float
        Months between ticks.
    rates_at : sequence of float
        Months at which a single curve's rate is written.
    medians : mapping of str to SurvivalQuantile, optional
        Median of each group; one that is reached is marked on the curve.
    notes : sequence of str
        Test and hazard ratio, written where the curves leave room.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        With the steps, the numbers at risk (time >= t) and the censorings as its data. Groups of nobody
        are left out; without any, a sentence says so.
    """
    shown = {label: curve for label, curve in curves.items() if curve.n}
    if not shown:
        return sentence_figure(NOBODY, width_mm=width_mm)
    ticks = _ticks(shown, time_step)
    with journal_style():
        left = max(_LEFT_MM, 4 + _LETTER_MM * max(len(label) for label in shown))
        legend = _LEGEND_ROW_MM * len(shown) if len(shown) > 1 else 0.0
        height = _TOP_MM + legend + _PLOT_MM + _AXIS_MM + _ROW_MM * (len(shown) + 1) + 1
        drawn = canvas(width_mm, height)
        axes = axes_mm(drawn, left, height - _TOP_MM - legend - _PLOT_MM, _RIGHT_MM, _TOP_MM + legend)
        _frame(axes, ticks, time_label, survival_label)
        for position, (label, curve) in enumerate(shown.items()):
            _draw_curve(axes, curve, position, band=len(shown) == 1)
            _mark_median(axes, (medians or {}).get(label), position)
        if len(shown) == 1:
            _write_rates(axes, next(iter(shown.values())), rates_at)
        else:
            _legend(drawn, axes, shown, medians or {})
        _write_notes(axes, shown, notes)
        _at_risk_table(drawn, axes, shown, ticks)
        return to_figure(drawn, _data(shown, ticks))


def _ticks(curves: Mapping[str, SurvivalCurve], step: float) -> np.ndarray:
    last = max(float(curve.times[-1]) for curve in curves.values())
    while last / step > 12:
        step *= 2
    return np.arange(0, max(step, np.ceil(last / step) * step) + step / 2, step)


def _frame(axes: Axes, ticks: np.ndarray, time_label: str, survival_label: str) -> None:
    axes.set_xlim(0, ticks[-1] * 1.01)
    axes.set_ylim(0, 103)
    axes.set_xticks(ticks)
    axes.set_xticklabels([f"{tick:g}" for tick in ticks])
    axes.set_yticks(range(0, 101, 20))
    axes.set_xlabel(time_label, labelpad=2)
    axes.set_ylabel(survival_label, labelpad=2)
    axes.spines["left"].set_bounds(0, 100)


def _steps(curve: SurvivalCurve, values: np.ndarray, start: float) -> tuple[np.ndarray, np.ndarray]:
    return np.concatenate(([0.0], curve.times)), 100 * np.concatenate(([start], values))


def _draw_curve(axes: Axes, curve: SurvivalCurve, position: int, *, band: bool) -> None:
    style = group_style(position)
    times, survival = _steps(curve, curve.survival, 1.0)
    if band:
        _, lower = _steps(curve, np.where(np.isnan(curve.lower), curve.survival, curve.lower), 1.0)
        _, upper = _steps(curve, np.where(np.isnan(curve.upper), curve.survival, curve.upper), 1.0)
        axes.fill_between(times, lower, upper, step="post", color=style.color, alpha=0.13, linewidth=0)
    axes.step(
        times,
        survival,
        where="post",
        color=style.color,
        linestyle=style.dashes,
        solid_capstyle="butt",
        zorder=3,
    )
    censored = curve.censored > 0
    marks: Look = {"markersize": 4.5, "markeredgewidth": 0.8, "zorder": 4, "clip_on": False}
    axes.plot(curve.times[censored], 100 * curve.survival[censored], "|", color=style.color, **marks)


def _mark_median(axes: Axes, median: SurvivalQuantile | None, position: int) -> None:
    if median is None or median.estimate is None:
        return
    color = group_style(position).color
    axes.plot([median.estimate] * 2, [0, 50], color=color, linewidth=0.5, linestyle=(0, (1, 1.5)), zorder=1)
    axes.plot([0, median.estimate], [50, 50], color=RULE, linewidth=0.5, linestyle=(0, (1, 1.5)), zorder=1)


def _write_rates(axes: Axes, curve: SurvivalCurve, rates_at: Sequence[float]) -> None:
    """Write the rates on the curve, except where one would stand on the one before it."""
    rates = curve.at(list(rates_at))
    months_per_mm = axes.get_xlim()[1] / (axes.get_window_extent().width / axes.figure.dpi * MM_PER_INCH)
    free_from = -np.inf
    for month, rate in zip(rates.times, rates.survival, strict=True):
        if np.isnan(rate) or month > axes.get_xlim()[1] or month < free_from:
            continue
        axes.plot([month, month], [100 * rate, 100 * rate], "o", color=INK, markersize=2.2, zorder=5)
        beyond = month + _RATE_MM * months_per_mm > axes.get_xlim()[1]
        offset: Look = {"xytext": (-2.5 if beyond else 2.5, 2.5), "textcoords": "offset points"}
        offset |= {"ha": "right" if beyond else "left", "va": "bottom"}
        text = f"{half_up(100 * float(rate), 1)}%"
        axes.annotate(text, (month, 100 * rate), size=SMALL_PT, zorder=6, bbox=_CLEAR, **offset)
        free_from = month + (_RATE_MM * (2 if beyond else 1) + 1) * months_per_mm


def _legend(
    drawn: Canvas, axes: Axes, curves: Mapping[str, SurvivalCurve], medians: Mapping[str, SurvivalQuantile]
) -> None:
    """Name the groups above the plot, each with its line, events and median."""
    from matplotlib.lines import Line2D

    box = axes.get_position()
    width, height = (side * MM_PER_INCH for side in drawn.get_size_inches())
    texts = [
        f"{label}: {curve.n_events} of {curve.n} with event{_median_words(medians.get(label))}"
        for label, curve in curves.items()
    ]
    needed = (_KEY_MM + _LETTER_MM * max(len(text) for text in texts)) / width
    left = min(box.x0, max(1 - needed, 1 / width))
    for position, text in enumerate(texts):
        y = box.y1 + (len(curves) - position - 0.5) * _LEGEND_ROW_MM / height
        style = group_style(position)
        line = Line2D([left, left + (_KEY_MM - 1.5) / width], [y, y], transform=drawn.transFigure)
        line.set(color=style.color, linestyle=style.dashes, linewidth=1.1)
        drawn.add_artist(line)
        drawn.text(left + _KEY_MM / width, y, text, size=SMALL_PT, va="center_baseline", color=INK)


def _median_words(median: SurvivalQuantile | None) -> str:
    if median is None:
        return ""
    value = number("NR" if median.estimate is None else median.estimate, 1)
    return f", median {value}" + (" months" if median.estimate is not None else "")


def _write_notes(axes: Axes, curves: Mapping[str, SurvivalCurve], notes: Sequence[str]) -> None:
    """Write the notes in the lower corner that the curves leave free."""
    if not notes:
        return
    after = 0.35 * axes.get_xlim()[1]
    at_bottom = min(_lowest(curve, after) for curve in curves.values()) > 0.3
    y, vertical = (0.03, "bottom") if at_bottom else (0.97, "top")
    place: Look = {"transform": axes.transAxes, "ha": "right", "va": vertical}
    axes.text(0.985, y, "\n".join(notes), size=TEXT_PT, linespacing=1.35, zorder=7, bbox=_CLEAR, **place)


def _lowest(curve: SurvivalCurve, after: float) -> float:
    """Lowest survival at or after a time; 1 for a curve that has ended by then."""
    if curve.times[-1] < after:
        return 1.0
    return float(curve.survival[-1])


def _at_risk_table(drawn: Canvas, axes: Axes, curves: Mapping[str, SurvivalCurve], ticks: np.ndarray) -> None:
    """Write the numbers at risk under the axis, each under its tick."""
    width, height = (side * MM_PER_INCH for side in drawn.get_size_inches())
    top = axes.get_position().y0 - _AXIS_MM / height
    row = _ROW_MM / height
    drawn.text(1 / width, top - row / 2, "At risk", size=SMALL_PT, va="center_baseline", color=SOFT)
    for position, (label, curve) in enumerate(curves.items()):
        y = top - (position + 1.5) * row
        drawn.text(
            1 / width, y, label, size=SMALL_PT, va="center_baseline", color=group_style(position).color
        )
        for tick, count in zip(ticks, curve.at(ticks.tolist()).at_risk, strict=True):
            x = _figure_x(drawn, axes, tick)
            drawn.text(x, y, str(int(count)), size=SMALL_PT, ha="center", va="center_baseline")


def _figure_x(drawn: Canvas, axes: Axes, time: float) -> float:
    """Return where a time stands across the figure (0 to 1)."""
    return float(drawn.transFigure.inverted().transform(axes.transData.transform((time, 0)))[0])


def _data(curves: Mapping[str, SurvivalCurve], ticks: np.ndarray) -> dict[str, pd.DataFrame]:
    steps = pd.concat([_curve_frame(label, curve) for label, curve in curves.items()], ignore_index=True)
    at_risk = pd.DataFrame({"month": ticks})
    for label, curve in curves.items():
        at_risk[label] = curve.at(ticks.tolist()).at_risk
    return {"curve": steps, "at_risk": at_risk}


def _curve_frame(label: str, curve: SurvivalCurve) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "group": label,
            "time": curve.times,
            "at_risk": curve.at_risk,
            "events": curve.events,
            "censored": curve.censored,
            "survival": curve.survival,
            "lower": curve.lower,
            "upper": curve.upper,
        }
    )


def km_alt(
    curves: Mapping[str, SurvivalCurve],
    *,
    time_label: str = "Months",
    survival_label: str = "Survival (%)",
    rates_at: Sequence[float] = (6, 12, 24),
    medians: Mapping[str, SurvivalQuantile] | None = None,
    notes: Sequence[str] = (),
) -> str:
    """Say what the curves show, for those who cannot see them.

    Parameters
    ----------
    curves, time_label, survival_label, rates_at, medians, notes
        As for :func:`km_figure`.

    Returns
    -------
    str
        Groups with their numbers, events, medians and rates, then the notes.
    """
    shown = {label: curve for label, curve in curves.items() if curve.n}
    if not shown:
        return NOBODY
    groups = [
        f"{label}: {curve.n} patients, {curve.n_events} events{_median_words((medians or {}).get(label))}"
        f"{_rate_words(curve, rates_at)}"
        for label, curve in shown.items()
    ]
    subject = survival_label.removesuffix(" (%)").lower()
    return (
        ". ".join([f"Kaplan\u2013Meier curves of {subject} against {time_label.lower()}", *groups, *notes])
        + "."
    )


def _rate_words(curve: SurvivalCurve, rates_at: Sequence[float]) -> str:
    rates = curve.at(list(rates_at))
    known = [
        f"{half_up(100 * float(rate), 1)}% at {month:g} months"
        for month, rate in zip(rates.times, rates.survival, strict=True)
        if not np.isnan(rate)
    ]
    return f"; {', '.join(known)}" if known else ""
