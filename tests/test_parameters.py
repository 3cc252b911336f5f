import json
from pathlib import Path

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.parameters import Parameters, read_parameters

ROOT = Path(__file__).parent.parent


def read(tmp_path, text):
    path = tmp_path / "p.yml"
    path.write_text(text, encoding="utf-8")
    return read_parameters(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("conf_levle: 0.9", "p.yml, line 1: unknown parameter 'conf_levle'; did you mean 'conf_level'?"),
        ("data: x\nzzz: 1", "p.yml, line 2: unknown parameter 'zzz'; known are data, convention"),
        (
            "conf_level: high",
            "p.yml, line 1: parameter 'conf_level' is 'high': Input should be a valid number",
        ),
        ("conf_level: 95", "p.yml, line 1: parameter 'conf_level' is 95: Input should be less than 1"),
        (
            "age_cutoff: '60'",
            "p.yml, line 1: parameter 'age_cutoff' is '60': Input should be a valid integer",
        ),
        (
            "data: x\n\nconvention: stata",
            "p.yml, line 3: parameter 'convention' is 'stata': Input should be 'spss', 'r' or 'sas'",
        ),
        ("time_points: []", "p.yml, line 1: parameter 'time_points'"),
        ("time_points: [6, -1]", "p.yml, line 1: parameter 'time_points'"),
        ("data: x\ndata: y", "p.yml, line 2: 'data' stands twice (first in line 1)"),
        ("- a\n- b", "p.yml: must hold `name: value` entries"),
        ("data: !!python/object:os.system x", "p.yml, line 1: not valid YAML"),
        ("data: [", "p.yml, line"),
    ],
)
def test_wrong_parameters_name_file_and_line(tmp_path, text, expected):
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert str(caught.value).replace(f"{tmp_path}/", "").startswith(expected)


def test_missing_file(tmp_path):
    with pytest.raises(InputError, match="the file does not exist"):
        read_parameters(tmp_path / "none.yml")


def test_left_out_parameters_have_their_defaults(tmp_path):
    assert read(tmp_path, "conf_level: 0.9") == Parameters(conf_level=0.9)


def test_the_published_set_gives_every_parameter():
    given = read_parameters(ROOT / "params" / "published.yml")
    assert given.model_fields_set == set(Parameters.model_fields)


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebooks_declare_known_parameters_with_their_defaults(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    source = next("".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", []))
    declared: dict[str, object] = {}
    exec(source, {}, declared)
    defaults = Parameters().model_dump()
    assert declared == {name: defaults[name] for name in declared}


@pytest.mark.parametrize("name", ["r", "sas"])
def test_the_other_sets_differ_from_the_published_one_in_the_convention_alone(name):
    published = read_parameters(ROOT / "params" / "published.yml").model_dump()
    assert read_parameters(ROOT / "params" / f"{name}.yml").model_dump() == published | {"convention": name}
