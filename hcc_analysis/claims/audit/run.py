"""The whole audit: every test on every claim, and what they add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from hcc_analysis.claims.audit import (
    associations,
    hazard_ratios,
    intervals,
    percentages,
    places,
    planning,
    rates,
    safety,
    statements,
    totals,
)
from hcc_analysis.claims.audit.finding import (
    CANNOT,
    CONSISTENT,
    CUT,
    EITHER,
    NEITHER,
    ROUNDED,
    VERDICTS,
    Finding,
    strongest,
)
from hcc_analysis.claims.audit.printed import Printed
from hcc_analysis.claims.load import DESIGN_KINDS, Claim
from hcc_analysis.claims.mentions import Mention
from hcc_analysis.results import Result

_UNTESTED = "untested"
_TESTS: tuple[tuple[str, str, Callable[[Printed], Iterable[Finding]]], ...] = (
    (percentages.KIND, "Percentages against counts", percentages.percentages),
    (totals.KIND, "Totals against parts", totals.totals),
    (safety.KIND, "Adverse events: grades, terms and periods", safety.adverse_events),
    (hazard_ratios.KIND, "Hazard ratio, interval and p value", hazard_ratios.hazard_ratios),
    (intervals.KIND, "Other intervals", intervals.intervals),
    (rates.KIND, "Kaplan\u2013Meier rates and medians", rates.rates),
    (associations.KIND, "Fisher\u2019s exact test against printed margins", associations.associations),
    (planning.KIND, "Design and treatment", planning.planning),
    (statements.KIND, "Times, dates and statements", statements.statements),
    (places.KIND, "Text against table", places.places),
)
KINDS = {**{kind: title for kind, title, _ in _TESTS}, _UNTESTED: "Not tested"}
_DIGITS = (EITHER, ROUNDED, CUT, NEITHER)
_CHOICE = "chosen by the trial, not a result"
_NEEDS = "nothing else that is printed determines it; the patients\u2019 data do"


@dataclass(frozen=True)
class Audit:
    """What all tests found, in order."""

    findings: tuple[Finding, ...]

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        """Return the findings of one kind of test."""
        return tuple(found for found in self.findings if found.kind == kind)

    @property
    def notable(self) -> tuple[Finding, ...]:
        """Findings that do not agree as they stand, or that a reader should see although they do."""
        quiet = (CONSISTENT, CANNOT)
        return tuple(found for found in self.findings if found.notable or found.verdict not in quiet)

    @property
    def tests(self) -> dict[str, int]:
        """Number of tests with each verdict."""
        counts = Counter(found.verdict for found in self.findings if found.kind != _UNTESTED)
        return {verdict: counts[verdict] for verdict in VERDICTS}

    @property
    def claims(self) -> dict[str, int]:
        """Number of claims with each verdict: the one that says most of all tests that it takes part in."""
        verdicts: dict[str, list[str]] = {}
        for found in self.findings:
            for id in found.claims:
                verdicts.setdefault(id, []).append(found.verdict)
        counts = Counter(map(strongest, verdicts.values()))
        return {verdict: counts[verdict] for verdict in VERDICTS}

    def digits(self, kind: str) -> dict[str, int]:
        """Count the tests of a kind by the rule that gives the printed digits."""
        counts = Counter(found.digits for found in self.of_kind(kind))
        return {digits: counts[digits] for digits in _DIGITS}

    def results(self) -> list[Result]:
        """Return the counts by verdict and by the rule of the digits."""
        tests, claims = self.tests.items(), self.claims.items()
        return [
            *(_count(f"tests.{_slug(v)}", k, f"tests: {v}") for v, k in tests),
            *(_count(f"claims.{_slug(v)}", k, f"printed numbers: {v}") for v, k in claims),
            *(
                _count(f"digits.{kind}.{rule}", k, f"{KINDS[kind].lower()}: {rule}")
                for kind in (percentages.KIND, hazard_ratios.KIND)
                for rule, k in self.digits(kind).items()
            ),
        ]

    def numbers(self, *, notable: bool = False) -> list[Result]:
        """Return what the tests computed: implied p values, probabilities, sample sizes.

        Parameters
        ----------
        notable : bool
            Only of the findings that :attr:`notable` holds.

        Returns
        -------
        list of Result
            In the order of the findings.
        """
        findings = self.notable if notable else self.findings
        return [result for found in findings for result in found.results]


def _count(id: str, value: int, statistic: str) -> Result:
    return Result(id=f"audit.{id}", value=value, statistic=statistic, method="audit", text=str(value))


def _slug(verdict: str) -> str:
    return verdict.replace(" ", "_")


def audit(claims: Iterable[Claim], mentions: Iterable[Mention] = ()) -> Audit:
    """Test every printed number that other printed numbers determine or bound.

    Parameters
    ----------
    claims : iterable of Claim
        What the paper prints.
    mentions : iterable of Mention
        Where it prints it; without them text and table are not compared.

    Returns
    -------
    Audit
        Every finding; the last ones hold the claims that no test uses.
    """
    printed = Printed(claims, mentions)
    findings = [found for _, _, tests in _TESTS for found in tests(printed)]
    used = {id for found in findings for id in found.claims}
    return Audit((*findings, *_untested(claim for claim in printed if claim.id not in used)))


def _untested(claims: Iterable[Claim]) -> Iterator[Finding]:
    groups: dict[str, list[Claim]] = {}
    for claim in claims:
        groups.setdefault(_CHOICE if claim.kind in DESIGN_KINDS else _NEEDS, []).append(claim)
    for reason, group in groups.items():
        ids, shown = tuple(c.id for c in group), ", ".join(c.shown for c in group)
        yield Finding(reason, "", CANNOT, kind=_UNTESTED, claims=ids, printed=shown)
