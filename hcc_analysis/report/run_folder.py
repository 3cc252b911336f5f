"""A finished report read back for a comparison: results, files, and what it was made from."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hcc_analysis.errors import InputError
from hcc_analysis.report.csv_rows import read_rows
from hcc_analysis.report.manifest import FILE as MANIFEST
from hcc_analysis.report.manifest import file_hash, read_manifest
from hcc_analysis.report.products import RESULTS_FILE
from hcc_analysis.report.project import find_project

DETAILS = ("statistic", "unit", "n", "method")
_PARTS = ("parameters", "software", "inputs")
_BANNER = re.compile(r'<p class="data-banner[^"]*"[^>]*>(.*?)</p>', re.DOTALL)
NO_BANNER = "The report does not say what its data are."


@dataclass(frozen=True, order=True)
class Key:
    """What names a result: the output that it belongs to, its id and its group."""

    output: str
    result: str
    group: str = ""


@dataclass(frozen=True)
class Found:
    """A result as ``results.csv`` gives it: its value, and what else is said of it."""

    value: str
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """A report.

    Attributes
    ----------
    name : str
        As the user gave it.
    folder : Path
        Where it is.
    results : mapping of Key to Found
        Every result, in the order of the file.
    figures, tables : mapping of str to str
        SHA-256 of each figure (SVG) and table (CSV) by output id.
    parameters, software, inputs : mapping
        From the manifest.
    banner : str
        What the data are, in one sentence.
    """

    name: str
    folder: Path
    results: Mapping[Key, Found]
    figures: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    software: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, Any] = field(default_factory=dict)
    banner: str = NO_BANNER


def find_run(given: str, reports: Path | None = None) -> Path:
    """Find a report by its folder or by its name among the reports.

    Parameters
    ----------
    given : str
        ``reports/published`` or ``published``.
    reports : Path, optional
        Where reports are; ``reports/`` of the project when left out.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    InputError
        There is no such report.
    """
    try:
        tried = [Path(given), *_among_reports(given, reports)]
        found = next((path for path in tried if (path / RESULTS_FILE).is_file()), None)
    except (OSError, ValueError):
        found = None
    if not given or found is None:
        message = "no report of this name, nor a folder with results.csv; run hcc-report build first"
        raise InputError.at(message, file=given or "''")
    return found


def read_run(given: str, reports: Path | None = None) -> Run:
    """Read a report.

    Parameters
    ----------
    given : str
        Its folder or name.
    reports : Path, optional
        Where reports are.

    Returns
    -------
    Run
        The report.

    Raises
    ------
    InputError
        There is none, or its files are not those of a report.
    """
    folder = find_run(given, reports)
    manifest = _manifest(folder)
    return Run(
        given,
        folder,
        read_results(folder / RESULTS_FILE),
        _hashes(folder / "figures", ".svg"),
        _hashes(folder / "tables", ".csv"),
        manifest["parameters"],
        manifest["software"],
        manifest["inputs"],
        _banner(folder / "supplement.html"),
    )


def read_results(path: Path) -> dict[Key, Found]:
    """Read ``results.csv``.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    dict
        Results in the order of the file.

    Raises
    ------
    InputError
        It lacks a column, or gives a result twice.
    """
    results: dict[Key, Found] = {}
    for number, row in read_rows(path, ("output_id", "result_id", "value")):
        key = Key(row["output_id"], row["result_id"], row.get("group", ""))
        if key in results:
            message = f"{key.result!r} stands here twice for one output; build the report again"
            raise InputError.at(message, file=path, row=number, column="result_id")
        results[key] = Found(row["value"], {name: row.get(name, "") for name in DETAILS})
    return results


def _among_reports(given: str, reports: Path | None) -> list[Path]:
    if reports is not None:
        return [reports / given]
    try:
        return [find_project().report(given)]
    except InputError:  # outside a project, a folder must be given
        return []


def _manifest(folder: Path) -> dict[str, dict[str, Any]]:
    found = read_manifest(folder)
    for name in _PARTS:
        if not isinstance(found.get(name), dict):
            message = f"no {name!r} in it, or not JSON; build the report again"
            raise InputError.at(message, file=folder / MANIFEST)
    return {name: found[name] for name in _PARTS}


def _hashes(folder: Path, suffix: str) -> dict[str, str]:
    files = sorted(path for path in folder.glob(f"*{suffix}") if path.is_file())
    return {path.stem: file_hash(path) for path in files}


def _banner(page: Path) -> str:
    """Take the sentence from the supplement, the only file of a report that has it."""
    if not page.is_file():
        return NO_BANNER
    found = _BANNER.search(page.read_text(encoding="utf-8", errors="replace"))
    return html.unescape(found[1]).strip() if found else NO_BANNER
