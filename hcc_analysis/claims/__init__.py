"""The numbers that the paper printed, and how the computed ones compare with them."""

from hcc_analysis.claims.load import Claim, load_claims
from hcc_analysis.claims.mentions import Mention, differing_mentions, load_mentions
from hcc_analysis.claims.reconcile import Totals, by_output, reconcile, totals
from hcc_analysis.claims.show import render_text, renderable

__all__ = [
    "Claim",
    "Mention",
    "Totals",
    "by_output",
    "differing_mentions",
    "load_claims",
    "load_mentions",
    "reconcile",
    "render_text",
    "renderable",
    "totals",
]
