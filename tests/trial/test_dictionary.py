from pathlib import Path

import pandas as pd

from hcc_analysis.trial.dictionary import LEFT_OUT, data_dictionary
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS

COMMITTED = Path(__file__).parents[2] / "data" / "reconstructed" / "data_dictionary.csv"


def test_every_variable_that_can_be_read_is_in_the_dictionary():
    listed = set(zip(data_dictionary()["DATASET"], data_dictionary()["VARIABLE"], strict=True))
    assert listed == {(d.name.upper(), v.name) for d in ALL_DATA_SETS.values() for v in d.variables}
    assert {"ADTTE", "ADRS"} <= {name for name, _ in listed}


def test_columns_that_may_be_left_out_are_told_from_values_that_may_be_missing():
    required = data_dictionary().set_index(["DATASET", "VARIABLE"])["REQUIRED"]
    assert required["ADTTE", "AVAL"] == "Y"
    assert required["ADTTE", "AVALU"] == LEFT_OUT
    assert required["ADRS", "AVALC"] == required["ADSL", "AGE"] == "N"


def test_the_committed_dictionary_is_that_of_the_code():
    committed = pd.read_csv(COMMITTED, dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(committed, data_dictionary())
