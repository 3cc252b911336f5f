"""Kaplan-Meier curves with an at-risk table; both are drawn from the same curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.formatting import counted, half_up, number
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures import km_layout as layout
from hcc_analysis.outputs.figures.km_layout import Group, Plan
from hcc_analysis.outputs.figures.km_thinning import drawn_steps, marked, thinning_notes
from hcc_analysis.outputs.figures.lettering import Line, block_size, rule, width_mm, wrap, write, write_block
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    GROUP_STYLES,
    INK,
    RULE,
    SINGLE_COLUMN_MM,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    TOP_PERCENT,
    Look,
    group_style,
    journal_style,
)
from hcc_analysis.stats import SurvivalCurve, SurvivalQuantile

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

NOBODY = "No patients in this population."
_DOTTED: Look = {"linewidth": 0.6, "linestyle": (0, (1, 1.6)), "zorder": 1}


def km_figure(
    curves: Mapping[str, SurvivalCurve],
    *,
    time_label: str = "Months",
    survival_label: str = "Survival (%)",
    time_step: float = 6,
    rates_at: Sequence[float] = (6, 12, 24),
    medians: Mapping[str, SurvivalQuantile] | None = None,
    notes: Sequence[str] = (),
    show_interval: bool | None = None,
    show_events: bool = False,
    width_mm: float = SINGLE_COLUMN_MM,
) -> Figure:
    """Draw survival curves.

    Parameters
    ----------
    curves : mapping of str to SurvivalCurve
        Group to its curve, at most four.
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
    show_interval : bool, optional
        Shade the pointwise interval; by default for a single curve only.
    show_events : bool
        Add the cumulative number of events, in brackets, to the numbers at risk.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        With the steps, the numbers at risk (time >= t) and the cumulative events as its data. Groups of
        nobody are named in a note; without any patient, a sentence says so. Where there are too many
        censored patients to mark each (:mod:`~hcc_analysis.outputs.figures.km_thinning`), its notes say so.

    Raises
    ------
    ValueError
        More than four curves: nobody could tell them apart.
    """
    if len(curves) > len(GROUP_STYLES):
        raise ValueError(f"at most {len(GROUP_STYLES)} curves can be told apart, not {len(curves)}")
    shown = {label: curve for label, curve in curves.items() if curve.n}
    if not shown:
        return sentence_figure(NOBODY, width_mm=width_mm)
    absent = [f"{label}: no patients" for label in curves if label not in shown]
    with journal_style():
        plan = _plan(shown, medians or {}, time_step, rates_at, (*notes, *absent), show_events, width_mm)
        band = len(shown) == 1 if show_interval is None else show_interval
        drawn = _draw(plan, time_label, survival_label, band, show_events)
        return to_figure(drawn, _data(shown, plan.ticks), thinning_notes(shown.values()))


def _plan(
    shown: Mapping[str, SurvivalCurve],
    medians: Mapping[str, SurvivalQuantile],
    step: float,
    rates_at: Sequence[float],
    notes: Sequence[str],
    show_events: bool,
    width: float,
) -> Plan:
    groups = [
        Group(label, _detail(curve, medians.get(label)), curve, _reached(medians.get(label)), position)
        for position, (label, curve) in enumerate(shown.items())
    ]
    single = groups[0] if len(groups) == 1 else None
    return layout.plan(
        groups,
        step=step,
        rates=_rates(single.curve, rates_at) if single else (),
        notes=(*_about(single), *notes) if single else notes,
        width=width,
        widest_count=max(_counts(groups, (0.0,), show_events)[0], key=len),
    )


def _detail(curve: SurvivalCurve, median: SurvivalQuantile | None) -> str:
    return f"{curve.n_events}/{curve.n} events{_median_words(median)}"


def _about(group: Group) -> tuple[str, ...]:
    """Say of a single curve what the names of several ones say."""
    events, _, median = group.detail.partition(", ")
    return (events, median.capitalize()) if median else (events,)


def _reached(median: SurvivalQuantile | None) -> float | None:
    return None if median is None else median.estimate


def _rates(curve: SurvivalCurve, rates_at: Sequence[float]) -> list[tuple[float, float, str]]:
    """Return time, percentage and text of each rate that can be estimated."""
    rates = curve.at(list(rates_at))
    return [
        (float(time), 100 * float(rate), f"{half_up(100 * float(rate), 1)}%")
        for time, rate in zip(rates.times, rates.survival, strict=True)
        if not np.isnan(rate) and time <= curve.times[-1]
    ]


def _draw(plan: Plan, time_label: str, survival_label: str, band: bool, show_events: bool) -> Canvas:
    labels = layout.table_lines(plan)
    below = layout.AXIS_MM + _table_height(plan, labels)
    top = layout.TOP_MM + plan.header_height
    drawn = canvas(plan.width, top + layout.PLOT_MM + below)
    axes = axes_mm(drawn, layout.LEFT_MM, below, plan.right, top)
    _frame(axes, plan, time_label, survival_label)
    for group in plan.groups:
        _draw_curve(axes, group, plan.ticks[-1], band=band)
        _mark_median(axes, group)
    for time, percent in plan.points:
        axes.plot([time], [percent], "o", color=INK, markersize=2.4, zorder=5, clip_on=False)
    _write_header(drawn, plan, below + layout.PLOT_MM + plan.header_height)
    for block in plan.blocks:
        write_block(drawn, layout.LEFT_MM + block.x, below + block.top, block.lines, align=block.align)
    _at_risk_table(drawn, plan, labels, below - layout.AXIS_MM, show_events)
    return drawn


def _frame(axes: Axes, plan: Plan, time_label: str, survival_label: str) -> None:
    axes.set_xlim(0, plan.ticks[-1])
    axes.set_ylim(0, TOP_PERCENT)
    axes.set_xticks(plan.ticks)
    axes.set_xticklabels([f"{tick:g}" for tick in plan.ticks])
    axes.set_yticks(range(0, 101, 20))
    axes.spines["left"].set_bounds(0, 100)
    axes.set_xlabel("\n".join(wrap(time_label, plan.plot_width, TEXT_PT)[:2]), labelpad=2)
    axes.set_ylabel("\n".join(wrap(survival_label, layout.PLOT_MM, TEXT_PT)[:2]), labelpad=2)


def _draw_curve(axes: Axes, group: Group, last: float, *, band: bool) -> None:
    curve, style = group.curve, group_style(group.position)
    chosen = drawn_steps(curve, last)
    times = np.concatenate(([0.0], curve.times[chosen]))

    def percents(values: np.ndarray) -> np.ndarray:
        return 100 * np.concatenate(([1.0], values[chosen]))

    if band:
        lower = percents(np.where(np.isnan(curve.lower), curve.survival, curve.lower))
        upper = percents(np.where(np.isnan(curve.upper), curve.survival, curve.upper))
        axes.fill_between(times, lower, upper, step="post", color=style.color, alpha=0.14, linewidth=0)
    look: Look = {"color": style.color, "linestyle": style.dashes, "clip_on": False}
    axes.step(times, percents(curve.survival), where="post", solid_capstyle="butt", zorder=3, **look)
    places = marked(curve, last)
    marks: Look = {"markersize": 4.8, "markeredgewidth": 0.8, "zorder": 4, "clip_on": False}
    axes.plot(curve.times[places], 100 * curve.survival[places], "|", color=style.color, **marks)


def _mark_median(axes: Axes, group: Group) -> None:
    if group.median is None:
        return
    axes.plot([group.median] * 2, [0, 50], color=group_style(group.position).color, **_DOTTED)
    axes.plot([0, group.median], [50, 50], color=RULE, **_DOTTED)


def _write_header(drawn: Canvas, plan: Plan, top: float) -> None:
    """Name the groups above the plot, each with its line, then the notes; where there was no room."""
    for group in plan.key:
        lines = plan.key_lines(group)
        style = group_style(group.position)
        y = top - lines[0].height / 2
        look: Look = {"color": style.color, "linestyle": style.dashes, "linewidth": 1.1}
        rule(drawn, [layout.EDGE_MM, layout.EDGE_MM + layout.KEY_MM - 1.5], [y, y], **look)
        write_block(drawn, layout.EDGE_MM + layout.KEY_MM, top, lines)
        top -= block_size(lines)[1]
    write_block(drawn, layout.EDGE_MM, top, plan.header)


def _table_height(plan: Plan, labels: Sequence[tuple[Line, ...]]) -> float:
    above = 0.0 if plan.counts_beside else sum(block_size(lines)[1] for lines in labels)
    return layout.ROW_MM * (len(labels) + 1) + above + layout.EDGE_MM


def _at_risk_table(
    drawn: Canvas, plan: Plan, labels: Sequence[tuple[Line, ...]], top: float, show_events: bool
) -> None:
    """Write the numbers at risk, each under its tick; long names stand on lines of their own."""
    row, half = layout.ROW_MM, layout.ROW_MM / 2
    title = "No. at risk (events)" if show_events else "No. at risk"
    write(drawn, layout.EDGE_MM, top - half, Line(title, color=SOFT))
    top -= row
    for lines, counts in zip(labels, _counts(plan.groups, plan.ticks, show_events), strict=True):
        if plan.counts_beside:
            write(drawn, layout.EDGE_MM, top - half, lines[0])
        else:
            write_block(drawn, layout.EDGE_MM, top, lines)
            top -= block_size(lines)[1]
        for tick, count in _spaced(plan, counts):
            write(drawn, layout.LEFT_MM + plan.x(tick), top - half, Line(count), align="center")
        top -= row


def _counts(groups: Sequence[Group], ticks: Sequence[float], show_events: bool) -> list[list[str]]:
    """Return each group's numbers at risk as text, with the events up to each time if asked."""
    table = []
    for group in groups:
        at_risk = group.curve.at(list(ticks)).at_risk.tolist()
        events = _cumulative(group.curve, ticks)
        table.append([f"{n} ({e})" if show_events else f"{n}" for n, e in zip(at_risk, events, strict=True)])
    return table


def _cumulative(curve: SurvivalCurve, ticks: Sequence[float]) -> list[int]:
    return [int(curve.events[curve.times <= tick].sum()) for tick in ticks]


def _spaced(plan: Plan, counts: Sequence[str]) -> list[tuple[float, str]]:
    """Leave out every second (third ...) number where they would touch."""
    widest = max(width_mm(count, SMALL_PT) for count in counts) + 1.0
    stride = int(np.ceil(widest / plan.x(plan.ticks[1])))
    return list(zip(plan.ticks, counts, strict=True))[::stride]


def _median_words(median: SurvivalQuantile | None) -> str:
    if median is None:
        return ""
    value = number("NR" if median.estimate is None else median.estimate, 1)
    return f", median {value}" + (" months" if median.estimate is not None else "")


def _data(curves: Mapping[str, SurvivalCurve], ticks: Sequence[float]) -> dict[str, pd.DataFrame]:
    steps = pd.concat([_curve_frame(label, curve) for label, curve in curves.items()], ignore_index=True)
    at_risk, events = pd.DataFrame({"month": ticks}), pd.DataFrame({"month": ticks})
    for label, curve in curves.items():
        at_risk[label] = curve.at(list(ticks)).at_risk
        events[label] = _cumulative(curve, ticks)
    return {"curve": steps, "at_risk": at_risk, "events": events}


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
        f"{label}: {counted(curve.n, 'patient')}, {counted(curve.n_events, 'event')}"
        f"{_median_words((medians or {}).get(label))}{_rate_words(curve, rates_at)}"
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
