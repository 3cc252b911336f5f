import pandas as pd
import pytest

from hcc_analysis.report.csv_file import defuse, write_csv


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd", "-2+3+cmd|' /C calc'!A0", "\t=1", " =1"])
def test_formulas_are_made_text(text):
    assert defuse(text) == "'" + text


@pytest.mark.parametrize("value", ["-1.5", "+3", "-30.1%", "-", "a=b", "", "12 (40.0)", "-1e-5", 3, None])
def test_numbers_and_words_stay(value):
    assert defuse(value) == value


def test_missing_values_are_empty_and_lines_end_alike(tmp_path):
    write_csv(pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "=x": ["a", "ü"]}), tmp_path / "f.csv")
    assert (tmp_path / "f.csv").read_bytes() == "n,'=x\n1,a\n,ü\n".encode()
