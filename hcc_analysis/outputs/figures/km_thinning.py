"""What is drawn of a survival curve that has more steps and marks than a page can show."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from hcc_analysis.stats import SurvivalCurve

MOST_MARKS, PARTS_WITH_A_MARK = 200, 100
MOST_STEPS = 2000
THINNED_NOTE = (
    f"A curve with patients censored at more than {MOST_MARKS} different times has one mark for each "
    "hundredth of the time axis in which patients were censored; the data behind the figure have them all."
)

Places = NDArray[np.intp]


def drawn_steps(curve: SurvivalCurve, last: float) -> Places:
    """Choose the times at which a curve is drawn.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve.
    last : float
        End of the time axis.

    Returns
    -------
    numpy.ndarray
        Positions in ``curve.times``: all up to 2000; else the last of each of 2000 parts of the axis, which
        moves no step by more than a tenth of a millimetre on a full page.
    """
    if len(curve.times) <= MOST_STEPS:
        return np.arange(len(curve.times))
    part = _parts(curve.times, last, MOST_STEPS)
    return np.flatnonzero(np.append(part[1:] != part[:-1], True))


def marked(curve: SurvivalCurve, last: float) -> Places:
    """Choose the times at which censored patients are marked.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve.
    last : float
        End of the time axis.

    Returns
    -------
    numpy.ndarray
        Positions in ``curve.times``: all with censored patients up to 200; else the first of these in each
        hundredth of the axis.
    """
    places = np.flatnonzero(curve.censored > 0)
    if not _thinned(curve):
        return places
    part = _parts(curve.times[places], last, PARTS_WITH_A_MARK)
    return places[np.append(True, part[1:] != part[:-1])]


def thinning_notes(curves: Iterable[SurvivalCurve]) -> tuple[str, ...]:
    """Say that marks of censored patients are left out, where they are."""
    return (THINNED_NOTE,) if any(_thinned(curve) for curve in curves) else ()


def _thinned(curve: SurvivalCurve) -> bool:
    return int((curve.censored > 0).sum()) > MOST_MARKS


def _parts(times: NDArray[np.floating], last: float, number: int) -> NDArray[np.floating]:
    return np.floor(times * (number / last))
