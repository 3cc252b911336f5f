"""Fisher's exact test against the printed margins: is there a table that gives the p value."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import product

from hcc_analysis.claims.audit.finding import Finding, agreement, finding
from hcc_analysis.claims.audit.printed import Printed, Untestable
from hcc_analysis.formatting import half_up
from hcc_analysis.results import Result
from hcc_analysis.stats import fisher_exact

KIND = "association"
Counts = tuple[tuple[int, ...], ...]
_YES, _NO = "table2.path.response.n", "table2.path.no_response.n"
_AFP = "path_response.afp_reduction.fisher.p"
_RADIOGRAPHIC = "response.radiographic_vs_path.fisher.p"
_MVI = "response.mvi_vs_primary.p"
_RESPONSES = ("table2.pr.n", "table2.sd.n", "table2.pd.n")
_MVI_RATES = ("response.mvi.orr.pct", "response.mvi.dcr.pct")
_RESECTED = ("table2.pr.n", "table2.sd.n", "response.pd_resected.n", "response.pd_resected.mpr")


def associations(printed: Printed) -> Iterator[Finding]:
    """Test the p values whose tables have printed margins.

    Parameters
    ----------
    printed : Printed
        The claims.

    Yields
    ------
    Finding
        AFP reduction and radiographic response against pathology, vascular invasion against the tumour.
    """
    yield finding(printed, KIND, (_AFP, _YES, _NO), partial(_reduction, printed))
    yield finding(printed, KIND, (_RADIOGRAPHIC, _YES, _NO, *_RESECTED), partial(_radiographic, printed))
    yield finding(printed, KIND, (_MVI, *_MVI_RATES, *_RESPONSES), partial(_invasion, printed))


def _p(table: Counts) -> float:
    return float(fisher_exact(table).p_value or 0.0)


def _fits(printed: Printed, id: str, value: float) -> bool:
    return Fraction(min(value, 1.0)) in printed.rounded(id)


def _two_rows(first: int, yes: int, no: int) -> Iterator[Counts]:
    """All tables of a first row of some size against a second, with given columns."""
    for a in range(max(0, first - no), min(first, yes) + 1):
        yield (a, first - a), (yes - a, no - first + a)


def _in_words(table: Counts) -> str:
    return " against ".join(f"{row[0]} of {sum(row)}" for row in table)


def _reduction(printed: Printed) -> Finding:
    yes, no = printed.count(_YES), printed.count(_NO)
    tables = [table for first in range(1, (yes + no) // 2 + 1) for table in _two_rows(first, yes, no)]
    found = [_in_words(table) for table in tables if _fits(printed, _AFP, _p(table))]
    return Finding(
        test=f"some division of {yes + no} patients gives it",
        computed=f"{len(found)} of {len(tables)} tables: {'; '.join(found) or 'none'}",
        verdict=agreement(bool(found)),
        to_agree="" if found else "another p value or other margins",
    )


def _radiographic(printed: Printed) -> Finding:
    yes, no = printed.count(_YES), printed.count(_NO)
    pr, sd, pd, pd_yes = map(printed.count, _RESECTED)
    if pr + sd + pd != yes + no or not 0 <= yes - pd_yes <= pr + sd:
        raise Untestable("the responses of the resected patients do not add up")
    found = [_in_words(table) for table in _two_rows(pr, yes, no) if _fits(printed, _RADIOGRAPHIC, _p(table))]
    control = ((yes - pd_yes, pr + sd - yes + pd_yes), (pd_yes, pd - pd_yes))
    value = _p(control)
    fits = _fits(printed, _RADIOGRAPHIC, value)
    return Finding(
        test="PR against the others gives it, or disease control against PD",
        computed=f"PR: {'; '.join(found) or 'none'}; disease control: {_in_words(control)}, "
        f"p = {half_up(value, 3)}",
        verdict=agreement(bool(found) or fits),
        to_agree="" if found or fits else "another p value",
        results=(_result("disease_control.p", value, "p value", sum(map(sum, control))),),
    )


def _invasion(printed: Printed) -> Finding:
    n = printed.size(_MVI)
    responding, controlled = (_only_count(printed, id) for id in _MVI_RATES)
    rows = (responding, controlled - responding, n - controlled)
    columns = tuple(map(printed.count, _RESPONSES))
    if sum(columns) != n or min(rows) < 0:
        raise Untestable("the margins do not add up")
    tables = list(_tables(rows, columns))
    found = [table for table in tables if _fits(printed, _MVI, _p(table))]
    return Finding(
        test=f"some table with rows {rows} and columns {columns} gives it",
        computed=f"{len(found)} of {len(tables)} tables: {'; '.join(map(str, found)) or 'none'}",
        verdict=agreement(bool(found)),
        to_agree="" if found else "another p value or other margins",
        results=(_result("invasion.tables", len(found), "tables that give the p value", n),),
    )


def _only_count(printed: Printed, percent: str) -> int:
    n = printed.size(percent)
    found = [k for k in range(n + 1) if Fraction(100 * k, n) in printed.rounded(percent)]
    if len(found) != 1:
        raise Untestable(f"{percent} is not the share of one count of {n}")
    return found[0]


def _tables(rows: tuple[int, ...], columns: tuple[int, ...]) -> Iterator[Counts]:
    """All tables of three by three with given margins."""
    for a, b, c, d in product(*(range(min(r, k) + 1) for r in rows[:2] for k in columns[:2])):
        first, second = (a, b, rows[0] - a - b), (c, d, rows[1] - c - d)
        third = tuple(k - x - y for k, x, y in zip(columns, first, second, strict=True))
        if min(*first, *second, *third) >= 0:
            yield first, second, third


def _result(id: str, value: float, statistic: str, n: int) -> Result:
    text = str(value) if isinstance(value, int) else half_up(value, 3)
    return Result(
        id=f"audit.{KIND}.{id}",
        value=value,
        statistic=statistic,
        n=n,
        method="Fisher\u2019s exact test",
        text=text,
    )
