"""Audit of the paper: every printed number that other printed numbers can test, without the patients."""

from hcc_analysis.claims.audit.finding import CANNOT, CONSISTENT, IF_CUT, INCONSISTENT, VERDICTS, Finding
from hcc_analysis.claims.audit.run import KINDS, Audit, audit

__all__ = ["CANNOT", "CONSISTENT", "IF_CUT", "INCONSISTENT", "KINDS", "VERDICTS", "Audit", "Finding", "audit"]
