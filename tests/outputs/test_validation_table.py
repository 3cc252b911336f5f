import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.outputs.tables.validation import validation_results, validation_rows, validation_table

REPORT = """# Validation

| function | reference | cases | numbers | largest difference | tolerance |
|---|---|--:|--:|--:|--:|
| cox | `coxph` | 3 | 40 | 5e-08 | 1e-05 |
| log_rank | survdiff | 2 | 2 | < 1e-12 | 1e-06 |
"""


def test_rows_totals_and_table(tmp_path):
    path = tmp_path / "v.md"
    path.write_text(REPORT, encoding="utf-8")
    rows = validation_rows(str(path))
    assert [result.value for result in validation_results(rows)] == [5, 42]
    table = validation_table(rows)
    assert [cell.text for cell in table.rows[0].cells] == ["cox", "coxph", "3", "40", "5e-08", "1e-05"]


def test_a_report_without_a_table_says_what_to_run(tmp_path):
    (tmp_path / "v.md").write_text("# nothing\n", encoding="utf-8")
    with pytest.raises(InputError, match="run `make validation`"):
        validation_rows(str(tmp_path / "v.md"))
