"""Small numbers and dates in sentences."""

import datetime as dt

import pytest

from hcc_analysis.report.audience.protection import Protection
from hcc_analysis.report.audience.words import without_counts, without_dates

DAY = dt.date(2021, 3, 4)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Not enrolled (n = 1); enrolled (n = 30)", "Not enrolled (n = [c]); enrolled (n = 30)"),
        ("1 event in 7 patients", "[c] event in 7 patients"),
        ("12 patients, 22 events", "12 patients, 22 events"),
        ("violated: 2 of 30", "violated: [c] of 30"),
        ("0/1 died", "[c]/[c] died"),
        ("14/30 events", "14/30 events"),
        ("p = 0.142, RECIST 1.1, week 2", "p = 0.142, RECIST 1.1, week 2"),
        ("median 2.2 patients", "median 2.2 patients"),
        ("grades 1–2 events", "grades 1–2 events"),
    ],
)
def test_numbers_of_few_patients(text, masked):
    assert without_counts(text, Protection(3)) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("on 2021-03-04.", "on 2021-03."),
        ("2021-03-04T00:00:00", "2021-03T00:00:00"),
        ("20210304", "2021-03"),
        ("4 March 2021", "[c]"),
        ("04MAR2021", "[c]"),
        ("March 4, 2021", "[c]"),
        ("Mar 4th, 2021", "[c]"),
        ("04/03/2021", "[c]"),
        ("3/4/2021", "[c]"),
        ("4.3.2021", "[c]"),
        ("from 2021-03-04 to 2021-03-04", "from 2021-03 to 2021-03"),
        ("2021-03-05", "2021-03-05"),
        ("120210304", "120210304"),
        ("2021-13-04", "2021-13-04"),
    ],
)
def test_dates_of_patients(text, masked):
    assert without_dates(text, frozenset([DAY])) == masked
