"""How print and computation compare, in signs and words."""

from __future__ import annotations

from hcc_analysis.claims.reconcile import STATUSES
from hcc_analysis.report.compare import totals
from hcc_analysis.report.document import Entry

SYMBOLS = {"exact": "=", "truncated": "\u2248", "differs": "\u2260", "not computed": "\u2013"}

MEANINGS = {
    "exact": "the computed value, rounded to the printed places, is the printed one",
    "truncated": "the computed value, cut off at the printed places, is the printed one",
    "differs": "the computed value is another one; the note says why",
    "not computed": "no output of this supplement computes it",
}


def entry_verdict(entry: Entry) -> str:
    """Say in a few words how the printed numbers of an output compare."""
    counts = totals(entry.claims)
    total = len(entry.claims)
    if counts["exact"] == total:
        return "the printed number agrees" if total == 1 else f"all {total} printed numbers agree exactly"
    parts = [f"{counts[status]} {status}" for status in STATUSES if counts[status]]
    return f"{total} printed number{'s' if total > 1 else ''}: {', '.join(parts)}"
