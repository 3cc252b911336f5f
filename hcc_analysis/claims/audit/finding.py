"""What one test of the audit found, and the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from hcc_analysis.claims.audit.printed import Printed, Untestable
from hcc_analysis.results import Result

CONSISTENT = "consistent"
IF_CUT = "consistent if cut"
INCONSISTENT = "inconsistent"
CANNOT = "cannot be tested"
VERDICTS = (CONSISTENT, IF_CUT, INCONSISTENT, CANNOT)
# A claim takes part in several tests; the verdict that says most wins.
_WEIGHT = {CANNOT: 0, CONSISTENT: 1, IF_CUT: 2, INCONSISTENT: 3}

EITHER, ROUNDED, CUT, NEITHER = "either", "rounded", "cut", "neither"


@dataclass(frozen=True)
class Finding:
    """What one test of printed numbers found.

    Attributes
    ----------
    test : str
        What was tested, in words.
    computed : str
        What the other printed numbers give.
    verdict : str
        One of :data:`VERDICTS`.
    to_agree : str
        What it would take to agree; empty where the numbers do.
    digits : str
        Which rule gives the printed digits: ``rounded``, ``cut``, ``either`` or ``neither``; empty where the
        test is not about digits.
    notable : bool
        Whether a reader should see it although the numbers agree.
    results : tuple of Result
        The numbers that the audit computed for it.
    kind : str
        Kind of the test.
    claims : tuple of str
        Ids of the claims that it uses.
    printed : str
        Their numbers as printed.
    """

    test: str
    computed: str
    verdict: str
    to_agree: str = ""
    digits: str = ""
    notable: bool = False
    results: tuple[Result, ...] = ()
    kind: str = ""
    claims: tuple[str, ...] = ()
    printed: str = ""


def finding(printed: Printed, kind: str, ids: Iterable[str], judge: Callable[[], Finding]) -> Finding:
    """Make a finding; a number that is missing or is a word makes it ``cannot be tested``.

    Parameters
    ----------
    printed : Printed
        The claims.
    kind : str
        Kind of the test.
    ids : iterable of str
        Claims that the test uses.
    judge : callable
        The test itself.

    Returns
    -------
    Finding
        With its kind, its claims and what they print.
    """
    names = tuple(ids)
    try:
        shown = ", ".join(printed.claim(id).shown for id in names)
        return replace(judge(), kind=kind, claims=names, printed=shown)
    except Untestable as reason:
        known = tuple(id for id in names if printed.has(id))
        return Finding(test=str(reason), computed="", verdict=CANNOT, kind=kind, claims=known)


def digits_of(rounded: bool, cut: bool) -> str:
    """Name the rule that gives the printed digits."""
    return {(True, True): EITHER, (True, False): ROUNDED, (False, True): CUT}.get((rounded, cut), NEITHER)


def verdict_of(digits: str) -> str:
    """Verdict of a test of digits."""
    return {CUT: IF_CUT, NEITHER: INCONSISTENT}.get(digits, CONSISTENT)


def agreement(agrees: bool) -> str:
    """Verdict of a test without digits."""
    return CONSISTENT if agrees else INCONSISTENT


def strongest(verdicts: Iterable[str]) -> str:
    """Verdict of a claim that takes part in several tests: the one that says most."""
    return max(verdicts, key=_WEIGHT.__getitem__)
