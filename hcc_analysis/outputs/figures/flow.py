"""Flow diagram: boxes in rows, joined by arrows; each box is as high as its text needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.outputs.figure import canvas, to_figure
from hcc_analysis.outputs.model import Figure
from hcc_analysis.outputs.style import (
    DOUBLE_COLUMN_MM,
    INK,
    MM_PER_INCH,
    SMALL_PT,
    SOFT,
    TEXT_PT,
    Look,
    journal_style,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_PAD_MM, _GAP_MM, _MARGIN_MM = 1.8, 5.0, 1.0
_LEADING = 1.25
_MM_PER_PT = MM_PER_INCH / 72


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
        A list of criteria: no frame, soft ink.
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
    text: tuple[str, ...]
    titles: int
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
    """
    with journal_style():
        placed, height = _layout(boxes, canvas(width_mm, 100))
        drawn = canvas(width_mm, height)
        axes = drawn.add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, width_mm), ylim=(0, height))
        axes.axis("off")
        by_id = {p.box.id: _move(p, height) for p in placed}
        for p in by_id.values():
            _draw_box(axes, p)
        for start, end in arrows:
            _draw_arrow(axes, by_id[start], by_id[end])
        return to_figure(drawn, {"boxes": _data(boxes)})


def _move(placed: _Placed, height: float) -> _Placed:
    return _Placed(placed.box, placed.text, placed.titles, height - placed.top, placed.height)


def _layout(boxes: tuple[FlowBox, ...], drawn: Canvas) -> tuple[list[_Placed], float]:
    """Break the lines, and place row under row; ``top`` is measured from the upper edge here."""
    broken = {box.id: _broken(box, drawn) for box in boxes}
    line = TEXT_PT * _MM_PER_PT * _LEADING
    heights = {id: len(text) * line + 2 * _PAD_MM for id, (text, _) in broken.items()}
    rows = _row_heights(boxes, heights)
    tops = {row: _MARGIN_MM + sum(rows[above] + _GAP_MM for above in rows if above < row) for row in rows}
    placed = []
    for box in boxes:
        room = sum(rows[row] + _GAP_MM for row in range(box.row, box.row + box.span)) - _GAP_MM
        top = tops[box.row] + (room - heights[box.id]) / 2
        placed.append(_Placed(box, *broken[box.id], top, heights[box.id]))
    return placed, _MARGIN_MM * 2 - _GAP_MM + sum(height + _GAP_MM for height in rows.values())


def _row_heights(boxes: tuple[FlowBox, ...], heights: dict[str, float]) -> dict[int, float]:
    """Height of each row: its tallest box, and its share of boxes that span several."""
    rows = dict.fromkeys(range(max(box.row + box.span for box in boxes)), 0.0)
    for box in sorted(boxes, key=lambda box: box.span):
        spanned = range(box.row, box.row + box.span)
        missing = heights[box.id] + _GAP_MM - sum(rows[row] + _GAP_MM for row in spanned)
        for row in spanned:
            rows[row] += max(0.0, missing) / box.span
    return rows


def _broken(box: FlowBox, drawn: Canvas) -> tuple[tuple[str, ...], int]:
    room = box.width_mm - 2 * _PAD_MM
    title = _wrap(box.title, room, drawn, bold=True)
    lines = [part for line in box.lines for part in _wrap(line, room, drawn, bold=False)]
    return (*title, *lines), len(title)


def _wrap(text: str, room_mm: float, drawn: Canvas, *, bold: bool) -> list[str]:
    """Break a text between words so that each part fits; continued parts are indented."""
    parts: list[str] = []
    current = ""
    for word in text.split():
        longer = f"{current} {word}".strip()
        if current and _width_mm(longer, drawn, bold=bold) > room_mm - (2 if parts else 0):
            parts.append(current)
            current = word
        else:
            current = longer
    parts.append(current)
    return [part if position == 0 or bold else f"   {part}" for position, part in enumerate(parts)]


def _width_mm(text: str, drawn: Canvas, *, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties

    from hcc_analysis.fonts import FAMILY

    font = FontProperties(family=FAMILY, size=TEXT_PT, weight="bold" if bold else "normal")
    renderer = drawn.canvas.get_renderer()  # type: ignore[attr-defined]
    pixels, _, _ = renderer.get_text_width_height_descent(text, font, False)
    return float(pixels) / drawn.dpi * MM_PER_INCH


def _draw_box(axes: Axes, placed: _Placed) -> None:
    from matplotlib.patches import Rectangle

    box = placed.box
    if not box.plain:
        frame = Rectangle((box.x_mm, placed.top - placed.height), box.width_mm, placed.height)
        frame.set(facecolor="#f4f6f8", edgecolor=INK, linewidth=0.6)
        axes.add_patch(frame)
    line = TEXT_PT * _MM_PER_PT * _LEADING
    for position, text in enumerate(placed.text):
        bold = position < placed.titles
        axes.text(
            box.x_mm + _PAD_MM,
            placed.top - _PAD_MM - (position + 0.5) * line,
            text,
            size=TEXT_PT if not box.plain else SMALL_PT,
            weight="bold" if bold else "normal",
            color=SOFT if box.plain and not bold else INK,
            va="center_baseline",
        )


def _draw_arrow(axes: Axes, start: _Placed, end: _Placed) -> None:
    if start.box.row == end.box.row:
        rightwards = end.box.x_mm > start.box.x_mm
        tail = start.box.x_mm + (start.box.width_mm if rightwards else 0), start.middle
        head = end.box.x_mm + (0 if rightwards else end.box.width_mm), start.middle
    else:
        tail, head = (start.centre, start.top - start.height), (end.centre, end.top)
    _line(axes, tail, head)


def _line(axes: Axes, tail: tuple[float, float], head: tuple[float, float]) -> None:
    """Draw straight, or over a corner half-way down where the boxes are not in line."""
    bend = (tail[1] + head[1]) / 2
    path = [tail, head] if abs(tail[0] - head[0]) < 0.1 or abs(tail[1] - head[1]) < 0.1 else None
    if path is None:
        axes.plot([tail[0], tail[0], head[0]], [tail[1], bend, bend], color=INK, linewidth=0.6)
        tail = (head[0], bend)
    style: Look = {
        "arrowstyle": "-|>,head_width=0.12,head_length=0.25",
        "color": INK,
        "linewidth": 0.6,
        "shrinkA": 0,
        "shrinkB": 0,
    }
    axes.annotate("", xy=head, xytext=tail, arrowprops=style)


def _data(boxes: tuple[FlowBox, ...]) -> pd.DataFrame:
    rows = [{"box": box.id, "line": text} for box in boxes for text in (box.title, *box.lines)]
    return pd.DataFrame(rows, columns=["box", "line"])
