"""A report that is what a build would make is left alone; anything else is built."""

import subprocess
import sys

import pytest

from hcc_analysis.report.prepare import Request, prepare
from hcc_analysis.report.standing import stands
from tests.report.toy import dataset


def standing(project, **options):
    return stands(prepare(project, Request(project.root / "params" / "toy.yml", **options), dataset))


def test_a_report_stands_until_something_changes(project):
    assert standing(project)
    assert not standing(project, force=True)
    assert not standing(project, only=("fig_toy",))


@pytest.mark.parametrize(
    "name",
    [
        "notebooks/fig_toy.ipynb",
        "notebooks/contents.yml",
        "data/dataset.yml",
        "data/published/claims.csv",
        "params/toy.yml",
    ],
)
def test_a_changed_input_is_seen(project, name):
    path = project.root / name
    path.write_text(path.read_text() + "\n")
    assert not standing(project)


@pytest.mark.parametrize(
    "name", ["supplement.html", "results.csv", "figures/fig_toy.svg", "notebooks/fig_toy.html"]
)
def test_a_touched_or_missing_product_is_seen(project, name):
    path = project.report("toy") / name
    kept = path.read_bytes()
    path.write_bytes(kept + b"\n")
    assert not standing(project)
    path.unlink()
    assert not standing(project)
    path.write_bytes(kept)
    assert standing(project)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"inputs": {}}'])
def test_a_spoilt_manifest_is_as_good_as_none(project, content):
    (project.report("toy") / "manifest.json").write_bytes(content)
    assert not standing(project)


def test_other_software_is_seen(project, monkeypatch):
    monkeypatch.setattr("hcc_analysis.report.standing.versions", lambda: {"python": "2.7"})
    assert not standing(project)


def test_the_build_command_imports_little_before_it_knows_what_to_do():
    code = "import sys, hcc_analysis.report.build_command; print([n for n in %r if n in sys.modules])"
    heavy = ("pandas", "numpy", "matplotlib", "pandera", "papermill", "scipy", "typst", "hcc_analysis.trial")
    done = subprocess.run([sys.executable, "-c", code % (heavy,)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
