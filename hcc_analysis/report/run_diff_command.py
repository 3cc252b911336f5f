"""What ``hcc-report diff`` and ``hcc-report compare`` do."""

from __future__ import annotations

import math
from pathlib import Path

from rich.console import Console, Group

from hcc_analysis.errors import InputError


def run_diff(
    old: str, new: str, *, reports: Path | None = None, html: Path | None = None, everything: bool = False
) -> bool:
    """Compare two reports, print what differs and write it as a page.

    Parameters
    ----------
    old, new : str
        Folders or names of the reports.
    reports : Path, optional
        Where reports are.
    html : Path, optional
        Where to write the page.
    everything : bool
        Print what is the same, too.

    Returns
    -------
    bool
        Whether a result, a figure or a table differs.
    """
    from hcc_analysis.report.run_diff import diff_runs
    from hcc_analysis.report.run_diff_page import diff_page
    from hcc_analysis.report.run_diff_terminal import diff_text
    from hcc_analysis.report.run_diff_words import summary
    from hcc_analysis.report.run_folder import read_run

    first, second = read_run(old, reports), read_run(new, reports)
    diff = diff_runs(first, second)
    if html is not None:
        _write(html, diff_page(first, second, diff))
    _print(diff_text(diff, everything=everything), summary(diff))
    return not diff.agrees


def run_compare(
    run: str,
    other: Path,
    *,
    relative: float,
    absolute: float,
    reports: Path | None = None,
    partial: bool = False,
    everything: bool = False,
) -> bool:
    """Compare a report with somebody else's results and print what disagrees.

    Parameters
    ----------
    run : str
        Folder or name of the report.
    other : Path
        CSV with the other results.
    relative, absolute : float
        Tolerances.
    reports : Path, optional
        Where reports are.
    partial : bool
        Whether the other file may lack results.
    everything : bool
        Print what agrees, too.

    Returns
    -------
    bool
        Whether anything disagrees or is missing.
    """
    from hcc_analysis.report.run_diff_terminal import comparison_text
    from hcc_analysis.report.run_folder import RESULTS_FILE, find_run, read_results
    from hcc_analysis.report.second_program import compare_programs, read_other, totals_text

    for name, value in (("--tolerance", relative), ("--absolute", absolute)):
        if not math.isfinite(value) or value < 0:
            raise InputError.at(f"{name} must be a number of 0 or more, not {value}")
    results = read_results(find_run(run, reports) / RESULTS_FILE)
    given = read_other(other)
    comparison = compare_programs(results, given, relative=relative, absolute=absolute, partial=partial)
    _print(comparison_text(comparison, everything=everything), totals_text(comparison))
    return not comparison.agrees


def _print(tables: Group, line: str) -> None:
    console = Console(highlight=False)
    if tables.renderables:
        console.print(tables)
    console.print(line, markup=False, soft_wrap=True)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.draft")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except (OSError, ValueError) as error:
        draft.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or "not a possible file name"
        raise InputError.at(f"cannot be written: {reason}", file=path) from error
