"""Classification of macrovascular invasion at baseline: Vp by Vv with the grade.

Source: paper, Supplementary Table 1 and Methods, Macrovascular invasion grading.
"""

from __future__ import annotations

from dataclasses import dataclass

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.endpoints.vascular_invasion import grade, vascular_invasion
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial


@dataclass(frozen=True)
class InvasionClass:
    """One combination of portal and hepatic vein invasion, its grade, and how many had it."""

    vp: int
    vv: int
    grade: int
    count: int


@dataclass(frozen=True)
class InvasionClasses:
    """Every combination with invasion, by grade; ``n`` subjects were assessed."""

    classes: tuple[InvasionClass, ...]
    n: int

    def results(self) -> list[Result]:
        """Return the count of every combination."""
        return [
            count_result(f"mvi.vp{c.vp}_vv{c.vv}.n", c.count, n=self.n, group=f"grade {c.grade}")
            for c in self.classes
        ]


def invasion_classes(trial: Trial) -> InvasionClasses:
    """Count the combinations of Vp and Vv at baseline.

    Parameters
    ----------
    trial : Trial
        Needs ``admvi``.

    Returns
    -------
    InvasionClasses
        The nineteen combinations with any invasion, by grade, Vp and Vv; zeros included.
    """
    assessed = vascular_invasion(trial).dropna(subset=["VP", "VV"])
    counts = assessed.groupby(["VP", "VV"]).size().to_dict()
    pairs = [(vp, vv) for vp in range(5) for vv in range(4) if vp or vv]
    classes = [InvasionClass(vp, vv, grade(vp, vv), int(counts.get((vp, vv), 0))) for vp, vv in pairs]
    return InvasionClasses(tuple(sorted(classes, key=lambda c: (c.grade, c.vp, c.vv))), len(assessed))
