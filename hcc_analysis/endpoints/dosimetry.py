"""Constraints of the radiotherapy plan, and whether each subject's plan keeps them.

Source: paper, Methods, Radiotherapy (limits of the normal liver, stomach, duodenum, colon, spinal cord
and kidney; coverage of the target).
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from hcc_analysis.endpoints.criteria import MET
from hcc_analysis.trial import Trial, intention_to_treat

VIOLATED, MISSING = "violated", "missing"
Relation = Literal["<", "<=", ">="]
_HOLDS: dict[Relation, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">=": operator.ge,
}


@dataclass(frozen=True)
class Constraint:
    """A limit of a dose-volume value.

    Attributes
    ----------
    structure, parameter : str
        ``STRUCTURE`` and ``PARAMCD`` of ``addvh``.
    relation : {"<", "<=", ">="}
        How the value must stand to the limit.
    limit : float
        The limit, in Gy for doses and in % of the structure for volumes.
    """

    structure: str
    parameter: str
    relation: Relation
    limit: float

    @property
    def id(self) -> str:
        """Short name, e.g. "liver.v5"."""
        return f"{self.structure}.{self.parameter}".lower().replace(" ", "_")

    @property
    def unit(self) -> str:
        """Unit of the value and the limit."""
        return "Gy" if self.parameter.startswith("D") else "%"

    def verdict(self, value: float | None) -> str:
        """Say whether a value keeps the limit: "met", "violated" or "missing"."""
        if value is None or pd.isna(value):
            return MISSING
        return MET if _HOLDS[self.relation](value, self.limit) else VIOLATED


CONSTRAINTS = (
    Constraint("LIVER", "DMEAN", "<=", 24),
    Constraint("LIVER", "V5", "<", 86),
    Constraint("LIVER", "V10", "<", 68),
    Constraint("LIVER", "V15", "<", 59),
    Constraint("LIVER", "V20", "<", 49),
    Constraint("LIVER", "V25", "<", 35),
    Constraint("LIVER", "V30", "<", 28),
    Constraint("LIVER", "V35", "<", 25),
    Constraint("LIVER", "V40", "<", 20),
    Constraint("STOMACH", "DMAX", "<", 54),
    Constraint("STOMACH", "V45", "<", 25),
    Constraint("STOMACH", "V50", "<", 2),
    Constraint("DUODENUM", "DMAX", "<", 60),
    Constraint("DUODENUM", "V45", "<", 33),
    Constraint("COLON", "DMAX", "<", 55),
    Constraint("COLON", "V45", "<", 25),
    Constraint("COLON", "V50", "<=", 2),
    Constraint("SPINAL CORD", "DMAX", "<", 40),
    Constraint("KIDNEY", "DMAX", "<", 20),
    Constraint("KIDNEY", "V23", "<", 100),
    Constraint("KIDNEY", "V30", "<", 67),
    Constraint("KIDNEY", "V50", "<", 33),
    Constraint("PTV", "V95P", ">=", 97),
    Constraint("PTV", "V110P", "<", 3),
)


def dosimetry(trial: Trial) -> pd.DataFrame:
    """Hold every plan against every constraint.

    Parameters
    ----------
    trial : Trial
        Needs ``addvh``.

    Returns
    -------
    pandas.DataFrame
        One row an intention-to-treat subject and constraint: ``USUBJID``, ``CONSTRAINT`` (its id),
        ``AVAL`` and ``VERDICT`` ("met", "violated" or "missing"). Constraints in declared order.
    """
    values = trial["addvh"].set_index(["USUBJID", "STRUCTURE", "PARAMCD"])["AVAL"].to_dict()
    rows = [
        (subject, constraint, values.get((subject, constraint.structure, constraint.parameter)))
        for constraint in CONSTRAINTS
        for subject in intention_to_treat(trial)["USUBJID"]
    ]
    frame = pd.DataFrame(
        [(subject, c.id, value, c.verdict(value)) for subject, c, value in rows],
        columns=["USUBJID", "CONSTRAINT", "AVAL", "VERDICT"],
    )
    return frame.astype({"AVAL": "float64"})
