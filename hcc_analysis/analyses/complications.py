"""Postoperative complications by Clavien-Dindo grade.

Source: paper, Results (Safety profile), Supplementary Table 9.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from hcc_analysis.analyses.counting import count_and_percent, count_result, id_part
from hcc_analysis.endpoints.complications import GRADES, worst_complications
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial, resected

METHOD = "Clavien-Dindo, worst grade per patient and complication"
TERMS = ("PLEURAL EFFUSION", "ASCITES", "BILIARY LEAKAGE", "LIVER DYSFUNCTION")
ANY = "complications.any"
PRINTED_GRADES = {"I": "complications.grade1", "II": "complications.grade2"}
THIRD = GRADES.index("IIIa") + 1


@dataclass(frozen=True)
class ComplicationCounts:
    """How many resected subjects had a complication.

    Attributes
    ----------
    n : int
        Resected subjects.
    any_complication : int
        Subjects with at least one.
    by_term : dict of str to dict of str to int
        Complication to subjects by worst grade; every grade, zeros included.
    by_grade : dict of str to int
        Subjects in whom the grade occurred.
    severe : int
        Subjects with grade IIIa or higher.
    """

    n: int
    any_complication: int
    by_term: dict[str, dict[str, int]]
    by_grade: dict[str, int]
    severe: int

    def results(self) -> list[Result]:
        """Return the results, under the ids of the published claims."""
        results = count_and_percent(ANY, self.any_complication, self.n, method=METHOD)
        for grade, count in self.by_grade.items():
            results += count_and_percent(grade_id(ANY, grade), count, self.n, method=METHOD)
        for term, grades in self.by_term.items():
            results += count_and_percent(term_id(term), sum(grades.values()), self.n, method=METHOD)
            for grade, count in grades.items():
                results += count_and_percent(grade_id(term_id(term), grade), count, self.n, method=METHOD)
        return [*results, count_result("complications.grade3plus.n", self.severe, n=self.n, method=METHOD)]


def term_id(term: str) -> str:
    """Return the result id of a complication, without number or percentage."""
    return f"complications.{id_part(term)}"


def grade_id(id: str, grade: str) -> str:
    """Return the result id of a grade of a complication or of any, of which the paper prints I and II."""
    if id == ANY and grade in PRINTED_GRADES:
        return PRINTED_GRADES[grade]
    return f"{id}.grade_{id_part(grade)}"


def complication_counts(trial: Trial) -> ComplicationCounts:
    """Count postoperative complications.

    Parameters
    ----------
    trial : Trial
        Needs ``adcomp``.

    Returns
    -------
    ComplicationCounts
        Complications that the paper names, zeros included, and any others, by falling frequency.
    """
    worst = worst_complications(trial)
    frequency = worst["COMPDECOD"].value_counts().to_dict()
    terms = sorted({*TERMS, *frequency}, key=lambda term: (-frequency.get(term, 0), term))
    return ComplicationCounts(
        n=len(resected(trial)),
        any_complication=worst["USUBJID"].nunique(),
        by_term={term: _grades(worst[worst["COMPDECOD"] == term]) for term in terms},
        by_grade=_grades(worst),
        severe=worst[worst["CDRANK"] >= THIRD]["USUBJID"].nunique(),
    )


def _grades(rows: pd.DataFrame) -> dict[str, int]:
    return {grade: rows[rows["CDGRADE"] == grade]["USUBJID"].nunique() for grade in GRADES}
