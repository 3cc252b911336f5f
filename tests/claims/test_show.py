import pandas as pd
import pytest

from hcc_analysis.claims import Claim, reconcile, render_text

CLAIMS = [
    Claim("a.b", "Results", "q", "9.61", "hazard_ratio", "9.61", 2, "", 15, "", "", "", ""),
    Claim("n.min", "Methods", "q", "28", "sample_size", "28", 0, "", None, "", "", "", "[bold]27 is enough"),
    Claim("c", "Table 1", "q", "30.0", "percent", "30.0", 1, "%", 30, "", "", "", "unseen"),
]
ROWS = [("o", "a.b", 9.615), ("o", "n.min", 27)]


@pytest.fixture
def found():
    return reconcile(pd.DataFrame(ROWS, columns=["output_id", "result_id", "value"]), CLAIMS)


def test_the_table_and_the_totals(found):
    text = render_text(found)
    lines = text.splitlines()
    assert any(line.split() == ["a.b", "Results", "9.61", "9.62", "truncated"] for line in lines)
    assert any("not computed" in line and "30.0" in line for line in lines)
    assert "3 claims: 0 exact, 1 truncated, 1 differ, 1 not computed (33.3% agree)" in text
    assert "patients' data determine 2 claims" in text


def test_notes_are_shown_as_written_and_only_where_needed(found):
    text = render_text(found)
    assert "[bold]27 is enough" in text
    assert "unseen" not in text


@pytest.mark.parametrize("width", [60, 80, 200])
def test_lines_keep_to_the_width_and_have_no_colour(found, width):
    text = render_text(found, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text


def test_nothing_at_all():
    empty = reconcile(pd.DataFrame(columns=["output_id", "result_id", "value"]), [])
    assert "0 claims" in render_text(empty)
