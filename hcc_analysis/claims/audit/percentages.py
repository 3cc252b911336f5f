"""Percentages against the counts beside them (GRIM): rounded half up, cut, or neither.

A percentage whose count is not printed is held against every count that is possible.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from hcc_analysis.claims.audit.finding import Finding, digits_of, finding, verdict_of
from hcc_analysis.claims.audit.printed import Printed
from hcc_analysis.claims.load import Claim
from hcc_analysis.formatting import half_up

KIND = "percentage"


def percentages(printed: Printed) -> Iterator[Finding]:
    """Test every printed percentage.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        One a percentage.
    """
    for claim in (c for c in printed if c.kind == "percent"):
        count = _count_id(printed, claim)
        if count:
            yield finding(printed, KIND, (claim.id, count), partial(_beside, printed, claim.id, count))
        else:
            yield finding(printed, KIND, (claim.id,), partial(_alone, printed, claim.id))


def _count_id(printed: Printed, claim: Claim) -> str:
    stems = [id.removesuffix(".pct") for id in (claim.id, claim.same_as) if id]
    wanted = [name for stem in stems for name in (f"{stem}.n", stem)]
    return next((id for id in wanted if printed.has(id) and printed.claim(id).printed), "")


def _beside(printed: Printed, percent: str, count: str) -> Finding:
    n = printed.size(percent)
    share = Fraction(100 * printed.count(count), n)
    digits = _digits(printed, percent, share)
    return Finding(
        test="the count as a share",
        computed=f"{printed.count(count)}/{n} = {_exact(share)}",
        verdict=verdict_of(digits),
        to_agree=_to_agree(printed, percent, share, digits),
        digits=digits,
    )


def _to_agree(printed: Printed, percent: str, share: Fraction, digits: str) -> str:
    expected, n = half_up(float(share), printed.claim(percent).decimals or 0), printed.size(percent)
    if digits == "cut":
        return f"{expected}, rounded like the others"
    return f"{expected}, or {_either(_counts(printed, percent, n), n)}" if digits == "neither" else ""


def _alone(printed: Printed, percent: str) -> Finding:
    n = printed.size(percent)
    fits = {k: _digits(printed, percent, Fraction(100 * k, n)) for k in range(n + 1)}
    found = [k for k, digits in fits.items() if digits != "neither"]
    digits = digits_of(
        any(fits[k] in ("either", "rounded") for k in found), any(fits[k] in ("either", "cut") for k in found)
    )
    return Finding(
        test=f"a share of {n}; no count is printed",
        computed=_either(found, n),
        verdict=verdict_of(digits),
        to_agree="" if found else "another denominator",
        digits=digits,
    )


def _digits(printed: Printed, percent: str, share: Fraction) -> str:
    return digits_of(share in printed.rounded(percent), share in printed.cut(percent))


def _counts(printed: Printed, percent: str, n: int) -> list[int]:
    return [k for k in range(n + 1) if _digits(printed, percent, Fraction(100 * k, n)) != "neither"]


def _either(counts: list[int], n: int) -> str:
    return " or ".join(f"{k}/{n}" for k in counts) or f"no count of {n} has it"


def _exact(share: Fraction) -> str:
    return half_up(float(share), 3 if share.denominator > 1 else 0)
