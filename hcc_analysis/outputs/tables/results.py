"""Tables that list results one a row."""

from __future__ import annotations

from collections.abc import Iterable

from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import NOT_APPLICABLE
from hcc_analysis.results import Result


def result_table(results: Iterable[Result], *, first: str = "Quantity") -> Table:
    """Lay out results one a row: what, value, unit, method.

    Parameters
    ----------
    results : iterable of Result
        The results, in order.
    first : str
        Heading of the first column.

    Returns
    -------
    Table
        Four columns.
    """
    columns = (
        Column(label=first),
        Column(label="Value", align="right"),
        Column(label="Unit"),
        Column(label="Method"),
    )
    return Table(columns=columns, rows=tuple(_row(result) for result in results))


def _row(result: Result) -> Row:
    name = result.statistic[0].upper() + result.statistic[1:]
    value = Cell(text=result.text, results=(result.id,))
    return Row(
        cells=(Cell(text=name), value, Cell(text=result.unit), Cell(text=result.method or NOT_APPLICABLE))
    )
