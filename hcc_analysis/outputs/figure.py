"""From a matplotlib figure to a published one: SVG, and the data behind it."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.fonts import embed
from hcc_analysis.outputs.figures.lettering import Line, block_size, wrap, write_block
from hcc_analysis.outputs.model import Figure, Scalar, SourceData
from hcc_analysis.outputs.style import MM_PER_INCH, SINGLE_COLUMN_MM, TEXT_PT, journal_style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Canvas

_PLACES = 10


def canvas(width_mm: float, height_mm: float) -> Canvas:
    """Make an empty figure of a size on paper (mm)."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    figure = Canvas(figsize=(width_mm / MM_PER_INCH, height_mm / MM_PER_INCH))
    FigureCanvasAgg(figure)
    return figure


def axes_mm(figure: Canvas, left: float, bottom: float, right: float, top: float) -> Axes:
    """Place axes by their distances from the figure's edges (mm)."""
    width, height = (side * MM_PER_INCH for side in figure.get_size_inches())
    box = (left / width, bottom / height, (width - left - right) / width, (height - bottom - top) / height)
    return figure.add_axes(box)


def to_figure(figure: Canvas, data: Mapping[str, pd.DataFrame], notes: Iterable[str] = ()) -> Figure:
    """Render a matplotlib figure as SVG.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn within :func:`hcc_analysis.outputs.style.journal_style`; the call must be within it too.
    data : mapping of str to pandas.DataFrame
        The data behind the figure, by name.
    notes : iterable of str
        What its footnotes must say of how it was drawn.

    Returns
    -------
    Figure
        The same bytes for the same content; the SVG holds the letters that it uses.
    """
    svg = io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    width, height = figure.get_size_inches()
    return Figure(
        svg=embed(svg.getvalue().decode()),
        width_mm=round(float(width) * MM_PER_INCH, 3),
        height_mm=round(float(height) * MM_PER_INCH, 3),
        data=tuple(source_data(name, frame) for name, frame in data.items()),
        notes=tuple(notes),
    )


def source_data(name: str, frame: pd.DataFrame) -> SourceData:
    """Turn a DataFrame into plain values: missing is None, dates are ISO text."""
    rows = tuple(tuple(_plain(value) for value in row) for row in frame.itertuples(index=False, name=None))
    return SourceData(name=name, columns=tuple(str(column) for column in frame.columns), rows=rows)


def _plain(value: object) -> Scalar:
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, bool):
        return "Y" if value else "N"
    if isinstance(value, float):
        return round(value, _PLACES) if math.isfinite(value) else None
    return value if isinstance(value, int) else str(value)


def sentence_figure(sentence: str, *, width_mm: float = SINGLE_COLUMN_MM) -> Figure:
    """Draw a plain sentence where there is nothing to plot.

    Parameters
    ----------
    sentence : str
        What to say, e.g. "No patients in this population.".
    width_mm : float
        Width on paper.

    Returns
    -------
    Figure
        A picture of the sentence.
    """
    with journal_style():
        lines = [Line(text, TEXT_PT) for text in wrap(sentence, width_mm - 10, TEXT_PT)]
        _, tall = block_size(lines)
        height = max(20.0, tall + 10)
        drawn = canvas(width_mm, height)
        write_block(drawn, width_mm / 2, (height + tall) / 2, lines, align="center")
        return to_figure(drawn, {})
