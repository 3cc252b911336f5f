"""What was computed, held against what the paper printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from hcc_analysis.claims import load_claims, reconcile
from hcc_analysis.claims.published import trial_of_paper
from hcc_analysis.claims.reconcile import NOT_COMPUTED, SEPARATOR, STATUSES
from hcc_analysis.outputs.model import Output

RESULT_COLUMNS = ["output_id", "result_id", "group", "statistic", "value", "unit", "n", "method"]


@dataclass(frozen=True)
class Claim:
    """One printed number and its computed counterpart, as text.

    Attributes
    ----------
    id : str
        Claim id, which is the result id.
    location, quote : str
        Where the paper prints it, and the words around it.
    printed, computed, computed_full : str
        As printed; computed in the same form; computed in full.
    status : str
        ``exact``, ``truncated``, ``differs`` or ``not computed``.
    note : str
        Why it differs, or what a reader must know.
    outputs : tuple of str
        Ids of the outputs that compute it.
    """

    id: str
    location: str
    quote: str
    printed: str
    computed: str
    computed_full: str
    status: str
    note: str
    outputs: tuple[str, ...]


def results_frame(outputs: Iterable[Output]) -> pd.DataFrame:
    """Return every result of every output, one a row.

    Parameters
    ----------
    outputs : iterable of Output
        The outputs in order.

    Returns
    -------
    pandas.DataFrame
        Columns :data:`RESULT_COLUMNS`.
    """
    rows = [
        (output.id, r.id, r.group, r.statistic, r.value, r.unit, r.n, r.method)
        for output in outputs
        for r in output.results
    ]
    frame = pd.DataFrame(rows, columns=RESULT_COLUMNS, dtype=object)
    return frame.astype({"n": "Int64"})


def compare(
    results: pd.DataFrame, claims_file: Path, registry_id: str, *, partial: bool = False
) -> pd.DataFrame:
    """Hold the results against the printed numbers.

    Parameters
    ----------
    results : pandas.DataFrame
        From :func:`results_frame`.
    claims_file : Path
        The printed numbers; nothing is compared when the project has no such file.
    registry_id : str
        The trial of the results; nothing is compared when ``paper.yml`` beside the file names another.
    partial : bool
        Leave out the claims that no output of this run computes.

    Returns
    -------
    pandas.DataFrame
        One row a claim, in the order of the file, as :func:`hcc_analysis.claims.reconcile` gives it.

    Raises
    ------
    InputError
        Two outputs compute the same result differently, or the file is wrong.
    """
    printed = load_claims(claims_file) if _is_about(claims_file, registry_id) else ()
    table = reconcile(results, printed)
    return table[table["status"] != NOT_COMPUTED] if partial else table


def _is_about(claims_file: Path, registry_id: str) -> bool:
    return claims_file.is_file() and trial_of_paper(claims_file) in (None, registry_id)


def as_claims(table: pd.DataFrame) -> tuple[Claim, ...]:
    """Turn the compared claims into text for the reader, in their order."""
    return tuple(_claim(row) for row in table.to_dict("records"))


def totals(claims: Sequence[Claim]) -> dict[str, int]:
    """Count the claims of each status, every status named."""
    return count_statuses(claim.status for claim in claims)


def count_statuses(statuses: Iterable[str]) -> dict[str, int]:
    """Count statuses of claims, every status named."""
    counted = Counter(statuses)
    return {status: counted.get(status, 0) for status in STATUSES}


def _claim(row: dict[Any, Any]) -> Claim:
    names = [name for name in Claim.__dataclass_fields__ if name != "outputs"]
    outputs = tuple(id for id in str(row["output_id"]).split(SEPARATOR) if id)
    return Claim(**{name: str(row[name]) for name in names}, outputs=outputs)
