"""Times, dates and statements of the text against each other and against the schedule of the protocol."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from hcc_analysis.claims.audit.finding import Finding, agreement, finding
from hcc_analysis.claims.audit.printed import Printed, Untestable
from hcc_analysis.formatting import half_up

KIND = "statement"
_WEEKS_PER_MONTH = 365 / 12 / 7
_PD = "response.pd_resected.no_mpr"
_FIRST, _LAST = "trial.first_screening", "trial.last_screening"
_UNRESECTABLE = "subsequent.unresectable."
_DRUG = "bevacizumab"


def statements(printed: Printed) -> Iterator[Finding]:
    """Test times, dates and statements.

    Parameters
    ----------
    printed : Printed
        The claims and the mentions, which hold the rules of the protocol.

    Yields
    ------
    Finding
        One a statement.
    """
    for which in ("1", "2"):
        rfs, os = f"{_PD}.rfs_{which}", f"{_PD}.os_{which}"
        yield finding(printed, KIND, (rfs,), partial(_imaging, printed, rfs))
        ids = (os, rfs, "treatment.assessment_week")
        yield finding(printed, KIND, ids, partial(_survival, printed, *ids))
    late = ("trial.relapsed_after_1y", "treatment.adjuvant_duration", "treatment.adjuvant_start")
    yield finding(printed, KIND, late, partial(_during_adjuvant, printed, *late))
    lines = tuple(claim.id for claim in printed if claim.id.startswith(_UNRESECTABLE))
    yield finding(printed, KIND, (*lines, "trial.unresectable"), partial(_later_lines, printed, lines))
    yield finding(printed, KIND, (_FIRST, _LAST), partial(_dates, printed))


def _imaging(printed: Printed, rfs: str) -> Finding:
    time, first = float(printed.number(rfs)), float(printed.rule("meth.imaging_first"))
    return Finding(
        test="recurrence is seen at the first scheduled imaging or later",
        computed=f"{time:g} months; imaging from month {first:g}",
        verdict=agreement(time >= first),
        to_agree="" if time >= first else "imaging before the schedule, e.g. for symptoms",
    )


def _survival(printed: Printed, os: str, rfs: str, week: str) -> Finding:
    before = float(printed.number(week)) / _WEEKS_PER_MONTH
    least = float(printed.number(rfs)) + before
    agrees = float(printed.number(os)) >= least
    return Finding(
        test="survival from the first dose is at least the time to surgery and to recurrence",
        computed=f"at least {half_up(least, 2)} months",
        verdict=agreement(agrees),
        to_agree="" if agrees else "surgery before the assessment",
    )


def _during_adjuvant(printed: Printed, late: str, duration: str, start: str) -> Finding:
    end = 12 * float(printed.number(duration)) + float(printed.number(start)) / _WEEKS_PER_MONTH
    some = printed.count(late) > 0
    possible = end > 12
    return Finding(
        test="all relapses during adjuvant treatment, one of them after a year",
        computed=f"treatment ends {half_up(end, 1)} months after surgery",
        verdict=agreement(possible or not some),
        to_agree=f"the late relapse between months 12 and {half_up(end, 1)}" if some else "",
        notable=some,
    )


def _later_lines(printed: Printed, ids: tuple[str, ...]) -> Finding:
    if not ids:
        raise Untestable("the later treatments of the unresectable are not among the printed numbers")
    listed = any(_DRUG in id for id in ids)
    treated, n = sum(map(printed.count, ids)), printed.count("trial.unresectable")
    return Finding(
        test=f"Discussion: {_DRUG} among the later lines of the unresectable",
        computed=f"Results list {treated} of {n}, " + ("with it" if listed else "none with it"),
        verdict=agreement(listed),
        to_agree=""
        if listed
        else f"lines of the other {n - treated}, or further ones, that Results leave out",
    )


def _dates(printed: Printed) -> Finding:
    try:
        first, last = (date.fromisoformat(printed.claim(id).value) for id in (_FIRST, _LAST))
    except ValueError as error:
        raise Untestable("a date of screening is not a date") from error
    registered = [date.fromisoformat(m.value) for m in printed.mentions if m.id == "meth.registered"]
    agrees = all(day <= first for day in registered) and first <= last
    return Finding(
        test="registered before the first patient, who comes before the last",
        computed=" \u2264 ".join(map(str, [*registered, first, last])) if agrees else "out of order",
        verdict=agreement(agrees),
        to_agree="" if agrees else "another order of the dates",
    )
