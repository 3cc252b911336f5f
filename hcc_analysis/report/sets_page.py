"""The page ``index.html`` of the reports: every result across the parameter sets of a batch."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from hcc_analysis.outputs.html import make_environment
from hcc_analysis.report import manifest
from hcc_analysis.report.compare import count_statuses
from hcc_analysis.report.content_policy import content_security_policy
from hcc_analysis.report.document import verdict
from hcc_analysis.report.formats import whole_files
from hcc_analysis.report.own_files import TEMPLATES, own_text
from hcc_analysis.report.prepare import Prepared
from hcc_analysis.report.products import read_claims
from hcc_analysis.report.project import SETS_PAGE, Project

_DIGITS = 6  # significant


@dataclass(frozen=True)
class SetFacts:
    """One parameter set: name, choices, agreement with the printed numbers, data, and the file to open."""

    name: str
    parameters: Mapping[str, str]
    verdict: str
    banner: str
    file: str = "supplement.html"


@dataclass(frozen=True)
class Row:
    """One result across the sets.

    Attributes
    ----------
    result, output : str
        Id of the result and of the output that computes it.
    values : tuple of str
        Its value in each set; empty where a set does not have it.
    differs : tuple of bool
        Whether each differs from the first set.
    """

    result: str
    output: str
    values: tuple[str, ...]
    differs: tuple[bool, ...]

    @property
    def changed(self) -> bool:
        """Whether any set differs from the first."""
        return any(self.differs)


def write_sets_page(project: Project, sets: Sequence[Prepared]) -> Path:
    """Write the page that compares parameter sets whose reports are written.

    Parameters
    ----------
    project : Project
        Where things are.
    sets : sequence of Prepared
        The sets, in the order of the columns; the first is what the others are held against.

    Returns
    -------
    Path
        The page, beside the reports.
    """
    facts = [_facts(project.report(prepared.name), prepared) for prepared in sets]
    rows = compare_sets([_results(project.report(prepared.name)) for prepared in sets])
    path = project.reports / SETS_PAGE
    draft = path.with_name(f".{SETS_PAGE}")
    draft.write_text(sets_page(facts, rows), encoding="utf-8")
    draft.replace(path)
    return path


def sets_page(facts: Sequence[SetFacts], rows: Sequence[Row]) -> str:
    """Render the page.

    Parameters
    ----------
    facts : sequence of SetFacts
        The sets.
    rows : sequence of Row
        The results.

    Returns
    -------
    str
        One HTML page that loads nothing; all text is escaped.
    """
    style = own_text("supplement.css") + own_text("sets.css")
    script = own_text("sets.js")
    shared, chosen = _split_parameters(facts)
    return (
        make_environment([TEMPLATES])
        .get_template("sets.html.j2")
        .render(
            sets=facts,
            rows=rows,
            changed=sum(row.changed for row in rows),
            shared=shared,
            chosen=chosen,
            banners=list(dict.fromkeys(one.banner for one in facts)),
            style=Markup(style),
            script=Markup(script),
            policy=content_security_policy(style, script),
        )
    )


def compare_sets(results: Sequence[Mapping[tuple[str, str], str]]) -> list[Row]:
    """Put the results of sets side by side.

    Parameters
    ----------
    results : sequence of mapping
        For each set, value in full by (output id, result id).

    Returns
    -------
    list of Row
        Every result of any set, in the order in which the sets give them.
    """
    keys = dict.fromkeys(key for one in results for key in one)
    return [_row(key, [one.get(key) for one in results]) for key in keys]


def _row(key: tuple[str, str], values: Sequence[str | None]) -> Row:
    shown = tuple("" if value is None else _rounded(value) for value in values)
    return Row(key[1], key[0], shown, tuple(value != values[0] for value in values))


def _rounded(text: str) -> str:
    try:
        return f"{float(text):.{_DIGITS}g}"
    except ValueError:
        return text


def _results(folder: Path) -> dict[tuple[str, str], str]:
    with (folder / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        name = f"{row['result_id']} ({row['group']})" if row["group"] else row["result_id"]
        found[(row["output_id"], name)] = row["value"]
    return found


def _facts(folder: Path, prepared: Prepared) -> SetFacts:
    counts = count_statuses(read_claims(folder)["status"])
    parameters = manifest.read_manifest(folder)["parameters"]
    words = {name: str(value) for name, value in parameters.items()}
    file = next(iter(whole_files(prepared.request.formats)), "results.csv")
    return SetFacts(prepared.name, words, verdict(counts), prepared.dataset.banner, file)


def _split_parameters(facts: Sequence[SetFacts]) -> tuple[dict[str, str], list[str]]:
    """Return the parameters that all sets share, and the names of the others."""
    first = facts[0].parameters
    same = {name: text for name, text in first.items() if all(o.parameters.get(name) == text for o in facts)}
    return same, [name for name in first if name not in same]
