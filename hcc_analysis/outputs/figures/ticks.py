"""Round ticks between limits, on plain and on logarithmic axes."""

from __future__ import annotations

import math
from collections.abc import Sequence

_STEPS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0))
_MOST = 9


def round_ticks(low: float, high: float, *, most: int = 8, whole: bool = False) -> list[float]:
    """Return round ticks within limits, at most `most` steps; whole numbers only if asked."""
    from matplotlib.ticker import MaxNLocator

    steps = [1, 2, 5, 10] if whole else [1, 2, 2.5, 5, 10]
    ticks = MaxNLocator(most, steps=steps, integer=whole).tick_values(low, high)
    inside = [float(tick) for tick in ticks if low <= tick <= high]
    if not whole:
        return inside
    integers = [float(k) for k in range(math.ceil(low), math.floor(high) + 1)]
    return integers if len(integers) <= most else [tick for tick in inside if tick.is_integer()]


def log_ticks(low: float, high: float) -> list[float]:
    """Return the densest set of at most nine round ticks within positive limits."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    stride = max(1, math.ceil(len(decades) / _MOST))
    sets = [[step * 10.0**k for k in decades[::stride] for step in steps] for steps in _STEPS]
    inside = [[tick for tick in ticks if low * 0.999 <= tick <= high * 1.001] for ticks in sets]
    fitting = [ticks for ticks in inside if len(ticks) <= _MOST]
    return fitting[-1] if fitting else inside[0]


def tick_text(tick: float) -> str:
    """Write a tick in full: "0.01", "1", "10,000"."""
    return f"{tick:,.0f}" if tick >= 1 else f"{tick:.10f}".rstrip("0")


def log_limits(
    values: Sequence[float], *, always: Sequence[float] = (1.0,), most: float = 1e4
) -> tuple[float, float]:
    """Return limits that hold the positive, finite values, widened by a tenth of a decade.

    Parameters
    ----------
    values : sequence of float
        Values to show.
    always : sequence of float
        Values that lie within the limits in any case.
    most : float
        Largest distance of a limit from the nearest of `always`, as a factor.

    Returns
    -------
    tuple of float
        Lower and upper limit.
    """
    known = [value for value in values if value > 0 and math.isfinite(value)]
    low = max(min([*known, *always]), min(always) / most)
    high = min(max([*known, *always]), max(always) * most)
    return low / 10**0.1, high * 10**0.1
