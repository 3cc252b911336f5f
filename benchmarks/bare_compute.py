"""The cells of every notebook in one process that has imported everything and read the trial.

This much cannot be saved.

Usage: python -m benchmarks.bare_compute PROJECT. Prints the seconds that the cells take, without kernels,
messages, files or pages.
"""

from __future__ import annotations

import contextlib
import io
import sys
import time
from pathlib import Path

import nbformat
import yaml
from IPython.core.interactiveshell import InteractiveShell

from hcc_analysis.report.kernel.preload import preload, preload_later, preload_trial
from hcc_analysis.report.plan import declared_parameters


def main() -> None:
    project = Path(sys.argv[1])
    preload()
    list(preload_later())
    preload_trial(project / "data" / "reconstructed")
    shell = InteractiveShell.instance()
    values = yaml.safe_load((project / "params" / "published.yml").read_text(encoding="utf-8"))
    notebooks = sorted((project / "notebooks").glob("*.ipynb"))
    run(shell, notebooks[0], values)  # what the first call makes is made
    began = time.perf_counter()
    for path in notebooks:
        run(shell, path, values)
    print(time.perf_counter() - began)


def run(shell: InteractiveShell, path: Path, values: dict[str, object]) -> None:
    """Execute a notebook's cells in a fresh namespace."""
    notebook = nbformat.read(path, as_version=4)
    shell.reset(new_session=False)
    names = declared_parameters(notebook)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        with contextlib.redirect_stdout(io.StringIO()):
            result = shell.run_cell(cell.source)
        if not result.success:
            sys.exit(f"{path.name}: {result.error_in_exec or result.error_before_exec}")
        if "parameters" in cell.metadata.get("tags", []):
            shell.push({name: values[name] for name in names if name in values})


if __name__ == "__main__":
    main()
