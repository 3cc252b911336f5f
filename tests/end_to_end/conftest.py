"""One build of the paper's own supplement, for every test that looks at it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from hcc_analysis.report.build import build
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import Project

ROOT = Path(__file__).parents[2]


class Silent:
    """A listener that says nothing."""

    def __getattr__(self, name):
        return lambda *args, **kwargs: None


def run(project, parameters="params/published.yml", **request):
    """Build a report; fails the test if a notebook fails."""
    outcome = build(prepare(project, Request(project.root / parameters, force=True, **request)), Silent())
    assert not outcome.faults, {id: fault.text for id, fault in outcome.faults.items()}
    return outcome.folder


def copy_project(folder: Path) -> Project:
    """A copy of the project that a test may change."""
    for name in ("notebooks", "params", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "requirements.lock", folder)
    return Project(folder, folder / "reports")


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """Folder of the built report."""
    return run(Project(ROOT, tmp_path_factory.mktemp("reports")), jobs=2)


@pytest.fixture(scope="session")
def outputs(published):
    """Every published output, by id."""
    from hcc_analysis.outputs.model import MIME_TYPE, Output

    found = {}
    for path in sorted((published / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        bundles = [o["data"] for c in cells for o in c.get("outputs", []) if "data" in o]
        (payload,) = [data[MIME_TYPE] for data in bundles if MIME_TYPE in data]
        found[path.stem] = Output.model_validate(payload)
    return found
