"""Baseline characteristics by response, each with Fisher's exact test.

Source: paper, Supplementary Tables 4 (radiographic response) and 5 (pathological response).
"""

from __future__ import annotations

from dataclasses import dataclass

from hcc_analysis.analyses.association import Association, associate
from hcc_analysis.analyses.comparison import Grouping
from hcc_analysis.analyses.regression import Factor
from hcc_analysis.results import Result


@dataclass(frozen=True)
class FactorByGroup:
    """A characteristic crossed with a grouping."""

    factor: Factor
    association: Association


def cross_factors(factors: list[Factor], grouping: Grouping, subjects: list[str]) -> list[FactorByGroup]:
    """Cross characteristics with a grouping.

    Parameters
    ----------
    factors : list of Factor
        The characteristics.
    grouping : Grouping
        The groups.
    subjects : list of str
        ``USUBJID`` of the population.

    Returns
    -------
    list of FactorByGroup
        One a characteristic, levels in order.
    """
    columns = grouping.groups.reindex(subjects)
    return [
        FactorByGroup(
            f, associate(f.groups.reindex(subjects), columns, list(f.levels), list(grouping.levels))
        )
        for f in factors
    ]


def cross_results(
    crossed: list[FactorByGroup], prefix: str, ids: dict[str, str] | None = None
) -> list[Result]:
    """Return the p value of every characteristic.

    Parameters
    ----------
    crossed : list of FactorByGroup
        As :func:`cross_factors` returns them.
    prefix : str
        Prefix of the result ids.
    ids : dict of str to str, optional
        Factor id to a result id of its own, where a published claim has another one.

    Returns
    -------
    list of Result
        ``<prefix>.<factor>.fisher.p``.
    """
    names = ids or {}
    return [
        item.association.result(names.get(item.factor.id, f"{prefix}.{item.factor.id}.fisher.p"))
        for item in crossed
    ]
