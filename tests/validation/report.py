"""Write docs/validation.md: what was compared with what, and how well it agrees.

Run with `python -m tests.validation.report`. Where R is installed, its scripts run too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from itertools import groupby
from math import ceil, floor, log10
from pathlib import Path

from tests.validation.comparison import Comparison
from tests.validation.live import has_r, live
from tests.validation.suite import parts

TARGET = Path(__file__).parents[2] / "docs" / "validation.md"

HEADER = """\
# Validation of the statistics

Made by `make validation` from the comparisons that the tests assert: every function of
`hcc_analysis.stats`, what it was compared with, and the largest relative difference, rounded up
(absolute where the reference is below 1e-10). A result that is not estimable must be so
on both sides. A test fails where a difference exceeds its tolerance.

| function | reference | cases | numbers | largest difference | tolerance |
|---|---|--:|--:|--:|--:|
"""

NOTES = """
## What is not compared, and why

- **Separation.** Where the partial likelihood has no maximum, R's coefficient is where its iteration
  stopped. Score and likelihood-ratio tests are compared; ours gives no coefficient, but a reason.
- **No events.** R's log-rank test is 0 with p = 1 or NaN; ours is not estimable.
- **Odds ratios.** `fisher.test` ends its search at about 1e-4. The same equations, solved to 1e-13 in R,
  are compared to 1e-6.
- **Large tables.** Of hundreds of random tables, all that `fisher.test` answers with its default workspace
  were answered, and most of those for which that workspace is too small. R 4.2.2 gives wrong p
  values for some tables of nine columns or more (5 x 13, n = 54: 0.023, where its own simulation and
  `fisher_exact` find 0.52), so wide tables are compared with its simulation, within five standard errors.
- **Firth's penalty.** R's `optim` is run without gradients; its likelihoods are compared to 1e-6, its
  coefficients, limits and p values to 1e-4.
- **Exact ties** (`coxph(ties = "exact")`) are not offered.
- **An empty row or column** of a 2 x 2 table: `fisher.test` gives the odds ratio 0 (0 to infinity); ours
  is not estimable.

## Data

Lung, veteran, ovarian, aml and gehan of R's survival and MASS packages, edge cases made by hand (all
censored, one event, all tied, plateaus at one half, events at time zero, separation) and random data with
ties, strata and several groups. The data and R's results are in `tests/validation/reference`, the scripts
that made them in `tests/validation/r` (R 4.2.2, survival 3.5-3). Where R is installed, `make validation`
runs the scripts again, compares the stored results with the new ones, and compares data drawn with another
seed.
"""


def main() -> int:
    """Write the report; return 1 if anything disagrees."""
    made = [comparison for part in parts().values() for comparison in part()]
    TARGET.write_text(HEADER + "\n".join(table(made)) + "\n" + NOTES)
    print(f"{TARGET.name}: {summary(made)}")
    if has_r():
        fresh = list(live())
        print(f"R, run here: {summary(fresh)}")
        made += fresh
    wrong = [comparison for comparison in made if not comparison.agrees]
    for comparison in wrong:
        print(comparison)
    return 1 if wrong else 0


def table(made: Iterable[Comparison]) -> list[str]:
    """Return one row for each function and reference."""

    def key(comparison: Comparison) -> tuple[str, str]:
        return comparison.function, comparison.reference

    return [_row(*names, list(group)) for names, group in groupby(sorted(made, key=key), key=key)]


def _row(function: str, reference: str, group: list[Comparison]) -> str:
    cases, numbers = len({c.case for c in group}), sum(c.size for c in group)
    largest = max(c.difference for c in group)
    tolerance = max(c.tolerance for c in group)
    return f"| {function} | {reference} | {cases} | {numbers} | {power(largest)} | {tolerance:g} |"


def power(difference: float) -> str:
    """Round a difference up; what is smaller than 1e-8 to a power of ten, below 1e-12 is the machine's."""
    if difference <= 1e-12:
        return "< 1e-12"
    exponent = floor(log10(difference))
    digit = ceil(difference / 10**exponent) if difference > 1e-8 else 10
    return f"{digit // 10 or digit}e{exponent + digit // 10:+03d}"


def summary(made: list[Comparison]) -> str:
    agreeing = sum(c.agrees for c in made)
    return f"{agreeing} of {len(made)} comparisons agree ({sum(c.size for c in made)} numbers)"


if __name__ == "__main__":
    sys.exit(main())
