import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.run_folder import read_run
from hcc_analysis.report.second_program import compare_programs, read_other, totals_text, values_agree
from tests.report.small_runs import make_run

ALL = "result_id,value\nos.median,18.5\nos.n,30\norr,30\npfs.median,NR\n"


@pytest.fixture
def compare(tmp_path):
    """Compares the small report with the text of a CSV file."""
    run = read_run(str(make_run(tmp_path / "a")))

    def compared(text, relative=1e-6, absolute=0.0, partial=False):
        (tmp_path / "other.csv").write_bytes(text.encode())
        other = read_other(tmp_path / "other.csv")
        return compare_programs(run.results, other, relative=relative, absolute=absolute, partial=partial)

    return compared


def states(comparison):
    return {(row.result, row.outputs): row.state for row in comparison.rows}


@pytest.mark.parametrize("text", [ALL, "\ufeff" + ALL.replace("\n", "\r\n"), ALL.replace("18.5", " 18.50 ")])
def test_all_agree(compare, text):
    comparison = compare(text)
    assert comparison.agrees
    assert totals_text(comparison) == "4 results: 4 agree, 0 disagree, 0 not in the other, 0 not in the run"


def test_a_result_of_several_outputs_stands_once(compare):
    assert ("os.n", "fig_os, table_orr") in states(compare(ALL))


def test_a_result_that_disagrees_has_its_difference(compare):
    comparison = compare(ALL.replace("18.5", "19"))
    (row,) = (row for row in comparison.rows if row.state == "disagrees")
    assert (row.result, row.outputs, row.run, row.other) == ("os.median", "fig_os", "18.5", "19")
    assert row.difference.absolute == 0.5
    assert not comparison.agrees


def test_a_number_for_a_word_disagrees(compare):
    found = states(compare(ALL.replace("NR", "NE")))
    assert found["pfs.median", "table_orr"] == "disagrees"


def test_missing_results_on_either_side(compare):
    comparison = compare(ALL.replace("orr,30", "typo,30"))
    assert states(comparison)["orr", "table_orr"] == "not in the other"
    assert states(comparison)["typo", ""] == "not in the run"
    assert totals_text(comparison) == "5 results: 3 agree, 0 disagree, 1 not in the other, 1 not in the run"
    assert not comparison.agrees


def test_a_part_may_lack_results_but_not_invent_them(compare):
    assert compare("result_id,value\norr,30\n", partial=True).agrees
    assert not compare("result_id,value\ntypo,30\n", partial=True).agrees


def test_an_output_may_be_named(compare):
    found = states(compare("output_id,result_id,value\nfig_os,os.n,30\ntable_orr,os.n,31\n", partial=True))
    assert found == {("os.n", "fig_os"): "agrees", ("os.n", "table_orr"): "disagrees"}


def test_a_row_may_have_its_own_tolerance(compare):
    text = "result_id,value,tolerance\nos.median,18.6,0.01\norr,30.1,\n"
    assert states(compare(text, partial=True)) == {
        ("os.median", "fig_os"): "agrees",
        ("orr", "table_orr"): "disagrees",
    }


@pytest.mark.parametrize(
    ("run", "other", "relative", "absolute", "agrees"),
    [
        ("0.625", "0.63", 0, 0.005, True),
        ("0.625", "0.631", 0, 0.005, False),
        ("100", "101", 0.01, 0, True),
        ("100", "102", 0.01, 0, False),
        ("0", "1e-15", 0.1, 1e-12, True),
        ("0", "1e-15", 0.1, 0, False),
        ("1", "-1", 0.5, 0, False),
        ("NE", "NE", 0, 0, True),
        ("NE", "0", 1, 1, False),
    ],
)
def test_tolerances(run, other, relative, absolute, agrees):
    assert values_agree(run, other, relative, absolute) is agrees


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("result_id\n", "row 1, column value: column missing; the header has 'result_id'"),
        ("id,value\n", "row 1, column result_id: column missing; the header has 'id', 'value'"),
        ("", "column missing; the header has nothing"),
        ("result_id,value\na,1\nb,2\na,1\n", "row 4, column result_id: 'a' stands in row 2 already"),
        ("result_id,value\n ,1\n", "row 2, column result_id: blank"),
        ("result_id,value\na,\n", "row 2, column value: blank; write it as 12.5"),
        ('result_id,value\na,1\nb,"3,1"\n', "row 3, column value: '3,1' is not a number; write it as 12.5"),
        ("result_id,value\na,nan\n", "'nan' is not a number"),
        ("result_id,value\na,2021-02-30\n", "'2021-02-30' is not a number"),
        (
            "result_id,value,tolerance\na,1,big\n",
            "row 2, column tolerance: 'big' is not a number of 0 or more",
        ),
        ("result_id,value,tolerance\na,1,-1\n", "column tolerance: '-1' is not"),
        ("result_id,value\na,3,1\n", "row 2: 3 values for 2 columns; quote values that hold commas"),
    ],
)
def test_wrong_input_names_its_place_and_the_remedy(text, message, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        read_other(path)
    assert str(caught.value).startswith(f"{path}, row")
    assert message in str(caught.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_other(tmp_path / "absent.csv")
