"""One visual style for every figure: sizes, typeface, inks.

Inks are Okabe and Ito's (Color Universal Design, 2008), chosen so that neighbours also differ in grey;
groups differ by line style too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

Look = dict[str, Any]  # keyword arguments of an artist

SINGLE_COLUMN_MM = 89
DOUBLE_COLUMN_MM = 183
MM_PER_INCH = 25.4
MM_PER_PT = MM_PER_INCH / 72

INK = "#1a1a1a"
SOFT = "#595959"
RULE = "#b3b3b3"
PAPER = "#f4f6f8"  # fill of boxes
BLUE, VERMILLION, GREEN, ORANGE, PURPLE, SKY = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#e69f00",
    "#cc79a7",
    "#56b4e9",
)

TEXT_PT, SMALL_PT = 7.0, 6.0
TOP_PERCENT = 103.0  # upper end of an axis of survival


@dataclass(frozen=True)
class LineStyle:
    """How a group is drawn: line, mark, and a darker ink for its name (contrast above 4.5 on white)."""

    color: str
    dashes: str | tuple[int, tuple[float, ...]]
    text: str
    marker: str = "o"


GROUP_STYLES = (
    LineStyle(BLUE, "-", "#00598c", "o"),
    LineStyle(VERMILLION, (0, (4, 1.4)), "#a84a00", "D"),
    LineStyle(GREEN, (0, (1.2, 1.2)), "#00694d", "s"),
    LineStyle(PURPLE, (0, (6, 1.2, 1.2, 1.2)), "#8f3f6d", "^"),
)


@dataclass(frozen=True)
class FillStyle:
    """How a category's area is filled: colour, and a hatch that tells it apart in grey."""

    color: str
    hatch: str = ""


RESPONSE_STYLES = {
    "CR": FillStyle("#003552", "...."),
    "PR": FillStyle(BLUE),
    "SD": FillStyle("#f0d48a"),
    "PD": FillStyle(VERMILLION, "////"),
    "NE": FillStyle("#a6a6a6", "...."),
}
RESPONSE_NAMES = {
    "CR": "Complete response",
    "PR": "Partial response",
    "SD": "Stable disease",
    "PD": "Progressive disease",
    "NE": "Not evaluable",
}
# From light to dark, so that a higher grade is darker in grey too.
GRADE_STYLES = {
    1: FillStyle("#c3dbec"),
    2: FillStyle("#7fb2d6"),
    3: FillStyle("#1f6fa8"),
    4: FillStyle("#003c5f"),
    5: FillStyle(INK),
}


def group_style(position: int) -> LineStyle:
    """Return the line style of the group at a position; styles repeat after the fourth."""
    return GROUP_STYLES[position % len(GROUP_STYLES)]


@cache
def _register_fonts() -> None:
    """Make the typeface known to matplotlib, once a process."""
    from matplotlib import font_manager

    from hcc_analysis.fonts import FOLDER

    for path in sorted(FOLDER.glob("*.ttf")):
        font_manager.fontManager.addfont(str(path))


@contextmanager
def journal_style() -> Iterator[None]:
    """Draw in the journal's style within this context.

    Text is 6 to 7 pt Liberation Sans (Arial's metrics), lines are thin, SVG text stays text, and ids in
    the SVG depend on its content alone.
    """
    from matplotlib import style

    from hcc_analysis.fonts import FAMILY

    _register_fonts()
    with style.context(["default", _settings(FAMILY)]):
        yield


def _settings(family: str) -> Look:
    return {
        "font.family": [family],
        "font.size": TEXT_PT,
        "axes.labelsize": TEXT_PT,
        "axes.titlesize": TEXT_PT,
        "xtick.labelsize": SMALL_PT,
        "ytick.labelsize": SMALL_PT,
        "legend.fontsize": SMALL_PT,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.linewidth": 0.5,
        "xtick.major.width": 0.5,
        "ytick.major.width": 0.5,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "lines.linewidth": 1.1,
        "hatch.linewidth": 0.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "mathtext.fontset": "custom",
        "svg.fonttype": "none",
        "svg.hashsalt": "hcc-analysis",
        "figure.dpi": 300,
        "savefig.dpi": 300,
        "path.simplify": False,
        "text.parse_math": False,
    }
