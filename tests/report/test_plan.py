import json

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.parameters import Parameters
from hcc_analysis.report.contents import read_contents
from hcc_analysis.report.plan import declared_parameters, plan
from tests.report.toy import make_project


def cell(source, *tags):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}


def test_declared_parameters_are_those_of_the_tagged_cell():
    cells = [cell("other = 1"), cell('data = "d"  # folder\nlevel: float = 0.9\n', "parameters")]
    assert declared_parameters({"cells": cells}) == ["data", "level"]


def test_a_notebook_without_parameters_declares_none():
    assert declared_parameters({"cells": [cell("x = 1")]}) == []


def test_a_task_gets_only_what_its_notebook_declares(tmp_path):
    project = make_project(tmp_path)
    tasks = plan(
        project.notebooks,
        read_contents(project.contents),
        Parameters(data="data", conf_level=0.9),
        root=project.root,
    )
    assert [task.id for task in tasks] == ["fig_toy", "table_toy", "table_wide"]
    assert tasks[0].parameters == {"data": "data", "conf_level": 0.9}


def test_only_keeps_the_order_of_the_supplement(tmp_path):
    project = make_project(tmp_path)
    contents = read_contents(project.contents)
    only = ("table_toy", "fig_toy")
    tasks = plan(project.notebooks, contents, Parameters(), root=project.root, only=only)
    assert [task.id for task in tasks] == ["fig_toy", "table_toy"]


def test_an_unknown_output_is_named_with_a_suggestion(tmp_path):
    project = make_project(tmp_path)
    with pytest.raises(InputError, match="unknown output 'fig_toi'; did you mean 'fig_toy'"):
        plan(
            project.notebooks,
            read_contents(project.contents),
            Parameters(),
            root=project.root,
            only=("fig_toi",),
        )


@pytest.mark.parametrize("text", ["not json", json.dumps({"cells": [cell("1 +", "parameters")]})])
def test_a_notebook_that_cannot_be_read_is_wrong_input(tmp_path, text):
    project = make_project(tmp_path)
    (project.notebooks / "fig_toy.ipynb").write_text(text)
    with pytest.raises(InputError, match=r"fig_toy\.ipynb: is not a readable notebook"):
        plan(project.notebooks, read_contents(project.contents), Parameters(), root=project.root)
