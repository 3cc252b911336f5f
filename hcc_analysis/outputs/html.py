"""An output as HTML: the notebook's preview, and the template macros that the supplement shares."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from hcc_analysis.visible import visible

if TYPE_CHECKING:
    from jinja2 import Environment

    from hcc_analysis.outputs.model import Column, Figure, Output, Row, Table

TEMPLATES = Path(__file__).parent / "templates"

# A figure is drawn for paper; on a screen its 7 pt text is read at 1.5 times the size.
PIXELS_PER_MM = 1.5 * 96 / 25.4


@dataclass(frozen=True)
class Span:
    """Neighbouring columns under one spanner; the label is empty for columns without."""

    label: str
    columns: tuple[Column, ...]

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.columns)


def output_html(output: Output) -> str:
    """Render an output as an HTML fragment with its own style, as JupyterLab shows it.

    Parameters
    ----------
    output : Output
        What a notebook publishes.

    Returns
    -------
    str
        HTML; everything that comes from the output is escaped.
    """
    source = svg_source(output.content.svg) if output.content.kind == "figure" else ""
    style = (TEMPLATES / "preview.css").read_text(encoding="utf-8")
    return environment().get_template("preview.html.j2").render(output=output, source=source, style=style)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the template environment of the outputs: autoescaped, strict about unknown names."""
    return make_environment([TEMPLATES])


def make_environment(folders: Iterable[Path]) -> Environment:
    """Make a template environment that knows the filters of the output macros.

    Parameters
    ----------
    folders : iterable of Path
        Where templates are looked for, in this order.

    Returns
    -------
    jinja2.Environment
        Autoescaped, strict about unknown names.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(
        has_spanners=has_spanners,
        spans=spans,
        row_groups=row_groups,
        is_bare_heading=is_bare_heading,
        is_sortable=is_sortable,
        screen_width=screen_width,
        screen_height=screen_height,
    )
    return made


def _shown(value: object) -> object:
    """Show what would hide or reorder text; text that is markup has been made from visible text."""
    from markupsafe import Markup

    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def svg_source(svg: str) -> str:
    """Return an SVG document as a data URI for an ``<img>``, where no script of it can run."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode("utf-8")).decode("ascii")


def has_spanners(columns: Sequence[Column]) -> bool:
    """Say whether any column stands under a spanner."""
    return any(column.spanner for column in columns)


def spans(columns: Sequence[Column]) -> list[Span]:
    """Group neighbouring columns by their spanner."""
    grouped = groupby(columns, key=lambda column: column.spanner)
    return [Span(label, tuple(members)) for label, members in grouped]


def row_groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Split rows into groups; a heading that is not indented opens one."""
    groups: list[list[Row]] = []
    for row in rows:
        if not groups or (row.heading and not row.indent):
            groups.append([])
        groups[-1].append(row)
    return groups


def is_bare_heading(row: Row) -> bool:
    """Say whether a row is a heading with nothing beside it."""
    return row.heading and not any(cell.text for cell in row.cells[1:])


def is_sortable(table: Table) -> bool:
    """Say whether the order of the rows is free: no groups, no indentation, more than two rows."""
    return len(table.rows) > 2 and not any(row.heading or row.indent for row in table.rows)


def screen_width(figure: Figure) -> int:
    """Width of a figure on a screen (CSS pixels)."""
    return round(figure.width_mm * PIXELS_PER_MM)


def screen_height(figure: Figure) -> int:
    """Height of a figure on a screen (CSS pixels)."""
    return round(figure.height_mm * PIXELS_PER_MM)
