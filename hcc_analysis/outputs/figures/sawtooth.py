"""Sawtooth of an exact binomial test: attained power and alpha against the sample size."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.lettering import Line, block_size, rule, wrap, write, write_block
from hcc_analysis.outputs.figures.placing import Area, Rectangles, distances, join
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
_POWER_MM, _ALPHA_MM, _NEAR_MM = 42.0, 26.0, 20.0


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
        Power above, alpha below, against the same sample sizes. The words on marked sizes stand beside
        them, or above the panels where there is no room.
    """
    if frame.empty:
        return sentence_figure(EMPTY, width_mm=width_mm)
    shown = frame.sort_values("N", kind="stable").reset_index(drop=True)
    with journal_style():
        plot = width_mm - _LEFT_MM - _RIGHT_MM
        panels = (_Panel.of(shown, "POWER", power), _Panel.of(shown, "ALPHA", alpha))
        notes = [
            _Note.of(row, (marked or {})[row.N]) for row in shown.itertuples() if row.N in (marked or {})
        ]
        placed = _place(panels[0], shown, notes, plot)
        header = [] if placed else [line for note in notes for line in note.flat(width_mm - 4)]
        top = _TOP_MM + block_size(header)[1]
        drawn = canvas(width_mm, top + _POWER_MM + _BETWEEN_MM + _ALPHA_MM + _BOTTOM_MM)
        floor = _BOTTOM_MM + _ALPHA_MM + _BETWEEN_MM
        upper = axes_mm(drawn, _LEFT_MM, floor, _RIGHT_MM, top)
        lower = axes_mm(drawn, _LEFT_MM, _BOTTOM_MM, _RIGHT_MM, top + _POWER_MM + _BETWEEN_MM)
        _draw_panel(upper, shown, panels[0], "Power (%)", BLUE)
        _draw_panel(lower, shown, panels[1], "One-sided alpha (%)", VERMILLION)
        upper.tick_params(axis="x", labelbottom=False)
        lower.set_xlabel("Patients", labelpad=2)
        drawn.align_ylabels([upper, lower])
        for panel, bottom, height in ((panels[0], floor, _POWER_MM), (panels[1], _BOTTOM_MM, _ALPHA_MM)):
            text = f"wanted {half_up(100 * panel.wanted, 1).removesuffix('.0')}%"
            y = bottom + height * panel.share(100 * panel.wanted)
            write(drawn, width_mm - _RIGHT_MM + 1, y, Line(text, color=SOFT))
        _ring(upper, lower, shown[shown["N"].isin([note.n for note in notes])])
        for spot in placed:
            spot.draw(drawn, floor)
        write_block(drawn, 2, top + _POWER_MM + _BETWEEN_MM + _ALPHA_MM + _BOTTOM_MM - 1, header)
        return to_figure(drawn, {"designs": shown})


@dataclass(frozen=True)
class _Panel:
    """One panel: its column, what was asked for, and its limits."""

    column: str
    wanted: float
    sizes: tuple[float, float]
    limits: tuple[float, float]

    @classmethod
    def of(cls, shown: pd.DataFrame, column: str, wanted: float) -> _Panel:
        values = 100 * shown[column]
        low = min(float(values.min()), 100 * wanted) if column == "POWER" else 0.0
        high = max(float(values.max()), 100 * wanted)
        room = 0.08 * (high - low or 1)
        sizes = float(shown["N"].min()) - 0.7, float(shown["N"].max()) + 0.7
        return cls(column, wanted, sizes, (max(0.0, low - room), min(100.0, high + room)))

    def share(self, percent: float) -> float:
        """Return how far up the panel a percentage stands (0 to 1)."""
        low, high = self.limits
        return (percent - low) / (high - low)

    def place(self, n: float, percent: float, width: float) -> tuple[float, float]:
        """Return where a design stands in the upper panel (mm)."""
        left, right = self.sizes
        return width * (n - left) / (right - left), _POWER_MM * self.share(percent)


@dataclass(frozen=True)
class _Note:
    """What is said of a marked design."""

    n: int
    power: float
    rule: str
    said: str
    rates: str

    @classmethod
    def of(cls, row: Any, said: str) -> _Note:  # noqa: ANN401 - a row of itertuples
        rates = f"alpha {half_up(100 * row.ALPHA, 2)}%, power {half_up(100 * row.POWER, 1)}%"
        return cls(int(row.N), 100 * row.POWER, f"n = {row.N}, \u2265{row.R} responses", said, rates)

    @property
    def lines(self) -> list[Line]:
        """The note as a block."""
        about = [Line(text) for text in wrap(self.said, 40, SMALL_PT)] if self.said else []
        return [Line(self.rule, bold=True), *about, Line(self.rates)]

    def flat(self, room: float) -> list[Line]:
        """Return the note as running text."""
        text = f"{self.rule}: {self.said}; {self.rates}" if self.said else f"{self.rule}: {self.rates}"
        return [Line(part) for part in wrap(text, room, SMALL_PT)]


@dataclass(frozen=True)
class _Spot:
    """A note at its place in the upper panel (mm), led to its point."""

    note: _Note
    point: tuple[float, float]
    box: tuple[float, float, float, float]

    def draw(self, drawn: Canvas, floor: float) -> None:
        left, low, right, top = self.box
        write_block(drawn, _LEFT_MM + left, floor + top, self.note.lines)
        x, y = self.point
        end = min(max(x, left), right), min(max(y, low), top)
        span = math.dist(end, self.point)
        if span > 1.5:
            start = x + (end[0] - x) / span, y + (end[1] - y) / span
            xs, ys = [_LEFT_MM + start[0], _LEFT_MM + end[0]], [floor + start[1], floor + end[1]]
            rule(drawn, xs, ys, color=SOFT, linewidth=0.4)


def _place(panel: _Panel, shown: pd.DataFrame, notes: list[_Note], width: float) -> list[_Spot]:
    """Place every note near its point and clear of the line; none where one of them has no room."""
    taken = _track(panel, shown, width)
    placed: list[_Spot] = []
    for note in notes:
        point = panel.place(note.n, note.power, width)
        spots = Area(width, _POWER_MM).spots(block_size(note.lines))
        away = distances(spots, np.array([[*point, *point]]))
        spots, away = spots[away < _NEAR_MM], away[away < _NEAR_MM]
        free = distances(spots, taken) > 0.8
        if not free.any():
            return []
        box = spots[int(np.argmin(np.where(free, away, np.inf)))]
        taken = join(taken, box[None, :])
        placed.append(_Spot(note, point, tuple(box.tolist())))
    return placed


def _track(panel: _Panel, shown: pd.DataFrame, width: float) -> Rectangles:
    """Return the line of the upper panel as small rectangles."""
    points = [panel.place(n, 100 * p, width) for n, p in zip(shown["N"], shown["POWER"], strict=True)]
    xs, ys = np.array(points).T
    fine = np.linspace(0, len(xs) - 1, 12 * len(xs))
    x, y = (np.interp(fine, np.arange(len(xs)), values) for values in (xs, ys))
    return np.column_stack([x - 0.9, y - 0.9, x + 0.9, y + 0.9])


def _draw_panel(axes: Axes, shown: pd.DataFrame, panel: _Panel, label: str, color: str) -> None:
    axes.set(xlim=panel.sizes, ylim=panel.limits)
    axes.axhline(100 * panel.wanted, color=SOFT, linewidth=0.5, linestyle=(0, (3, 2)), zorder=0)
    values = 100 * shown[panel.column]
    axes.plot(shown["N"], values, color=color, linewidth=0.7, zorder=2)
    axes.plot(shown["N"], values, ".", color=color, markersize=3.2, zorder=3)
    axes.set_ylabel(label, labelpad=2)
    axes.set_xticks(round_ticks(*panel.sizes, most=12, whole=True))
    axes.set_yticks(round_ticks(*panel.limits, most=6))


def _ring(upper: Axes, lower: Axes, rows: pd.DataFrame) -> None:
    """Ring the marked sample sizes in both panels."""
    ring: Look = {"marker": "o", "markersize": 5.5, "markerfacecolor": "none", "linestyle": ""}
    ring |= {"color": INK, "markeredgewidth": 0.8, "zorder": 4}
    upper.plot(rows["N"], 100 * rows["POWER"], **ring)
    lower.plot(rows["N"], 100 * rows["ALPHA"], **ring)


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
