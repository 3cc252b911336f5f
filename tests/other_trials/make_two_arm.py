"""Make ``two_arm/``: invented subjects in the layout of the CDISC pilot (SAS dates as bare numbers, XPT).

Run it from the project's folder; the files are committed.
"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pyreadstat

FOLDER = Path(__file__).parent / "two_arm"
EPOCH = pd.Timestamp("1960-01-01")
CUTOFF = pd.Timestamp("2016-12-31")
LABELS = {
    "STUDYID": "Study Identifier",
    "USUBJID": "Unique Subject Identifier",
    "TRT01P": "Planned Treatment for Period 01",
    "AGE": "Age",
    "SEX": "Sex",
    "ITTFL": "Intent-To-Treat Population Flag",
    "RFICDT": "Date of Informed Consent",
    "TRTSDT": "Date of First Exposure to Treatment",
    "DTHDT": "Date of Death",
    "LSTALVDT": "Date Last Known Alive",
}


def subjects() -> pd.DataFrame:
    """Forty subjects; the hazard under placebo is twice that under the drug."""
    chance = random.Random(20140101)
    rows = []
    for number in range(40):
        arm = ("Placebo", "Xanomeline High Dose")[number % 2]
        consent = pd.Timestamp("2014-01-01") + pd.Timedelta(days=chance.randrange(200))
        start = consent + pd.Timedelta(days=chance.randrange(5, 20))
        death = start + pd.Timedelta(days=int(chance.expovariate(1 / (600 if number % 2 else 300))) + 1)
        end = min(death, start + pd.Timedelta(days=chance.randrange(300, 700)), CUTOFF)
        sex, age = chance.choice("MF"), chance.randrange(50, 85)
        dates = [consent, start, death if end == death else None, end]
        days = [None if date is None else float((date - EPOCH).days) for date in dates]
        rows.append(("CDISCPILOT01", f"01-{701 + number}", arm, float(age), sex, "Y", *days))
    return pd.DataFrame(rows, columns=list(LABELS))


def main() -> None:
    """Write the files."""
    pyreadstat.write_xport(
        subjects(),
        str(FOLDER / "adsl.xpt"),
        table_name="ADSL",
        column_labels=list(LABELS.values()),
        file_format_version=5,
    )


if __name__ == "__main__":
    main()
