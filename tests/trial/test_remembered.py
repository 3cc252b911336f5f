"""A trial that was read before is given again as long as its files stay, and never shared."""

import os
import shutil
import time
from pathlib import Path

import pandas as pd
import pytest

from hcc_analysis.trial import load_trial
from hcc_analysis.trial import trial as loading
from hcc_analysis.trial.remembered import _known, recall
from hcc_analysis.trial.trial import remember_trial

COMMITTED = Path(__file__).parents[2] / "data" / "reconstructed"


@pytest.fixture
def data(tmp_path):
    folder = Path(shutil.copytree(COMMITTED, tmp_path / "data"))
    before = time.time() - 60
    for path in folder.iterdir():
        os.utime(path, (before, before))
    yield folder
    _known.clear()


@pytest.fixture
def reads(monkeypatch):
    """Names of the data sets that are read."""
    read, names = loading.read_data_set, []
    monkeypatch.setattr(
        loading, "read_data_set", lambda f, d, *a, **k: names.append(d.name) or read(f, d, *a, **k)
    )
    return names


def test_what_is_remembered_is_what_is_read(data, reads):
    plain = load_trial(data)
    remember_trial(data)
    reads.clear()
    again = load_trial(data)
    assert reads == []
    assert again.info == plain.info
    assert again.paths == plain.paths
    assert list(again.data_sets) == list(plain.data_sets)
    for name, frame in plain.data_sets.items():
        pd.testing.assert_frame_equal(again[name], frame)
        assert again[name].attrs == frame.attrs


def test_nobody_sees_what_another_does_to_the_trial(data):
    remember_trial(data)
    mine = load_trial(data)
    mine["adsl"].loc[:, "AGE"] = 0
    mine["adsl"].attrs["labels"] = {}
    assert load_trial(data)["adsl"]["AGE"].min() > 0


@pytest.mark.parametrize("name", ["adsl.csv", "dataset.yml", "mapping.yml", "adex.xpt"])
def test_a_changed_or_new_file_is_read(data, reads, name):
    remember_trial(data)
    reads.clear()
    path = data / name
    path.write_text(path.read_text() + "\n" if path.exists() else "")
    assert recall(data) is None


def test_a_file_that_has_just_changed_is_not_remembered(data):
    (data / "adsl.csv").touch()
    remember_trial(data)
    assert recall(data) is None


def test_another_limit_is_another_reading(data, monkeypatch):
    remember_trial(data)
    monkeypatch.setenv("HCC_MAX_FILE_BYTES", "10")
    assert recall(data) is None


def test_a_kernel_begins_with_the_trial(data):
    import nbformat
    import papermill

    from hcc_analysis.report.kernel.client import ADDRESS, KernelServer

    if not KernelServer.is_possible():
        pytest.skip("this machine cannot fork")
    code = f"from pathlib import Path; from hcc_analysis.trial.remembered import recall; print(recall(Path({str(data)!r})) is not None)"  # fmt: skip
    cell = nbformat.v4.new_code_cell(code, metadata={"tags": ["parameters"]})
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with KernelServer(quiet=True, data=[data]) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv(ADDRESS, server.address)
        patch.setenv("JUPYTER_RUNTIME_DIR", str(server.folder))
        done = papermill.execute_notebook(notebook, None, engine_name="hcc-warm", progress_bar=False)
    assert done.cells[0].outputs[0].text == "True\n"
