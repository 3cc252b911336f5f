"""The files of a report beside the supplement: results, claims, figures, tables, notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError
from hcc_analysis.fonts import embed
from hcc_analysis.outputs.model import Figure, Table
from hcc_analysis.report.collect import Collected
from hcc_analysis.report.csv_file import write_csv

CLAIMS_FILE = "claims.csv"
RESULTS_FILE = "results.csv"


def write_results(results: pd.DataFrame, folder: Path) -> None:
    """Write ``results.csv``."""
    write_csv(results, folder / RESULTS_FILE)


def write_skipped(skipped: Mapping[str, str], folder: Path) -> None:
    """Write ``skipped.csv``, the outputs that are left out and why; no file when there are none."""
    if skipped:
        frame = pd.DataFrame(list(skipped.items()), columns=["output_id", "reason"])
        write_csv(frame, folder / "skipped.csv")


def write_claims(claims: pd.DataFrame, folder: Path) -> None:
    """Write ``claims.csv``."""
    write_csv(claims, folder / CLAIMS_FILE)


def read_claims(folder: Path) -> pd.DataFrame:
    """Read ``claims.csv`` of a report, all text.

    Raises
    ------
    InputError
        The folder holds no report.
    """
    path = folder / CLAIMS_FILE
    if not path.is_file():
        raise InputError.at("there is no report here; run hcc-report build first", file=folder)
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return frame.assign(depends_on_patients=frame["depends_on_patients"] == "True")


def write_outputs(collected: Iterable[Collected], folder: Path) -> None:
    """Write each figure as SVG and PNG with the data behind it, and each table as CSV."""
    figures, tables = folder / "figures", folder / "tables"
    figures.mkdir()
    tables.mkdir()
    for one in collected:
        output = one.output
        if isinstance(output.content, Figure):
            _write_figure(output.id, output.content, figures)
            (figures / f"{output.id}.png").write_bytes(one.picture)
        elif isinstance(output.content, Table):
            write_csv(output.content.frame(), tables / f"{output.id}.csv")


def write_notebooks(collected: Iterable[Collected], folder: Path) -> None:
    """Write each executed notebook with its page."""
    notebooks = folder / "notebooks"
    notebooks.mkdir()
    for one in collected:
        stem = notebooks / one.output.id
        stem.with_suffix(".ipynb").write_text(one.notebook, encoding="utf-8")
        stem.with_suffix(".html").write_text(one.page, encoding="utf-8")


def data_file(output_id: str, name: str) -> str:
    """Return the name of the CSV with the data behind a figure."""
    safe = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in name)
    return f"{output_id}.{safe}.csv"


def _write_figure(id: str, figure: Figure, folder: Path) -> None:
    (folder / f"{id}.svg").write_text(embed(figure.svg), encoding="utf-8")
    for data in figure.data:
        write_csv(data.frame(), folder / data_file(id, data.name))
