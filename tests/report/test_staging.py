import errno
from pathlib import Path

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.staging import staged


def test_the_new_folder_takes_the_place_of_the_old(tmp_path):
    target = tmp_path / "report"
    target.mkdir()
    (target / "old").touch()
    with staged(target) as folder:
        (folder / "new").touch()
    assert [path.name for path in target.iterdir()] == ["new"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_failure_leaves_the_old_folder(tmp_path):
    target = tmp_path / "report"
    target.mkdir()
    (target / "old").touch()
    expected = "report: cannot be written: No space left on device; the previous one stays"
    with pytest.raises(InputError, match=expected), staged(target) as folder:
        (folder / "new").touch()
        raise OSError(errno.ENOSPC, "No space left on device")
    assert [path.name for path in target.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_another_error_passes_as_it_is(tmp_path):
    with pytest.raises(KeyError), staged(tmp_path / "report"):
        raise KeyError("x")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_hold_a_folder_is_named(tmp_path):
    (tmp_path / "file").touch()
    with (
        pytest.raises(InputError, match=r"file/report: cannot be written: "),
        staged(tmp_path / "file/report"),
    ):
        pass


def test_a_folder_that_appears_at_the_last_moment_is_replaced(tmp_path, monkeypatch):
    target, rename, came = tmp_path / "report", Path.rename, []

    def late(path, to):
        if path.name == "new" and not came:
            came.append(True)
            (target / "theirs").mkdir(parents=True)
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", late)
    with staged(target) as folder:
        (folder / "ours").touch()
    assert [path.name for path in target.iterdir()] == ["ours"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
