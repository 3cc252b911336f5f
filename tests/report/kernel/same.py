"""What two runs of a notebook must have in common: everything but times and random ids."""

from __future__ import annotations

import json
from pathlib import Path

import papermill

from hcc_analysis.report.kernel.engine import WarmEngine
from hcc_analysis.report.notebook_file import settle

ROOT = Path(__file__).parents[3]


def execute(notebook, *, warm, cwd=ROOT, **options):
    """Execute with stock papermill, or with the warm engine."""
    papermill.engines.papermill_engines.register("hcc-warm", WarmEngine)
    name = "hcc-warm" if warm else None
    options = {"kernel_name": "python3", "progress_bar": False, "cwd": str(cwd)} | options
    return papermill.execute_notebook(notebook, None, engine_name=name, **options)


def outputs(executed):
    """Every output of every cell, settled."""
    cells = json.loads(settle(json.dumps(executed)))["cells"]
    return {cell["id"]: cell["outputs"] for cell in cells if cell["cell_type"] == "code"}
