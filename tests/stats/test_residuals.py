"""Laws of Schoenfeld residuals (R's numbers are in tests/validation), and operating characteristics by hand."""

import json
from pathlib import Path

import pytest

from hcc_analysis.stats import cox, operating_characteristics, schoenfeld_residuals, single_stage_design

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "validation" / "reference" / "residuals" / "schoenfeld.json").read_text()
)


def test_residuals_sum_to_nought():
    model = cox(REFERENCE["time"], REFERENCE["event"], {"x": REFERENCE["x"]}, ties="breslow")
    assert schoenfeld_residuals(model).residuals.sum() == pytest.approx(0, abs=1e-6)


def test_no_residuals_under_separation():
    found = schoenfeld_residuals(cox([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 0, 0]))
    assert found.times.size == 0
    assert found.reason


def test_a_penalised_model_has_no_residuals():
    with pytest.raises(ValueError, match="without penalty"):
        schoenfeld_residuals(cox([1, 2, 3, 4], [1, 1, 1, 0], [1, 0, 1, 0], penalty="firth"))


def test_operating_characteristics_by_hand():
    # n = 2, p0 = 0.1: P(X >= 2) = 0.01 <= 0.05 < P(X >= 1) = 0.19; at p1 = 0.5 the power is 0.25
    found = operating_characteristics([1, 2], 0.1, 0.5, alpha=0.05)
    assert found.r.tolist() == [2, 2]
    assert found.alpha == pytest.approx([0, 0.01])
    assert found.power == pytest.approx([0, 0.25])


def test_the_smallest_design_is_the_first_with_the_power():
    design = single_stage_design(0.05, 0.195)
    found = operating_characteristics(range(1, design.n + 1), 0.05, 0.195)
    assert (found.power[:-1] < 0.8).all()
    assert found.power[-1] == pytest.approx(design.attained_power)


def test_sizes_below_one():
    with pytest.raises(ValueError, match="sizes: 0 at position 1 is below 1"):
        operating_characteristics([5, 0], 0.1, 0.5)
