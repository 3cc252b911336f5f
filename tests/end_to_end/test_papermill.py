"""A notebook is no one's but papermill's: it runs without our runner."""

import json
import subprocess
import sys
from pathlib import Path

from hcc_analysis.outputs.model import MIME_TYPE

ROOT = Path(__file__).parents[2]


def test_plain_papermill_from_the_project_and_from_the_notebooks_folder(tmp_path):
    for here, notebook in (
        (ROOT, "notebooks/table2_response.ipynb"),
        (ROOT / "notebooks", "table2_response.ipynb"),
    ):
        out = tmp_path / "out.ipynb"
        command = [
            sys.executable,
            "-m",
            "papermill",
            notebook,
            str(out),
            "-f",
            str(ROOT / "params" / "published.yml"),
            "--no-progress-bar",
        ]
        finished = subprocess.run(command, cwd=here, capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stderr[-2000:]
        cells = json.loads(out.read_text())["cells"]
        assert sum(MIME_TYPE in o.get("data", {}) for c in cells for o in c.get("outputs", [])) == 1
