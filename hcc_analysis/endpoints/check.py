"""The rules on endpoints that ``hcc-report check`` runs."""

from __future__ import annotations

from hcc_analysis.endpoints.check_given import given_faults
from hcc_analysis.endpoints.check_recist import recist_faults
from hcc_analysis.trial.check import FurtherRule

ENDPOINT_RULES = (
    FurtherRule("RECIST responses", recist_faults, needs=("adtr",)),
    FurtherRule("given endpoints", given_faults, about=("adtte", "adrs"), may_use=("adtr", "adfu")),
)
