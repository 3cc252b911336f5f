"""What an output is: a table or figure, its words, and its results. Frozen, and the same as JSON.

The JSON form travels inside the executed notebook under :data:`MIME_TYPE`; the report reads nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hcc_analysis.results import Result

if TYPE_CHECKING:
    import pandas as pd

MIME_TYPE = "application/vnd.hcc-analysis.output+json"

Scalar = float | int | str | None
Shows = Literal["groups", "subjects", "no_patients"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Cell(_Frozen):
    """One cell of a table: its text and the results that stand in it."""

    text: str
    results: tuple[str, ...] = ()


class Column(_Frozen):
    """One column of a table; neighbours with the same spanner share a heading above them."""

    label: str
    align: Literal["left", "center", "right"] = "left"
    spanner: str = ""


class Row(_Frozen):
    """One row of a table. A heading row has its text in the first cell and opens a group."""

    cells: tuple[Cell, ...]
    indent: int = 0
    heading: bool = False


class Table(_Frozen):
    """A table, formatted: everything is text. ``wide`` asks for a landscape page."""

    kind: Literal["table"] = "table"
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    wide: bool = False

    def frame(self) -> pd.DataFrame:
        """Return the table as a DataFrame of text, spanners joined to the labels by `` | ``."""
        import pandas as pd

        names = [f"{c.spanner} | {c.label}" if c.spanner else c.label for c in self.columns]
        return pd.DataFrame([[cell.text for cell in row.cells] for row in self.rows], columns=names)


class SourceData(_Frozen):
    """Data behind a figure: a small table with a name."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Scalar, ...], ...]

    def frame(self) -> pd.DataFrame:
        """Return the data as a DataFrame."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=list(self.columns))


class Figure(_Frozen):
    """A figure: vector, its size on paper and the data behind it.

    ``notes`` are on how it had to be drawn; :func:`~hcc_analysis.outputs.publish.publish` puts them among the
    output's footnotes, and only there are they stored.
    """

    kind: Literal["figure"] = "figure"
    svg: str
    width_mm: float
    height_mm: float
    data: tuple[SourceData, ...] = ()
    notes: tuple[str, ...] = Field(default=(), exclude=True)


class Span(_Frozen):
    """A piece of a sentence: plain text, or a number with the id of its result."""

    text: str
    result: str = ""


class Paragraph(_Frozen):
    """A paragraph of sentences under a heading."""

    heading: str
    spans: tuple[Span, ...]


class Prose(_Frozen):
    """Text whose numbers are results."""

    kind: Literal["prose"] = "prose"
    paragraphs: tuple[Paragraph, ...]


class Output(_Frozen):
    """Everything that the supplement needs of one notebook.

    Attributes
    ----------
    id : str
        The notebook's stem.
    label : str
        Number in the paper, e.g. "Fig. 2B" or "Table 1".
    title : str
        Title, without the label.
    caption : str
        What a reader sees below a figure or above a table; plain text.
    alt : str
        What the output shows, with its main numbers, for those who cannot see it.
    footnotes : tuple of str
        Notes, each naming the method choices.
    abbreviations : dict of str to str
        Abbreviation to meaning.
    content : Table, Figure or Prose
        The output itself.
    results : tuple of Result
        Every result that it reports.
    dataset : dict
        What the data are (provenance, cutoff, version, registry id, banner).
    convention : str
        Name of the statistical convention.
    shows : {"groups", "subjects", "no_patients"}
        What it shows of the patients: numbers of groups, each one, or nothing.
    """

    schema_version: Literal[1] = 1
    id: str
    label: str
    title: str
    caption: str
    alt: str = ""
    footnotes: tuple[str, ...] = ()
    abbreviations: dict[str, str] = Field(default_factory=dict)
    content: Annotated[Table | Figure | Prose, Field(discriminator="kind")]
    results: tuple[Result, ...]
    dataset: dict[str, str]
    convention: str
    shows: Shows = "groups"
