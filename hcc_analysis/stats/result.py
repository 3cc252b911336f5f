"""Results shared by several methods."""

from __future__ import annotations

from dataclasses import dataclass

from scipy.special import chdtrc


@dataclass(frozen=True)
class ChiSquareTest:
    """A test whose statistic follows a chi-square distribution.

    Attributes
    ----------
    statistic : float or None
        The chi-square statistic; None = not estimable.
    df : int
        Degrees of freedom.
    p_value : float or None
        Upper tail probability; None = not estimable.
    reason : str or None
        Why the test is not estimable.
    """

    statistic: float | None
    df: int
    p_value: float | None
    reason: str | None = None


def chi_square_test(statistic: float, df: int) -> ChiSquareTest:
    """Return the test of a finite statistic."""
    return ChiSquareTest(float(statistic), df, float(chdtrc(df, statistic)))


def no_test(reason: str, df: int = 0) -> ChiSquareTest:
    """Return a test that is not estimable."""
    return ChiSquareTest(None, df, None, reason)
