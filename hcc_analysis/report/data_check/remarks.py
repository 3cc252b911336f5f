"""What a check asks to look at, counted: for readers who may not see the rows of patients."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hcc_analysis.trial.check import Finding
from hcc_analysis.visible import escaped

EXAMPLES = 3


@dataclass(frozen=True)
class Remark:
    """The warnings of one rule in one file.

    Attributes
    ----------
    file : str
        Name of the file.
    rule : str
        Identifier of the rule.
    count : int
        Number of warnings.
    kinds : tuple of (str, int)
        What is wrong, without anything of a single subject, and how often; the most frequent first.
    """

    file: str
    rule: str
    count: int
    kinds: tuple[tuple[str, int], ...]

    @property
    def words(self) -> str:
        """The three most frequent kinds with their numbers, and how many more there are."""
        if len(self.kinds) == 1:
            return self.kinds[0][0]
        shown = [f"{kind} ({count})" for kind, count in self.kinds[:EXAMPLES]]
        more = len(self.kinds) - len(shown)
        return "; ".join(
            [*shown, *([f"and {more} more kinds" if more > 1 else "and 1 more kind"] * (more > 0))]
        )


def remarks(findings: Iterable[Finding]) -> tuple[Remark, ...]:
    """Count warnings by file and rule.

    Parameters
    ----------
    findings : iterable of Finding
        What a check has found; errors are left out.

    Returns
    -------
    tuple of Remark
        By file and rule. No identifier, date or value of a subject is in them.
    """
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in findings:
        if one.severity == "warning":
            found[one.file, one.rule][escaped(one.kind or one.rule)] += 1
    return tuple(
        Remark(escaped(file), rule, kinds.total(), tuple(sorted(kinds.items(), key=lambda k: (-k[1], k[0]))))
        for (file, rule), kinds in sorted(found.items())
    )
