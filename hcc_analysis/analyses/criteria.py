"""How many subjects meet each criterion of eligibility and of resectability, and who fails which.

Source: paper, Methods, Study design and participants; Procedures.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.endpoints.criteria import FAILED, MET, UNKNOWN, Criterion
from hcc_analysis.endpoints.eligibility import CRITERIA, eligibility
from hcc_analysis.endpoints.resectability import RESECTABILITY, resectability
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial, intention_to_treat

VERDICTS = (MET, FAILED, UNKNOWN)


@dataclass(frozen=True)
class CriteriaSummary:
    """Criteria of one group of subjects.

    Attributes
    ----------
    id : str
        Prefix of the result ids.
    criteria : tuple of Criterion
        The criteria.
    judged : pandas.DataFrame
        One row a subject, one column a criterion: "met", "failed" or "unknown".
    """

    id: str
    criteria: tuple[Criterion, ...]
    judged: pd.DataFrame

    @property
    def n(self) -> int:
        """Subjects."""
        return len(self.judged)

    @property
    def meeting_all(self) -> int:
        """Subjects who meet every criterion."""
        return int((self.judged == MET).all(axis=1).sum())

    def count(self, criterion: str, verdict: str) -> int:
        """Count the subjects with a verdict on a criterion."""
        return int((self.judged[criterion] == verdict).sum())

    def who(self, criterion: str, verdict: str) -> tuple[str, ...]:
        """Name the subjects with a verdict on a criterion."""
        return tuple(self.judged.index[self.judged[criterion] == verdict])

    def counts_of(self, subject: str) -> dict[str, int]:
        """Count a subject's criteria by verdict."""
        return {verdict: int((self.judged.loc[subject] == verdict).sum()) for verdict in VERDICTS}

    def failures(self) -> dict[str, tuple[Criterion, ...]]:
        """Return the failed criteria of every subject who fails one."""
        failed = {
            str(subject): tuple(c for c in self.criteria if self.judged.loc[subject, c.id] == FAILED)
            for subject in self.judged.index
        }
        return {subject: criteria for subject, criteria in failed.items() if criteria}

    def results(self) -> list[Result]:
        """Return the counts of every criterion and of the subjects who meet all."""
        counted = [
            (f"{c.id}.{verdict}", self.count(c.id, verdict)) for c in self.criteria for verdict in VERDICTS
        ]
        counted.append((f"all.{MET}", self.meeting_all))
        return [count_result(f"{self.id}.{name}.n", count, n=self.n) for name, count in counted]


@dataclass(frozen=True)
class ResectabilitySummary:
    """Criteria of resectability of the resected and of the others.

    Attributes
    ----------
    resected, not_resected : CriteriaSummary
        The criteria by group.
    reasons : dict of str to str
        Recorded reason of each subject who was not resected; those without one are left out.
    """

    resected: CriteriaSummary
    not_resected: CriteriaSummary
    reasons: dict[str, str]

    def results(self) -> list[Result]:
        """Return the counts of both groups."""
        return [*self.resected.results(), *self.not_resected.results()]


def eligibility_summary(trial: Trial) -> CriteriaSummary:
    """Judge the criteria of eligibility.

    Parameters
    ----------
    trial : Trial
        Needs ``adlb``, ``admvi`` and ``adtr``.

    Returns
    -------
    CriteriaSummary
        Over the intention-to-treat subjects.
    """
    return CriteriaSummary("eligibility", CRITERIA, eligibility(trial))


def resectability_summary(trial: Trial) -> ResectabilitySummary:
    """Judge the criteria of resectability, by whether a subject was resected.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr`` and ``adres``.

    Returns
    -------
    ResectabilitySummary
        Over the intention-to-treat subjects.
    """
    judged = resectability(trial)
    itt = intention_to_treat(trial, "SURGDT", "NORSRSN").set_index("USUBJID")
    operated = itt["SURGDT"].notna().to_numpy(dtype=bool)
    return ResectabilitySummary(
        CriteriaSummary("resectability.resected", RESECTABILITY, judged[operated]),
        CriteriaSummary("resectability.not_resected", RESECTABILITY, judged[~operated]),
        itt.loc[~operated, "NORSRSN"].dropna().to_dict(),
    )
