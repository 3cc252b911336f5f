"""How numbers become text: one place for every table, figure and sentence.

Decimals are rounded half up, as a reader with a pencil does (52.5 is 53; Python's ``round`` gives 52).
"""

from __future__ import annotations

import math

from hcc_analysis import rounding
from hcc_analysis.results import NOT_ESTIMABLE, NOT_REACHED

DASH, MINUS = "\u2013", "\u2212"
SPOKEN = {NOT_REACHED: "not reached", NOT_ESTIMABLE: "not estimable"}
Number = float | int | str | None


def half_up(value: float, decimals: int) -> str:
    """Round half up to a fixed number of decimals.

    Parameters
    ----------
    value : float
        Finite number. Binary noise beyond ten digits is removed first, so that 2.675 rounds to 2.68.
    decimals : int
        Digits after the point.

    Returns
    -------
    str
        The rounded number, e.g. ``half_up(52.5, 0)`` is "53".
    """
    return f"{rounding.half_up(value, decimals):f}"


def number(value: Number, decimals: int) -> str:
    """Format a number; a word such as ``NR`` is spelt out, a missing one is "not estimable"."""
    if isinstance(value, str):
        return SPOKEN.get(value, value)
    if value is None or not math.isfinite(value):
        return SPOKEN[NOT_ESTIMABLE]
    return half_up(value, decimals)


def percent_of(count: int, total: int) -> float | str:
    """Percentage of a total; ``NE`` where the total is nought."""
    return 100 * count / total if total else NOT_ESTIMABLE


def counted(count: int, noun: str) -> str:
    """Put a count before a noun whose plural ends with s: ``1 figure``, ``2 figures``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def count_percent(count: int, total: int, decimals: int = 1) -> str:
    """Count with percentage, e.g. "9 (30.0)"; a count of nought, or of nobody, stands alone."""
    if not total or not count:
        return str(count)
    return f"{count} ({half_up(100 * count / total, decimals)})"


def p_value(value: Number) -> str:
    """P value with three decimals, "<0.001" below and ">0.999" above."""
    if isinstance(value, str) or value is None or not math.isfinite(value):
        return number(value, 3)
    if value < 0.001:
        return "<0.001"
    return half_up(value, 3)


def p_equation(value: Number) -> str:
    """P value as it stands in text: "p = 0.025", "p < 0.001", "p not estimable"."""
    text = p_value(value)
    if text.startswith("<"):
        return f"p < {text[1:]}"
    return f"p = {text}" if text[0].isdigit() else f"p {text}"


def signed(text: str) -> str:
    """Put a minus sign for the hyphen of a negative number."""
    return text.replace("-", MINUS, 1) if text.startswith("-") else text


def interval(lower: Number, upper: Number, decimals: int) -> str:
    """Interval, e.g. "0.10\u20130.91", or "\u22120.2 to 4.7"; limits that do not exist are "NE"."""
    limits = [_limit(limit, decimals) for limit in (lower, upper)]
    negative = any(limit.startswith("-") for limit in limits)
    return (" to " if negative else DASH).join(signed(limit) for limit in limits)


def _limit(limit: Number, decimals: int) -> str:
    if limit is None or isinstance(limit, str) or not math.isfinite(limit):
        return limit if isinstance(limit, str) else NOT_ESTIMABLE
    return half_up(limit, decimals)


def estimate_interval(value: Number, lower: Number, upper: Number, decimals: int) -> str:
    """Estimate with interval, e.g. "0.30 (0.10\u20130.91)"; an estimate that does not exist stands alone."""
    text = number(value, decimals)
    if not text[-1].isdigit():
        return text
    if _limit(lower, decimals) == _limit(upper, decimals) == NOT_ESTIMABLE:
        return f"{signed(text)} (interval not estimable)"
    return f"{signed(text)} ({interval(lower, upper, decimals)})"


def level_text(conf_level: float) -> str:
    """Confidence level as text, e.g. "95%"."""
    return f"{half_up(100 * conf_level, 1).removesuffix('.0')}%"
