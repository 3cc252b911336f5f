"""Radiotherapy plans summarised and laid out, on trials written by hand."""

import re

import pytest

from hcc_analysis.analyses.dosimetry import dosimetry_summary
from hcc_analysis.endpoints.dosimetry import CONSTRAINTS
from hcc_analysis.outputs.tables.dosimetry import (
    dosimetry_caption,
    dosimetry_notes,
    dosimetry_table,
    limit_text,
)
from tests.support import frame, subjects, trial


def summary(*rows, patients=3):
    keys = ("USUBJID", "STRUCTURE", "PARAMCD", "AVAL", "AVALU")
    addvh = frame("addvh", *(dict(zip(keys, row, strict=True)) for row in rows))
    return dosimetry_summary(trial(subjects(*({} for _ in range(patients))), addvh=addvh))


def coverage(**values):
    return [(subject, "PTV", "V95P", value, "%") for subject, value in values.items()]


def values(found):
    results = {result.id: result.value for result in found.results()}
    assert len(results) == len(found.results())
    return results


def row_of(found, label):
    table = dosimetry_table(found)
    assert {len(row.cells) for row in table.rows} == {len(table.columns)}
    return next([c.text for c in row.cells] for row in table.rows if row.cells[0].text == label)


def test_median_range_and_violations():
    found = values(summary(*coverage(A=97, B=96.9, C=99.9)))
    assert found["dosimetry.ptv.v95p.median"] == 97
    assert (found["dosimetry.ptv.v95p.min"], found["dosimetry.ptv.v95p.max"]) == (96.9, 99.9)
    assert found["dosimetry.ptv.v95p.violations.n"] == 1
    assert found["dosimetry.ptv.v95p.missing.n"] == 0
    assert found["dosimetry.any.violations.n"] == 1
    assert len(found) == 5 * len(CONSTRAINTS) + 1


def test_a_plan_that_violates_two_limits_is_one_plan():
    found = summary(*coverage(B=90), ("B", "LIVER", "V30", 28, "%"), ("A", "LIVER", "V30", 27.9, "%"))
    assert found.violating == ("B",)


def test_violations_are_marked_and_named():
    found = summary(*coverage(A=97, B=96.9, C=90))
    assert row_of(found, "Volume above 95% of the dose") == [
        "Volume above 95% of the dose", "\u2265 97%", "96.9 (90.0\u201397.0)", "3", "2", "\u2020 B, C",
    ]  # fmt: skip
    assert dosimetry_caption(found).endswith("plans that violate one: 2 of 3.")


def test_missing_values_are_counted_and_explained():
    found = summary(*coverage(A=98))
    assert row_of(found, "Volume above 95% of the dose")[2:] == ["98.0 (98.0\u201398.0)", "1", "0", "\u2013"]
    assert values(found)["dosimetry.ptv.v95p.missing.n"] == 2
    assert "missing" in dosimetry_notes(found)[-1]


@pytest.mark.parametrize("patients", [0, 2])
def test_nobody_and_a_data_set_without_rows(patients):
    found = summary(patients=patients)
    results = values(found)
    assert results["dosimetry.liver.v5.median"] == "NE"
    assert results["dosimetry.liver.v5.missing.n"] == patients
    assert row_of(found, "V5")[2:] == ["not estimable", "0", "0", "\u2013"]
    texts = [cell.text for row in dosimetry_table(found).rows for cell in row.cells]
    texts += [dosimetry_caption(found), *dosimetry_notes(found), *(r.text for r in found.results())]
    assert not re.search(r"\b(nan|inf|None)\b|<NA>", " ".join(texts))


def test_captions_without_values():
    assert dosimetry_caption(summary(patients=0)) == "No patients in this population."
    assert dosimetry_caption(summary(patients=2)) == "No dose-volume values of the 2 treated patients."


def test_limits_in_words():
    by_id = {constraint.id: limit_text(constraint) for constraint in CONSTRAINTS}
    assert by_id["liver.dmean"] == "\u2264 24 Gy"
    assert by_id["liver.v5"] == "< 86%"
    assert by_id["ptv.v95p"] == "\u2265 97%"
