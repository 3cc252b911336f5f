import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.differences import as_number, difference, same_value
from hcc_analysis.report.run_diff import diff_runs, differing
from hcc_analysis.report.run_diff_words import details_names, details_text, summary
from hcc_analysis.report.run_folder import NO_BANNER, Key, read_run
from tests.report.small_runs import BANNER, RESULTS, make_run


@pytest.fixture
def compared(tmp_path):
    """Compares the small report with one made otherwise."""
    make_run(tmp_path / "a")

    def run(**changes):
        make_run(tmp_path / "b", **changes)
        return diff_runs(read_run(str(tmp_path / "a")), read_run(str(tmp_path / "b")))

    return run


def inputs(diff):
    return [(one.kind, one.name, one.state, one.old[:4], one.new[:4]) for one in differing(diff.inputs)]


def test_identical_reports_differ_in_nothing(compared):
    diff = compared()
    assert diff.identical
    assert summary(diff) == "Identical: 5 results, 1 figure, 1 table and everything that they were made from."


def test_a_changed_value_has_its_output_and_both_differences(compared):
    diff = compared(results=("fig_os,os.median,All,median,18.13,months,30,KM", *RESULTS[1:]))
    (change,) = differing(diff.results)
    assert change.key == Key("fig_os", "os.median", "All")
    assert (change.state, change.old, change.new) == ("changed", "18.5", "18.13")
    assert change.difference.absolute_text == "\u22120.37"
    assert change.difference.relative_text == "\u22122%"
    assert summary(diff).startswith("Different: of 5 results, 1 changed; figures the same; tables the same;")


def test_results_appear_and_vanish(compared):
    diff = compared(results=(*RESULTS[1:], "table_orr,new,,count,3,,,"))
    assert [(one.key.result, one.state, one.old, one.new) for one in differing(diff.results)] == [
        ("os.median", "vanished", "18.5", ""),
        ("new", "appeared", "", "3"),
    ]


def test_a_word_for_a_number_has_no_difference(compared):
    (change,) = differing(compared(results=(*RESULTS[:4], RESULTS[4].replace("NR", "20.1"))).results)
    assert (change.old, change.new, change.difference) == ("NR", "20.1", None)


def test_another_n_or_method_is_a_change_of_the_result(compared):
    diff = compared(results=("fig_os,os.median,All,median,18.5,months,29,", *RESULTS[1:]))
    (change,) = differing(diff.results)
    assert change.state == "changed"
    assert change.difference is None
    assert details_text(change) == "n: 30 \u2192 29; method: KM \u2192 none"
    assert details_names(change) == "n, method"
    assert "1 changed (1 of the changed with the same value); figures" in summary(diff)


def test_the_same_number_written_otherwise_is_no_change(compared):
    assert compared(results=("fig_os,os.median,All,median,18.50,months,30.0,KM", *RESULTS[1:])).identical


@pytest.mark.parametrize(
    ("changes", "figure", "table"),
    [
        ({"figure": b"<svg>2</svg>"}, ["changed"], []),
        ({"figure": None}, ["vanished"], []),
        ({"table": b"a\n2\n"}, [], ["changed"]),
    ],
)
def test_figures_and_tables_are_compared_by_their_bytes(compared, changes, figure, table):
    diff = compared(**changes)
    assert [one.state for one in differing(diff.figures)] == figure
    assert [one.state for one in differing(diff.tables)] == table
    assert not diff.identical


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"parameters": {"convention": "r"}}, ("parameter", "convention", "changed", "spss", "r")),
        ({"parameters": {"time_points": [6.0]}}, ("parameter", "time_points", "changed", "[6.0", "[6.0")),
        ({"parameters": {"convention": None}}, ("parameter", "convention", "vanished", "spss", "")),
        ({"software": {"scipy": "1.18"}}, ("software version", "scipy", "changed", "1.17", "1.18")),
        (
            {"inputs": {"data/toy/adsl.csv": "f" * 64}},
            ("data file", "data/toy/adsl.csv", "changed", "aaaa", "ffff"),
        ),
        (
            {"inputs": {"data/toy/adae.csv": "f" * 64}},
            ("data file", "data/toy/adae.csv", "appeared", "", "ffff"),
        ),
        (
            {"inputs": {"notebooks/fig_os.ipynb": "f" * 64}},
            ("notebook", "notebooks/fig_os.ipynb", "changed", "cccc", "ffff"),
        ),
        (
            {"inputs": {"hcc_analysis/stats/cox.py": None}},
            ("package code", "hcc_analysis/stats/cox.py", "vanished", "bbbb", ""),
        ),
        (
            {"inputs": {"requirements.lock": "f" * 64}},
            ("other file", "requirements.lock", "changed", "eeee", "ffff"),
        ),
        (
            {"inputs": {"params/toy.yml": None, "params/mine.yml": "f" * 64}},
            ("parameter file", "params/toy.yml \u2192 params/mine.yml", "changed", "dddd", "ffff"),
        ),
    ],
)
def test_the_input_that_changed_is_named(compared, changes, expected):
    diff = compared(**changes)
    assert inputs(diff) == [expected]
    assert not diff.identical


def test_data_files_of_another_folder_are_held_against_each_other(compared):
    moved = {"data/toy/adsl.csv": None, "data/mine/adsl.csv": "f" * 64}
    diff = compared(parameters={"data": "data/mine"}, inputs=moved)
    assert inputs(diff) == [
        ("parameter", "data", "changed", "data", "data"),
        ("data file", "data/toy/adsl.csv \u2192 data/mine/adsl.csv", "changed", "aaaa", "ffff"),
    ]


def test_the_report_says_what_its_data_are(tmp_path):
    assert read_run(str(make_run(tmp_path / "a"))).banner == BANNER
    assert read_run(str(make_run(tmp_path / "b", page="<p>"))).banner == NO_BANNER


def test_a_report_is_found_by_its_name(tmp_path):
    make_run(tmp_path / "toy")
    assert read_run("toy", tmp_path).folder == tmp_path / "toy"


@pytest.mark.parametrize("given", ["absent", "", "a\0b", "x" * 5000])
def test_a_report_that_is_not_there(given, tmp_path):
    with pytest.raises(InputError, match="run hcc-report build first"):
        read_run(given, tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("manifest.json", b"{", "manifest.json: no 'parameters' in it, or not JSON"),
        ("manifest.json", b"[]", "no 'parameters'"),
        ("manifest.json", b'{"parameters": {}, "software": {}, "inputs": 3}', "no 'inputs'"),
        ("results.csv", b"", "row 1, column output_id: column missing; the header has nothing"),
        ("results.csv", b"output_id,value\n", "column result_id: column missing"),
        ("results.csv", b"output_id,result_id,value\na,b\n", "row 2: 2 values for 3 columns"),
        (
            "results.csv",
            b"output_id,result_id,value\na,b,1\n\na,b,2\n",
            "row 4, column result_id: 'b' stands",
        ),
        ("results.csv", b"output_id,result_id,value,value\n", "column value: two columns"),
        ("results.csv", b"\xff\xfe", "not UTF-8"),
        ("results.csv", b'output_id,result_id,value\na,b,"1', "not CSV"),
    ],
)
def test_files_that_are_not_those_of_a_report(name, content, message, tmp_path):
    (make_run(tmp_path / "a") / name).write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        read_run(str(tmp_path / "a"))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["", "NR", "nan", "inf", "1_000", "1,5", "\u0663", "0x1", "1e999", "2020-10-21"]
)
def test_what_is_not_a_number(text):
    assert as_number(text) is None


def test_differences():
    assert difference("0", "2").relative is None
    assert difference("-4", "-2").relative_text == "+50%"
    assert difference("NE", "2") is None
    assert same_value("1e0", "1.0")
    assert not same_value("NE", "NR")
