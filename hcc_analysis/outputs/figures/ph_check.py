"""Check of proportional hazards: scaled Schoenfeld residuals against time, one panel a covariate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from hcc_analysis.formatting import half_up
from hcc_analysis.outputs.figure import axes_mm, canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.lettering import Line, wrap, write_block
from hcc_analysis.outputs.figures.ticks import round_ticks
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    BLUE,
    DOUBLE_COLUMN_MM,
    INK,
    SINGLE_COLUMN_MM,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    VERMILLION,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

EMPTY = "No residuals: no event, or no covariate that can be estimated."
_LEFT_MM, _BOTTOM_MM, _RIGHT_MM, _PLOT_MM, _HEAD_MM = 12.0, 9.0, 2.0, 32.0, 8.5
_COLUMNS, _SMOOTH_FROM, _SMOOTH_SHARE = 3, 5, 0.8


def ph_figure(
    frame: pd.DataFrame,
    *,
    estimates: Mapping[str, float] | None = None,
    tests: Mapping[str, str] | None = None,
    time_label: str = "Months",
    width_mm: float = DOUBLE_COLUMN_MM,
) -> Figure:
    """Draw residuals that change with time where a hazard ratio does.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row an event and covariate: ``COVARIATE``, ``TIME`` (months), ``RESIDUAL`` (scaled Schoenfeld
        residual plus the estimated coefficient).
    estimates : mapping of str to float, optional
        Coefficient of each covariate, drawn as a dashed line.
    tests : mapping of str to str, optional
        Words on each covariate's test, e.g. "p = 0.52".
    time_label : str
        Label of the time axis.
    width_mm : float
        Width on paper; a single panel takes one column.

    Returns
    -------
    Figure
        Points with a local regression, three panels a row. Fewer than five event times have no smooth.
    """
    shown = frame[np.isfinite(frame["RESIDUAL"].astype(float))].reset_index(drop=True)
    if shown.empty:
        return sentence_figure(EMPTY, width_mm=width_mm)
    names = list(dict.fromkeys(shown["COVARIATE"]))
    with journal_style():
        across = min(_COLUMNS, len(names))
        down = -(-len(names) // across)
        width_mm = min(width_mm, SINGLE_COLUMN_MM) if across == 1 else width_mm
        wide, tall = width_mm / across, _HEAD_MM + _PLOT_MM + _BOTTOM_MM
        drawn = canvas(width_mm, tall * down)
        for place, name in enumerate(names):
            row, column = divmod(place, across)
            left, top = column * wide, (down - row) * tall
            axes = axes_mm(
                drawn,
                left + _LEFT_MM,
                top - _HEAD_MM - _PLOT_MM,
                width_mm - left - wide + _RIGHT_MM,
                (tall * down - top) + _HEAD_MM,
            )
            _panel(axes, shown[shown["COVARIATE"] == name], (estimates or {}).get(name), time_label)
            write_block(drawn, left + 2, top - 1, _heading(name, (tests or {}).get(name, ""), wide - 4))
        return to_figure(drawn, {"residuals": shown})


def _heading(name: str, test: str, room: float) -> list[Line]:
    first, *rest = wrap(name, room - 2, TEXT_PT, bold=True)
    title = Line(f"{first} \u2026" if rest else first, TEXT_PT, bold=True)
    return [title, *(Line(text, color=SOFT) for text in wrap(test, room, SMALL_PT)[:1] if text)]


def _panel(axes: Axes, rows: pd.DataFrame, estimate: float | None, time_label: str) -> None:
    axes.axhline(0, color=INK, linewidth=0.4, zorder=0)
    if estimate is not None and np.isfinite(estimate):
        axes.axhline(estimate, color=SOFT, linewidth=0.6, linestyle=(0, (3, 2)), zorder=1)
    axes.plot(rows["TIME"], rows["RESIDUAL"], "o", color=BLUE, markersize=2.6, markeredgewidth=0, zorder=3)
    times, smooth = _smooth(rows)
    axes.plot(times, smooth, color=VERMILLION, linewidth=1.1, zorder=2)
    axes.set_xlabel("\n".join(wrap(time_label, 45, TEXT_PT)[:1]), labelpad=2)
    axes.set_ylabel("Coefficient over time", labelpad=1)
    axes.margins(x=0.04, y=0.12)
    axes.set_xticks(round_ticks(*axes.get_xlim(), most=5))
    axes.set_yticks(round_ticks(*axes.get_ylim(), most=5))


def _smooth(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Smooth by local linear regression at the event times; straight between them."""
    if rows["TIME"].nunique() < _SMOOTH_FROM:
        return np.empty(0), np.empty(0)
    from statsmodels.nonparametric.smoothers_lowess import lowess

    times, residuals = rows["TIME"].to_numpy(float), rows["RESIDUAL"].to_numpy(float)
    curve = np.asarray(lowess(residuals, times, frac=_SMOOTH_SHARE, it=0))
    curve = curve[np.isfinite(curve).all(axis=1)]
    return curve[:, 0], curve[:, 1]


def ph_alt(
    frame: pd.DataFrame,
    *,
    estimates: Mapping[str, float] | None = None,
    tests: Mapping[str, str] | None = None,
) -> str:
    """Say which covariates are shown, with their coefficients and tests.

    Parameters
    ----------
    frame, estimates, tests
        As for :func:`ph_figure`.

    Returns
    -------
    str
        One part a covariate.
    """
    shown = frame[np.isfinite(frame["RESIDUAL"].astype(float))]
    if shown.empty:
        return EMPTY
    words = []
    for name, rows in shown.groupby("COVARIATE", sort=False):
        parts = [f"{len(rows)} events"]
        known = (estimates or {}).get(str(name))
        parts += [f"coefficient {half_up(known, 2)}"] if known is not None and np.isfinite(known) else []
        parts += [(tests or {})[str(name)]] if str(name) in (tests or {}) else []
        words.append(f"{name}: {', '.join(parts)}")
    return f"Scaled Schoenfeld residuals against time. {'; '.join(words)}."
