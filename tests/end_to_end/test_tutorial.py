"""The commands by which the README makes an output do so, one after the other, in a copy of the project."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


def commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    passage = re.search(r"^Make an output of your own.*?(?=^Instead of)", text, re.MULTILINE | re.DOTALL)
    return [line.strip() for line in passage[0].splitlines() if line.startswith("    ")]


def test_the_tutorial(tmp_path):
    for name in ("notebooks", "params", "data"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    environment = Path(sys.executable).parent
    listed = commands()
    assert [line.split()[:2][-1] for line in listed] == ["new", "-i", "build", "-m"]
    for line in listed:
        command = line.replace(".venv/bin", str(environment))
        run = subprocess.run(
            command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert run.returncode == 0, f"{line}\n{run.stdout}\n{run.stderr}"
    results = (tmp_path / "reports" / "published.part" / "results.csv").read_text(encoding="utf-8")
    assert "fig4_rfs,fig4_rfs.os.median,All patients,median," in results
