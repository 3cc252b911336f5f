"""Forest plot: hazard ratios with intervals on a log axis, between their numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.formatting import estimate_interval, number
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.key import ROW_MM, Entry, draw_key
from hcc_analysis.outputs.figures.lettering import Line, rule, width_mm, wrap, write, write_block
from hcc_analysis.outputs.figures.ticks import log_limits, log_ticks, tick_text
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    BLUE,
    DOUBLE_COLUMN_MM,
    INK,
    RULE,
    SMALL_PT,
    SOFT,
    VERMILLION,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

EMPTY = "No hazard ratios to show."
NOT_ESTIMABLE = "not estimable"
_LINE_MM, _HEAD_MM, _AXIS_MM, _EDGE_MM, _COLUMN_MM = 3.4, 5.0, 10.5, 1.0, 4.0
_LABEL_MM, _WIDEST = 52.0, 1000.0
_MARKS: dict[str, Look] = {
    "cox": {"marker": "s", "markersize": 3.6, "color": BLUE},
    "firth": {"marker": "D", "markersize": 3.8, "color": VERMILLION, "markerfacecolor": "white"},
}
_KEY = {"cox": "Partial likelihood", "firth": "Firth's penalised likelihood"}


@dataclass(frozen=True)
class _Row:
    lines: tuple[Line, ...]
    events: str
    effect: str
    p: str
    method: str
    estimate: tuple[float, float, float] | None
    indent: float

    @property
    def height(self) -> float:
        return _LINE_MM * len(self.lines)


def forest_figure(
    frame: pd.DataFrame,
    *,
    effect_label: str = "Hazard ratio (95% CI)",
    favours: tuple[str, str] = ("", ""),
    width_mm: float = DOUBLE_COLUMN_MM,
) -> Figure:
    """Draw a forest plot.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a line, in order: ``LABEL``, ``HEADING`` (bool: names the rows below it), ``N`` and ``EVENTS``
        (missing where they say nothing), ``HR``, ``LOWER``, ``UPPER`` (missing: not estimable), ``P`` (text),
        ``METHOD`` ("cox", "firth", or "" for a reference level), ``NOTE`` (text in the place of the hazard
        ratio, e.g. "reference"; may be empty).
    effect_label : str
        Heading of the hazard ratios.
    favours : (str, str)
        What a hazard ratio below and above 1 favours, written under the axis.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        Squares for the partial likelihood, open diamonds for Firth's; an arrow where an interval goes on.
    """
    if frame.empty:
        return sentence_figure(EMPTY, width_mm=width_mm)
    with journal_style():
        rows = [_row(record) for record in frame.to_dict("records")]
        entries = [
            Entry(_KEY[name], mark=_mark(name), line=_whisker(name)) for name in _KEY if _used(rows, name)
        ]
        top = _HEAD_MM + (ROW_MM + 1 if len(entries) > 1 else 1)
        depth = sum(row.height for row in rows) + 1
        drawn = canvas(width_mm, top + depth + _AXIS_MM)
        columns = _columns(rows, effect_label, width_mm)
        axes = axes_mm(drawn, columns.plot, _AXIS_MM, width_mm - columns.plot - columns.plot_width, top)
        low, high = _frame(axes, rows, depth, effect_label, favours, columns.plot_width)
        _write_favours(drawn, columns, favours, (low, high))
        _write_heads(drawn, columns, _AXIS_MM + depth + _HEAD_MM / 2, effect_label, width_mm)
        _draw_rows(drawn, axes, rows, columns, (low, high), _AXIS_MM + depth)
        if len(entries) > 1:
            draw_key(drawn, columns.plot, top + depth + _AXIS_MM - 0.5, [entries])
        return to_figure(drawn, {"forest": frame})


def _row(record: dict[str, object]) -> _Row:
    heading, values = bool(record["HEADING"]), [record[name] for name in ("HR", "LOWER", "UPPER")]
    indent = 0.0 if heading else 2.5
    text = str(record["LABEL"])
    parts = wrap(text, _LABEL_MM - indent, SMALL_PT, bold=heading)
    lines = tuple(Line(part, SMALL_PT, INK, bold=heading, indent=indent) for part in parts)
    known = [_known(value) for value in values]
    hr, lower, upper = known
    method, note = _text(record["METHOD"]), _text(record["NOTE"])
    effect = note or (estimate_interval(hr, lower, upper, 2) if hr else NOT_ESTIMABLE)
    estimate = (hr, lower or 0.0, upper or math.inf) if hr else None
    return _Row(
        lines,
        _events(record),
        "" if heading and not hr else effect,
        _text(record["P"]),
        method,
        estimate,
        indent,
    )


def _known(value: object) -> float | None:
    """Return a positive, finite number, or None."""
    usable = isinstance(value, int | float) and math.isfinite(value) and value > 0
    return float(value) if usable else None  # type: ignore[arg-type]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _events(record: dict[str, object]) -> str:
    counts = [record["EVENTS"], record["N"]]
    if any(pd.isna(count) for count in counts):
        return ""
    return "/".join(number(float(count), 0) for count in counts)  # type: ignore[arg-type]


def _used(rows: list[_Row], method: str) -> bool:
    return any(row.method == method and row.estimate for row in rows)


def _mark(method: str) -> Look:
    return {"markeredgewidth": 0.8, **_MARKS[method]}


def _whisker(method: str) -> Look:
    return {"color": _MARKS[method]["color"], "linewidth": 0.8}


@dataclass(frozen=True)
class _Columns:
    """Places of the columns (mm): events centred, plot, effect and p from the left."""

    events: float
    plot: float
    plot_width: float
    effect: float
    p: float


def _columns(rows: list[_Row], effect_label: str, width: float) -> _Columns:
    def widest(texts: list[str], heading: str) -> float:
        return max([width_mm(heading, SMALL_PT, bold=True), *(width_mm(text, SMALL_PT) for text in texts)])

    label = max(widest([], "Characteristic"), *(line.width for row in rows for line in row.lines))
    events = widest([row.events for row in rows], "Events/n")
    effect = widest([row.effect for row in rows], effect_label)
    p = widest([row.p for row in rows], "p value")
    events_at = _EDGE_MM + label + _COLUMN_MM + events / 2
    p_at = width - _EDGE_MM - p
    effect_at = p_at - _COLUMN_MM - effect
    plot = events_at + events / 2 + _COLUMN_MM
    return _Columns(events_at, plot, effect_at - _COLUMN_MM - plot, effect_at, p_at)


def _frame(
    axes: Axes, rows: list[_Row], depth: float, label: str, favours: tuple[str, str], width: float
) -> tuple[float, float]:
    shown = [value for row in rows if row.estimate for value in row.estimate]
    low, high = log_limits(shown, most=_WIDEST)
    axes.set_xscale("log")
    axes.set(xlim=(low, high), ylim=(0, depth), yticks=[])
    axes.minorticks_off()
    ticks = log_ticks(low, high)
    axes.set_xticks(ticks, [tick_text(tick) for tick in ticks])
    axes.spines["left"].set_visible(False)
    axes.axvline(1, color=SOFT, linewidth=0.5, zorder=0)
    if not any(favours):
        axes.set_xlabel("\n".join(wrap(label, width, SMALL_PT)[:2]), size=SMALL_PT, labelpad=2)
    return low, high


def _write_favours(
    drawn: Canvas, columns: _Columns, favours: tuple[str, str], limits: tuple[float, float]
) -> None:
    """Say under the axis what lies on either side of 1."""
    low, high = (math.log(limit) for limit in limits)
    middle = columns.plot + columns.plot_width * -low / (high - low)
    less, more = favours
    if less:
        write(drawn, middle - 2, _EDGE_MM + 1.5, Line(f"\u2190 {less}"), align="right")
    if more:
        write(drawn, middle + 2, _EDGE_MM + 1.5, Line(f"{more} \u2192"))


def _write_heads(drawn: Canvas, columns: _Columns, y: float, effect_label: str, width: float) -> None:
    heads = (
        (_EDGE_MM, "Characteristic", "left"),
        (columns.events, "Events/n", "center"),
        (columns.effect, effect_label, "left"),
        (columns.p, "p value", "left"),
    )
    for x, text, align in heads:
        write(drawn, x, y, Line(text, bold=True), align=align)
    edge = y - _HEAD_MM / 2 + 0.3
    rule(drawn, [_EDGE_MM, width - _EDGE_MM], [edge, edge], color=INK, linewidth=0.5)


def _draw_rows(
    drawn: Canvas,
    axes: Axes,
    rows: list[_Row],
    columns: _Columns,
    limits: tuple[float, float],
    top: float,
) -> None:
    for position, row in enumerate(rows):
        y = top - _LINE_MM / 2
        if position and row.lines[0].bold:
            rule(drawn, [_EDGE_MM, columns.plot - _COLUMN_MM], [top, top], color=RULE, linewidth=0.3)
        write_block(drawn, _EDGE_MM, top - (_LINE_MM - row.lines[0].height) / 2, row.lines)
        write(drawn, columns.events, y, Line(row.events), align="center")
        write(drawn, columns.effect, y, Line(row.effect, color=INK if row.estimate else SOFT))
        write(drawn, columns.p, y, Line(row.p))
        if row.estimate:
            _draw_estimate(axes, y - _AXIS_MM, row, limits)
        top -= row.height


def _draw_estimate(axes: Axes, y: float, row: _Row, limits: tuple[float, float]) -> None:
    """Draw the interval and its mark; an arrow head where it leaves the axis."""
    hr, lower, upper = row.estimate or (1.0, 1.0, 1.0)
    low, high = limits
    look = _whisker(row.method or "cox")
    axes.plot([max(lower, low), min(upper, high)], [y, y], zorder=2, solid_capstyle="butt", **look)
    for end, limit, outside, head in ((lower, low, lower < low, "<"), (upper, high, upper > high, ">")):
        mark: Look = {"marker": head, "markersize": 3.2} if outside else {"marker": "|", "markersize": 3.4}
        place = limit if outside else end
        ends: Look = {"linestyle": "", "color": look["color"], "markeredgewidth": 0.8, "clip_on": False}
        axes.plot([place], [y], zorder=3, **mark, **ends)
    if low <= hr <= high:
        axes.plot([hr], [y], linestyle="", zorder=4, **_mark(row.method or "cox"))


def forest_alt(frame: pd.DataFrame, *, effect_label: str = "Hazard ratio (95% CI)") -> str:
    """Say every estimate of the forest plot.

    Parameters
    ----------
    frame, effect_label
        As for :func:`forest_figure`.

    Returns
    -------
    str
        The rows with an estimate, and how many have none.
    """
    if frame.empty:
        return EMPTY
    heading, words, missing = "", [], 0
    for record in frame.to_dict("records"):
        row, label = _row(record), str(record["LABEL"])
        heading = label if record["HEADING"] else heading
        name = label if record["HEADING"] or not heading else f"{heading}, {label}"
        if row.estimate:
            method = " (Firth)" if row.method == "firth" else ""
            words.append(
                f"{name}: {row.effect}{method}, p {row.p}" if row.p else f"{name}: {row.effect}{method}"
            )
        missing += not row.estimate and row.effect == NOT_ESTIMABLE
    last = f" {missing} not estimable." if missing else ""
    return f"Forest plot. {effect_label}. {'; '.join(words) or 'None is estimable'}.{last}"
