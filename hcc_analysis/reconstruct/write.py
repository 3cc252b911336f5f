"""Write the data folder: one CSV a data set in its declared form, ``dataset.yml``, dictionary, README."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping
from pathlib import Path

import yaml

from hcc_analysis.trial.dictionary import data_dictionary
from hcc_analysis.trial.schemas import DATA_SETS

Rows = list[dict[str, object]]
REGISTRY_ID = "ChiCTR2000036385"
VERSION = "1.0"
TITLE = "Perioperative tislelizumab plus IMRT in resectable HCC with macrovascular invasion, reconstructed"
DESCRIPTION = (
    "These rows are not patients. They were made by a search for thirty-one invented people whose analysis "
    "gives the numbers that the trial's paper prints; a real patient's value may be anything else. Use them "
    "to check methods and to read the paper, never to learn something new about the treatment."
)
README = """# Reconstructed data

These are **not patients**. `hcc-report reconstruct` made them from the published numbers alone: a search
finds thirty-one invented people whose analysis prints what the paper prints. Other people could print
the same. Whatever the paper does not report (and much of what these files hold) is chance.

- Made with seed {seed}; the same seed makes the same bytes. Data cutoff {cutoff}, chosen here, because the
  paper does not print it: everyone alive was last seen in the 75 days before it.
- Times are derived from dates (days / (365/12) = months). Whole days cannot give all printed times
  together, so the median follow-up after resection is 662 days, 21.76 months, where the paper prints 21.77.
- The paper prints no loss to follow-up, but 79 % alive at six months is no number out of thirty: somebody
  was censored before. Here that is a patient enrolled shortly before the data cutoff.
- The two patients in Child-Pugh class B owe one point to albumin and one to slight ascites, which no
  file records.
- The paper prints the limits of the radiotherapy plans and no patient's dose. The plans in `addvh.csv` keep
  within them, but for two that were made to exceed one limit each, so that the check has something to find.
- `data_dictionary.csv` explains every variable, and those of ADTTE and ADRS, which a trial may bring and this
  folder does not have: endpoints are derived here. `dataset.yml` says what the data are.
"""


def write_folder(folder: Path, tables: Mapping[str, Rows], *, seed: int, cutoff: dt.date) -> list[Path]:
    """Write all files of the data folder.

    Parameters
    ----------
    folder : Path
        Made if it does not exist; files of the same name are replaced.
    tables : mapping of str to list of dict
        Rows by data set.
    seed : int
        Seed that the data were made with.
    cutoff : datetime.date
        Data cutoff.

    Returns
    -------
    list of Path
        The files written, by name.
    """
    texts = {f"{name}.csv": _csv(name, rows) for name, rows in tables.items()}
    texts["data_dictionary.csv"] = data_dictionary().to_csv(index=False, lineterminator="\n")
    texts["dataset.yml"] = _info(seed, cutoff)
    texts["README.md"] = README.format(seed=seed, cutoff=cutoff.isoformat())
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [folder / name for name in sorted(texts)]


def _csv(name: str, rows: Rows) -> str:
    data_set = DATA_SETS[name]
    columns = [variable.name for variable in data_set.variables]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    for row in sorted(rows, key=lambda row: tuple(_sort_key(row[key]) for key in data_set.key)):
        writer.writerow([_text(row.get(column)) for column in columns])
    return buffer.getvalue()


def _sort_key(value: object) -> str:
    return f"{value:06d}" if isinstance(value, int) else str(value)


def _text(value: object) -> str:
    """Write a value: dates as ISO 8601, whole numbers without a point, missing as nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)


def _info(seed: int, cutoff: dt.date) -> str:
    entries = {
        "title": TITLE,
        "registry_id": REGISTRY_ID,
        "cutoff": cutoff,
        "provenance": "reconstructed",
        "version": VERSION,
        "seed": seed,
        "description": DESCRIPTION,
    }
    return yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=100)
