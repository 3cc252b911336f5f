"""Text in figures, measured: how wide it is, where to break it, and how to write it at a place in mm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from hcc_analysis.fonts import FAMILY
from hcc_analysis.outputs.style import INK, MM_PER_INCH, MM_PER_PT, SMALL_PT

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Canvas
    from matplotlib.transforms import Transform

LEADING = 1.25  # line height over type size
_CAP_HEIGHT = 0.72  # over type size


@dataclass(frozen=True)
class Line:
    """One line of text: its type size (pt), ink, weight and indent (mm)."""

    text: str
    size: float = SMALL_PT
    color: str = INK
    bold: bool = False
    indent: float = 0.0

    @property
    def width(self) -> float:
        """Width in mm, indent included."""
        return self.indent + width_mm(self.text, self.size, bold=self.bold)

    @property
    def height(self) -> float:
        """Height in mm, leading included."""
        return self.size * MM_PER_PT * LEADING


@lru_cache(maxsize=4096)
def width_mm(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a text in the figures' typeface (mm); call it within the journal's style."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FAMILY, size=size, weight="bold" if bold else "normal")
    points, _, _ = text_to_path.get_text_width_height_descent(text, font, False)
    return float(points) * MM_PER_PT


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
    """Break a text between words, and within words that are longer than a line.

    Parameters
    ----------
    text : str
        Text; white space is one space.
    room : float
        Width of a line in mm.
    size : float
        Type size in pt.
    bold : bool
        Weight.

    Returns
    -------
    tuple of str
        Lines, at least one.
    """
    lines = [""]
    for word in (part for whole in text.split() for part in _parts(whole, room, size, bold)):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_mm(longer, size, bold=bold) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _parts(word: str, room: float, size: float, bold: bool) -> list[str]:
    """Cut a word that does not fit on a line."""
    if width_mm(word, size, bold=bold) <= room:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and width_mm(parts[-1] + letter, size, bold=bold) > room:
            parts.append("")
        parts[-1] += letter
    return parts


def block_size(lines: Sequence[Line]) -> tuple[float, float]:
    """Width and height (mm) of lines under each other."""
    return max((line.width for line in lines), default=0.0), sum(line.height for line in lines)


def short_names(names: Sequence[str]) -> list[str]:
    """Leave out what all names begin with, up to a separator: "HCC-01" is "01"."""
    if len(names) < 2:
        return list(names)
    first, last = min(names), max(names)
    same = next((k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    start = max(first[:same].rfind(mark) for mark in "-_ /.") + 1
    return [name[start:] for name in names]


def millimetres(drawn: Canvas) -> Transform:
    """Return the transform from mm (origin lower left) to the figure."""
    from matplotlib.transforms import Affine2D

    return Affine2D().scale(1 / MM_PER_INCH) + drawn.dpi_scale_trans


def write(drawn: Canvas, x: float, y: float, line: Line, *, align: str = "left") -> None:
    """Write a line whose capitals are centred at a height.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure
        Figure.
    x, y : float
        Place in mm from the lower left corner.
    line : Line
        Text.
    align : {"left", "center", "right"}
        Which part of the text stands at `x`.
    """
    drawn.text(
        x + line.indent,
        y - line.size * MM_PER_PT * _CAP_HEIGHT / 2,
        line.text,
        transform=millimetres(drawn),
        ha=align,
        va="baseline",
        size=line.size,
        color=line.color,
        weight="bold" if line.bold else "normal",
    )


def write_block(drawn: Canvas, x: float, top: float, lines: Sequence[Line], *, align: str = "left") -> None:
    """Write lines under each other, from a top edge (mm) on."""
    for line in lines:
        write(drawn, x, top - line.height / 2, line, align=align)
        top -= line.height


def rule(drawn: Canvas, xs: Sequence[float], ys: Sequence[float], **look: object) -> None:
    """Draw a line through places in mm."""
    from matplotlib.lines import Line2D

    drawn.add_artist(Line2D(xs, ys, transform=millimetres(drawn), **look))  # type: ignore[arg-type]
