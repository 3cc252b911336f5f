"""Adverse events: grades against all grades, terms against any, periods against the whole study."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

from hcc_analysis.claims.audit.finding import Finding, agreement, finding
from hcc_analysis.claims.audit.printed import Printed, Untestable
from hcc_analysis.formatting import half_up, p_value
from hcc_analysis.results import Result

KIND = "adverse_event"
PERIODS = ("preoperative", "adjuvant")
_GRADES = ("g1", "g2", "g3")
_ANY = "any"
_OVERALL = ("any", "thrombocytopenia", "leukopenia", "anemia")
_TERMS = _OVERALL[1:]
_UNLIKELY = 0.05


def adverse_events(printed: Printed) -> Iterator[Finding]:
    """Test the table of adverse events and the counts of the whole study.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        One a row of the table, then the row "any" against the terms, the periods and the complications.
    """
    for period in PERIODS:
        terms = _terms(printed, period)
        for term in terms:
            ids = _ids(period, term, ("all", *_GRADES))
            judge = _any_row if term == _ANY else _row
            yield finding(printed, KIND, ids, partial(judge, printed, ids))
        for column in ("all", *_GRADES) if _ANY in terms else ():
            ids = [f"table3.{period}.{term}.{column}.n" for term in terms]
            yield finding(printed, KIND, ids, partial(_any_column, printed, ids))
    yield from _periods(printed)
    yield from _complications(printed)


def _terms(printed: Printed, period: str) -> list[str]:
    ids = (claim.id.split(".") for claim in printed)
    found = [w[2] for w in ids if w[:2] == ["table3", period] and w[3:] == ["all", "n"]]
    return sorted(found, key=lambda term: term != _ANY)


def _ids(period: str, term: str, columns: tuple[str, ...]) -> list[str]:
    return [f"table3.{period}.{term}.{column}.n" for column in columns]


def _row(printed: Printed, ids: list[str]) -> Finding:
    total, *grades = map(printed.count, ids)
    agrees = sum(grades) == total
    return Finding(
        test="grades add up: a patient counts at the worst",
        computed=f"{_sum(grades)}; {total} printed",
        verdict=agreement(agrees),
        to_agree="" if agrees else f"{sum(grades)} patients, or grades that make {total}",
    )


def _any_row(printed: Printed, ids: list[str]) -> Finding:
    total, *grades = map(printed.count, ids)
    explained = max(grades) <= total < sum(grades)
    way = "a patient counts at every grade that occurred, unlike in the rows of single terms"
    return Finding(
        test="grades add up, as in the rows below",
        computed=f"{_sum(grades)}; {total} printed",
        verdict=agreement(sum(grades) == total),
        to_agree="" if sum(grades) == total else way if explained else f"{sum(grades)} patients",
    )


def _any_column(printed: Printed, ids: list[str]) -> Finding:
    n = printed.size(ids[0])
    whole, *terms = map(printed.count, ids)
    low, high = max(terms, default=0), min(sum(terms), n)
    return _within(whole, low, high, "any: at least the most frequent term, at most all together")


def _within(value: int, low: int, high: int, test: str) -> Finding:
    agrees = low <= value <= high
    return Finding(
        test=test,
        computed=f"{low} to {high} possible; {value} printed",
        verdict=agreement(agrees),
        to_agree="" if agrees else f"a number from {low} to {high}",
    )


def _periods(printed: Printed) -> Iterator[Finding]:
    for term in _OVERALL:
        ids = _over_periods(term)
        yield finding(printed, KIND, ids, partial(_union, printed, ids))
    ids = ["safety.overall.grade3.n", *(f"table3.{period}.any.g3.n" for period in PERIODS)]
    yield finding(printed, KIND, ids, partial(_union, printed, ids))
    together = [id for term in _TERMS for id in _over_periods(term)]
    yield finding(printed, KIND, together, partial(_independence, printed))


def _over_periods(term: str) -> list[str]:
    return [f"safety.overall.{term}.n", *(f"table3.{period}.{term}.all.n" for period in PERIODS)]


def _union(printed: Printed, ids: list[str]) -> Finding:
    whole, first, second = map(printed.count, ids)
    low, high = max(first, second), min(first + second, printed.size(ids[0]))
    found = _within(whole, low, high, "whole study: between the larger period and both together")
    if found.verdict != agreement(True):
        return found
    both = first + second - whole
    return Finding(
        found.test, f"{first} and {second} make {whole} with {both} in both periods", found.verdict
    )


def _independence(printed: Printed) -> Finding:
    chances = {term: no_more_in_both(*_counts(printed, term)) for term in _TERMS}
    joint = math.prod(chances.values())
    each = ", ".join(f"{term} {p_value(value)}" for term, value in chances.items())
    rare = joint < _UNLIKELY
    way = "possible; or the counts of the periods were added, though a patient may be in both"
    return Finding(
        test="so few with the same event in both periods, if the periods were independent",
        computed=f"probability {half_up(joint, 4)} ({each})",
        verdict=agreement(True),
        to_agree=way if rare else "",
        notable=rare,
        results=_results({**chances, "together": joint}),
    )


def _counts(printed: Printed, term: str) -> tuple[int, int, int, int]:
    ids = _over_periods(term)
    whole, first, second = map(printed.count, ids)
    return printed.size(ids[0]), first, second, first + second - whole


def no_more_in_both(n: int, first: int, second: int, both: int) -> float:
    """Probability that at most so many patients have an event in both periods (hypergeometric).

    Parameters
    ----------
    n, first, second : int
        Patients, and those with the event in each period.
    both : int
        Patients with it in both.

    Returns
    -------
    float
        The probability if those of the second period are any `second` of the `n`.
    """
    if not 0 <= both <= min(first, second) or max(first, second) > n:
        raise Untestable("the counts of the periods do not fit together")
    ways = sum(math.comb(first, k) * math.comb(n - first, second - k) for k in range(both + 1))
    return ways / math.comb(n, second)


def _results(chances: dict[str, float]) -> tuple[Result, ...]:
    return tuple(
        Result(
            id=f"audit.{KIND}.both_periods.{term}",
            value=value,
            statistic="probability of no more patients in both periods",
            method="hypergeometric; terms independent",
            group=term,
            text=half_up(value, 4),
        )
        for term, value in chances.items()
    )


def _complications(printed: Printed) -> Iterator[Finding]:
    terms = [
        f"complications.{name}.n" for name in ("ascites", "pleural_effusion", "biliary_leakage", "grade2")
    ]
    ids = ["complications.any.n", *terms]
    yield finding(printed, KIND, ids, partial(_any_complication, printed, ids))


def _any_complication(printed: Printed, ids: list[str]) -> Finding:
    whole, *parts = map(printed.count, ids)
    test = "patients with any: at least the most frequent, at most all together"
    return _within(whole, max(parts), min(sum(parts), printed.size(ids[0])), test)


def _sum(counts: list[int]) -> str:
    return f"{' + '.join(map(str, counts))} = {sum(counts)}"
