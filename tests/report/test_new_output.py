"""A new output is a copy with names of its own, and makes nothing when anything is wrong."""

import json
import shutil
from pathlib import Path

import nbformat
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.contents import read_contents
from hcc_analysis.report.new_output.command import label_of, make_output
from hcc_analysis.report.new_output.listing import listed

ROOT = Path(__file__).parents[2]
CONTENTS = """# The order.
chapters:
  - title: Figures   # drawn
    outputs: [fig2b_os, "fig1_profile"]  # two of them
  - title: Tables
    outputs:
      - table1_baseline   # who
# the end
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    for id in ("fig2b_os", "fig1_profile", "table1_baseline"):
        shutil.copy(ROOT / "notebooks" / f"{id}.ipynb", tmp_path / "notebooks")
    (tmp_path / "notebooks" / "contents.yml").write_text(CONTENTS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def code(folder, id):
    cells = json.loads((folder / "notebooks" / f"{id}.ipynb").read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells]


def snapshot(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_id_label_title_and_results_are_its_own(folder, capsys):
    make_output("fig4_pfs", "fig2b_os", None, "Progression-free survival")
    heading, *others, publish = code(folder, "fig4_pfs")
    assert heading.splitlines()[0] == "# Fig. 4 | Progression-free survival"
    assert 'id="fig4_pfs", label="Fig. 4", title="Progression-free survival",' in publish
    assert 'rate_results("fig4_pfs.os.rate")' in publish
    assert others == code(folder, "fig2b_os")[1:-1]
    nbformat.validate(nbformat.read(folder / "notebooks" / "fig4_pfs.ipynb", as_version=4))
    compile((folder / "tests" / "notebooks" / "test_fig4_pfs.py").read_text(), "test", "exec")
    assert capsys.readouterr().out.splitlines()[:3] == [
        "notebooks/fig4_pfs.ipynb",
        "tests/notebooks/test_fig4_pfs.py",
        "notebooks/contents.yml",
    ]


def test_results_without_ids_in_the_notebook_are_said(folder, capsys):
    make_output("table4_mine", "table1_baseline", "Table 4*", None)
    assert "its results keep the ids of table1_baseline" in capsys.readouterr().out
    assert code(folder, "table4_mine")[0].startswith("# Table 4* | Baseline characteristics")


def test_contents_keep_their_comments(folder):
    path = folder / "notebooks" / "contents.yml"
    make_output("fig4_pfs", "fig2b_os", None, None)
    make_output("table4_mine", "table1_baseline", None, None)
    assert path.read_text(encoding="utf-8") == CONTENTS.replace(
        '"fig1_profile"]', '"fig1_profile", fig4_pfs]'
    ).replace("# who\n", "# who\n      - table4_mine\n")
    assert read_contents(path).outputs == (
        "fig2b_os",
        "fig1_profile",
        "fig4_pfs",
        "table1_baseline",
        "table4_mine",
    )


def test_a_list_at_the_end_of_the_file(tmp_path):
    text = "chapters:\n- title: A\n  outputs:\n  - a"
    assert listed(text, "b", "a", tmp_path) == f"{text}\n  - b"
    assert listed("chapters: [{title: A, outputs: [a]}]", "b", "a", tmp_path).endswith("[a, b]}]")


@pytest.mark.parametrize(
    ("id", "like", "message"),
    [
        ("fig1_profile", "fig2b_os", "there is an output 'fig1_profile' already; choose another id"),
        ("taken", "fig2b_os", "test_taken.py: exists already; choose another id"),
        ("../x", "fig2b_os", "'../x' is not an id: small letters, digits and _ only"),
        ("Fig4", "fig2b_os", "'Fig4' is not an id"),
        ("4fig", "fig2b_os", "'4fig' is not an id"),
        ("class", "fig2b_os", "'class' is not an id"),
        ("", "fig2b_os", "'' is not an id"),
        ("fig4", "fig2b_so", "unknown output 'fig2b_so'; did you mean 'fig2b_os'?"),
    ],
)
def test_wrong_names_make_nothing(folder, id, like, message):
    (folder / "tests" / "notebooks").mkdir(parents=True)
    (folder / "tests" / "notebooks" / "test_taken.py").touch()
    before = snapshot(folder)
    with pytest.raises(InputError) as caught:
        make_output(id, like, None, None)
    assert message in str(caught.value)
    assert snapshot(folder) == before


def test_a_notebook_that_publishes_nothing_is_no_pattern(folder):
    path = folder / "notebooks" / "fig2b_os.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("publish(", "print("), encoding="utf-8")
    with pytest.raises(InputError, match=r"fig2b_os.ipynb has no cell that calls publish\(\)"):
        make_output("fig4", "fig2b_os", None, None)


def test_a_full_disk_leaves_nothing(folder, monkeypatch):
    before, write = snapshot(folder), Path.write_text

    def full(path, *arguments, **options):
        if path.name.startswith("test_"):
            path.touch()
            raise OSError(28, "No space left on device")
        return write(path, *arguments, **options)

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(InputError, match=r"test_fig4.py: cannot be written: No space left on device"):
        make_output("fig4", "fig2b_os", None, None)
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("id", "label"),
    [
        ("fig4_pfs", "Fig. 4"),
        ("fig2d", "Fig. 2D"),
        ("supp_table11_x", "Supplementary Table 11"),
        ("supp_fig07", "Supplementary Fig. 7"),
        ("dose_response", "Dose response"),
    ],
)
def test_the_label_is_made_of_the_id(id, label):
    assert label_of(id) == label
