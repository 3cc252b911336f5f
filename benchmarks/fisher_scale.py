"""Fisher's exact test of random tables: seconds, and ratios to R's fisher.test in the same run.

Usage: python benchmarks/fisher_scale.py [--repeat 5]
R has its default workspace; "refused" where it answers that this is too small.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from hcc_analysis import stats

SHAPES = ((3, 3, 40), (4, 3, 60), (4, 3, 150), (4, 4, 96), (5, 4, 80), (5, 5, 60), (6, 5, 60), (6, 6, 45))
R_SCRIPT = """
suppressMessages(library(jsonlite)); a <- commandArgs(TRUE)
for (m in fromJSON(a[1], simplifyVector = FALSE)) {
  m <- do.call(rbind, lapply(m, unlist))
  one <- function() { n <- 0; start <- proc.time()[["elapsed"]]
    repeat { fisher.test(m); n <- n + 1; spent <- proc.time()[["elapsed"]] - start
      if (spent > .2) return(spent / n) } }
  cat(tryCatch({ fisher.test(m); one() }, error = function(e) NaN), "")
}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=5, help="the fastest of so many runs counts")
    repeat = parser.parse_args().repeat
    rng = np.random.default_rng(1)
    tables = [
        rng.multinomial(n, np.full(r * c, 1 / (r * c))).reshape(r, c) for r, c, n in SHAPES for _ in "12"
    ]
    theirs = r_seconds(tables) if shutil.which("Rscript") else [None] * len(tables)
    print(f"{'table':<16} {'p':>8} {'seconds':>9} {'/ R':>8}")
    for table, other in zip(tables, theirs, strict=True):
        seconds, p = min(timed(table) for _ in range(repeat))
        ratio = "-" if other is None else "refused" if np.isnan(other) else f"{seconds / other:.3g}"
        name = f"{table.shape[0]} x {table.shape[1]}, n = {table.sum()}"
        print(f"{name:<16} {p:>8.4f} {seconds:>9.4f} {ratio:>8}", flush=True)


def timed(table: np.ndarray) -> tuple[float, float]:
    start = time.perf_counter()
    p = stats.fisher_exact(table).p_value
    return time.perf_counter() - start, float("nan") if p is None else p


def r_seconds(tables: list[np.ndarray]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        data, script = Path(folder, "tables.json"), Path(folder, "time.R")
        data.write_text(json.dumps([table.tolist() for table in tables]))
        script.write_text(R_SCRIPT)
        done = subprocess.run(["Rscript", str(script), str(data)], capture_output=True, text=True, check=True)
    return [float(value) for value in done.stdout.split()]


if __name__ == "__main__":
    main()
