"""Sawtooth of an exact binomial test: attained power and alpha against the sample size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.lettering import Line, block_size, rule, wrap, write, write_block
from hcc_analysis.outputs.figures.placing import Area, distances, join
from hcc_analysis.outputs.figures.ticks import round_ticks
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    BLUE,
    DOUBLE_COLUMN_MM,
    INK,
    SMALL_PT,
    SOFT,
    VERMILLION,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

EMPTY = "No sample sizes to show."
_LEFT_MM, _RIGHT_MM, _BOTTOM_MM, _TOP_MM, _BETWEEN_MM = 13.0, 18.0, 9.0, 2.0, 5.0
_POWER_MM, _ALPHA_MM = 42.0, 26.0


def sawtooth_figure(
    frame: pd.DataFrame,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    marked: Mapping[int, str] | None = None,
    width_mm: float = DOUBLE_COLUMN_MM,
) -> Figure:
    """Draw the operating characteristics of exact single-stage designs.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a sample size: ``N``, ``R`` (responses needed), ``ALPHA`` and ``POWER`` (attained, as
        fractions).
    power, alpha : float
        What was asked for, as fractions; drawn as dashed lines.
    marked : mapping of int to str, optional
        Sample sizes to mark, with a few words on each.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        Power above, alpha below, against the same sample sizes.
    """
    if frame.empty:
        return sentence_figure(EMPTY, width_mm=width_mm)
    shown = frame.sort_values("N", kind="stable").reset_index(drop=True)
    with journal_style():
        drawn = canvas(width_mm, _TOP_MM + _POWER_MM + _BETWEEN_MM + _ALPHA_MM + _BOTTOM_MM)
        floor = _BOTTOM_MM + _ALPHA_MM + _BETWEEN_MM
        upper = axes_mm(drawn, _LEFT_MM, floor, _RIGHT_MM, _TOP_MM)
        lower = axes_mm(drawn, _LEFT_MM, _BOTTOM_MM, _RIGHT_MM, _TOP_MM + _POWER_MM + _BETWEEN_MM)
        _panel(upper, shown, "POWER", power, "Power (%)", BLUE)
        _panel(lower, shown, "ALPHA", alpha, "One-sided alpha (%)", VERMILLION)
        upper.tick_params(axis="x", labelbottom=False)
        lower.set_xlabel("Patients", labelpad=2)
        for axes, bottom, height, wanted in (
            (upper, floor, _POWER_MM, power),
            (lower, _BOTTOM_MM, _ALPHA_MM, alpha),
        ):
            _name_target(drawn, axes, bottom, height, wanted, width_mm)
        _mark(drawn, upper, lower, shown, marked or {}, floor, width_mm - _LEFT_MM - _RIGHT_MM)
        return to_figure(drawn, {"designs": shown})


def _panel(axes: Axes, shown: pd.DataFrame, column: str, wanted: float, label: str, color: str) -> None:
    values = 100 * shown[column]
    low = float(values.min()) if column == "POWER" else 0.0
    high = max(float(values.max()), 100 * wanted)
    room = 0.08 * (high - low or 1)
    axes.set(xlim=(shown["N"].min() - 0.7, shown["N"].max() + 0.7))
    axes.set_ylim(max(0.0, low - room), min(100.0, high + room))
    axes.axhline(100 * wanted, color=SOFT, linewidth=0.5, linestyle=(0, (3, 2)), zorder=0)
    axes.plot(shown["N"], values, color=color, linewidth=0.7, zorder=2)
    axes.plot(shown["N"], values, ".", color=color, markersize=3.2, zorder=3)
    axes.set_ylabel(label, labelpad=2)
    axes.set_xticks(round_ticks(*axes.get_xlim(), most=12, whole=True))
    axes.set_yticks(round_ticks(*axes.get_ylim(), most=6))


def _name_target(
    drawn: Canvas, axes: Axes, bottom: float, height: float, wanted: float, width: float
) -> None:
    low, high = axes.get_ylim()
    y = bottom + height * (100 * wanted - low) / (high - low)
    text = f"wanted {half_up(100 * wanted, 1).removesuffix('.0')}%"
    write(drawn, width - _RIGHT_MM + 1, y, Line(text, color=SOFT))


def _mark(
    drawn: Canvas,
    upper: Axes,
    lower: Axes,
    shown: pd.DataFrame,
    marked: Mapping[int, str],
    floor: float,
    width: float,
) -> None:
    """Ring the marked sample sizes in both panels and explain them in the upper one."""
    rows = shown[shown["N"].isin(list(marked))]
    ring: Look = {"marker": "o", "markersize": 5.5, "markerfacecolor": "none", "linestyle": ""}
    ring |= {"color": INK, "markeredgewidth": 0.8, "zorder": 4}
    upper.plot(rows["N"], 100 * rows["POWER"], **ring)
    lower.plot(rows["N"], 100 * rows["ALPHA"], **ring)
    taken = _track(upper, shown, width)
    area = Area(width, _POWER_MM)
    for row in rows.itertuples():
        x, y = _place(upper, float(row.N), 100 * row.POWER, width)
        lines = _words(row, marked[row.N])
        size = block_size(lines)
        spots = area.spots(size)
        clear = distances(spots, taken) > 0.8
        if not clear.any():
            continue
        away = distances(spots, np.array([[x, y, x, y]]))
        left, low, right, top = spots[int(np.argmin(np.where(clear, away, np.inf)))]
        taken = join(taken, np.array([[left, low, right, top]]))
        write_block(drawn, _LEFT_MM + left, floor + top, lines)
        _lead(drawn, (x, y), (left, low, right, top), floor)


def _words(row: object, said: str) -> list[Line]:
    """Describe a marked design: its size, rule, alpha and power."""
    n, r, alpha, power = (getattr(row, name) for name in ("N", "R", "ALPHA", "POWER"))
    rates = f"alpha {half_up(100 * alpha, 2)}%, power {half_up(100 * power, 1)}%"
    about = [Line(text) for text in wrap(said, 40, SMALL_PT)] if said else []
    return [Line(f"n = {n}, \u2265{r} responses", bold=True), *about, Line(rates)]


def _place(axes: Axes, x: float, y: float, width: float) -> tuple[float, float]:
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    return width * (x - left) / (right - left), _POWER_MM * (y - low) / (high - low)


def _track(axes: Axes, shown: pd.DataFrame, width: float) -> np.ndarray:
    """Return the line of the upper panel as small rectangles."""
    points = [_place(axes, n, 100 * p, width) for n, p in zip(shown["N"], shown["POWER"], strict=True)]
    xs, ys = np.array(points).T
    fine = np.linspace(0, len(xs) - 1, 12 * len(xs))
    x, y = (np.interp(fine, np.arange(len(xs)), values) for values in (xs, ys))
    return np.column_stack([x - 0.9, y - 0.9, x + 0.9, y + 0.9])


def _lead(
    drawn: Canvas, point: tuple[float, float], box: tuple[float, float, float, float], floor: float
) -> None:
    """Join a text to its point by a thin line."""
    (x, y), (left, low, right, top) = point, box
    end = (min(max(x, left), right), min(max(y, low), top))
    span = float(np.hypot(end[0] - x, end[1] - y))
    if span > 1.5:
        start = (x + (end[0] - x) / span, y + (end[1] - y) / span)
        xs, ys = [_LEFT_MM + start[0], _LEFT_MM + end[0]], [floor + start[1], floor + end[1]]
        rule(drawn, xs, ys, color=SOFT, linewidth=0.4)


def sawtooth_alt(
    frame: pd.DataFrame,
    *,
    power: float = 0.8,
    alpha: float = 0.05,
    marked: Mapping[int, str] | None = None,
) -> str:
    """Say what the marked sample sizes attain.

    Parameters
    ----------
    frame, power, alpha, marked
        As for :func:`sawtooth_figure`.

    Returns
    -------
    str
        Range of sample sizes and each marked design.
    """
    if frame.empty:
        return EMPTY
    rows = frame[frame["N"].isin(list(marked or {}))].sort_values("N")
    words = [
        f"n = {row.N} with at least {row.R} responses: alpha {half_up(100 * row.ALPHA, 2)}%, "
        f"power {half_up(100 * row.POWER, 1)}%"
        for row in rows.itertuples()
    ]
    first = (
        f"Attained power and alpha of exact one-sided binomial tests for {int(frame['N'].min())} to "
        f"{int(frame['N'].max())} patients, against {100 * power:g}% and {100 * alpha:g}%."
    )
    return f"{first} {'; '.join(words)}." if words else first
