"""Adverse events by Table 3 and postoperative complications: who had what, found by integer programming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from hcc_analysis.reconstruct.dates import days
from hcc_analysis.reconstruct.patient import Patient
from hcc_analysis.reconstruct.targets import Target

Rows = list[dict[str, object]]
TERMS = {
    "leukopenia": "LEUKOPENIA",
    "anemia": "ANAEMIA",
    "thrombocytopenia": "THROMBOCYTOPENIA",
    "tsh_increased": "TSH INCREASED",
    "hypothyroidism": "HYPOTHYROIDISM",
    "alt_increased": "ALT INCREASED",
    "ast_increased": "AST INCREASED",
    "alp_increased": "ALP INCREASED",
    "ldh_increased": "LDH INCREASED",
    "tbil_increased": "TBIL INCREASED",
    "ggt_increased": "GGT INCREASED",
    "inr_increased": "INR INCREASED",
    "gi_bleed": "GASTROINTESTINAL BLEED",
    "rash": "RASH",
    "fever": "FEVER",
}
PERIODS = ("preoperative", "adjuvant")
GRADES = (1, 2, 3)
NEVER_TWICE = ("leukopenia", "anemia", "thrombocytopenia")
UNRELATED = (
    ("FEVER", 1),
    ("ABDOMINAL PAIN", 1),
    ("UPPER RESPIRATORY TRACT INFECTION", 2),
    ("INSOMNIA", 1),
    ("RASH", 1),
    ("COUGH", 1),
    ("CONSTIPATION", 1),
)
COMPLICATIONS = (
    *(("ASCITES", "I"),) * 3,
    *(("PLEURAL EFFUSION", "I"),) * 4,
    ("BILIARY LEAKAGE", "I"),
    ("LIVER DYSFUNCTION", "II"),
)
COMPLICATED = 8
Event = tuple[int, str, str, int]
_Terms = list[tuple[int, float]]


class _Program:
    """A zero-one program under construction: named variables and linear conditions on them."""

    def __init__(self) -> None:
        self.names: dict[tuple[object, ...], int] = {}
        self._rows: list[_Terms] = []
        self._low: list[float] = []
        self._high: list[float] = []

    def variable(self, *name: object) -> int:
        return self.names.setdefault(name, len(self.names))

    def require(self, terms: _Terms, low: float, high: float) -> None:
        self._rows.append(terms)
        self._low.append(low)
        self._high.append(high)

    def either(self, union: int, parts: list[int]) -> None:
        """Let ``union`` be 1 exactly where one of ``parts`` is."""
        self.require([(union, -1.0), *((part, 1.0) for part in parts)], 0, np.inf)
        for part in parts:
            self.require([(union, 1.0), (part, -1.0)], 0, 1)

    def count(self, variables: list[int], number: int) -> None:
        self.require([(variable, 1.0) for variable in variables], number, number)

    def solve(self, weights: np.ndarray) -> np.ndarray:
        cells = [(row, column, value) for row, terms in enumerate(self._rows) for column, value in terms]
        row, column, value = (np.array(part) for part in zip(*cells, strict=True))
        matrix = coo_array((value, (row, column)), shape=(len(self._rows), len(self.names))).tocsc()
        found = milp(
            weights,
            constraints=LinearConstraint(matrix, self._low, self._high),
            bounds=Bounds(0, 1),
            integrality=np.ones(len(self.names)),
            options={"mip_rel_gap": 0.0},
        )
        if found.x is None:
            raise RuntimeError("no assignment of adverse events meets the published table")
        return np.rint(found.x).astype(int)


def assign_events(
    patients: list[Patient], targets: dict[str, Target], rng: np.random.Generator
) -> list[Event]:
    """Find who had which related event, at which worst grade, in which period.

    Parameters
    ----------
    patients : list of Patient
        With resection and adjuvant doses.
    targets : mapping of str to Target
        Published numbers: every cell of Table 3 and the overall counts.
    rng : numpy.random.Generator
        Draws the preferences that make the solution one of many.

    Returns
    -------
    list of tuple
        Index of the patient, period, term, grade.
    """
    program = _Program()
    count = _counter(targets)
    for period in PERIODS:
        _period(program, patients, period, count)
    _overall(program, patients, count)
    names = list(program.names)
    weights = np.round(rng.uniform(0.0, 1.0, size=len(names)), 3) * np.array([_is_event(n) for n in names])
    chosen = program.solve(weights)
    return sorted(
        (int(str(n[1])), str(n[2]), str(n[3]), int(str(n[4])))
        for n, value in zip(names, chosen, strict=True)
        if value and _is_event(n)
    )


def _is_event(name: tuple[object, ...]) -> bool:
    return name[0] == "event"


def _counter(targets: dict[str, Target]) -> Callable[[str], int]:
    def count(claim: str) -> int:
        return round(targets[claim].printed)

    return count


def _period(program: _Program, patients: list[Patient], period: str, count: Callable[[str], int]) -> None:
    exposed = [i for i, p in enumerate(patients) if period == PERIODS[0] or p.adjuvant_doses]
    for term in TERMS:
        for grade in GRADES:
            number = count(f"table3.{period}.{term}.g{grade}.n")
            program.count([program.variable("event", i, period, term, grade) for i in exposed], number)
        for i in exposed:
            mine = [program.variable("event", i, period, term, grade) for grade in GRADES]
            program.require([(variable, 1.0) for variable in mine], 0, 1)
    for i in exposed:
        for grade in GRADES:
            parts = [program.variable("event", i, period, term, grade) for term in TERMS]
            program.either(program.variable("grade", i, period, grade), parts)
        program.either(
            program.variable("any", i, period), [program.variable("grade", i, period, g) for g in GRADES]
        )
    for grade in GRADES:
        number = count(f"table3.{period}.any.g{grade}.n")
        program.count([program.variable("grade", i, period, grade) for i in exposed], number)
    program.count([program.variable("any", i, period) for i in exposed], count(f"table3.{period}.any.all.n"))


def _overall(program: _Program, patients: list[Patient], count: Callable[[str], int]) -> None:
    """Union of both periods: any event, grade 3, and each of the three most frequent terms."""
    unions = {"any": "any", "grade3": "grade"} | dict.fromkeys(NEVER_TWICE, "event")
    for claim, kind in unions.items():
        members = []
        for i, patient in enumerate(patients):
            parts = []
            for period in PERIODS if patient.adjuvant_doses else PERIODS[:1]:
                parts += _parts(program, kind, claim, i, period)
            union = program.variable("overall", i, claim)
            program.either(union, parts)
            members.append(union)
        program.count(members, count(f"safety.overall.{claim}.n"))


def _parts(program: _Program, kind: str, claim: str, patient: int, period: str) -> list[int]:
    if kind == "any":
        return [program.variable("any", patient, period)]
    if kind == "grade":
        return [program.variable("grade", patient, period, 3)]
    return [program.variable("event", patient, period, claim, grade) for grade in GRADES]


def adverse_events(patients: list[Patient], events: list[Event], rng: np.random.Generator) -> Rows:
    """Rows of ADAE: the related events with dates inside their period, and some unrelated ones.

    Parameters
    ----------
    patients : list of Patient
        With dates.
    events : list of tuple
        As :func:`assign_events` finds them.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of dict
        Events, numbered by onset within each patient.
    """
    by_patient: dict[int, Rows] = {i: [] for i in range(len(patients))}
    for index, period, term, grade in events:
        by_patient[index].append(_event(patients[index], period, TERMS[term], grade, "RELATED", rng))
    drawn = rng.choice(len(patients), size=len(UNRELATED), replace=False).tolist()
    for index, (term, grade) in zip(drawn, UNRELATED, strict=True):
        by_patient[index].append(_event(patients[index], PERIODS[0], term, grade, "NOT RELATED", rng))
    rows: Rows = []
    for index, mine in by_patient.items():
        mine.sort(key=lambda row: (str(row["ASTDT"]), str(row["AEDECOD"]), str(row["AEREL"])))
        rows += [{"USUBJID": patients[index].subject, "AESEQ": n} | row for n, row in enumerate(mine, 1)]
    return rows


def _event(
    patient: Patient, period: str, term: str, grade: int, relation: str, rng: np.random.Generator
) -> dict[str, object]:
    first, last = _onset_window(patient, period, term)
    onset = first + days(int(rng.integers((last - first).days + 1)))
    latest = patient.last_contact
    if period == PERIODS[0] and patient.resected_on is not None:
        latest = patient.resected_on - days(1)
    end = min(onset + days(int(rng.integers(4, 15)) + 4 * grade), latest)
    return {"AEDECOD": term, "ASTDT": onset, "AENDT": end, "AETOXGR": grade, "AEREL": relation}


def _onset_window(patient: Patient, period: str, term: str) -> tuple[dt.date, dt.date]:
    """Onset within exposure: thyroid events late, the others from a few days after the first dose."""
    if period == PERIODS[0]:
        late = term in ("TSH INCREASED", "HYPOTHYROIDISM")
        return patient.started + days(28 if late else 4), patient.doses[-1] + days(9)
    first, last = patient.adjuvant_doses[0], patient.adjuvant_doses[-1] + days(20)
    latest = min(last, patient.last_contact - days(3))
    if patient.relapsed:
        latest = min(latest, patient.last_assessment)
    return first + days(2), max(latest, first + days(2))


def complications(patients: list[Patient], rng: np.random.Generator) -> Rows:
    """Rows of ADCOMP: nine complications in eight resected patients, within three weeks of resection."""
    resected = [p for p in patients if p.resected_on is not None]
    drawn = [resected[i] for i in rng.choice(len(resected), size=COMPLICATED, replace=False).tolist()]
    kinds = [COMPLICATIONS[i] for i in rng.permutation(len(COMPLICATIONS)).tolist()]
    again = next(i for i, kind in enumerate(kinds[:COMPLICATED]) if kind[0] != kinds[-1][0])
    pairs = list(zip([*drawn, drawn[again]], kinds, strict=True))
    rows: Rows = []
    for patient in patients:
        mine = [_complication(patient, kind, rng) for owner, kind in pairs if owner is patient]
        mine.sort(key=lambda row: str(row["ASTDT"]))
        rows += [{"USUBJID": patient.subject, "COMPSEQ": n} | row for n, row in enumerate(mine, 1)]
    return rows


def _complication(patient: Patient, kind: tuple[str, str], rng: np.random.Generator) -> dict[str, object]:
    assert patient.resected_on is not None
    onset = patient.resected_on + days(int(rng.integers(1, 15)))
    return {"COMPDECOD": kind[0], "ASTDT": onset, "CDGRADE": kind[1]}
