"""Later treatments of subjects who progressed or relapsed.

Source: paper, Results (Subsequent treatments), Supplementary Table 7.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_and_percent, count_result, id_part
from hcc_analysis.endpoints.time_to_event import RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial, of_subjects, unresectable


@dataclass(frozen=True)
class LaterTreatments:
    """Later treatments of one group.

    Attributes
    ----------
    group : str
        Name of the group.
    n : int
        Its subjects.
    treated : int
        Those with any later treatment.
    regimens : dict of str to int
        Subjects by regimen (its parts, in alphabetical order, joined by +), by falling frequency.
    """

    group: str
    n: int
    treated: int
    regimens: dict[str, int]

    def row_id(self, row: str) -> str:
        """Return the result id of a row of the table: a regimen, ``any`` or ``none``."""
        return f"supp_table07.{id_part(self.group)}.{id_part(row)}"

    def results(self) -> list[Result]:
        """Return number and percentage of the subjects with any later treatment, each regimen, and none."""
        rows = {"any": self.treated, **self.regimens, "none": self.n - self.treated}
        return [
            result
            for row, count in rows.items()
            for result in count_and_percent(self.row_id(row), count, self.n, group=self.group)
        ]

    def having(self, *parts: str) -> int:
        """Count the subjects with a regimen that has all these parts."""
        wanted = set(parts)
        return sum(count for regimen, count in self.regimens.items() if wanted <= set(regimen.split(" + ")))

    def being(self, *parts: str) -> int:
        """Count the subjects whose regimen is exactly these parts."""
        return self.regimens.get(" + ".join(sorted(parts)), 0)


def later_treatments(trial: Trial) -> tuple[LaterTreatments, LaterTreatments]:
    """Count later treatments of the unresectable and of the relapsed subjects.

    Parameters
    ----------
    trial : Trial
        Needs ``adcm``; the first later regimen of each subject counts.

    Returns
    -------
    tuple of LaterTreatments
        Unresectable subjects, relapsed subjects.
    """
    rfs = derive(trial, RECURRENCE_FREE_SURVIVAL)
    relapsed = rfs[(rfs["CNSR"] == 0) & (rfs["EVNTDESC"] == "Recurrence")]
    return _treatments(trial, unresectable(trial), "Unresectable"), _treatments(trial, relapsed, "Relapsed")


def _treatments(trial: Trial, group: pd.DataFrame, name: str) -> LaterTreatments:
    regimens = of_subjects(trial["adcm"], group).sort_values(["USUBJID", "ASTDT", "CMSEQ"], kind="stable")
    first = (
        regimens.groupby("USUBJID")["CMTRT"].first().map(lambda text: " + ".join(sorted(text.split(" + "))))
    )
    counts = first.value_counts()
    names = sorted(counts.index, key=lambda regimen: (-counts[regimen], regimen))
    return LaterTreatments(name, len(group), len(first), {regimen: int(counts[regimen]) for regimen in names})


def later_treatment_results(unresected: LaterTreatments, relapsed: LaterTreatments) -> list[Result]:
    """Return the results that the text prints, under the published claims' ids.

    Parameters
    ----------
    unresected, relapsed : LaterTreatments
        The two groups.

    Returns
    -------
    list of Result
        Subjects by kind of regimen.
    """
    n = {"unresectable": unresected.n, "relapsed": relapsed.n}
    counts = {
        "unresectable.tislelizumab_lenvatinib": unresected.having("TISLELIZUMAB", "LENVATINIB"),
        "unresectable.lenvatinib_or_tace": unresected.being("LENVATINIB") + unresected.being("TACE"),
        "relapsed.any": relapsed.treated,
        "relapsed.tislelizumab_lenvatinib": relapsed.having("TISLELIZUMAB", "LENVATINIB"),
        "relapsed.atezolizumab_bevacizumab_tace": relapsed.being("ATEZOLIZUMAB", "BEVACIZUMAB", "TACE"),
        "relapsed.lenvatinib": relapsed.being("LENVATINIB"),
        "relapsed.haic": relapsed.being("HAIC"),
    }
    return [count_result(f"subsequent.{key}", k, n=n[key.split(".")[0]]) for key, k in counts.items()]
