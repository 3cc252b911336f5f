"""A worker that would compute something else says why."""

import shutil
from dataclasses import replace

import pytest

from hcc_analysis.report.cluster.plugin import Expected
from hcc_analysis.report.fingerprint import surroundings
from hcc_analysis.report.project import Project
from hcc_analysis.report.software import versions


@pytest.fixture
def expected(project):
    data = project.root / "data"
    return Expected(project, {data: surroundings(project, data)}, versions())


def test_the_same_machine_is_the_same(expected):
    assert expected.fault_here() == ""


def test_other_data(expected):
    (expected.project.root / "data" / "dataset.yml").write_text("title: another\n")
    assert expected.fault_here() == "data changed (data/dataset.yml)"


def test_another_package(expected):
    (data, there), *_ = expected.surroundings.items()
    assert (
        replace(expected, surroundings={data: replace(there, package="x")}).fault_here() == "package changed"
    )


def test_other_versions(expected):
    wanted = {**expected.versions, "numpy": "0.1", "absent": "2"}
    fault = replace(expected, versions=wanted).fault_here()
    assert fault == f"numpy {versions()['numpy']} for 0.1; absent is missing for 2"


def test_no_project(expected, tmp_path):
    shutil.rmtree(expected.project.root)
    fault = expected.fault_here()
    assert fault.startswith(f"the project is not in {expected.project.root}, which must be a folder")
    assert isinstance(expected.project, Project)
