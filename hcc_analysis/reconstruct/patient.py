"""The record of one pseudo-patient, filled in by the parts of the reconstruction one after the other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass
class Patient:
    """One enrolled pseudo-patient.

    Attributes
    ----------
    os_days : int
        Days from the first dose to death or last contact.
    died : bool
        Whether the patient died.
    rfs_days : int, optional
        Days from resection to relapse or last assessment; None = not resected.
    relapsed : bool
        Whether a recurrence was found.
    response : str
        RECIST response at week 9: PR, SD or PD.
    no_path_response : bool
        Resected without pathological response.
    afp_high, afp_poor : bool
        High alpha-fetoprotein at baseline; reduction below 90 %.
    subject : str
        Unique subject identifier.
    screened, imaged, enrolled, started, assessed : datetime.date
        Screening, baseline imaging and laboratory, enrolment, first dose, week-9 assessment.
    resected_on : datetime.date, optional
        Resection.
    doses, adjuvant_doses : list of datetime.date
        Infusions of tislelizumab before and after resection.
    progression : str
        Route to progressive disease: "liver" or "extrahepatic" (new lesions), "growth", or "".
    """

    os_days: int
    died: bool
    rfs_days: int | None = None
    relapsed: bool = False
    response: str = "PD"
    no_path_response: bool = False
    afp_high: bool = False
    afp_poor: bool = False
    subject: str = ""
    screened: dt.date = dt.date.min
    imaged: dt.date = dt.date.min
    enrolled: dt.date = dt.date.min
    started: dt.date = dt.date.min
    assessed: dt.date = dt.date.min
    resected_on: dt.date | None = None
    doses: list[dt.date] = field(default_factory=list)
    adjuvant_doses: list[dt.date] = field(default_factory=list)
    progression: str = ""

    @property
    def resected(self) -> bool:
        """Whether the patient was resected."""
        return self.rfs_days is not None

    @property
    def last_contact(self) -> dt.date:
        """Date of death or of the last contact."""
        return self.started + dt.timedelta(days=self.os_days)

    @property
    def last_assessment(self) -> dt.date:
        """Date of the relapse or of the last assessment after resection."""
        if self.resected_on is None or self.rfs_days is None:
            raise ValueError("the patient was not resected")
        return self.resected_on + dt.timedelta(days=self.rfs_days)
