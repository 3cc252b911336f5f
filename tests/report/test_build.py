import json
import re
from pathlib import Path

import pandas as pd
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.manifest import file_hash
from hcc_analysis.report.prepare import Request, prepare
from tests.report.conftest import run
from tests.report.toy import TOYS, dataset, figure, make_project, notebook, output


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_every_product_is_there(built):
    notebooks = [f"notebooks/{id}.{kind}" for id in TOYS for kind in ("html", "ipynb")]
    assert sorted(files(built[0])) == sorted(
        [
            *notebooks,
            "claims.csv",
            "figures/fig_toy.curve.csv",
            "figures/fig_toy.png",
            "figures/fig_toy.svg",
            "manifest.json",
            "results.csv",
            "supplement.html",
            "supplement.pdf",
            "tables/table_toy.csv",
            "tables/table_wide.csv",
            "timings.json",
        ]
    )


def test_two_builds_give_the_same_bytes(built):
    first, second = (files(folder) for folder in built)
    assert [name for name in first if first[name] != second[name]] in ([], ["timings.json"])
    assert first.keys() == second.keys()


def test_results_and_claims(built):
    results = pd.read_csv(built[0] / "results.csv")
    assert list(results.columns) == [
        "output_id",
        "result_id",
        "group",
        "statistic",
        "value",
        "unit",
        "n",
        "method",
    ]
    assert results["n"].tolist() == [4, 4, 4]
    claims = pd.read_csv(built[0] / "claims.csv").set_index("id")
    assert claims["status"].to_dict() == {
        "toy.mean": "exact",
        "toy.cut": "truncated",
        "toy.other": "differs",
        "toy.absent": "not computed",
    }


def test_the_manifest_lists_what_went_in_and_what_came_out(built):
    manifest = json.loads((built[0] / "manifest.json").read_text())
    assert manifest["parameters"]["conf_level"] == 0.9
    assert {"params/toy.yml", "notebooks/fig_toy.ipynb", "data/dataset.yml"} <= set(manifest["inputs"])
    products = {name for name in files(built[0]) if name not in ("manifest.json", "timings.json")}
    assert set(manifest["products"]) == products
    assert manifest["products"]["results.csv"] == file_hash(built[0] / "results.csv")
    assert "seconds" not in json.dumps(manifest)


def test_parameters_reach_the_notebook_and_its_page_loads_nothing(built):
    notebook = json.loads((built[0] / "notebooks/fig_toy.ipynb").read_text())
    assert "conf_level = 0.9\n" in notebook["cells"][2]["source"]
    page = (built[0] / "notebooks/fig_toy.html").read_text()
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert not re.search(r"""(?:src|href)=["'](?:https?:)?//|url\(""", page)


FAILING = {
    "good": notebook(output("good", "Fig. 1", figure(), [])),
    "raises": notebook(None, code="x = 1\nraise ValueError('no such <b>group</b>')"),
    "silent": notebook(None),
    "dies": notebook(None, code="import os\nos.abort()"),
}


@pytest.fixture(scope="module")
def failed(tmp_path_factory):
    project = make_project(tmp_path_factory.mktemp("failing"), FAILING)
    kept = project.reports / "toy"
    kept.mkdir(parents=True)
    (kept / "supplement.html").write_text("the previous one")
    return project, run(project, jobs=2)


def test_each_failure_is_named_with_cell_and_error(failed):
    _, outcome = failed
    assert {id: fault.kind for id, fault in outcome.faults.items()} == {
        "raises": "notebook",
        "silent": "output",
        "dies": "infrastructure",
    }
    assert outcome.faults["raises"].text == "cell 3 (analyse): ValueError: no such <b>group</b>"
    assert outcome.faults["dies"].text == "the kernel died"


def test_the_previous_report_stays_and_the_failed_notebooks_are_left(failed):
    project, outcome = failed
    assert files(project.report("toy")) == {"supplement.html": b"the previous one"}
    assert outcome.folder == project.reports / "toy.failed"
    assert "notebooks/raises.ipynb" in files(outcome.folder)
    assert "raises, cell 3 (analyse): ValueError" in (outcome.folder / "failures.txt").read_text()
    assert sorted(path.name for path in project.reports.iterdir()) == ["toy", "toy.failed"]


def test_a_part_stands_beside_the_whole(tmp_path):
    project = make_project(tmp_path)
    outcome = run(project, only=("table_toy",))
    assert outcome.folder == project.reports / "toy.part"
    assert outcome.outputs == ("table_toy",)
    assert "2 outputs were left out" in (outcome.folder / "supplement.html").read_text()
    assert outcome.totals["not computed"] == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"params/toy.yml": "data: data\nconf_levl: 0.9"}, "toy.yml, line 2: unknown parameter 'conf_levl'"),
        ({"params/toy.yml": "conf_level: high"}, "toy.yml, line 1: parameter 'conf_level' is 'high'"),
        ({"notebooks/contents.yml": "chapters: []"}, "contents.yml"),
    ],
)
def test_wrong_input_is_refused_before_anything_runs(tmp_path, change, message):
    project = make_project(tmp_path)
    for path, text in change.items():
        (tmp_path / path).write_text(text)
    with pytest.raises(InputError, match=message):
        prepare(project, Request(tmp_path / "params" / "toy.yml"), dataset)
    assert not project.reports.exists()


def test_numbers_of_another_trial_are_not_held_against_the_paper(project):
    (project.root / "data" / "published" / "paper.yml").write_text("registry_id: OTHER-1\n")
    report = run(project).folder
    assert (report / "claims.csv").read_text().count("\n") == 1
    assert "Against print" not in (report / "supplement.html").read_text()
    (project.root / "data" / "published" / "paper.yml").write_text("registry_id: TEST-1\n")
    assert (run(project).folder / "claims.csv").read_text().count("\n") > 1
