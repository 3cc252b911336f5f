"""Results that are counts and percentages."""

from __future__ import annotations

import re

from hcc_analysis.formatting import half_up, number, percent_of
from hcc_analysis.results import Result


def count_result(
    id: str, count: int, *, n: int | None = None, unit: str = "patients", **kwargs: str
) -> Result:
    """Make the result of a count.

    Parameters
    ----------
    id : str
        Result id.
    count : int
        How many.
    n : int, optional
        Of how many.
    unit : str
        What is counted.
    **kwargs : str
        Further fields of :class:`Result`, such as ``method`` or ``group``.

    Returns
    -------
    Result
        The count.
    """
    return Result(id=id, value=int(count), statistic="count", unit=unit, n=n, text=str(int(count)), **kwargs)


def percent_result(id: str, count: int, n: int, **kwargs: str) -> Result:
    """Make the result of a percentage; ``NE`` where nobody is in the denominator."""
    value = percent_of(int(count), n)
    text = number(value, 1) + ("%" if n else "")
    return Result(id=id, value=value, statistic="percentage", unit="%", n=n, text=text, **kwargs)


def count_and_percent(prefix: str, count: int, n: int, **kwargs: str) -> list[Result]:
    """Make the pair ``<prefix>.n`` and ``<prefix>.pct``."""
    return [
        count_result(f"{prefix}.n", count, n=n, **kwargs),
        percent_result(f"{prefix}.pct", count, n, **kwargs),
    ]


def id_part(text: str) -> str:
    """Make a part of a result id of a name: ``CR or PR`` becomes ``cr_or_pr``."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "_"


def p_result(id: str, value: float | str, *, n: int, method: str, group: str = "") -> Result:
    """Make the result of a p value."""
    text = half_up(value, 3) if not isinstance(value, str) else number(value, 3)
    return Result(id=id, value=value, statistic="p value", n=n, method=method, group=group, text=text)
