"""Association of two categories: cross table and Fisher's exact test.

Source: paper, Methods, Statistical analysis (two-sided Fisher's exact test), Discussion,
Supplementary Tables 4, 5 and 8.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.comparison import Grouping, by_afp_reduction, by_pathology, by_radiographic
from hcc_analysis.analyses.counting import count_and_percent, count_result, id_part, p_result
from hcc_analysis.endpoints.recist import best_response
from hcc_analysis.endpoints.vascular_invasion import vascular_invasion
from hcc_analysis.results import NOT_ESTIMABLE, Result, estimable
from hcc_analysis.stats import fisher_exact
from hcc_analysis.trial import Trial, resected

METHOD = "Fisher's exact test, two-sided"
TOTAL = "Total"  # names a margin
CATEGORIES = ("CR", "PR", "SD", "PD")


@dataclass(frozen=True)
class Association:
    """A cross table and its test.

    Attributes
    ----------
    table : pandas.DataFrame
        Counts; rows and columns named by their levels.
    p_value : float or str
        Two-sided exact p value; ``NE`` where a margin leaves nothing to compare.
    """

    table: pd.DataFrame
    p_value: float | str

    @property
    def n(self) -> int:
        """Number of subjects."""
        return int(self.table.to_numpy().sum())

    def count_results(self, prefix: str) -> list[Result]:
        """Return the subjects of each cell and margin, as :meth:`cell_id` names them."""
        table = self.table
        counts = {
            (str(row), str(column)): table.loc[row, column] for row in table.index for column in table.columns
        }
        counts |= {(str(row), TOTAL): count for row, count in table.sum(axis=1).items()}
        counts |= {(TOTAL, str(column)): count for column, count in table.sum().items()}
        counts[TOTAL, TOTAL] = self.n
        return [
            count_result(self.cell_id(prefix, *at), count, n=self.n, group=" by ".join(at))
            for at, count in counts.items()
        ]

    @staticmethod
    def cell_id(prefix: str, row: str, column: str) -> str:
        """Return the result id of a cell or margin."""
        return f"{prefix}.{id_part(row)}.{id_part(column)}"

    def result(self, id: str) -> Result:
        """Return the p value as a result."""
        return p_result(id, self.p_value, n=self.n, method=METHOD)


def associate(
    rows: pd.Series, columns: pd.Series, row_levels: list[str], column_levels: list[str]
) -> Association:
    """Cross two categories and test their association.

    Parameters
    ----------
    rows, columns : pandas.Series
        Level of each subject, on the same index; subjects without either are left out.
    row_levels, column_levels : list of str
        Levels in order; levels of nobody stay in the table as noughts.

    Returns
    -------
    Association
        Counts and exact p value.
    """
    table = pd.crosstab(rows, columns).reindex(index=row_levels, columns=column_levels, fill_value=0)
    filled = table.loc[table.sum(axis=1) > 0, table.sum(axis=0) > 0]
    if min(filled.shape) < 2:
        return Association(table, NOT_ESTIMABLE)
    return Association(table, estimable(fisher_exact(filled.to_numpy()).p_value))


def of_groupings(trial: Trial, rows: Grouping, columns: Grouping) -> Association:
    """Cross two groupings among the resected subjects."""
    subjects = resected(trial)["USUBJID"]
    return associate(
        subjects.map(rows.groups), subjects.map(columns.groups), list(rows.levels), list(columns.levels)
    )


def radiographic_by_pathology(trial: Trial, *, mpr_threshold: float = 10) -> Association:
    """Cross radiographic with pathological response among the resected subjects."""
    return of_groupings(trial, by_radiographic(trial), by_pathology(trial, mpr_threshold=mpr_threshold))


def afp_reduction_by_pathology(
    trial: Trial, *, afp_cutoff: float = 400, afp_reduction: float = 90, mpr_threshold: float = 10
) -> Association:
    """Cross the reduction of alpha-fetoprotein with pathological response among the resected subjects."""
    reduction = by_afp_reduction(trial, cutoff=afp_cutoff, reduction=afp_reduction)
    return of_groupings(trial, reduction, by_pathology(trial, mpr_threshold=mpr_threshold))


def vascular_by_primary(trial: Trial) -> Association:
    """Cross the response of vascular invasion (rows) with that of the primary tumour (columns)."""
    vascular = vascular_invasion(trial).set_index("USUBJID")["MVIRESP"]
    primary = best_response(trial).set_index("USUBJID")["BOR"]
    found = [c for c in CATEGORIES if c in set(vascular) | set(primary)]
    return associate(vascular, primary, found, found)


def vascular_results(association: Association) -> list[Result]:
    """Return response and disease control of vascular invasion, under the published claims' ids.

    Parameters
    ----------
    association : Association
        As :func:`vascular_by_primary` returns it.

    Returns
    -------
    list of Result
        Rates and the test against the primary tumour.
    """
    counts = association.table.sum(axis=1).reindex(list(CATEGORIES), fill_value=0)
    objective, n = int(counts[["CR", "PR"]].sum()), association.n
    method = "downstaging is response, upstaging progression"
    return [
        *count_and_percent("response.mvi.orr", objective, n, method=method),
        *count_and_percent("response.mvi.dcr", objective + int(counts["SD"]), n, method=method),
        association.result("response.mvi_vs_primary.p"),
    ]
