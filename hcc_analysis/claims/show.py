"""The reconciled claims on a terminal."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.claims.reconcile import DIFFERS, EXACT, NOT_COMPUTED, TRUNCATED, totals

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

# The word carries the meaning; colour only helps to find it.
_STYLES = {EXACT: "green", TRUNCATED: "cyan", DIFFERS: "bold red", NOT_COMPUTED: "yellow"}
_HEADINGS = ("Claim", "Where", "Printed", "Computed", "Status", "Note")


def renderable(reconciled: pd.DataFrame) -> Group:
    """Make what rich prints: the claims as a table, then the totals.

    Parameters
    ----------
    reconciled : pandas.DataFrame
        As :func:`hcc_analysis.claims.reconcile` returns it, or some of its rows.

    Returns
    -------
    rich.console.Group
        For ``Console.print``.
    """
    from rich.console import Group
    from rich.text import Text

    everything, patients = totals(reconciled), totals(reconciled, patients_only=True)
    lines = [str(everything), f"Of these, patients' data determine {patients}"]
    return Group(_table(reconciled), *(Text(line) for line in lines))


def render_text(reconciled: pd.DataFrame, *, width: int = 120) -> str:
    """Render the claims and totals as plain text of a given width.

    Parameters
    ----------
    reconciled : pandas.DataFrame
        As :func:`hcc_analysis.claims.reconcile` returns it, or some of its rows.
    width : int
        Columns of the terminal.

    Returns
    -------
    str
        Text without colour.
    """
    from rich.console import Console

    console = Console(file=io.StringIO(), width=width, color_system=None, force_terminal=False)
    with console.capture() as capture:
        console.print(renderable(reconciled))
    return capture.get()


def _table(reconciled: pd.DataFrame) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for heading in _HEADINGS:
        right = heading in ("Printed", "Computed")
        table.add_column(heading, justify="right" if right else "left", overflow="fold")
    for row in reconciled.to_dict("records"):
        status = str(row["status"])
        cells = [str(row[name]) for name in ("id", "location", "printed", "computed")]
        shown = Text(status, style=_STYLES[status])
        table.add_row(*map(Text, cells), shown, Text(_note(row)))
    return table


def _note(row: dict[str, object]) -> str:
    return str(row["note"]) if row["status"] in (DIFFERS, TRUNCATED) else ""
