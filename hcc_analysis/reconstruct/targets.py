"""The published numbers that the search aims at, and when a computed value prints like one of them.

The paper prints hazard ratios and limits cut to two decimals and p values and rates rounded; a value
meets a printed number if it gives its digits in one of the ways allowed for its kind.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hcc_analysis.claims.load import ABOVE, Claim, load_claims

DAYS_PER_MONTH = 365 / 12
ROUNDED_ONLY = frozenset({"p_value", "rate"})
_NOISE = 1e-9


@dataclass(frozen=True)
class Target:
    """Half-open window of values that print like a published number."""

    low: float
    high: float
    printed: float = math.nan

    def contains(self, value: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """Say which values print like the published number."""
        values = np.asarray(value, dtype=float)
        return (values >= self.low - _NOISE) & (values < self.high - _NOISE)

    def distance(self, value: NDArray[np.float64]) -> NDArray[np.float64]:
        """Distance from the window in window widths; nought inside, ten where there is no value."""
        width = self.high - self.low
        inner_low, inner_high = self.low, self.high - 1e-3 * width
        outside = np.maximum(np.maximum(inner_low - value, value - inner_high), 0.0)
        return np.where(np.isnan(outside), 10.0, outside / width)

    @property
    def rounded_days(self) -> list[int]:
        """Whole days whose time in months rounds to the published number."""
        rounded = Target(self.low, self.printed + (self.printed - self.low))
        first = math.floor(self.low * DAYS_PER_MONTH) - 1
        last = math.ceil(self.high * DAYS_PER_MONTH) + 1
        return [day for day in range(first, last + 1) if rounded.contains(day / DAYS_PER_MONTH)]


def window(value: float, decimals: int, kind: str) -> Target:
    """Values that print as ``value``.

    Parameters
    ----------
    value : float
        The printed number.
    decimals : int
        Printed decimals.
    kind : str
        Kind of claim; p values and rates are rounded half up, the rest is rounded or cut.

    Returns
    -------
    Target
        The window.
    """
    unit = 10.0**-decimals
    return Target(value - unit / 2, value + (unit / 2 if kind in ROUNDED_ONLY else unit), value)


def read_targets(claims: Path) -> dict[str, Target]:
    """Read the numeric claims as windows.

    Parameters
    ----------
    claims : Path
        ``claims.csv``.

    Returns
    -------
    dict of str to Target
        By claim id. Rates, printed in percent, are windows of proportions. Claims that are words or
        dates, or bounds ("over 20"), are left out.

    Raises
    ------
    InputError
        The file is missing or wrong.
    """
    return {
        claim.id: _target(claim) for claim in load_claims(claims) if claim.is_number and claim.kind != ABOVE
    }


def _target(claim: Claim) -> Target:
    assert claim.decimals is not None
    found = window(float(claim.value), claim.decimals, claim.kind)
    scale = 0.01 if claim.kind == "rate" else 1.0
    return Target(found.low * scale, found.high * scale, found.printed * scale)
