"""Kaplan-Meier rates and medians against the number of patients and of events."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement, pairwise

from hcc_analysis.claims.audit.finding import Finding, agreement, digits_of, finding, verdict_of
from hcc_analysis.claims.audit.printed import Printed, Untestable
from hcc_analysis.formatting import half_up
from hcc_analysis.results import NOT_REACHED, Result

KIND = "rate"
_RATE = re.compile(r"(?P<endpoint>.+)\.rate\.(?P<months>\d+)m")
_MOST_CENSORED = 3


def rates(printed: Printed) -> Iterator[Finding]:
    """Test rates as shares, against relapses and against the median.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        One a rate, then the relapses behind the rates and the medians.
    """
    found = [match for claim in printed if (match := _RATE.fullmatch(claim.id))]
    for match in found:
        yield finding(printed, KIND, (match[0],), partial(_share, printed, match[0]))
    yield from _relapses(printed)
    for endpoint in dict.fromkeys(match["endpoint"] for match in found):
        times = {int(match["months"]): match[0] for match in found if match["endpoint"] == endpoint}
        ids = (f"{endpoint}.median", *times.values())
        yield finding(printed, KIND, ids, partial(_crossing, printed, ids[0], times))
    yield from _not_reached(printed)


def _share(printed: Printed, rate: str) -> Finding:
    n = printed.size(rate)
    shares = [Fraction(100 * k, n) for k in range(n + 1)]
    digits = digits_of(
        any(x in printed.rounded(rate) for x in shares), any(x in printed.cut(rate) for x in shares)
    )
    near = sorted(sorted(shares, key=lambda x: abs(x - printed.number(rate)))[:2])
    return Finding(
        test=f"a share of {n}, as long as nobody is lost",
        computed=" and ".join(f"{x * n / 100}/{n} = {half_up(float(x), 1)}" for x in near),
        verdict=verdict_of(digits),
        to_agree=_censoring(printed, rate, n) if digits == "neither" else "",
        digits=digits,
    )


def _censoring(printed: Printed, rate: str, n: int) -> str:
    allowed = printed.rounded(rate)
    for lost in range(1, _MOST_CENSORED + 1):
        for deaths in range(n - lost + 1):
            for before in combinations_with_replacement(range(deaths + 1), lost):
                value = 100 * survival(n, deaths, before)
                if value in allowed:
                    who = "1 patient" if lost == 1 else f"{lost} patients"
                    example = f"e.g. {deaths} events leave {half_up(float(value), 1)}"
                    return f"at least {who} censored earlier ({example}); the paper reports no loss"
    return f"more than {_MOST_CENSORED} patients censored earlier"


def survival(n: int, events: int, censored: tuple[int, ...]) -> Fraction:
    """Kaplan-Meier estimate after some events, one at a time.

    Parameters
    ----------
    n, events : int
        Patients, and events among them.
    censored : tuple of int
        For each censored patient, how many events came before.

    Returns
    -------
    Fraction
        The estimate.
    """
    value = Fraction(1)
    for event in range(events):
        at_risk = n - event - sum(before <= event for before in censored)
        if at_risk <= 0:
            return Fraction(0)
        value *= Fraction(at_risk - 1, at_risk)
    return value


def _relapses(printed: Printed) -> Iterator[Finding]:
    for rate, count, test in (
        ("rfs.rate.12m", "trial.relapsed_within_1y", "patients without relapse within a year"),
        ("rfs.rate.24m", "trial.relapsed.n", "patients without relapse, if all relapses came by then"),
    ):
        yield finding(printed, KIND, (rate, count), partial(_events, printed, rate, count, test))


def _events(printed: Printed, rate: str, count: str, test: str) -> Finding:
    n, events = printed.size(rate), printed.count(count)
    if not 0 < events < n:
        raise Untestable(f"{count} is not a part of {n}")
    share, late = 100 * survival(n, events, ()), 100 * survival(n, events, (events - 1,))
    digits = digits_of(share in printed.rounded(rate), share in printed.cut(rate))
    return Finding(
        test=test,
        computed=f"{n - events}/{n} = {half_up(float(share), 1)}; {half_up(float(late), 1)} if one is "
        "censored before the last",
        verdict=verdict_of(digits),
        to_agree="" if digits in ("either", "rounded") else "patients censored between the relapses",
        digits=digits,
        results=(_one_censored(rate, float(late), n),),
    )


def _one_censored(rate: str, value: float, n: int) -> Result:
    return Result(
        id=f"audit.{KIND}.{rate}.one_censored",
        value=value,
        statistic="rate with one patient censored before the last relapse",
        unit="%",
        n=n,
        method="Kaplan\u2013Meier",
        text=half_up(value, 1),
    )


def _crossing(printed: Printed, median: str, times: dict[int, str]) -> Finding:
    ordered = [float(printed.number(times[month])) for month in sorted(times)]
    falls = all(a >= b for a, b in pairwise(ordered))
    above = max((m for m, id in times.items() if printed.number(id) > 50), default=0)
    below = min((m for m, id in times.items() if printed.number(id) < 50), default=math.inf)
    reached = printed.claim(median).value != NOT_REACHED
    value = float(printed.number(median)) if reached else math.inf
    agrees = falls and above < value <= below
    where = f"between month {above} and {below:g}" if below < math.inf else f"after month {above}, if ever"
    return Finding(
        test="rates fall, and pass 50% at the median",
        computed=f"50% is passed {where}",
        verdict=agreement(agrees),
        to_agree="" if agrees else f"a median {where}",
    )


def _not_reached(printed: Printed) -> Iterator[Finding]:
    ids = ("rfs.median", "trial.relapsed.n", "trial.resected.n")
    yield finding(printed, KIND, ids, partial(_too_few, printed, *ids))
    groups = ("rfs.path_yes.median", "rfs.path_no.median", "trial.relapsed.n")
    yield finding(printed, KIND, groups, partial(_pathology, printed, *groups))


def _too_few(printed: Printed, median: str, events: str, patients: str) -> Finding:
    e, n = printed.count(events), printed.count(patients)
    reached = printed.claim(median).value != NOT_REACHED
    agrees = not reached if 2 * e < n else True
    return Finding(
        test="not reached with fewer events than half the patients",
        computed=f"{e} events in {n} patients",
        verdict=agreement(agrees),
        to_agree="" if agrees else "early censoring, so that few events weigh more",
    )


def _pathology(printed: Printed, yes: str, no: str, events: str) -> Finding:
    n_yes, n_no, e = printed.size(yes), printed.size(no), printed.count(events)
    if printed.claim(yes).value != NOT_REACHED or printed.claim(no).value == NOT_REACHED:
        raise Untestable("tested where one group reaches its median and the other does not")
    least = math.ceil(n_no / 2)
    agrees = least <= e and 2 * (e - n_no) < n_yes
    return Finding(
        test="enough relapses without response, few enough with it",
        computed=f"{least} to {min(e, n_no)} of {n_no} without and {max(e - n_no, 0)} to {e - least} "
        f"of {n_yes} with response make {e}",
        verdict=agreement(agrees),
        to_agree="" if agrees else "another number of relapses",
    )
