"""Hazard ratio against its Wald interval against its p value, over all that the printed digits allow.

A Wald interval is exp(b - z s) to exp(b + z s), the ratio exp(b), and p = 2 Phi(-|b| / s). The printed digits
bound all three; what is left is a polygon in (b, s), and p is smallest and largest in two of its corners.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import combinations
from statistics import NormalDist

from hcc_analysis.claims.audit.finding import Finding, digits_of, finding, verdict_of
from hcc_analysis.claims.audit.printed import Printed, Range
from hcc_analysis.formatting import half_up
from hcc_analysis.results import Result

KIND = "hazard_ratio"
_SLACK = 1e-9
_TINY = 1e-300
_NORMAL = NormalDist()
METHOD = "Wald interval and p value on the log scale, over all numbers that have the printed digits"


@dataclass(frozen=True)
class Ratio:
    """What the digits of a ratio and of its limits allow."""

    hr: Range
    lower: Range
    upper: Range

    def middle(self) -> Range:
        """Geometric mean of the limits."""
        low = math.sqrt(max(float(self.lower.low), 0.0) * float(self.upper.low))
        high = math.sqrt(float(self.lower.high) * float(self.upper.high))
        return Range(Fraction(low), Fraction(high))

    def p_range(self, conf_level: float) -> tuple[float, float] | None:
        """Smallest and largest p value; None where no ratio has such an interval."""
        z = _NORMAL.inv_cdf((1 + conf_level) / 2)
        corners = _corners([_bounds(self.hr, 0), _bounds(self.lower, -z), _bounds(self.upper, z)])
        values = [wald_p(b, s) for b, s in corners if s > 0]
        return (min(values), max(values)) if values else None


@dataclass(frozen=True)
class _Band:
    """Pairs (b, s) with low <= b + k s <= high."""

    k: float
    low: float
    high: float

    def holds(self, b: float, s: float) -> bool:
        return self.low - _SLACK <= b + self.k * s <= self.high + _SLACK


def _bounds(allowed: Range, k: float) -> _Band:
    return _Band(k, math.log(max(float(allowed.low), _TINY)), math.log(float(allowed.high)))


def _corners(bands: list[_Band]) -> list[tuple[float, float]]:
    lines = [(band.k, edge) for band in bands for edge in (band.low, band.high)]
    crossings = [_crossing(*one, *other) for one, other in combinations(lines, 2) if one[0] != other[0]]
    return [(b, s) for b, s in crossings if all(band.holds(b, s) for band in bands)]


def _crossing(k1: float, c1: float, k2: float, c2: float) -> tuple[float, float]:
    s = (c1 - c2) / (k1 - k2)
    return c1 - k1 * s, s


def wald_p(log_ratio: float, standard_error: float) -> float:
    """Two-sided p value of a log ratio."""
    return 2 * _NORMAL.cdf(-abs(log_ratio) / standard_error)


def hazard_ratios(printed: Printed) -> Iterator[Finding]:
    """Test every hazard ratio with its limits and p value.

    Parameters
    ----------
    printed : Printed
        The claims; the level of the intervals is one of them.

    Yields
    ------
    Finding
        Two a hazard ratio: its place in the interval, and the p value.
    """
    for claim in (c for c in printed if c.kind == "hazard_ratio"):
        stem = claim.id.removesuffix(".hr")
        ids = [f"{stem}.{part}" for part in ("hr", "lower", "upper")]
        yield finding(printed, KIND, ids, partial(_place, printed, ids))
        yield finding(printed, KIND, [*ids, f"{stem}.p"], partial(_p_value, printed, stem, ids))


def _allowed(printed: Printed, ids: list[str]) -> tuple[Ratio, Ratio]:
    return Ratio(*map(printed.rounded, ids)), Ratio(*map(printed.cut, ids))


def _place(printed: Printed, ids: list[str]) -> Finding:
    rounded, cut = _allowed(printed, ids)
    digits = digits_of(rounded.hr.meets(rounded.middle()), cut.hr.meets(cut.middle()))
    return Finding(
        test="the ratio is the geometric mean of its limits",
        computed=f"rounded digits: {_span(rounded.middle())}; cut digits: {_span(cut.middle())}",
        verdict=verdict_of(digits),
        to_agree={
            "cut": "ratio and limits cut to their digits, not rounded",
            "neither": "another ratio or limit; not a Wald interval as printed",
        }.get(digits, ""),
        digits=digits,
    )


def _p_value(printed: Printed, stem: str, ids: list[str]) -> Finding:
    level = float(printed.number("design.conf_level")) / 100
    rounded, cut = (ratio.p_range(level) for ratio in _allowed(printed, ids))
    allowed = printed.rounded(f"{stem}.p")
    digits = digits_of(_meets(rounded, allowed), _meets(cut, allowed))
    implied = _implied(printed, ids, level)
    off = Fraction(implied) not in allowed
    return Finding(
        test="the p value that ratio and interval imply",
        computed=f"{half_up(implied, 3)} from the digits as printed; rounded digits: {_p_text(rounded)}; "
        f"cut digits: {_p_text(cut)}",
        verdict=verdict_of(digits),
        to_agree={
            "cut": "ratio and limits cut to their digits, not rounded",
            "neither": "another p value, ratio or limit",
        }.get(digits, "the digits taken for the ranges that they stand for" if off else ""),
        digits=digits,
        notable=off,
        results=_results(stem, implied, rounded, cut),
    )


def _implied(printed: Printed, ids: list[str], level: float) -> float:
    hr, lower, upper = (max(float(printed.number(id)), _TINY) for id in ids)
    z = _NORMAL.inv_cdf((1 + level) / 2)
    return wald_p(math.log(hr), math.log(upper / lower) / (2 * z))


def _meets(p_range: tuple[float, float] | None, allowed: Range) -> bool:
    return p_range is not None and Range(*map(Fraction, p_range)).meets(allowed)


def _span(allowed: Range) -> str:
    return f"{half_up(float(allowed.low), 3)} to {half_up(float(allowed.high), 3)}"


def _p_text(p_range: tuple[float, float] | None) -> str:
    return "none" if p_range is None else f"{half_up(p_range[0], 3)} to {half_up(p_range[1], 3)}"


def _results(
    stem: str, implied: float, rounded: tuple[float, float] | None, cut: tuple[float, float] | None
) -> tuple[Result, ...]:
    values = [("implied", "implied p value", implied)]
    for name, found in (("rounded", rounded), ("cut", cut)):
        for end, value in zip(("lowest", "highest"), found or (), strict=False):
            values.append((f"{name}.{end}", f"{end} p value if {name}", value))
    return tuple(
        Result(
            id=f"audit.{KIND}.{stem}.p.{id}",
            value=value,
            statistic=statistic,
            method=METHOD,
            group=stem,
            text=half_up(value, 3),
        )
        for id, statistic, value in values
    )
