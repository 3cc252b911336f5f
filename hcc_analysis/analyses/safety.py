"""Treatment-related adverse events by period, term and grade.

Source: paper, Table 3, Results (Safety profile), Supplementary Table 10. A subject counts once a term
at the worst grade; in the row of any event a subject counts in every grade that occurred.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.comparison import Grouping
from hcc_analysis.analyses.counting import count_and_percent, count_result, id_part
from hcc_analysis.endpoints.adverse_events import ADJUVANT, PREOPERATIVE, related_events, worst_grades
from hcc_analysis.parameters import AE_TERMS
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial, intention_to_treat, resected

OVERALL = "overall"
ANY = "any"
GRADES = (1, 2, 3, 4, 5)
# Preferred term to (name shown, part of the result id); others are called as the data call them.
TERMS = {
    "LEUKOPENIA": ("Leukopenia", "leukopenia"),
    "ANAEMIA": ("Anaemia", "anemia"),
    "THROMBOCYTOPENIA": ("Thrombocytopenia", "thrombocytopenia"),
    "TSH INCREASED": ("TSH increased", "tsh_increased"),
    "HYPOTHYROIDISM": ("Hypothyroidism", "hypothyroidism"),
    "ALT INCREASED": ("ALT increased", "alt_increased"),
    "AST INCREASED": ("AST increased", "ast_increased"),
    "ALP INCREASED": ("ALP increased", "alp_increased"),
    "LDH INCREASED": ("LDH increased", "ldh_increased"),
    "TBIL INCREASED": ("TBIL increased", "tbil_increased"),
    "GGT INCREASED": ("GGT increased", "ggt_increased"),
    "INR INCREASED": ("INR increased", "inr_increased"),
    "GASTROINTESTINAL BLEED": ("Gastrointestinal bleed", "gi_bleed"),
    "RASH": ("Rash", "rash"),
    "FEVER": ("Fever", "fever"),
}
METHOD = "CTCAE 5.0, worst grade per patient and term"


@dataclass(frozen=True)
class TermCounts:
    """How many subjects had a term: at all, and by grade.

    Attributes
    ----------
    term, id : str
        Name shown and part of the result id; "any" for the row of any event.
    total : int
        Subjects with the term.
    grades : dict of int to int
        Subjects by worst grade; for any event, subjects in whom the grade occurred.
    """

    term: str
    id: str
    total: int
    grades: dict[int, int]


@dataclass(frozen=True)
class PeriodCounts:
    """Adverse events of one period, or of both.

    Attributes
    ----------
    period : str
        "preoperative", "adjuvant" or "overall".
    n : int
        Subjects at risk.
    any_event : TermCounts
        The row of any event.
    terms : tuple of TermCounts
        Every term, zeros included.
    arm : str
        The arm that is counted; empty for all.
    """

    period: str
    n: int
    any_event: TermCounts
    terms: tuple[TermCounts, ...]
    arm: str = ""

    @property
    def rows(self) -> tuple[TermCounts, ...]:
        """The row of any event, then the terms."""
        return (self.any_event, *self.terms)

    def results(self, prefix: str) -> list[Result]:
        """Return count and percentage of every row, at all and by grade."""
        method = f"{METHOD}; union of both periods" if self.period == OVERALL else METHOD
        cells = [(self.id_of(prefix, row), row.total) for row in self.rows]
        cells += [(self.id_of(prefix, row, g), k) for row in self.rows for g, k in row.grades.items()]
        pairs = (
            count_and_percent(id, k, self.n, method=method, group=self.arm or self.period) for id, k in cells
        )
        return [result for pair in pairs for result in pair]

    def id_of(self, prefix: str, row: TermCounts, grade: int | None = None) -> str:
        """Return the result id of a row (without a grade: of all grades)."""
        if grade is not None:
            return f"{prefix}.{row.id}.g{grade}"
        return f"{prefix}.{row.id}" if self.period == OVERALL else f"{prefix}.{row.id}.all"


def adverse_event_counts(
    trial: Trial, period: str, *, terms: Sequence[str] = AE_TERMS, arm: tuple[str, Grouping] | None = None
) -> PeriodCounts:
    """Count treatment-related adverse events.

    Parameters
    ----------
    trial : Trial
        Needs ``adae``.
    period : {"preoperative", "adjuvant", "overall"}
        Which events; overall joins both periods, worst grade per subject.
    terms : sequence of str
        Terms that are named first, also where nobody has one.
    arm : (str, Grouping), optional
        Count only this level of a grouping.

    Returns
    -------
    PeriodCounts
        These terms, then further ones that anybody had, of whatever period and arm.

    Raises
    ------
    ValueError
        An unknown period.
    """
    if period not in (PREOPERATIVE, ADJUVANT, OVERALL):
        raise ValueError(f"period must be preoperative, adjuvant or overall, not {period!r}")
    events = related_events(trial, periods=period != OVERALL)
    names = _terms(events, terms)
    population = resected(trial) if period == ADJUVANT else intention_to_treat(trial)
    subjects = population["USUBJID"]
    if arm is not None:
        level, grouping = arm
        subjects = subjects[subjects.map(grouping.groups) == level]
        events = events[events["USUBJID"].isin(subjects)]
    if period != OVERALL:
        events = events[events["APERIODC"] == period]
    counted = worst_grades(events, by=()).groupby(["AEDECOD", "AETOXGR"]).size().to_dict()
    rows = tuple(_term(counted, code, name, id) for code, (name, id) in names.items())
    return PeriodCounts(period, len(subjects), _any(events), rows, arm[0] if arm else "")


def counts_by_arm(
    trial: Trial, arms: Grouping | None, *, terms: Sequence[str] = AE_TERMS
) -> dict[str, tuple[str, PeriodCounts]]:
    """Count the adverse events of the whole study by arm.

    Parameters
    ----------
    trial : Trial
        Needs ``adae``.
    arms : Grouping, optional
        The arms.
    terms : sequence of str
        Terms that are named first.

    Returns
    -------
    dict of str to (str, PeriodCounts)
        Arm to the prefix of its result ids and its counts; empty without arms.
    """
    levels = arms.levels.items() if arms else ()
    return {
        level: (f"safety.{id}", adverse_event_counts(trial, OVERALL, terms=terms, arm=(level, arms)))
        for level, id in levels
        if arms
    }


def arm_results(arms: Mapping[str, tuple[str, PeriodCounts]]) -> list[Result]:
    """Return the results of each arm, as :func:`counts_by_arm` counts them."""
    return [result for prefix, counts in arms.values() for result in counts.results(prefix)]


def _terms(events: pd.DataFrame, first: Sequence[str]) -> dict[str, tuple[str, str]]:
    further = sorted(set(events["AEDECOD"]) - set(first))
    return {code: TERMS.get(code, (code.capitalize(), id_part(code))) for code in [*first, *further]}


def _any(events: pd.DataFrame) -> TermCounts:
    grades = {grade: events[events["AETOXGR"] == grade]["USUBJID"].nunique() for grade in GRADES}
    return TermCounts("Any TRAE", ANY, events["USUBJID"].nunique(), grades)


def _term(counted: dict[tuple[str, int], int], code: str, name: str, id: str) -> TermCounts:
    grades = {grade: int(counted.get((code, grade), 0)) for grade in GRADES}
    return TermCounts(name, id, sum(grades.values()), grades)


def overall_results(counts: PeriodCounts) -> list[Result]:
    """Return the results of the whole study, under the published claims' ids.

    Parameters
    ----------
    counts : PeriodCounts
        Both periods joined.

    Returns
    -------
    list of Result
        Every row at all and by grade; then the subjects with grade 3 and with grade 4.
    """
    method = f"{METHOD}; union of both periods"
    third, fourth = counts.any_event.grades[3], counts.any_event.grades[4]
    return [
        *counts.results("safety.overall"),
        *count_and_percent("safety.overall.grade3", third, counts.n, method=method),
        count_result("safety.overall.grade4.n", fourth, n=counts.n, method=method),
    ]
