"""Which convention's digits the paper prints, on the committed data and by hand."""

from pathlib import Path

import pytest

from hcc_analysis.claims import Claim, load_claims
from hcc_analysis.claims.conventions import NAMES, ConventionRow, convention_results, under_conventions
from hcc_analysis.outputs.tables.conventions import convention_notes, convention_table
from hcc_analysis.parameters import Parameters
from hcc_analysis.results import Result
from hcc_analysis.trial import load_trial

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def rows():
    claims = {claim.id: claim for claim in load_claims(ROOT / "data" / "published" / "claims.csv")}
    return under_conventions(load_trial(ROOT / "data" / "reconstructed"), Parameters(), claims)


def row(value, **computed):
    claim = Claim("os.x", "Results", "q", value, "median", value, 1, "months", 30, "ITT", "", "", "")
    return ConventionRow(
        claim, {name: Result(id="os.x", value=v, statistic="median") for name, v in computed.items()}
    )


def test_fits_tells_rounding_from_cutting():
    found = row("2.2", spss=2.19, r=2.29, sas=2.35)
    assert found.fits() == {"rounded": ["spss"], "cut": ["r"]}
    assert [found.changes(name) for name in NAMES] == [False, True, True]
    assert [found.text(name) for name in NAMES] == ["2.2", "2.3", "2.4"]


def test_the_plateau_at_one_half_is_printed_by_spss_alone(rows):
    by_id = {row.claim.id: row for row in rows}
    assert by_id["rfs.afp_high.median"].fits() == {"rounded": ["spss"]}
    assert by_id["os.unresectable.median.lower"].changes("r")


def test_no_ties_no_difference_between_efron_and_breslow(rows):
    ratios = [row for row in rows if ".cox." in row.claim.id]
    assert len(ratios) == 16
    assert not any(row.changes("r") for row in ratios)


def test_results_and_table_agree(rows):
    results = {result.id: result.value for result in convention_results(rows)}
    table = convention_table(rows)
    shown = {id for line in table.rows for cell in line.cells for id in cell.results}
    assert shown <= set(results)
    changed = sum(row.changes("sas") for row in rows)
    assert (
        results["convention.sas.changed.n"]
        == changed
        == sum("≠" in line.cells[4].text for line in table.rows)
    )
    assert results["convention.spss.fits.n"] == len(rows) - 1  # the median follow-up of RFS


def test_notes_name_the_three_programs():
    assert all(name.upper() in convention_notes()[1] for name in NAMES)


def test_no_rows_no_table():
    assert convention_table([]).rows == ()
