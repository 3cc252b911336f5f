"""The R scripts, run here and now: their results are compared like the stored ones, and with them."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.validation import against_exact, against_further
from tests.validation.comparison import REFERENCE, Comparison, compare

SCRIPTS = Path(__file__).parent / "r"
STORED_SEED, FRESH_SEED = "11", "12"
REPRODUCIBLE = 1e-8


def has_r() -> bool:
    """Whether Rscript is here with the packages survival and jsonlite."""
    if shutil.which("Rscript") is None:
        return False
    return run("-e", "library(survival); library(jsonlite)").returncode == 0


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["Rscript", *arguments], capture_output=True, text=True, check=False)


def live() -> Iterator[Comparison]:
    """Stored references made again, and data that no stored reference holds."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        _script("survival_reference.R", str(out))
        for made in sorted(out.glob("*.json")):
            yield _again(made, made.name)
        for script, stored, seed in (
            ("exact_reference.R", "exact.json", "1"),
            ("further_reference.R", "further.json", STORED_SEED),
            ("fisher_reference.R", "fisher.json", STORED_SEED),
        ):
            _script(script, str(out / stored), seed)
            yield _again(out / stored, stored)
        _script("further_reference.R", str(out / "fresh.json"), FRESH_SEED)
        yield from against_further.everything(json.loads((out / "fresh.json").read_text()))
        _script("fisher_reference.R", str(out / "tables.json"), FRESH_SEED)
        tables = json.loads((out / "tables.json").read_text())
        yield from against_exact.fisher_network(tables)
        yield from against_exact.fisher_simulated(tables)


def _script(name: str, *arguments: str) -> None:
    done = run(str(SCRIPTS / name), *arguments)
    if done.returncode:
        raise RuntimeError(f"{name} failed:\n{done.stderr}")


def _again(made: Path, stored: str) -> Comparison:
    ours, theirs = (_leaves(json.loads(path.read_text())) for path in (REFERENCE / stored, made))
    return compare(
        "stored reference", "the same R script, run here", stored, "all", ours, theirs, REPRODUCIBLE
    )


def _leaves(value: object) -> list[object]:
    """All numbers and gaps of a JSON value, in order."""
    if isinstance(value, dict):
        return [leaf for key in value for leaf in _leaves(value[key])]
    if isinstance(value, list):
        return [leaf for item in value for leaf in _leaves(item)]
    return [value] if value is None or isinstance(value, int | float) else []
