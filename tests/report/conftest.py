import shutil
from pathlib import Path

import pytest

from hcc_analysis.report.build import build
from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.project import Project
from tests.report.listening import Heard
from tests.report.toy import dataset, make_project


def run(project, **options):
    """Build the toy project in this process's working folder, or elsewhere."""
    request = Request(project.root / "params" / "toy.yml", **options)
    return build(prepare(project, request, dataset), Heard())


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> tuple[Path, Path]:
    """The toy report, built twice: with one worker and with two, in folders of other names."""
    projects = [make_project(tmp_path_factory.mktemp(f"project{jobs}")) for jobs in (1, 2)]
    return tuple(run(project, jobs=jobs).folder for jobs, project in enumerate(projects, start=1))


@pytest.fixture(scope="session")
def built_once(tmp_path_factory) -> Path:
    """The toy project with its report, which `project` copies."""
    made = make_project(tmp_path_factory.mktemp("once") / "project")
    run(made)
    return made.root


@pytest.fixture
def project(built_once, tmp_path) -> Project:
    """A toy project of one's own whose report is built."""
    root = Path(shutil.copytree(built_once, tmp_path / "project"))
    return Project(root, root / "reports")
