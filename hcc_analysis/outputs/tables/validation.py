"""The validation report of the statistics as a table: function, reference, cases, largest difference."""

from __future__ import annotations

from hcc_analysis.errors import InputError
from hcc_analysis.outputs.model import Column, Row, Table
from hcc_analysis.outputs.tables.cells import text_row
from hcc_analysis.results import Result
from hcc_analysis.trial.locate import locate

REPORT = "docs/validation.md"
_COLUMNS = 6


def validation_rows(path: str = REPORT) -> list[list[str]]:
    """Read the rows of the report that ``make validation`` writes.

    Parameters
    ----------
    path : str
        Markdown file, relative to the project or absolute.

    Returns
    -------
    list of list of str
        Function, reference, cases, numbers, largest difference, tolerance.

    Raises
    ------
    InputError
        The file is missing, or holds no such table.
    """
    lines = locate(path).read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    rows = [row for row in cells if len(row) == _COLUMNS and row[2].isdigit()]
    if not rows:
        raise InputError.at("holds no table of comparisons; run `make validation`", file=path)
    return rows


def validation_table(rows: list[list[str]]) -> Table:
    """Lay out the report.

    Parameters
    ----------
    rows : list of list of str
        As :func:`validation_rows` returns them.

    Returns
    -------
    Table
        One row a function and reference.
    """
    labels = ("Function", "Reference", "Cases", "Numbers", "Largest difference", "Tolerance")
    columns = tuple(Column(label=x, align="left" if x in labels[:2] else "right") for x in labels)
    return Table(columns=columns, rows=tuple(_row(row) for row in rows))


def _row(row: list[str]) -> Row:
    return text_row(*(cell.replace("`", "") for cell in row))


def validation_results(rows: list[list[str]]) -> list[Result]:
    """Return how many cases and numbers were compared.

    Parameters
    ----------
    rows : list of list of str
        As :func:`validation_rows` returns them.

    Returns
    -------
    list of Result
        Two counts.
    """
    totals = {"cases": sum(int(row[2]) for row in rows), "numbers": sum(int(row[3]) for row in rows)}
    return [
        Result(id=f"validation.{name}.n", value=count, statistic="count", unit=name, text=str(count))
        for name, count in totals.items()
    ]
