"""Flow diagram: boxes in rows, joined by arrows; each box is as high as its text needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.outputs.figure import canvas, sentence_figure, to_figure
from hcc_analysis.outputs.figures.lettering import Line, block_size, millimetres, rule, wrap, write_block
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    DOUBLE_COLUMN_MM,
    INK,
    PAPER,
    RULE,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas

EMPTY = "The diagram has no boxes."
_PAD_MM, _GAP_MM, _MARGIN_MM, _INDENT_MM = 1.8, 5.0, 1.0, 1.8


@dataclass(frozen=True)
class FlowBox:
    """A box of the diagram.

    Attributes
    ----------
    id : str
        Name, for the arrows.
    title : str
        First line, in bold.
    lines : tuple of str
        Further lines; long ones are broken.
    row : int
        Row from the top.
    x_mm, width_mm : float
        Left edge and width.
    plain : bool
        A list of criteria: a rule instead of a frame, soft ink, at the top of its rows.
    span : int
        Rows that the box stands beside, from its own on.
    """

    id: str
    title: str
    lines: tuple[str, ...]
    row: int
    x_mm: float
    width_mm: float
    plain: bool = False
    span: int = 1


@dataclass(frozen=True)
class _Placed:
    box: FlowBox
    lines: tuple[Line, ...]
    top: float
    height: float

    @property
    def middle(self) -> float:
        return self.top - self.height / 2

    @property
    def centre(self) -> float:
        return self.box.x_mm + self.box.width_mm / 2


def flow_figure(
    boxes: tuple[FlowBox, ...], arrows: tuple[tuple[str, str], ...], *, width_mm: float = DOUBLE_COLUMN_MM
) -> Figure:
    """Draw a flow diagram.

    Parameters
    ----------
    boxes : tuple of FlowBox
        The boxes.
    arrows : tuple of (str, str)
        From box to box: sideways within a row, downwards between rows.
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        The diagram; its data are the boxes' texts.

    Raises
    ------
    ValueError
        An arrow names no box, or a box lies beyond the figure's edge.
    """
    if not boxes:
        return sentence_figure(EMPTY, width_mm=width_mm)
    _check(boxes, arrows, width_mm)
    with journal_style():
        placed, height = _layout(boxes)
        drawn = canvas(width_mm, height)
        by_id = {p.box.id: p for p in placed}
        for start, end in arrows:
            _draw_arrow(drawn, by_id[start], by_id[end])
        for one in placed:
            _draw_box(drawn, one)
        return to_figure(drawn, {"boxes": _data(boxes)})


def _check(boxes: tuple[FlowBox, ...], arrows: tuple[tuple[str, str], ...], width_mm: float) -> None:
    """Refuse a diagram whose boxes or arrows cannot be drawn."""
    ids = {box.id for box in boxes}
    unknown = sorted({id for arrow in arrows for id in arrow} - ids)
    if unknown:
        raise ValueError(f"an arrow names a box that is not there: {', '.join(unknown)}")
    outside = [box.id for box in boxes if box.x_mm < 0 or box.x_mm + box.width_mm > width_mm]
    if outside:
        raise ValueError(f"beyond the figure's edge: {', '.join(outside)}")


def _layout(boxes: tuple[FlowBox, ...]) -> tuple[list[_Placed], float]:
    """Break the lines, and place row under row, from the lower edge up."""
    broken = {box.id: _broken(box) for box in boxes}
    heights = {id: block_size(lines)[1] + 2 * _PAD_MM for id, lines in broken.items()}
    rows = _row_heights(boxes, heights)
    height = _MARGIN_MM * 2 - _GAP_MM + sum(row + _GAP_MM for row in rows.values())
    placed = []
    for box in boxes:
        above = sum(rows[row] + _GAP_MM for row in rows if row < box.row)
        room = sum(rows[row] + _GAP_MM for row in range(box.row, box.row + box.span)) - _GAP_MM
        sunk = 0.0 if box.plain else (room - heights[box.id]) / 2
        top = height - _MARGIN_MM - above - sunk
        placed.append(_Placed(box, broken[box.id], top, heights[box.id]))
    return placed, height


def _row_heights(boxes: tuple[FlowBox, ...], heights: dict[str, float]) -> dict[int, float]:
    """Height of each row: its tallest box, and its share of boxes that span several."""
    rows = dict.fromkeys(range(max(box.row + box.span for box in boxes)), 0.0)
    for box in sorted(boxes, key=lambda box: box.span):
        spanned = range(box.row, box.row + box.span)
        missing = heights[box.id] + _GAP_MM - sum(rows[row] + _GAP_MM for row in spanned)
        for row in spanned:
            rows[row] += max(0.0, missing) / box.span
    return rows


def _broken(box: FlowBox) -> tuple[Line, ...]:
    """Break title and lines; the continued part of a line is indented."""
    size, ink = (SMALL_PT, SOFT) if box.plain else (TEXT_PT, INK)
    room = box.width_mm - 2 * _PAD_MM
    titles = [Line(text, size, INK, bold=True) for text in wrap(box.title, room, size, bold=True)]
    lines = []
    for text in box.lines:
        first, *rest = wrap(text, room - _INDENT_MM, size)
        lines += [Line(first, size, ink), *(Line(part, size, ink, indent=_INDENT_MM) for part in rest)]
    return (*titles, *lines)


def _draw_box(drawn: Canvas, placed: _Placed) -> None:
    from matplotlib.patches import Rectangle

    box, bottom = placed.box, placed.top - placed.height
    if box.plain:
        edges = [placed.top - 0.5, bottom + 0.5]
        rule(drawn, [box.x_mm + 0.4] * 2, edges, color=RULE, linewidth=1.2, solid_capstyle="butt")
    else:
        frame = Rectangle((box.x_mm, bottom), box.width_mm, placed.height, transform=millimetres(drawn))
        frame.set(facecolor=PAPER, edgecolor=INK, linewidth=0.6)
        drawn.add_artist(frame)
    write_block(drawn, box.x_mm + _PAD_MM, placed.top - _PAD_MM, placed.lines)


def _draw_arrow(drawn: Canvas, start: _Placed, end: _Placed) -> None:
    """Draw sideways from edge to edge, or downwards, over a corner where boxes are not in line."""
    if start.box.row == end.box.row:
        rightwards = end.box.x_mm > start.box.x_mm
        tail = start.box.x_mm + (start.box.width_mm if rightwards else 0), start.middle
        head = end.box.x_mm + (0 if rightwards else end.box.width_mm), start.middle
    else:
        tail, head = (start.centre, start.top - start.height), (end.centre, end.top)
    if abs(tail[0] - head[0]) > 0.1 and abs(tail[1] - head[1]) > 0.1:
        bend = head[1] + _GAP_MM / 2
        rule(drawn, [tail[0], tail[0], head[0]], [tail[1], bend, bend], color=INK, linewidth=0.6)
        tail = (head[0], bend)
    _arrow(drawn, tail, head)


def _arrow(drawn: Canvas, tail: tuple[float, float], head: tuple[float, float]) -> None:
    from matplotlib.patches import FancyArrowPatch

    style: Look = {"arrowstyle": "-|>,head_width=1.1,head_length=2.2", "mutation_scale": 1}
    style |= {"shrinkA": 0, "shrinkB": 0, "color": INK, "linewidth": 0.6, "joinstyle": "miter"}
    drawn.add_artist(FancyArrowPatch(tail, head, transform=millimetres(drawn), **style))


def _data(boxes: tuple[FlowBox, ...]) -> pd.DataFrame:
    rows = [{"box": box.id, "line": text} for box in boxes for text in (box.title, *box.lines)]
    return pd.DataFrame(rows, columns=["box", "line"])
