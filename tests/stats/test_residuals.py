"""Schoenfeld residuals against R's residuals.coxph, and operating characteristics by hand."""

import json
from pathlib import Path

import numpy as np
import pytest

from hcc_analysis.stats import cox, operating_characteristics, schoenfeld_residuals, single_stage_design

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "validation" / "reference" / "schoenfeld.json").read_text()
)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_schoenfeld_residuals_of_r(ties):
    model = cox(REFERENCE["time"], REFERENCE["event"], {"x": REFERENCE["x"], "z": REFERENCE["z"]}, ties=ties)
    found = schoenfeld_residuals(model)
    expected = {name: np.array(REFERENCE[ties][name]) for name in ("times", "schoenfeld", "scaled")}
    theirs = np.lexsort((expected["schoenfeld"][:, 1], expected["schoenfeld"][:, 0], expected["times"]))
    ours = np.lexsort((found.residuals[:, 1], found.residuals[:, 0], found.times))
    assert found.times[ours] == pytest.approx(expected["times"][theirs])
    assert found.residuals[ours] == pytest.approx(expected["schoenfeld"][theirs], rel=1e-6, abs=1e-9)
    assert found.scaled[ours] == pytest.approx(expected["scaled"][theirs], rel=1e-5, abs=1e-8)


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
