"""Tables of the audit: every test, and what does not agree as it stands."""

from __future__ import annotations

from itertools import groupby, takewhile

from hcc_analysis.claims.audit import CANNOT, CONSISTENT, IF_CUT, INCONSISTENT, KINDS, Audit, Finding
from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.outputs.tables.cells import NOT_APPLICABLE, heading_row

_TWO = 2
_SHORT = 3  # an id of more words ends in a level and what it is: table1.age.ge60.n
_ALL_COLUMNS = ("Printed numbers", "Printed", "Test", "Computed", "Verdict", "What it would take to agree")
_FINDING_COLUMNS = ("Printed numbers", "Printed", "Test", "Computed", "What it would take to agree")
_GROUPS = {
    INCONSISTENT: "Inconsistent as printed",
    IF_CUT: "Consistent if the digits are cut",
    CONSISTENT: "Consistent, but worth a look",
}
_RULES = {
    "rounded": "only rounding half up gives the digits",
    "cut": "only cutting gives the digits",
    "either": "both give the digits",
    "neither": "neither gives the digits",
}
DIGIT_KINDS = ("percentage", "hazard_ratio")
VERDICT_NOTES = (
    "Consistent: the other printed numbers give it, or allow it, rounded half up. Consistent if cut: only if "
    "digits are cut. Inconsistent: it does not follow from what the paper prints or says of its method; the "
    "last column says what would make it follow, which is often simple. Not a judgement of the trial.",
    "Every test uses printed numbers alone; no patient\u2019s data enter.",
)
LIMITS = (
    "What this cannot tell: whether the numbers are right. Numbers that agree may share an error; numbers "
    "that do not may be right under a method that the paper leaves unsaid. Why a number is as it is, no test "
    "says. The paper\u2019s supplementary files, which may explain some, are not used. Among so many tests "
    "something improbable is to be expected.",
)


def audit_table(audit: Audit) -> Table:
    """Lay out every test of the audit.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    Table
        A row a test, grouped by kind of test, for landscape pages.
    """
    rows: list[Row] = []
    for kind, title in KINDS.items():
        found = audit.of_kind(kind)
        if found:
            rows.append(heading_row(title, len(_ALL_COLUMNS)))
            rows += [_row(list(group)) for _, group in groupby(found, key=_family)]
    return Table(columns=_columns(_ALL_COLUMNS), rows=tuple(rows), wide=True)


def findings_table(audit: Audit) -> Table:
    """Lay out what does not agree as it stands, and what is improbable.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    Table
        A row a finding, grouped by verdict, for landscape pages.
    """
    rows: list[Row] = []
    for verdict, title in _GROUPS.items():
        found = [finding for finding in audit.notable if finding.verdict == verdict]
        if found:
            rows += [heading_row(title, len(_FINDING_COLUMNS)), *(_row([f], verdict=False) for f in found)]
    return Table(columns=_columns(_FINDING_COLUMNS), rows=tuple(rows), wide=True)


def summary_table(audit: Audit) -> Table:
    """Lay out the counts: tests and printed numbers by verdict, and the rule that gives the digits.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    Table
        A row a verdict, then a row a rule for percentages and for hazard ratios.
    """
    columns = (
        Column(label="Verdict"),
        Column(label="Tests", align="right"),
        Column(label="Printed numbers", align="right"),
    )
    claims = audit.claims
    rows = [
        Row(cells=(_label(v), _count("tests", v, k), _count("claims", v, claims[v])))
        for v, k in audit.tests.items()
    ]
    for kind in DIGIT_KINDS:
        rows.append(heading_row(f"Digits: {KINDS[kind][0].lower()}{KINDS[kind][1:]}", len(columns)))
        for rule, k in audit.digits(kind).items():
            none = Cell(text=NOT_APPLICABLE)
            rows.append(Row(cells=(_label(_RULES[rule]), _count(f"digits.{kind}", rule, k), none)))
    return Table(columns=columns, rows=tuple(rows))


def rule_notes(audit: Audit) -> list[str]:
    """Say how the verdicts are meant, which rule explains the digits, and what an audit cannot tell.

    Parameters
    ----------
    audit : Audit
        What the tests found.

    Returns
    -------
    list of str
        Footnotes.
    """
    shares, ratios = (audit.digits(kind) for kind in DIGIT_KINDS)
    cut, rounded = (ratios["either"] + ratios[rule] for rule in ("cut", "rounded"))
    return [
        *VERDICT_NOTES,
        "A printed number takes part in several tests and counts once, under the verdict that says most: "
        "inconsistent before consistent if cut, before consistent.",
        f"Of {sum(ratios.values())} tests of hazard ratios, {cut} pass with cut digits and {rounded} with "
        "rounded ones: the three decimals that SPSS prints were cut, not rounded, to two. "
        f"Of {sum(shares.values())} percentages, {shares['rounded']} can only be rounded half up and "
        f"{shares['cut']} only cut; p values and Kaplan\u2013Meier rates are rounded.",
        *LIMITS,
    ]


def _label(text: str) -> Cell:
    return Cell(text=text[0].upper() + text[1:])


def _count(stem: str, name: str, value: int) -> Cell:
    return Cell(text=str(value), results=(f"audit.{stem}.{name.replace(' ', '_')}",))


def _columns(labels: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(label=label) for label in labels)


def _family(finding: Finding) -> tuple[object, ...]:
    """Return what neighbours share that stand in one row: the same test, passed, of one characteristic."""
    words = finding.claims[0].split(".") if finding.claims else []
    if finding.to_agree or len(words) <= _SHORT:
        return (finding,)
    return (finding.test, finding.verdict, *words[:-2])


def _row(findings: list[Finding], *, verdict: bool = True) -> Row:
    first = findings[0]
    ids = tuple(dict.fromkeys(id for found in findings for id in found.claims))
    names = "; ".join(map(in_words, ids)) if first.verdict == CANNOT else short(ids)
    printed, computed = (
        "; ".join(texts) for texts in zip(*((f.printed, f.computed) for f in findings), strict=True)
    )
    after = (first.verdict, first.to_agree) if verdict else (first.to_agree,)
    cells = [Cell(text=text or NOT_APPLICABLE) for text in (names, printed, first.test, computed, *after)]
    results = tuple(result.id for found in findings for result in found.results)
    cells[3] = Cell(text=cells[3].text, results=results)
    return Row(cells=tuple(cells))


def in_words(id: str) -> str:
    """Write the id of a claim so that a line can break in it."""
    return id.replace(".", " \u00b7 ").replace("_", " ")


def short(ids: tuple[str, ...]) -> str:
    """Name the claims of a test: one by its id, more by what the ids have in common.

    Parameters
    ----------
    ids : tuple of str
        Ids of claims.

    Returns
    -------
    str
        E.g. "table1 \u00b7 age (2)".
    """
    if len(ids) == 1:
        return in_words(ids[0])
    levels = zip(*(id.split(".") for id in ids), strict=False)
    stem = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, levels)]
    if len(stem) > 1:
        return f"{in_words('.'.join(stem))} ({len(ids)})"
    if len(ids) == _TWO:
        return "; ".join(map(in_words, ids))
    return f"{in_words(ids[0])} and {len(ids) - 1} more"
