"""A table as boxes with spans and widths, from which the word processor formats are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hcc_analysis.outputs.html import has_spanners, is_bare_heading, spans
from hcc_analysis.outputs.model import Column, Row, Table

TWIPS_PER_MM = 1440 / 25.4
MARGIN_MM = 18
_PAPER_MM = (210, 297)
_LETTER, _PADDING = 88, 180  # twips: an 8 pt letter, and what a box has around its text
_TOGETHER = 30  # lines of a table that stays on one page
LONG_TEXT = 1500  # letters beyond which a row may break across pages
_LONGEST = 60  # letters beyond which a column does not grow


@dataclass(frozen=True)
class Box:
    """One cell as it is set.

    Attributes
    ----------
    pieces : tuple of (str, str)
        Text, and the id of the output that it links to, or nothing.
    align : {"left", "center", "right"}
        Side.
    bold, italic : bool
        Weight and slant.
    indent : int
        Steps of indentation.
    span : int
        Number of columns.
    merge : {"", "first", "next"}
        First or further box of one that runs down.
    """

    pieces: tuple[tuple[str, str], ...]
    align: Literal["left", "center", "right"] = "left"
    bold: bool = False
    italic: bool = False
    indent: int = 0
    span: int = 1
    merge: Literal["", "first", "next"] = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True)
class Grid:
    """Rows of boxes; those of the head are repeated on each page."""

    head: tuple[tuple[Box, ...], ...]
    body: tuple[tuple[Box, ...], ...]

    @property
    def columns(self) -> int:
        """Number of columns."""
        return sum(box.span for box in self.head[0])

    def together(self, widths: Sequence[int]) -> bool:
        """Say whether the table is short enough, in columns of these widths, to stay on one page."""
        return sum(_lines(row, widths) for row in (*self.head, *self.body)) <= _TOGETHER


def text_width(landscape: bool) -> int:
    """Width between the margins of an A4 page (twips)."""
    return round((_PAPER_MM[landscape] - 2 * MARGIN_MM) * TWIPS_PER_MM)


def paper(landscape: bool) -> tuple[int, int]:
    """Width and height of an A4 page (mm)."""
    short, long = _PAPER_MM
    return (long, short) if landscape else (short, long)


def plain_grid(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> Grid:
    """Return a grid of texts under one row of headings.

    Parameters
    ----------
    heads : sequence of str
        Heading of each column.
    rows : sequence of sequence of str
        Texts.
    right : sequence of int
        Places of the columns that stand at the right.
    """
    sides: list[Literal["left", "right"]] = ["right" if i in right else "left" for i in range(len(heads))]
    head = tuple(Box(((name, ""),), side, bold=True) for name, side in zip(heads, sides, strict=True))
    body = [tuple(Box(((t, ""),), side) for t, side in zip(row, sides, strict=True)) for row in rows]
    return Grid((head,), tuple(body))


def table_grid(table: Table) -> Grid:
    """Return the boxes of an output's table, with spanning headings and merged group headings."""
    return Grid(_head(table.columns), tuple(_row(row, table.columns) for row in table.rows))


def _head(columns: Sequence[Column]) -> tuple[tuple[Box, ...], ...]:
    if not has_spanners(columns):
        return (tuple(_head_box(column) for column in columns),)
    upper: list[Box] = []
    lower: list[Box] = []
    for span in spans(columns):
        if span.label:
            upper.append(Box(((span.label, ""),), "center", bold=True, span=span.width))
            lower.extend(_head_box(column) for column in span.columns)
        else:
            upper.extend(_head_box(column, "first") for column in span.columns)
            lower.extend(Box((), column.align, bold=True, merge="next") for column in span.columns)
    return tuple(upper), tuple(lower)


def _head_box(column: Column, merge: Literal["", "first"] = "") -> Box:
    return Box(((column.label, ""),), column.align, bold=True, merge=merge)


def _row(row: Row, columns: Sequence[Column]) -> tuple[Box, ...]:
    first = Box(((row.cells[0].text, ""),), columns[0].align, bold=row.heading, indent=row.indent)
    if is_bare_heading(row):
        return (Box(first.pieces, bold=True, indent=row.indent, span=len(columns)),)
    others = zip(row.cells[1:], columns[1:], strict=True)
    return (first, *(Box(((cell.text, ""),), column.align) for cell, column in others))


def column_widths(grid: Grid, available: int) -> list[int]:
    """Give each column the width that its words need, within the page.

    Parameters
    ----------
    grid : Grid
        The table.
    available : int
        Width of the page between its margins (twips).

    Returns
    -------
    list of int
        Width of each column (twips); their sum is at most ``available``.
    """
    wanted, least = _needs(grid)
    if sum(wanted) <= available:
        return wanted
    if sum(least) >= available:
        return [max(1, width * available // sum(least)) for width in least]
    spare, asked = available - sum(least), sum(wanted) - sum(least)
    return [low + (high - low) * spare // asked for low, high in zip(least, wanted, strict=True)]


def _lines(row: Sequence[Box], widths: Sequence[int]) -> int:
    """Count the lines that the tallest box of a row needs, by the width of a letter."""
    most, at = 1, 0
    for box in row:
        room = max(1, (sum(widths[at : at + box.span]) - _PADDING) // _LETTER - 2 * box.indent)
        most = max(most, sum(1 + max(0, len(line) - 1) // room for line in box.text.split("\n")))
        at += box.span
    return most


def lies(table: Table) -> bool:
    """Say whether a table needs a page on its side: it asks for one, and is wider than an upright page."""
    return table.wide and sum(_needs(table_grid(table))[0]) > text_width(False)


def _needs(grid: Grid) -> tuple[list[int], list[int]]:
    """Width of each column's longest text, and of its longest word."""
    wanted, least = [0] * grid.columns, [0] * grid.columns
    for row in (*grid.head, *grid.body):
        at = 0
        for box in row:
            if box.span == 1:
                lines = box.text.split("\n")
                words = [len(word) for line in lines for word in line.split()]
                extra = 2 * box.indent
                wanted[at] = max(wanted[at], extra + max(map(len, lines)))
                least[at] = max(least[at], extra + max(words, default=0))
            at += box.span
    return [_twips(letters) for letters in wanted], [_twips(min(letters, 24)) for letters in least]


def _twips(letters: int) -> int:
    return _PADDING + _LETTER * max(2, min(letters, _LONGEST))
