"""Who a report is for, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from hcc_analysis.errors import InputError
from hcc_analysis.formatting import counted

REVIEWER, INTERNAL = "reviewer", "internal"
AUDIENCES = (REVIEWER, INTERNAL)
WITHHELD = "[c]"  # confidential, the shorthand of official statistics
PATIENT_THRESHOLD = 3
OPEN_THRESHOLD = 0


@dataclass(frozen=True)
class Audience:
    """Who a report is for.

    Attributes
    ----------
    name : {"reviewer", "internal"}
        The readers.
    threshold : int, optional
        Fewer patients than this are not shown; by default 3 for patient data, and no threshold for
        reconstructed and simulated data.
    """

    name: str = REVIEWER
    threshold: int | None = None

    def protection(self, provenance: str) -> Protection:
        """Say what must be held back of data of this provenance."""
        if self.name == INTERNAL:
            return Protection()
        patients = provenance == "patient"
        usual = PATIENT_THRESHOLD if patients else OPEN_THRESHOLD
        threshold = usual if self.threshold is None else self.threshold
        return Protection(threshold, patients or threshold > 1)


def audience_of(name: str, threshold: int | None) -> Audience:
    """Return an audience as it was asked for.

    Parameters
    ----------
    name : {"reviewer", "internal"}
        The readers.
    threshold : int, optional
        Fewest patients that are shown.

    Returns
    -------
    Audience
        The audience.

    Raises
    ------
    InputError
        The name is unknown, or a threshold is given for internal use.
    """
    if name not in AUDIENCES:
        raise InputError(f"no audience '{name}'; choose {' or '.join(AUDIENCES)}")
    if name == INTERNAL and threshold is not None:
        raise InputError("--threshold holds numbers back from reviewers; leave it out for internal use")
    return Audience(name, threshold)


@dataclass(frozen=True)
class Protection:
    """What is held back.

    Attributes
    ----------
    threshold : int
        Numbers of patients from 1 to one below it are held back; none for 0 and 1.
    subjects : bool
        Whether single patients are: listings, plots with a mark a patient, and dates. A row of a listing
        counts one patient, so a threshold above 1 holds listings back whatever the data are.
    """

    threshold: int = 0
    subjects: bool = False

    @property
    def active(self) -> bool:
        """Whether anything is held back."""
        return self.subjects or self.threshold > 1

    def is_small(self, count: float) -> bool:
        """Return whether a number of patients is held back."""
        return 0 < count < self.threshold


@dataclass(frozen=True)
class HeldBack:
    """What a report has held back.

    Attributes
    ----------
    outputs : int
        Outputs that are left out.
    results : int
        Results that are not shown.
    threshold : int
        The threshold.
    """

    outputs: int
    results: int
    threshold: int

    @property
    def sentence(self) -> str:
        """Say it in one or two sentences."""
        small = ", or draws few of them" if self.threshold > 1 else ""
        said = f"Held back from reviewers: what lists or draws single patients{small}"
        said += f" ({counted(self.outputs, 'output')} left out), and exact dates."
        if self.threshold <= 1:
            return said
        return (
            f"{said} {WITHHELD} stands for each number of fewer than {self.threshold} patients, "
            f"and for those that would give one away ({counted(self.results, 'result')})."
        )
