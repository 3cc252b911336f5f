"""Baseline characteristics by response, each with Fisher's exact test.

Source: paper, Supplementary Tables 4 (radiographic response) and 5 (pathological response).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hcc_analysis.analyses.association import Association, associate
from hcc_analysis.analyses.comparison import Grouping
from hcc_analysis.analyses.counting import count_and_percent, id_part
from hcc_analysis.analyses.factors import Factor
from hcc_analysis.results import Result


@dataclass(frozen=True)
class FactorByGroup:
    """A characteristic crossed with a grouping.

    Attributes
    ----------
    factor : Factor
        The characteristic.
    association : Association
        Its levels (rows) by the groups (columns), with their test.
    id : str
        Prefix of the result ids.
    p_id : str
        Result id of the p value.
    """

    factor: Factor
    association: Association
    id: str
    p_id: str

    def cell_id(self, level: str, group: str) -> str:
        """Return the result id of the patients of a level in a group."""
        return f"{self.id}.{self.factor.levels[level]}.{id_part(group)}"

    def results(self) -> list[Result]:
        """Return the p value, then number and percentage of each level in each group."""
        results = [self.association.result(self.p_id)]
        for group, counts in self.association.table.items():
            for level, count in counts.items():
                id, words = self.cell_id(str(level), str(group)), f"{level}, {group}"
                results += count_and_percent(id, int(count), int(counts.sum()), group=words)
        return results


def cross_factors(
    factors: Sequence[Factor],
    grouping: Grouping,
    subjects: list[str],
    *,
    prefix: str,
    p_ids: dict[str, str] | None = None,
) -> list[FactorByGroup]:
    """Cross characteristics with a grouping.

    Parameters
    ----------
    factors : sequence of Factor
        The characteristics.
    grouping : Grouping
        The groups.
    subjects : list of str
        ``USUBJID`` of the population.
    prefix : str
        Prefix of the result ids.
    p_ids : dict of str to str, optional
        Factor id to a result id of its p value's own, where a published claim has another than
        ``<prefix>.<factor>.fisher.p``.

    Returns
    -------
    list of FactorByGroup
        One a characteristic, levels in order.
    """
    columns, names = grouping.groups.reindex(subjects), p_ids or {}
    return [
        FactorByGroup(
            factor,
            associate(factor.groups.reindex(subjects), columns, list(factor.levels), list(grouping.levels)),
            f"{prefix}.{factor.id}",
            names.get(factor.id, f"{prefix}.{factor.id}.fisher.p"),
        )
        for factor in factors
    ]


def cross_results(crossed: list[FactorByGroup]) -> list[Result]:
    """Return the results of every characteristic, in order."""
    return [result for item in crossed for result in item.results()]
