"""The tables of the audit: what they name, count and leave out."""

import pytest

from hcc_analysis.claims.audit import VERDICTS, audit
from hcc_analysis.outputs.tables.audit import audit_table, findings_table, rule_notes, short, summary_table


@pytest.fixture(scope="module")
def found(claims, mentions):
    return audit(claims, mentions)


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (("os.rate.6m",), "os · rate · 6m"),
        (("table1.age.ge60.n", "table1.age.lt60.n"), "table1 · age (2)"),
        (("response.dcr.pct", "table2.dcr.n"), "response · dcr · pct; table2 · dcr · n"),
        (("design.n_min", "design.p0", "trial.enrolled"), "design · n min and 2 more"),
    ],
)
def test_names_are_short(ids, expected):
    assert short(ids) == expected


def test_every_published_number_of_the_full_table_stands_in_it(found):
    cells = [cell for row in audit_table(found).rows for cell in row.cells]
    assert {id for cell in cells for id in cell.results} == {result.id for result in found.numbers()}


def test_the_findings_table_has_a_row_for_each(found):
    rows = [row for row in findings_table(found).rows if not row.heading]
    assert len(rows) == len(found.notable)
    shown = {id for row in rows for cell in row.cells for id in cell.results}
    assert shown == {result.id for result in found.numbers(notable=True)}


def test_the_summary_shows_every_count(found):
    table = summary_table(found)
    cells = {id: cell.text for row in table.rows for cell in row.cells for id in cell.results}
    assert cells == {result.id: result.text for result in found.results()}
    assert [row.cells[0].text.lower() for row in table.rows[:4]] == list(VERDICTS)


def test_every_row_is_as_wide_as_its_table(found):
    for table in (audit_table(found), findings_table(found), summary_table(found)):
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}
        assert all(cell.text or row.heading for row in table.rows for cell in row.cells)


def test_nothing_printed_gives_tables_without_traceback():
    empty = audit([], [])
    assert findings_table(empty).rows == ()
    assert len(summary_table(empty).rows) == 14
    assert rule_notes(empty)
    assert {row.cells[4].text for row in audit_table(empty).rows if not row.heading} == {"cannot be tested"}
