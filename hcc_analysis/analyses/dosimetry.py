"""Values of the radiotherapy plans against each constraint, over the subjects.

Source: paper, Methods, Radiotherapy.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.endpoints.dosimetry import CONSTRAINTS, VIOLATED, Constraint, dosimetry
from hcc_analysis.formatting import number
from hcc_analysis.results import Result, estimable
from hcc_analysis.trial import Trial, intention_to_treat

DECIMALS = 1


@dataclass(frozen=True)
class ConstraintSummary:
    """One constraint over the subjects.

    Attributes
    ----------
    constraint : Constraint
        The constraint.
    n : int
        Subjects with a value.
    missing : int
        Subjects without one.
    median, lowest, highest : float or str
        Over the subjects with a value; ``NE`` where there is none.
    violated_by : tuple of str
        Subjects whose value violates it.
    """

    constraint: Constraint
    n: int
    missing: int
    median: float | str
    lowest: float | str
    highest: float | str
    violated_by: tuple[str, ...]

    def results(self) -> list[Result]:
        """Return median, range, and counts of violations and missing values."""
        id = f"dosimetry.{self.constraint.id}"
        values = {"median": self.median, "min": self.lowest, "max": self.highest}
        names = {"min": "minimum", "max": "maximum"}
        measured = [
            Result(
                id=f"{id}.{name}", value=value, statistic=names.get(name, name), unit=self.constraint.unit,
                n=self.n, text=number(value, DECIMALS),
            )
            for name, value in values.items()
        ]  # fmt: skip
        return [
            *measured,
            count_result(f"{id}.violations.n", len(self.violated_by), n=self.n),
            count_result(f"{id}.missing.n", self.missing, n=self.n + self.missing),
        ]


@dataclass(frozen=True)
class DosimetrySummary:
    """All constraints.

    Attributes
    ----------
    n : int
        Intention-to-treat subjects.
    constraints : tuple of ConstraintSummary
        In the order of the paper.
    """

    n: int
    constraints: tuple[ConstraintSummary, ...]

    @property
    def violating(self) -> tuple[str, ...]:
        """Subjects whose plan violates a constraint or more."""
        return tuple(sorted({subject for c in self.constraints for subject in c.violated_by}))

    def results(self) -> list[Result]:
        """Return the results of every constraint, and the subjects with any violation."""
        every = [result for c in self.constraints for result in c.results()]
        return [*every, count_result("dosimetry.any.violations.n", len(self.violating), n=self.n)]


def dosimetry_summary(trial: Trial) -> DosimetrySummary:
    """Summarise every constraint over the intention-to-treat subjects.

    Parameters
    ----------
    trial : Trial
        Needs ``addvh``.

    Returns
    -------
    DosimetrySummary
        Constraints in the order of the paper.
    """
    found = dosimetry(trial)
    rows = {c.id: found[found["CONSTRAINT"] == c.id] for c in CONSTRAINTS}
    summaries = tuple(_summary(c, rows[c.id]) for c in CONSTRAINTS)
    return DosimetrySummary(len(intention_to_treat(trial)), summaries)


def _summary(constraint: Constraint, rows: pd.DataFrame) -> ConstraintSummary:
    known = rows["AVAL"].dropna()
    return ConstraintSummary(
        constraint,
        n=len(known),
        missing=len(rows) - len(known),
        median=estimable(known.median()),
        lowest=estimable(known.min()),
        highest=estimable(known.max()),
        violated_by=tuple(rows.loc[rows["VERDICT"] == VIOLATED, "USUBJID"]),
    )
