"""Adverse events: bars by term and worst grade, one panel a period."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.analyses.safety import PeriodCounts, TermCounts
from hcc_analysis.formatting import half_up, percent_of
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.key import ROW_MM, Entry, draw_key, fill_look, key_rows
from hcc_analysis.outputs.figures.lettering import Line, wrap, write, write_block
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    DOUBLE_COLUMN_MM,
    GRADE_STYLES,
    MM_PER_INCH,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

NO_EVENTS = "No treatment-related adverse events."
_LINE_MM, _GAP_MM, _AXIS_MM, _EDGE_MM, _HEAD_MM = 3.0, 0.9, 9.0, 1.0, 5.0
_TERM_MM, _COUNT_MM, _BETWEEN_MM = 40.0, 14.0, 4.0


def adverse_event_figure(
    periods: Mapping[str, PeriodCounts], *, width_mm: float = DOUBLE_COLUMN_MM
) -> Figure:
    """Draw the percentage of patients with each term by worst grade.

    Parameters
    ----------
    periods : mapping of str to PeriodCounts
        Heading of the panel to its counts, e.g. "Preoperative treatment".
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        The most frequent term first; terms without an event in any period are left out. Beside each bar
        stands the number of patients with its percentage.
    """
    names = _ordered(periods)
    if not names:
        return sentence_figure(NO_EVENTS, width_mm=width_mm)
    with journal_style():
        labels = {name: [Line(text) for text in wrap(name, _TERM_MM, SMALL_PT)] for name in names}
        heights = [len(labels[name]) * _LINE_MM + _GAP_MM for name in names]
        grades = [grade for grade in GRADE_STYLES if _in_grade(periods, grade)]
        entries = [Entry(f"Grade {grade}", fill=GRADE_STYLES[grade]) for grade in grades]
        rows = key_rows(entries, width_mm - 2 * _EDGE_MM)
        top = ROW_MM * len(rows) + _HEAD_MM
        left = _EDGE_MM + max(line.width for lines in labels.values() for line in lines) + 2
        drawn = canvas(width_mm, top + sum(heights) + _AXIS_MM)
        _draw_panels(drawn, periods, names, heights, left, top)
        _name_terms(drawn, [labels[name] for name in names], heights, left - 2)
        draw_key(drawn, left, top + sum(heights) + _AXIS_MM - 0.8, rows)
        return to_figure(drawn, {"adverse_events": _data(periods)})


def _ordered(periods: Mapping[str, PeriodCounts]) -> list[str]:
    """Return the terms that occur, by falling number of patients over the periods."""
    totals: dict[str, int] = {}
    for counts in periods.values():
        for term in counts.terms:
            totals[term.term] = totals.get(term.term, 0) + term.total
    return sorted((name for name in totals if totals[name]), key=lambda name: (-totals[name], name))


def _in_grade(periods: Mapping[str, PeriodCounts], grade: int) -> bool:
    return any(term.grades.get(grade) for counts in periods.values() for term in counts.terms)


def _draw_panels(
    drawn: Canvas,
    periods: Mapping[str, PeriodCounts],
    names: list[str],
    heights: list[float],
    left: float,
    top: float,
) -> None:
    width, height = (side * MM_PER_INCH for side in drawn.get_size_inches())
    room = (width - left - _BETWEEN_MM * (len(periods) - 1) - _EDGE_MM) / len(periods)
    plot = room - _COUNT_MM
    most = _axis_end(periods)
    for place, (heading, counts) in enumerate(periods.items()):
        start = left + place * (room + _BETWEEN_MM)
        axes = axes_mm(drawn, start, _AXIS_MM, width - start - plot, top)
        _frame(axes, sum(heights), most)
        title = Line(f"{heading} (n = {counts.n})", TEXT_PT, bold=True)
        write(drawn, start, height - top + _HEAD_MM * 0.45, title)
        terms = {term.term: term for term in counts.terms}
        depth = 0.0
        for name, tall in zip(names, heights, strict=True):
            _draw_term(drawn, axes, terms.get(name), counts.n, depth, tall, (start, plot, most, height - top))
            depth += tall


def _axis_end(periods: Mapping[str, PeriodCounts]) -> float:
    """Return the end of the axis (%): the next ten above the largest bar."""
    shares = [100 * t.total / c.n for c in periods.values() for t in c.terms if c.n]
    return min(100.0, 10 * (int(max(shares, default=0) // 10) + 1))


def _frame(axes: Axes, depth: float, most: float) -> None:
    step = 20 if most > 40 else 10
    ticks = range(0, int(most) + 1, step)
    axes.set(xlim=(0, most), ylim=(depth, 0), yticks=[], xlabel="Patients (%)")
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    for tick in ticks[1:]:
        axes.axvline(tick, color="#e6e6e6", linewidth=0.4, zorder=0)


def _draw_term(
    drawn: Canvas,
    axes: Axes,
    term: TermCounts | None,
    n: int,
    depth: float,
    tall: float,
    place: tuple[float, float, float, float],
) -> None:
    """Draw a term's bar, stacked by grade, and write its count behind it."""
    start, plot, most, top = place
    middle, end = depth + tall / 2, 0.0
    total = term.total if term and n else 0
    for grade, style in GRADE_STYLES.items():
        share = 100 * term.grades.get(grade, 0) / n if term and n else 0.0
        if share:
            axes.barh(middle, share, left=end, height=2.2, zorder=2, **fill_look(style))
            end += share
    text = f"{total} ({half_up(float(percent_of(total, n)), 1)}%)" if total else "0"
    write(drawn, start + plot * end / most + 1.2, top - middle, Line(text, color=SOFT))


def _name_terms(drawn: Canvas, labels: list[list[Line]], heights: list[float], right: float) -> None:
    top = _AXIS_MM + sum(heights)
    for lines, tall in zip(labels, heights, strict=True):
        block = sum(line.height for line in lines)
        write_block(drawn, right, top - (tall - block) / 2, lines, align="right")
        top -= tall


def _data(periods: Mapping[str, PeriodCounts]) -> pd.DataFrame:
    rows = [
        {"period": heading, "n": counts.n, "term": term.term, "grade": grade, "patients": count}
        for heading, counts in periods.items()
        for term in counts.terms
        for grade, count in term.grades.items()
    ]
    return pd.DataFrame(rows, columns=["period", "n", "term", "grade", "patients"])


def adverse_event_alt(periods: Mapping[str, PeriodCounts]) -> str:
    """Say of each period how many patients had an event, and the most frequent terms.

    Parameters
    ----------
    periods
        As for :func:`adverse_event_figure`.

    Returns
    -------
    str
        One sentence a period.
    """
    if not _ordered(periods):
        return NO_EVENTS
    sentences = [_period_words(heading, counts) for heading, counts in periods.items()]
    return " ".join(
        ["Bars of the percentage of patients with each adverse event by worst grade.", *sentences]
    )


def _period_words(heading: str, counts: PeriodCounts) -> str:
    frequent = sorted((t for t in counts.terms if t.total), key=lambda t: (-t.total, t.term))[:3]
    terms = ", ".join(
        f"{term.term.lower() if term.term.istitle() else term.term} {term.total}" for term in frequent
    )
    severe = sum(count for grade, count in counts.any_event.grades.items() if grade == 3)
    first = f"{heading}: {counts.any_event.total} of {counts.n} patients"
    return f"{first}, {severe} with grade 3; most frequent {terms}." if terms else f"{first}."
