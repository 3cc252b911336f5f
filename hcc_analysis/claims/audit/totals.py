"""Totals against their parts: levels of a characteristic, responses, patient flow, treatments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from hcc_analysis.claims.audit.finding import Finding, agreement, finding
from hcc_analysis.claims.audit.printed import Printed

KIND = "total"


@dataclass(frozen=True)
class _Sum:
    """Parts that add up to a whole, or that cannot exceed it."""

    parts: tuple[str, ...]
    whole: str
    test: str
    at_most: bool = False


_SUMS = (
    _Sum(("trial.enrolled", "trial.withdrew_consent"), "trial.screened", "enrolled and withdrawn: screened"),
    _Sum(("trial.resected.n", "trial.unresectable"), "trial.enrolled", "resected or not are all"),
    _Sum(("trial.relapsed_within_1y", "trial.relapsed_after_1y"), "trial.relapsed.n", "early and late"),
    _Sum(("trial.relapsed.n", "trial.recurrence_free.n"), "trial.resected.n", "relapsed or not"),
    _Sum(("table2.pr.n", "table2.sd.n", "table2.pd.n"), "trial.enrolled", "responses are all patients"),
    _Sum(("table2.pr.n",), "table2.orr.n", "objective response is PR, as there is no CR"),
    _Sum(("table2.pr.n", "table2.sd.n"), "table2.dcr.n", "disease control is PR and SD"),
    _Sum(("table2.path.pcr.n", "table2.path.mpr.n"), "table2.path.response.n", "pathological response"),
    _Sum(
        ("table2.path.response.n", "table2.path.no_response.n"),
        "trial.resected.n",
        "responding or not",
    ),
    _Sum(
        ("response.pd_resected.mpr", "response.pd_resected.no_mpr.n"), "response.pd_resected.n", "resected PD"
    ),
    _Sum(
        ("table2.pr.n", "table2.sd.n", "response.pd_resected.n"),
        "trial.resected.n",
        "responses before surgery",
    ),
    _Sum(("response.pd_resected.n", "trial.unresectable"), "table2.pd.n", "PD, resected or not"),
    _Sum(
        ("response.pd.new_liver_lesions", "response.pd.extrahepatic"),
        "table2.pd.n",
        "new lesions among PD; other PD needs growth",
        at_most=True,
    ),
    _Sum(
        ("subsequent.unresectable.tislelizumab_lenvatinib", "subsequent.unresectable.lenvatinib_or_tace"),
        "trial.unresectable",
        "later treatments of the unresectable",
        at_most=True,
    ),
    _Sum(
        (
            "subsequent.relapsed.tislelizumab_lenvatinib",
            "subsequent.relapsed.atezolizumab_bevacizumab_tace",
            "subsequent.relapsed.lenvatinib",
            "subsequent.relapsed.haic",
        ),
        "subsequent.relapsed.any",
        "later treatments of the relapsed",
    ),
    _Sum(("subsequent.relapsed.any",), "trial.relapsed.n", "treated among the relapsed", at_most=True),
    _Sum(("response.spontaneous_pve",), "trial.resected.n", "embolisation among the resected", at_most=True),
)


def totals(printed: Printed) -> Iterator[Finding]:
    """Test every total whose parts are printed.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        One a characteristic of Table 1, then one a sum of the text and of Table 2.
    """
    for name, ids in _levels(printed).items():
        yield finding(printed, KIND, ids, partial(_all_levels, printed, name, ids))
    for total in _SUMS:
        yield finding(printed, KIND, (*total.parts, total.whole), partial(_sum, printed, total))


def _levels(printed: Printed) -> dict[str, list[str]]:
    """Ids of the counts of each characteristic of Table 1."""
    found: dict[str, list[str]] = {}
    for claim in printed:
        words = claim.id.split(".")
        if len(words) == 4 and words[0] == "table1" and words[3] == "n":
            found.setdefault(words[1], []).append(claim.id)
    return found


def _all_levels(printed: Printed, name: str, ids: list[str]) -> Finding:
    return _judge(
        [printed.count(id) for id in ids], printed.size(ids[0]), f"levels of {name.replace('_', ' ')}"
    )


def _sum(printed: Printed, total: _Sum) -> Finding:
    return _judge(
        [printed.count(id) for id in total.parts], printed.count(total.whole), total.test, total.at_most
    )


def _judge(parts: list[int], whole: int, test: str, at_most: bool = False) -> Finding:
    agrees = sum(parts) <= whole if at_most else sum(parts) == whole
    added = " + ".join(map(str, parts))
    result = f" = {sum(parts)}" if len(parts) > 1 else ""
    relation = "at most " if at_most else ""
    return Finding(
        test=test,
        computed=f"{added}{result}; {relation}{whole} printed",
        verdict=agreement(agrees),
        to_agree="" if agrees else f"a total of {sum(parts)}, or parts that make {relation}{whole}",
    )
