import pytest

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
    with pytest.raises(OSError, match="full"), staged(target) as folder:
        (folder / "new").touch()
        raise OSError("disk full")
    assert [path.name for path in target.iterdir()] == ["old"]
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
