"""Make the data folder of pseudo-patients from the published numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hcc_analysis.errors import InputError
from hcc_analysis.reconstruct import (
    baseline,
    dosimetry,
    pathology,
    resectability,
    safety,
    subjects,
    treatment,
    tumours,
    vascular,
)
from hcc_analysis.reconstruct.dates import CUTOFF, schedule
from hcc_analysis.reconstruct.os_search import OsSolution, search_os
from hcc_analysis.reconstruct.rfs_search import RfsSolution, draw_rfs, search_rfs
from hcc_analysis.reconstruct.targets import Target, read_targets
from hcc_analysis.reconstruct.write import write_folder

DEFAULT_SEED = 13
Progress = Callable[[str, float], None]
Tables = dict[str, list[dict[str, object]]]
_PARTS = (
    *("survival", "dates", "groups", "tumours", "vascular", "baseline", "treatment", "safety"),
    *("dosimetry", "resectability"),
)


@dataclass(frozen=True)
class Reconstruction:
    """What a reconstruction made.

    Attributes
    ----------
    folder : Path
        The data folder.
    seed : int
        Seed that it was made with.
    cutoff : datetime.date
        Data cutoff.
    files : tuple of Path
        The files written.
    """

    folder: Path
    seed: int
    cutoff: dt.date
    files: tuple[Path, ...]


@dataclass(frozen=True)
class SurvivalTimes:
    """Recurrence-free and overall survival that meet the published numbers together."""

    rfs: RfsSolution
    os: OsSolution


def _silent(_: str, __: float) -> None:
    return


def reconstruct(
    out_dir: Path, *, seed: int = DEFAULT_SEED, claims: Path, progress: Progress = _silent
) -> Reconstruction:
    """Search for pseudo-patients that meet the published numbers and write their data.

    Parameters
    ----------
    out_dir : Path
        Data folder to write.
    seed : int
        Seed; the same seed makes the same bytes.
    claims : Path
        The published numbers, ``claims.csv``.
    progress : callable
        Called with what is being done and the share done, from 0 to 1.

    Returns
    -------
    Reconstruction
        What was made and where.

    Raises
    ------
    InputError
        The seed is negative, the claims cannot be read or lack one that is needed, or nothing was found
        for them with this seed.
    """
    if seed < 0:
        raise InputError(f"the seed must not be negative: {seed}")
    targets = read_targets(claims)
    try:
        times = search_times(targets, seed=seed, progress=progress)
        progress("patients", 0.99)
        tables = assemble(times, targets, seed=seed)
    except KeyError as error:
        raise InputError.at(f"the claim {error} is needed", file=claims) from error
    except RuntimeError as error:
        raise InputError.at(str(error), file=claims) from error
    files = write_folder(out_dir, tables, seed=seed, cutoff=CUTOFF)
    progress("done", 1.0)
    return Reconstruction(out_dir, seed, CUTOFF, tuple(files))


def search_times(targets: dict[str, Target], *, seed: int, progress: Progress = _silent) -> SurvivalTimes:
    """Find survival times; nearly all of the work.

    Parameters
    ----------
    targets : dict of str to Target
        Published numbers.
    seed : int
        Seed.
    progress : callable
        As for :func:`reconstruct`.

    Returns
    -------
    SurvivalTimes
        Recurrence-free and overall survival.
    """
    rng = _generator(seed, "survival")
    progress("recurrence-free survival", 0.0)
    arrangements = search_rfs(targets)
    return SurvivalTimes(*search_os(targets, lambda: draw_rfs(arrangements, targets, rng), rng, progress))


def assemble(times: SurvivalTimes, targets: dict[str, Target], *, seed: int) -> Tables:
    """Make all data sets around given survival times.

    Parameters
    ----------
    times : SurvivalTimes
        As :func:`search_times` finds them.
    targets : dict of str to Target
        Published numbers (adverse events).
    seed : int
        Seed.

    Returns
    -------
    dict
        Rows by data set.
    """
    rng = {part: _generator(seed, part) for part in _PARTS}
    patients = subjects.patients_of(times.rfs, times.os)
    schedule(patients, rng["dates"])
    withdrawn = subjects.name_subjects(patients, rng["dates"])
    tumours.set_progression(patients, rng["groups"])
    baseline.set_afp(patients, rng["groups"])
    treatment.give_adjuvant(patients, rng["treatment"])
    recorded = baseline.demography(rng["baseline"])
    laboratory = baseline.laboratory(patients, [str(r["CHILDPGH"]) for r in recorded], rng["baseline"])
    invasion = vascular.invasion(patients, rng["vascular"])
    embolised = vascular.embolised(patients, invasion, rng["vascular"])
    events = safety.assign_events(patients, targets, rng["safety"])
    imaged = tumours.measurements(patients, rng["tumours"])
    return {
        "adsl": subjects.subject_level(patients, recorded, laboratory, embolised, withdrawn, rng["baseline"]),
        "adtr": imaged,
        "admvi": invasion,
        "adpath": pathology.specimens(patients, rng["groups"]),
        "adlb": laboratory,
        "adfu": treatment.assessments(patients, rng["treatment"]),
        "adae": safety.adverse_events(patients, events, rng["safety"]),
        "adcomp": safety.complications(patients, rng["safety"]),
        "adcm": treatment.later_treatments(patients, rng["treatment"]),
        "adex": treatment.exposure(patients),
        "addvh": dosimetry.plans(patients, imaged, rng["dosimetry"]),
        "adres": resectability.assessments(patients, recorded, imaged, rng["resectability"]),
    }


def _generator(seed: int, part: str) -> np.random.Generator:
    """One independent source of chance a part, so that a change in one leaves the others as they were."""
    return np.random.default_rng([seed, _PARTS.index(part)])
