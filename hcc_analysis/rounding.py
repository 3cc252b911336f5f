"""Rounding as a reader with a pencil does it: exact decimals, half up, or cut toward zero."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal

_NOISE_DIGITS = 10
# Wide enough for any float: 309 digits before the point and those after it.
_WIDE = Context(prec=400)


def clean(value: float) -> Decimal:
    """Turn a computed number into the decimal that it stands for.

    Parameters
    ----------
    value : float
        Finite number. What lies beyond ten decimals is binary noise and is dropped, so that 2.675,
        which a float cannot hold, is 2.675 again.

    Returns
    -------
    Decimal
        The number.
    """
    return Decimal(repr(round(float(value), _NOISE_DIGITS)))


def half_up(value: float, decimals: int) -> Decimal:
    """Round half up (away from zero): 52.5 to 53, -0.25 to -0.3."""
    return _quantize(value, decimals, ROUND_HALF_UP)


def cut(value: float, decimals: int) -> Decimal:
    """Cut toward zero: 9.615 to 9.61, -0.29 to -0.2."""
    return _quantize(value, decimals, ROUND_DOWN)


def _quantize(value: float, decimals: int, rounding: str) -> Decimal:
    step = Decimal(1).scaleb(-decimals)
    rounded = clean(value).quantize(step, rounding=rounding, context=_WIDE)
    return abs(rounded) if rounded.is_zero() else rounded
