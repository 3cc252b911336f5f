import csv
import re
from pathlib import Path

import pytest

from hcc_analysis.endpoints.dosimetry import CONSTRAINTS, dosimetry
from tests.support import frame, subjects, trial

MENTIONS = Path(__file__).parents[2] / "data" / "published" / "mentions.csv"
BY_ID = {constraint.id: constraint for constraint in CONSTRAINTS}
# A place of the paper that prints a limit, by the constraint that it limits.
NAMES = {"mean": "dmean", "max": "dmax"}
COVERAGE = {"meth.ptv_cov": "ptv.v95p", "meth.hot_vol": "ptv.v110p"}


def plan(*rows):
    """Rows of addvh: subject, structure, parameter, value."""
    keys = ("USUBJID", "STRUCTURE", "PARAMCD", "AVAL")
    return frame("addvh", *(dict(zip(keys, row, strict=True)) | {"AVALU": "Gy"} for row in rows))


def verdicts(*rows, adsl=None):
    found = dosimetry(trial(subjects({}) if adsl is None else adsl, addvh=plan(*rows)))
    return found.set_index(["CONSTRAINT", "USUBJID"])["VERDICT"]


@pytest.mark.parametrize(
    ("id", "inside", "outside"),
    [
        ("liver.dmean", 24, 24.1),
        ("liver.v5", 85.9, 86),
        ("liver.v10", 67.9, 68),
        ("liver.v15", 58.9, 59),
        ("liver.v20", 48.9, 49),
        ("liver.v25", 34.9, 35),
        ("liver.v30", 27.9, 28),
        ("liver.v35", 24.9, 25),
        ("liver.v40", 19.9, 20),
        ("stomach.dmax", 53.9, 54),
        ("stomach.v45", 24.9, 25),
        ("stomach.v50", 1.9, 2),
        ("duodenum.dmax", 59.9, 60),
        ("duodenum.v45", 32.9, 33),
        ("colon.dmax", 54.9, 55),
        ("colon.v45", 24.9, 25),
        ("colon.v50", 2, 2.1),
        ("spinal_cord.dmax", 39.9, 40),
        ("kidney.dmax", 19.9, 20),
        ("kidney.v23", 99.9, 100),
        ("kidney.v30", 66.9, 67),
        ("kidney.v50", 32.9, 33),
        ("ptv.v95p", 97, 96.9),
        ("ptv.v110p", 2.9, 3),
    ],
)
def test_just_inside_and_just_outside_each_limit(id, inside, outside):
    c = BY_ID[id]
    assert verdicts(("A", c.structure, c.parameter, inside))[id, "A"] == "met"
    assert verdicts(("A", c.structure, c.parameter, outside))[id, "A"] == "violated"


def test_every_constraint_is_tested_at_its_limit_and_declared_once():
    assert len(BY_ID) == len(CONSTRAINTS) == 24


def test_constraints_are_those_that_the_paper_prints():
    printed = {}
    with MENTIONS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            place = re.fullmatch(
                r"meth\.(liver|stomach|duodenum|colon|cord|kidney)_(mean|max|v\d+)", row["id"]
            )
            if place:
                structure = place[1].replace("cord", "spinal_cord")
                printed[f"{structure}.{NAMES.get(place[2], place[2])}"] = row
            elif row["id"] in COVERAGE:
                printed[COVERAGE[row["id"]]] = row
    assert set(printed) == set(BY_ID)
    for id, row in printed.items():
        assert BY_ID[id].limit == float(row["value"])
        words = {"≤": "<=", "<": "<", "at least": ">=", "less than": "<"}
        assert BY_ID[id].relation == next(sign for word, sign in words.items() if word in row["quote"]), id


def test_units():
    assert (BY_ID["liver.dmean"].unit, BY_ID["kidney.v23"].unit, BY_ID["ptv.v95p"].unit) == ("Gy", "%", "%")


def test_a_value_that_is_not_there_is_missing_and_no_other_patients_counts():
    found = verdicts(("A", "LIVER", "V30", 28.6), ("A", "LIVER", "V5", 50), adsl=subjects({}, {}))
    assert found["liver.v30"].to_dict() == {"A": "violated", "B": "missing"}
    assert found["liver.v5"].to_dict() == {"A": "met", "B": "missing"}
    assert set(found["colon.v50"]) == {"missing"}


def test_subjects_without_treatment_are_left_out():
    adsl = subjects({}, {"ENRLFL": "N", "TRTSDT": None})
    assert set(verdicts(("B", "LIVER", "V5", 90), adsl=adsl).index.get_level_values("USUBJID")) == {"A"}


def test_nobody():
    found = dosimetry(trial(subjects()))
    assert found.empty and list(found) == ["USUBJID", "CONSTRAINT", "AVAL", "VERDICT"]
