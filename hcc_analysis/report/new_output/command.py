"""What ``hcc-report new`` does: a notebook, its test and its place in the supplement, all or nothing."""

from __future__ import annotations

import difflib
import keyword
import re
from pathlib import Path

from rich.console import Console

from hcc_analysis.errors import InputError

_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_NUMBERED = re.compile(r"(supp_)?(fig|table)0*([0-9]+)([a-z]?)(?:_.*)?")
_KINDS = {"fig": "Fig.", "table": "Table"}
_TEST = '''"""{label}: notebooks/{id}.ipynb runs by itself and publishes an output that is fit to print."""

from pathlib import Path

import pytest

from hcc_analysis.report.single import published_by

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow  # starts a kernel


@pytest.fixture(scope="module")
def output():
    return published_by(ROOT / "notebooks" / "{id}.ipynb", ROOT / "params" / "{parameters}.yml")


def test_it_is_named(output):
    assert (output.id, output.label) == ("{id}", "{label}")
    assert output.title and output.caption.endswith(".")


def test_it_reports_results_with_their_method(output):
    # Hold the numbers that matter against values worked by hand:
    # assert {{r.id: r.value for r in output.results}}["{id}.os.median"] == pytest.approx(18.74, abs=0.005)
    assert output.results
    assert all(result.value == result.value for result in output.results)
'''


def make_output(id: str, like: str, label: str | None, title: str | None) -> None:
    """Make a new output like another and say what comes next.

    Parameters
    ----------
    id : str
        Id of the new output, which names its notebook, test and pages.
    like : str
        Output to start from.
    label, title : str, optional
        Its number and title; a label made of the id, and the other's title by default.

    Raises
    ------
    InputError
        The id is not a name or is taken, there is no output to start from, or a file cannot be written.
    """
    from hcc_analysis.report.contents import read_contents
    from hcc_analysis.report.new_output.listing import listed
    from hcc_analysis.report.new_output.notebook import copied_notebook
    from hcc_analysis.report.project import find_project

    project = find_project()
    known = read_contents(project.contents).outputs
    notebook = project.notebooks / f"{id}.ipynb"
    test = project.root / "tests" / "notebooks" / f"test_{id}.py"
    _require_new(id, known, (notebook, test))
    if like not in known:
        close = difflib.get_close_matches(like, known, n=1)
        raise InputError(f"unknown output '{like}'" + (f"; did you mean '{close[0]}'?" if close else ""))
    shown = label or label_of(id)
    source = (project.notebooks / f"{like}.ipynb").read_text(encoding="utf-8")
    text, own_results = copied_notebook(source, like=like, id=id, label=shown, title=title)
    contents = listed(project.contents.read_text(encoding="utf-8"), id, like, project.contents)
    parameters = _parameter_set(project.root)
    made = {notebook: text, test: _TEST.format(id=id, label=shown, parameters=parameters)}
    _write(made, project.contents, contents)
    _say(project.root, [*made, project.contents], id, parameters, like if not own_results else None)


def label_of(id: str) -> str:
    """Make a label of an id: ``fig4_pfs`` is Fig. 4, ``supp_table11`` Supplementary Table 11."""
    found = _NUMBERED.fullmatch(id)
    if not found:
        return id.replace("_", " ").capitalize()
    supplementary, kind, number, letter = found.groups()
    return f"{'Supplementary ' if supplementary else ''}{_KINDS[kind]} {number}{letter.upper()}"


def _require_new(id: str, known: tuple[str, ...], files: tuple[Path, ...]) -> None:
    if not _NAME.fullmatch(id) or keyword.iskeyword(id):
        raise InputError(f"'{id}' is not an id: small letters, digits and _ only, a letter first (fig4_pfs)")
    if id in known:
        raise InputError(f"there is an output '{id}' already; choose another id")
    for path in files:
        if path.exists() or path.is_symlink():
            raise InputError.at("exists already; choose another id", file=path)


def _parameter_set(root: Path) -> str:
    names = sorted(path.stem for path in (root / "params").glob("*.yml"))
    return "published" if "published" in names or not names else names[0]


def _write(made: dict[Path, str], contents: Path, listing: str) -> None:
    written: list[Path] = []
    try:
        for path, text in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            written.append(path)
            path.write_text(text, encoding="utf-8", newline="\n")
        new = contents.with_name(f".{contents.name}.new")
        written.append(new)
        new.write_text(listing, encoding="utf-8", newline="\n")
        new.replace(contents)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise InputError.at(f"cannot be written: {error.strerror or error}", file=written[-1]) from error


def _say(root: Path, files: list[Path], id: str, parameters: str, shared: str | None) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for path in files:
        console.print(str(path.relative_to(root)), markup=False)
    if shared:
        console.print(f"its results keep the ids of {shared}: give those that differ other ids", markup=False)
    console.print(f"next: hcc-report build params/{parameters}.yml --only {id}", markup=False)
