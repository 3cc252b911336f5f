"""How the survival methods scale, as ratios to lifelines (and to R where it is installed) in one run.

Usage: python benchmarks/stats_scale.py [--sizes 1000 10000 ...] [--repeat 3] [--no-lifelines] [--no-r]
A ratio of 0.1 means a tenth of the other's time. All compute the same from the same data: Kaplan-Meier with
limits, the log-rank test and univariate Cox regression (Efron) of a continuous and of a binary covariate.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402  (after the number of threads is set)

from hcc_analysis import stats  # noqa: E402

METHODS = ("kaplan_meier", "log_rank", "cox, continuous", "cox, binary")
R_SCRIPT = """
suppressMessages(library(survival))
a <- commandArgs(TRUE); n <- as.integer(a[2]); f <- file(a[1], "rb")
time <- readBin(f, "double", n); event <- readBin(f, "double", n)
x <- readBin(f, "double", n); g <- readBin(f, "double", n); close(f)
y <- Surv(time, event)
best <- function(fn) min(sapply(seq_len(as.integer(a[3])), function(i) system.time(fn())[["elapsed"]]))
cat(best(function() survfit(y ~ 1, conf.type = "log-log")), best(function() survdiff(y ~ g)),
    best(function() coxph(y ~ x)), best(function() coxph(y ~ g)))
"""


def main() -> None:
    options = arguments()
    print(f"{'n':>9}  {'method':<16} {'seconds':>9} {'growth':>7} {'/ lifelines':>12} {'/ R':>8}")
    before: dict[str, float] = {}
    for n in options.sizes:
        data = simulated(n)
        ours = timed(our_methods(*data), options.repeat)
        lifelines = timed(lifelines_methods(*data), options.repeat) if options.lifelines else {}
        r = r_times(data, options.repeat) if options.r and shutil.which("Rscript") else {}
        for method in METHODS:
            mine = ours[method]
            print(
                f"{n:>9}  {method:<16} {mine:>9.4f} {ratio(mine, before.get(method)):>7} "
                f"{ratio(mine, lifelines.get(method)):>12} {ratio(mine, r.get(method)):>8}",
                flush=True,
            )
        before = ours


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--sizes", type=lambda text: int(float(text)), nargs="+", default=[1_000, 10_000, 100_000]
    )
    parser.add_argument("--repeat", type=int, default=3, help="the fastest of so many runs counts")
    parser.add_argument("--no-lifelines", dest="lifelines", action="store_false")
    parser.add_argument("--no-r", dest="r", action="store_false")
    return parser.parse_args()


def whole(text: str) -> int:
    return int(float(text))


def simulated(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Times in days (so with ties), about two thirds with an event."""
    rng = np.random.default_rng(n)
    x, group = rng.normal(size=n), rng.integers(0, 2, n).astype(float)
    failure = rng.exponential(1000 * np.exp(-0.3 * x - 0.4 * group))
    censoring = rng.uniform(200, 3000, n)
    return np.ceil(np.minimum(failure, censoring)), (failure <= censoring).astype(float), x, group


def our_methods(time_, event, x, group) -> dict[str, Callable[[], object]]:
    return {
        "kaplan_meier": lambda: stats.kaplan_meier(time_, event),
        "log_rank": lambda: stats.log_rank(time_, event, group),
        "cox, continuous": lambda: stats.cox(time_, event, x),
        "cox, binary": lambda: stats.cox(time_, event, group),
    }


def lifelines_methods(time_, event, x, group) -> dict[str, Callable[[], object]]:
    import pandas as pd
    from lifelines import CoxPHFitter, KaplanMeierFitter
    from lifelines.statistics import logrank_test

    frame = pd.DataFrame({"time": time_, "event": event, "x": x, "group": group})
    first = group == 0
    return {
        "kaplan_meier": lambda: KaplanMeierFitter().fit(time_, event),
        "log_rank": lambda: logrank_test(time_[first], time_[~first], event[first], event[~first]),
        "cox, continuous": lambda: CoxPHFitter().fit(frame[["time", "event", "x"]], "time", "event"),
        "cox, binary": lambda: CoxPHFitter().fit(frame[["time", "event", "group"]], "time", "event"),
    }


def timed(methods: dict[str, Callable[[], object]], repeat: int) -> dict[str, float]:
    return {name: min(_seconds(method) for _ in range(repeat)) for name, method in methods.items()}


def _seconds(method: Callable[[], object]) -> float:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.perf_counter()
        method()
        return time.perf_counter() - start


def r_times(data: tuple[np.ndarray, ...], repeat: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        binary, script = Path(folder, "data.bin"), Path(folder, "time.R")
        binary.write_bytes(b"".join(part.astype("<f8").tobytes() for part in data))
        script.write_text(R_SCRIPT)
        command = ["Rscript", str(script), str(binary), str(data[0].size), str(repeat)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [float(value) for value in done.stdout.split()]
    return dict(zip(METHODS, found, strict=False))


def ratio(mine: float, other: float | None) -> str:
    return f"{mine / other:.3g}" if other else "-"


if __name__ == "__main__":
    main()
