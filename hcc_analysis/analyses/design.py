"""Design and treatment as planned and as given.

Source: paper, Methods, Statistical analysis (sample size) and Procedures (treatment).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hcc_analysis.formatting import half_up, number
from hcc_analysis.results import NOT_ESTIMABLE, Result, estimable
from hcc_analysis.stats import SingleStageDesign, single_stage_design
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

METHOD = "exact single-stage binomial, one-sided"


@dataclass(frozen=True)
class Design:
    """The sample size with its assumptions; rates, alpha and power as fractions."""

    null_rate: float
    target_rate: float
    alpha: float
    power: float
    dropout: float
    exact: SingleStageDesign

    @property
    def planned(self) -> int | str:
        """Subjects to enrol so that enough remain after drop-out; ``NE`` without a design."""
        return NOT_ESTIMABLE if self.exact.n is None else math.ceil(self.exact.n / (1 - self.dropout))

    def results(self) -> list[Result]:
        """Return the results, under the ids of the published claims."""
        values = (
            ("p0", "null response rate", 100 * self.null_rate, "%", 1),
            ("p1", "target response rate", 100 * self.target_rate, "%", 1),
            ("alpha", "one-sided alpha", self.alpha, "", 2),
            ("power", "power", 100 * self.power, "%", 0),
            ("n_min", "smallest sample size", estimable(self.exact.n), "patients", 0),
            ("dropout", "drop-out rate", 100 * self.dropout, "%", 0),
            ("n_planned", "planned sample size", self.planned, "patients", 0),
        )
        return [
            Result(
                id=f"design.{id}",
                value=value,
                statistic=name,
                unit=unit,
                method=METHOD,
                text=number(value, d),
            )
            for id, name, value, unit, d in values
        ]


def design(*, null_rate: float, target_rate: float, alpha: float, power: float, dropout: float) -> Design:
    """Find the smallest exact single-stage design.

    Parameters
    ----------
    null_rate, target_rate, dropout : float
        Response rates and drop-out (%).
    alpha, power : float
        One-sided alpha and power, as fractions.

    Returns
    -------
    Design
        The design and the sample size that allows for drop-out.
    """
    p0, p1 = null_rate / 100, target_rate / 100
    return Design(p0, p1, alpha, power, dropout / 100, single_stage_design(p0, p1, alpha=alpha, power=power))


def treatment_results(trial: Trial) -> list[Result]:
    """Return the treatment that every subject got before assessment, under the published claims' ids.

    Parameters
    ----------
    trial : Trial
        Needs ``adex``.

    Returns
    -------
    list of Result
        Dose and number of cycles of tislelizumab, dose and fractions of radiotherapy; ``NE`` where the
        subjects differ.
    """
    itt = intention_to_treat(trial)
    exposure = of_subjects(trial["adex"], itt)
    before = exposure[exposure["EPOCH"] == "PREOPERATIVE"]
    drug, beam = before[before["EXTRT"] == "TISLELIZUMAB"], before[before["EXTRT"] == "IMRT"]
    values: tuple[tuple[str, str, list[float], str], ...] = (
        ("dose_per_fraction", "dose per fraction", (beam["EXDOSE"] / beam["EXFRAC"]).tolist(), "Gy"),
        ("fractions", "fractions", beam["EXFRAC"].tolist(), ""),
        ("total_dose", "total dose", beam["EXDOSE"].tolist(), "Gy"),
        ("tislelizumab_dose", "dose of tislelizumab", drug["EXDOSE"].tolist(), "mg"),
        ("tislelizumab_cycles", "cycles of tislelizumab", drug.groupby("USUBJID").size().tolist(), "cycles"),
    )
    return [_common(f"treatment.{id}", name, found, unit, len(itt)) for id, name, found, unit in values]


def _common(id: str, statistic: str, values: Sequence[float], unit: str, n: int) -> Result:
    same = len(set(values)) == 1
    value = float(values[0]) if same else NOT_ESTIMABLE
    text = half_up(float(values[0]), 0) if same else NOT_ESTIMABLE
    return Result(
        id=id, value=value, statistic=statistic, unit=unit, n=n, method="the same in all subjects", text=text
    )
