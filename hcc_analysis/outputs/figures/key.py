"""Keys: what colours, hatches, marks and lines mean, in rows that are broken where the width ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hcc_analysis.outputs.figures.lettering import Line, millimetres, rule, write
from hcc_analysis.outputs.style import INK, FillStyle, Look

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

ROW_MM = 3.6
_SAMPLE_MM, _GAP_MM, _APART_MM, _TALL_MM = 4.4, 1.2, 4.0, 2.0


@dataclass(frozen=True)
class Entry:
    """One entry of a key: a filled sample, a mark, a line, or a mark on a line.

    Attributes
    ----------
    text : str
        What the sample means.
    fill : FillStyle, optional
        Sample of an area.
    mark : dict, optional
        Keyword arguments of the mark (``marker``, ``markersize``, ``color`` ...).
    line : dict, optional
        Keyword arguments of the line.
    """

    text: str
    fill: FillStyle | None = None
    mark: Look | None = None
    line: Look | None = None

    @property
    def sample(self) -> float:
        """Width of the sample (mm)."""
        return _SAMPLE_MM if self.fill or self.line else 2.0

    @property
    def width(self) -> float:
        """Width of sample and text (mm)."""
        return self.sample + _GAP_MM + Line(self.text).width


def fill_look(style: FillStyle) -> Look:
    """Return the keyword arguments of an area in a style; hatches are white."""
    edge = "white" if style.hatch else style.color
    return {"facecolor": style.color, "hatch": style.hatch, "edgecolor": edge, "linewidth": 0}


def key_rows(entries: Sequence[Entry], room: float) -> list[list[Entry]]:
    """Put entries into rows that are no wider than the room (mm)."""
    rows: list[list[Entry]] = []
    used = 0.0
    for entry in entries:
        needed = entry.width + _APART_MM
        if not rows or used + needed > room + _APART_MM:
            rows.append([])
            used = 0.0
        rows[-1].append(entry)
        used += needed
    return rows


def draw_key(drawn: Canvas, left: float, top: float, rows: Sequence[Sequence[Entry]]) -> None:
    """Draw a key from its upper left corner (mm)."""
    for number, row in enumerate(rows):
        x, y = left, top - (number + 0.5) * ROW_MM
        for entry in row:
            _draw_sample(drawn, x, y, entry)
            write(drawn, x + entry.sample + _GAP_MM, y, Line(entry.text))
            x += entry.width + _APART_MM


def _draw_sample(drawn: Canvas, x: float, y: float, entry: Entry) -> None:
    from matplotlib.patches import Rectangle

    if entry.fill:
        box = Rectangle((x, y - _TALL_MM / 2), entry.sample, _TALL_MM, transform=millimetres(drawn))
        box.set(**fill_look(entry.fill))
        drawn.add_artist(box)
    if entry.line:
        rule(drawn, [x, x + entry.sample], [y, y], **entry.line)
    if entry.mark:
        look: Look = {"linestyle": "", "color": INK, **entry.mark}
        rule(drawn, [x + entry.sample / 2], [y], **look)
