"""Two values held against each other, as numbers where both are."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from hcc_analysis.formatting import signed

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_DIGITS = 6  # significant


@dataclass(frozen=True)
class Difference:
    """How far a value is from another.

    Attributes
    ----------
    absolute : float
        New less old.
    relative : float, optional
        ``absolute`` over the size of the old value; None where that is nought.
    """

    absolute: float
    relative: float | None

    @property
    def absolute_text(self) -> str:
        """With its sign and six digits."""
        return signed(f"{self.absolute:+.{_DIGITS}g}")

    @property
    def relative_text(self) -> str:
        """In percent, with its sign; empty where there is none."""
        if self.relative is None:
            return ""
        return signed(f"{100 * self.relative:+.3g}%")


def as_number(text: str) -> float | None:
    """Return the finite number that a text is; None for any other text."""
    if not _NUMBER.fullmatch(text.strip()):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def difference(old: str, new: str) -> Difference | None:
    """Subtract two values.

    Parameters
    ----------
    old, new : str
        The values as their files give them.

    Returns
    -------
    Difference or None
        None unless both are numbers.
    """
    first, second = as_number(old), as_number(new)
    if first is None or second is None:
        return None
    absolute = second - first
    return Difference(absolute, absolute / abs(first) if first else None)


def same_value(old: str, new: str) -> bool:
    """Whether two values are the same number, or the same text."""
    if old == new:
        return True
    first, second = as_number(old), as_number(new)
    return first is not None and first == second
