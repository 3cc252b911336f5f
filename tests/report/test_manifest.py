import hashlib

from hcc_analysis.report.manifest import fingerprint, folder_hashes, input_hashes


def test_inputs_are_named_from_the_project_and_hashed(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "adsl.csv").write_text("x")
    (tmp_path / "p.yml").write_text("y")
    hashes = input_hashes([tmp_path / "p.yml", tmp_path / "absent"], tmp_path / "data", tmp_path)
    assert hashes["data/adsl.csv"] == hashlib.sha256(b"x").hexdigest()
    assert "p.yml" in hashes
    assert "absent" not in hashes
    assert "hcc_analysis/report/manifest.py" in hashes
    assert not any("__pycache__" in name for name in hashes)


def test_the_fingerprint_changes_with_content_and_name(tmp_path):
    (tmp_path / "a").write_text("1")
    first = fingerprint(folder_hashes(tmp_path, ""))
    (tmp_path / "a").write_text("2")
    second = fingerprint(folder_hashes(tmp_path, ""))
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, fingerprint(folder_hashes(tmp_path, ""))}) == 3
