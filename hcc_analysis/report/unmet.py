"""The printed numbers that are not met, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.claims import renderable, totals
from hcc_analysis.claims.reconcile import DIFFERS, NOT_COMPUTED

if TYPE_CHECKING:
    from rich.console import Group


def unmet_claims(compared: pd.DataFrame) -> Group:
    """Make what rich prints: the claims that differ or are not computed, then the totals of all.

    Parameters
    ----------
    compared : pandas.DataFrame
        As :func:`hcc_analysis.claims.reconcile` returns it.

    Returns
    -------
    rich.console.Group
        For ``Console.print``.
    """
    from rich.console import Group
    from rich.text import Text

    unmet = compared[compared["status"].isin([DIFFERS, NOT_COMPUTED])]
    table = renderable(unmet).renderables[:1] if len(unmet) else []
    return Group(*table, Text(str(totals(compared))))
