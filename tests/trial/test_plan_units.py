import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.trial.checks import check_trial
from tests.support import INFO, frame, subjects


def plan(parameter, unit):
    return frame(
        "addvh", {"USUBJID": "A", "STRUCTURE": "LIVER", "PARAMCD": parameter, "AVAL": 20, "AVALU": unit}
    )


@pytest.mark.parametrize(("parameter", "unit"), [("DMEAN", "Gy"), ("DMAX", "Gy"), ("V5", "%"), ("V95P", "%")])
def test_doses_are_in_gray_and_volumes_in_per_cent(tmp_path, parameter, unit):
    check_trial(tmp_path, INFO, {"adsl": subjects({}), "addvh": plan(parameter, unit)})


@pytest.mark.parametrize(("parameter", "unit"), [("DMEAN", "%"), ("V5", "Gy")])
def test_another_unit_is_named_with_its_place(tmp_path, parameter, unit):
    with pytest.raises(
        InputError, match=rf"addvh.csv, row 2, column AVALU: {parameter} is in {unit}, not in"
    ):
        check_trial(tmp_path, INFO, {"adsl": subjects({}), "addvh": plan(parameter, unit)})


def test_a_plan_data_set_without_rows_is_sound(tmp_path):
    check_trial(tmp_path, INFO, {"adsl": subjects({}), "addvh": frame("addvh"), "adres": frame("adres")})
