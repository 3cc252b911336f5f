"""Other intervals: symmetric ones around medians, and the exact one of the response rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from hcc_analysis.claims.audit.finding import Finding, agreement, digits_of, finding, verdict_of
from hcc_analysis.claims.audit.printed import Printed, Range
from hcc_analysis.formatting import half_up
from hcc_analysis.results import Result
from hcc_analysis.stats import binomial_interval

KIND = "interval"
_ORR, _LOWER, _UPPER = "table2.orr.n", "response.orr.lower90", "response.orr.upper90"
_LEVEL = "design.orr_conf_level"


def intervals(printed: Printed) -> Iterator[Finding]:
    """Test the intervals of medians and of the objective response rate.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        One a median that has an interval, one a limit of the response rate, one against the null rate.
    """
    for claim in (c for c in printed if c.kind == "median" and printed.has(f"{c.id}.lower")):
        ids = (claim.id, f"{claim.id}.lower", f"{claim.id}.upper")
        yield finding(printed, KIND, ids, partial(_symmetric, printed, *ids))
    for limit, side in ((_LOWER, "lower"), (_UPPER, "upper")):
        yield finding(printed, KIND, (limit, _ORR, _LEVEL), partial(_exact, printed, limit, side))
    yield finding(printed, KIND, (_LOWER, "design.p0"), partial(_above_null, printed))


def _symmetric(printed: Printed, median: str, lower: str, upper: str) -> Finding:
    rounded = _middle(printed.rounded(lower), printed.rounded(upper))
    cut = _middle(printed.cut(lower), printed.cut(upper))
    digits = digits_of(rounded.meets(printed.rounded(median)), cut.meets(printed.cut(median)))
    middle = (printed.number(lower) + printed.number(upper)) / 2
    decimals = (printed.claim(median).decimals or 0) + 1
    return Finding(
        test="symmetric about the median, as SPSS makes it",
        computed=f"middle of the limits {half_up(float(middle), decimals)}",
        verdict=verdict_of(digits),
        to_agree={"cut": "limits cut, not rounded", "neither": "an interval of another kind"}.get(digits, ""),
        digits=digits,
    )


def _middle(lower: Range, upper: Range) -> Range:
    return Range((lower.low + upper.low) / 2, (lower.high + upper.high) / 2)


def _exact(printed: Printed, limit: str, side: str) -> Finding:
    count, n, level = printed.count(_ORR), printed.size(_ORR), float(printed.number(_LEVEL)) / 100
    found = binomial_interval(min(count, n), n, conf_level=level)
    value = 100 * float((found.lower if side == "lower" else found.upper) or 0.0)
    digits = digits_of(
        Fraction(value) in printed.rounded(limit),
        Fraction(value) in printed.cut(limit),
    )
    expected = half_up(value, printed.claim(limit).decimals or 0)
    return Finding(
        test="Clopper\u2013Pearson limit of the count",
        computed=f"{count}/{n} at {half_up(100 * level, 0)}%: {half_up(value, 3)}",
        verdict=verdict_of(digits),
        to_agree="" if verdict_of(digits) == "consistent" else expected,
        digits=digits,
        results=(_result(side, value, n),),
    )


def _result(side: str, value: float, n: int) -> Result:
    return Result(
        id=f"audit.{KIND}.orr.{side}",
        value=value,
        statistic=f"{side} Clopper\u2013Pearson limit",
        unit="%",
        n=n,
        method="Clopper\u2013Pearson",
        text=half_up(value, 3),
    )


def _above_null(printed: Printed) -> Finding:
    lower, null = float(printed.number(_LOWER)), float(printed.number("design.p0"))
    return Finding(
        test="endpoint met: the interval lies above the null rate",
        computed=f"{half_up(lower, 1)} against {half_up(null, 1)}",
        verdict=agreement(lower > null),
        to_agree="" if lower > null else "a higher lower limit",
    )
