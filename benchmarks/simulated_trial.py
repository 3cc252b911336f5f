"""A simulated trial of any size in this project's own layout, for the benchmarks: seeded, not patients."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

STUDY = "SIM-SCALE"
CUTOFF = "2026-06-30"
EVENTS_A_SUBJECT = 20
TERMS = tuple(f"TERM {number:02d}" for number in range(1, 41))
_INFO = f"""title: Simulated trial, for benchmarks
registry_id: {STUDY}
cutoff: {CUTOFF}
provenance: simulated
version: "1"
seed: {{seed}}
"""
_FIRST, _ACCRUAL_DAYS = np.datetime64("2021-01-01", "D"), 1460
_WEEK_9, _SURGERY = 63, 90  # days after the first dose


def write_trial(folder: Path, subjects: int, *, events: int = EVENTS_A_SUBJECT, seed: int = 1) -> None:
    """Write a trial's data sets: half of the subjects resected, most treated, all data in order."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    (folder / "dataset.yml").write_text(_INFO.format(seed=seed), encoding="utf-8")
    adsl = _subjects(rng, subjects)
    sets = {
        "adsl": adsl,
        "adtr": _tumours(rng, adsl),
        "admvi": _invasion(rng, adsl),
        "adlb": _laboratory(rng, adsl),
        "adpath": _pathology(rng, adsl),
        "adfu": _follow_up(rng, adsl),
        "adae": _events(rng, adsl, events),
    }
    for name, frame in sets.items():
        frame.to_csv(folder / f"{name}.csv", index=False, date_format="%Y-%m-%d", lineterminator="\n")


def _days(values: np.ndarray) -> np.ndarray:
    return np.asarray(values).astype("timedelta64[D]")


def _subjects(rng: np.random.Generator, n: int) -> pd.DataFrame:
    start = _FIRST + _days(rng.integers(0, _ACCRUAL_DAYS, n))
    resected = rng.random(n) < 0.5
    surgery = np.where(resected, start + _days(_SURGERY + rng.integers(0, 15, n)), np.datetime64("NaT"))
    death = start + _days(120 + np.ceil(rng.exponential(np.where(resected, 1100, 600))))
    dropout = start + _days(120 + rng.integers(200, 3000, n))
    last = np.minimum(np.minimum(death, dropout), np.datetime64(CUTOFF, "D"))
    died = death == last
    score = rng.integers(5, 8, n)
    return pd.DataFrame(
        {
            "STUDYID": STUDY,
            "USUBJID": [f"{STUDY}-{number:07d}" for number in range(1, n + 1)],
            "SCRDT": start - _days(np.full(n, 10)),
            "ENRLFL": "Y",
            "SCRFRSN": None,
            "ENRLDT": start - _days(np.full(n, 2)),
            "AGE": rng.integers(25, 85, n),
            "SEX": rng.choice(["M", "F"], n, p=[0.8, 0.2]),
            "ETIOLOGY": rng.choice(["HBV", "HCV", "OTHER"], n),
            "ECOG": rng.integers(0, 2, n),
            "CHILDPGH": np.where(score < 7, "A", "B"),
            "CPSCORE": score,
            "TRTSDT": start,
            "SURGDT": surgery,
            "NORSRSN": np.where(resected, None, "Tumour growth"),
            "PVEFL": "N",
            "DTHDT": np.where(died, death, np.datetime64("NaT")),
            "LSTALVDT": last,
            "DCSREAS": None,
        }
    )


def _visits(adsl: pd.DataFrame, **columns: tuple[object, object]) -> pd.DataFrame:
    """One row a subject at baseline and one at week 9, each column with its two values."""
    start = adsl["TRTSDT"].to_numpy("datetime64[D]")
    frames = []
    for visit, name, day in ((0, "BASELINE", -3), (1, "WEEK 9", _WEEK_9)):
        found = {"USUBJID": adsl["USUBJID"], "AVISIT": name, "ADT": start + np.timedelta64(day, "D")}
        frames.append(pd.DataFrame(found | {column: values[visit] for column, values in columns.items()}))
    return pd.concat(frames).sort_values(["USUBJID", "AVISIT"], kind="stable", ignore_index=True)


def _tumours(rng: np.random.Generator, adsl: pd.DataFrame) -> pd.DataFrame:
    n = len(adsl)
    base = rng.integers(20, 160, n)
    after = np.round(base * rng.uniform(0.3, 1.4, n))
    frame = _visits(adsl, AVAL=(base.astype(float), after))
    fixed = {"PARAMCD": "LDIAM", "TRLNKID": "T01", "TRGRPID": "TARGET", "TRLOC": "LIVER", "AVALC": None}
    order = ["USUBJID", "PARAMCD", "TRLNKID", "TRGRPID", "TRLOC", "AVISIT", "ADT", "AVAL", "AVALC"]
    return frame.assign(**fixed)[order]


def _invasion(rng: np.random.Generator, adsl: pd.DataFrame) -> pd.DataFrame:
    n = len(adsl)
    return _visits(
        adsl,
        VP=(rng.integers(1, 5, n), rng.integers(0, 5, n)),
        VV=(rng.integers(0, 4, n), rng.integers(0, 4, n)),
    )


def _laboratory(rng: np.random.Generator, adsl: pd.DataFrame) -> pd.DataFrame:
    n = len(adsl)
    base = np.round(rng.lognormal(5, 2, n), 1) + 1
    frame = _visits(adsl, AVAL=(base, np.round(base * rng.uniform(0, 1.5, n), 1)))
    return frame.assign(PARAMCD="AFP", AVALU="ug/L", A1HI=20)


def _pathology(rng: np.random.Generator, adsl: pd.DataFrame) -> pd.DataFrame:
    resected = adsl[adsl["SURGDT"].notna()]
    viable = np.where(rng.random(len(resected)) < 0.3, 0, rng.integers(0, 101, len(resected)))
    return pd.DataFrame(
        {"USUBJID": resected["USUBJID"], "ADT": resected["SURGDT"], "VIABLE": viable, "MARGIN": "R0"}
    )


def _follow_up(rng: np.random.Generator, adsl: pd.DataFrame) -> pd.DataFrame:
    """One assessment a resected subject, between resection and the last contact."""
    resected = adsl[adsl["SURGDT"].notna()]
    surgery, last = (resected[name].to_numpy("datetime64[D]") for name in ("SURGDT", "LSTALVDT"))
    seen = surgery + _days(np.ceil((last - surgery).astype(int) * rng.uniform(0.1, 1, len(resected))))
    recurred = rng.random(len(resected)) < 0.4
    return pd.DataFrame(
        {
            "USUBJID": resected["USUBJID"],
            "ADT": seen,
            "AVISIT": "MONTH 3",
            "RECURFL": np.where(recurred, "Y", "N"),
            "RECURLOC": np.where(recurred, "LIVER", None),
        }
    )


def _events(rng: np.random.Generator, adsl: pd.DataFrame, each: int) -> pd.DataFrame:
    n = len(adsl)
    start, last = (np.repeat(adsl[name].to_numpy("datetime64[D]"), each) for name in ("TRTSDT", "LSTALVDT"))
    room = (last - start).astype(int)
    onset = start + _days(np.floor(room * rng.random(n * each)))
    end = np.minimum(onset + _days(rng.integers(0, 40, n * each)), last)
    return pd.DataFrame(
        {
            "USUBJID": np.repeat(adsl["USUBJID"].to_numpy(), each),
            "AESEQ": np.tile(np.arange(1, each + 1), n),
            "AEDECOD": rng.choice(TERMS, n * each),
            "ASTDT": onset,
            "AENDT": np.where(rng.random(n * each) < 0.1, np.datetime64("NaT"), end),
            "AETOXGR": rng.choice([1, 2, 3, 4], n * each, p=[0.5, 0.3, 0.15, 0.05]),
            "AEREL": rng.choice(["RELATED", "NOT RELATED"], n * each, p=[0.6, 0.4]),
        }
    )
