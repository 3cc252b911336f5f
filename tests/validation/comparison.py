"""What a comparison with a reference is, and where the stored references are."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

REFERENCE = Path(__file__).parent / "reference"
R_SURVIVAL = "R 4.2.2, survival 3.5-3"
R_STATS = "R 4.2.2, stats"

TOLERANCE = 1e-6
COEFFICIENT_TOLERANCE = 1e-5
_SMALL = 1e-10  # below it, the difference itself is reported


@dataclass(frozen=True)
class Comparison:
    """One or more numbers of ours beside those of a reference."""

    function: str
    reference: str
    case: str
    quantity: str
    difference: float
    tolerance: float
    size: int

    @property
    def agrees(self) -> bool:
        return self.difference <= self.tolerance


def compare(function, reference, case, quantity, ours, theirs, tolerance=TOLERANCE) -> Comparison:
    """Compare scalars or arrays; not estimable (None, nan, "NA") must be so on both sides."""
    a, b = numbers(ours), numbers(theirs)
    return Comparison(function, reference, case, quantity, largest_difference(a, b), tolerance, b.size)


def numbers(values) -> np.ndarray:
    array = np.atleast_1d(np.asarray(values, dtype=object))
    return np.array([_number(value) for value in array.ravel()], dtype=float)


def _number(value) -> float:
    if value is None or (isinstance(value, str) and value in ("NA", "NaN", "Inf")):
        return math.nan
    return float(value) if math.isfinite(float(value)) else math.nan


def largest_difference(a: np.ndarray, b: np.ndarray) -> float:
    if a.shape != b.shape or (np.isnan(a) != np.isnan(b)).any():
        return math.inf
    known = ~np.isnan(b)
    if not known.any():
        return 0.0
    size = np.where(np.abs(b[known]) < _SMALL, 1.0, np.abs(b[known]))
    return float(np.max(np.abs(a[known] - b[known]) / size))


def load(path: str) -> dict:
    return json.loads((REFERENCE / path).read_text())


def survival_sets() -> list[str]:
    return sorted(p.stem for p in REFERENCE.glob("*.json") if p.stem not in ("exact", "further", "fisher"))


def extended_sets() -> list[str]:
    return sorted(p.stem for p in (REFERENCE / "extended").glob("*.json"))


def rows(path: str) -> list[dict[str, str]]:
    with (REFERENCE / path).open(newline="") as file:
        return list(csv.DictReader(file))


def flatten(groups: Iterable[Iterable[Comparison]]) -> Iterator[Comparison]:
    for group in groups:
        yield from group
