"""Findings as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from hcc_analysis.trial.check import CheckResult, Finding

VERSION = 1


def to_json(result: CheckResult) -> str:
    """Write findings as JSON; the same findings give the same bytes.

    Parameters
    ----------
    result : CheckResult
        What a check has found.

    Returns
    -------
    str
        An object with ``version``, ``errors``, ``warnings``, ``data_sets``, ``skipped``, ``findings`` and
        ``mapping``: lines of ``mapping.yml`` that would map what is not mapped.
    """
    document = {
        "version": VERSION,
        "folder": result.folder.name,
        "errors": result.errors,
        "warnings": result.warnings,
        "data_sets": [{"file": file, "records": records} for file, records in result.records],
        "skipped": list(result.skipped),
        "findings": [_fields(finding) for finding in result.findings],
        "mapping": result.mapping,
    }
    return json.dumps(document, indent=2) + "\n"


def _fields(finding: Finding) -> dict[str, Any]:
    found = asdict(finding)
    del found["kind"]  # the message says it, and more
    return found
