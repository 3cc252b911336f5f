from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_analysis.claims import Claim, by_output, reconcile, totals
from hcc_analysis.claims.reconcile import COLUMNS, status
from hcc_analysis.errors import InputError
from hcc_analysis.rounding import cut, half_up


def claim(value, *, id="x", kind="median", note="", printed=None):
    number = value.lstrip("-").replace(".", "").isdigit()
    decimals = len(value.partition(".")[2]) if number and kind != "date" else None
    shown = value if printed is None else printed
    return Claim(id, "Results", "a quote", shown, kind, value, decimals, "", 30, "ITT", "", "", note)


def results(*rows):
    return pd.DataFrame(rows, columns=["output_id", "result_id", "value"])


# printed, computed, status: worked by hand
STATUSES = [
    ("53", 52.5, "exact"),
    ("52", 52.5, "truncated"),
    ("67", 200 / 3, "exact"),
    ("9.62", 9.615, "exact"),
    ("9.61", 9.615, "truncated"),
    ("9.60", 9.615, "differs"),
    ("0.10", 0.0995, "exact"),
    ("0.09", 0.0995, "truncated"),
    ("0.11", 0.0995, "differs"),
    ("36.6", 100 * 11 / 30, "truncated"),
    ("36.7", 100 * 11 / 30, "exact"),
    ("30.0", 30.0, "exact"),
    ("30", 30.04, "exact"),
    ("29", 100 * 0.29, "exact"),
    ("1.0", 1.0, "exact"),
    ("1.0", 0.9999999999999, "exact"),
    ("0.9", 0.95, "truncated"),
    ("-0.3", -0.25, "exact"),
    ("-0.2", -0.25, "truncated"),
    ("0", -0.4, "exact"),
    ("0", 0, "exact"),
    ("28", 27, "differs"),
    ("18.7", "NR", "differs"),
    ("18.7", "NE", "differs"),
    ("NR", "NR", "exact"),
    ("NR", "NE", "differs"),
    ("NR", 33.2, "differs"),
]


@pytest.mark.parametrize(("printed", "computed", "expected"), STATUSES)
def test_status_by_hand(printed, computed, expected):
    assert status(claim(printed), computed) == expected


@pytest.mark.parametrize(
    ("computed", "expected"),
    [("2020-10-21", "exact"), ("2020-10-22", "differs"), (20201021.0, "differs")],
)
def test_dates(computed, expected):
    assert status(claim("2020-10-21", kind="date"), computed) == expected


@pytest.mark.parametrize(("computed", "expected"), [(20.1, "exact"), (20, "differs"), ("NE", "differs")])
def test_a_printed_bound_holds_or_not(computed, expected):
    assert status(claim("20", kind="above"), computed) == expected


@given(st.floats(-1e5, 1e5, allow_nan=False), st.integers(0, 5))
def test_a_values_own_rounding_is_exact_and_its_cut_never_differs(value, decimals):
    assert status(claim(f"{half_up(value, decimals):f}"), value) == "exact"
    assert status(claim(f"{cut(value, decimals):f}"), value) in ("exact", "truncated")


@given(st.floats(-1e5, 1e5, allow_nan=False), st.integers(0, 5), st.sampled_from([-2, 2]))
def test_two_units_off_always_differs(value, decimals, off):
    printed = half_up(value, decimals) + Decimal(off).scaleb(-decimals)
    assert status(claim(f"{printed:f}"), value) == "differs"


def test_a_row():
    found = reconcile(results(("fig2b_os", "x", 18.7263)), [claim("18.7", note="why")])
    assert list(found.columns) == list(COLUMNS)
    assert found.iloc[0].to_dict() == {
        "id": "x",
        "location": "Results",
        "quote": "a quote",
        "printed": "18.7",
        "computed": "18.7",
        "computed_full": "18.7263",
        "status": "exact",
        "note": "why",
        "output_id": "fig2b_os",
        "kind": "median",
        "depends_on_patients": True,
    }


def test_computed_is_shown_with_the_printed_decimals():
    claims = [claim("9.61", id="a"), claim("NR", id="b"), claim("20", id="c", kind="above")]
    found = reconcile(results(("o", "a", 9.615), ("o", "b", 33.456), ("o", "c", 20.04)), claims)
    assert found["computed"].tolist() == ["9.62", "33.46", "20.0"]
    assert found["computed_full"].tolist() == ["9.615", "33.456", "20.04"]


def test_not_computed_and_not_printed():
    found = reconcile(results(("o", "other", 1.0)), [claim("1", id="a")])
    assert found["id"].tolist() == ["a"]
    assert found.loc[0, ["status", "computed", "output_id"]].tolist() == ["not computed", "", ""]


def test_order_is_that_of_the_claims():
    claims = [claim("1", id="b"), claim("2", id="a")]
    assert reconcile(results(("o", "a", 2), ("o", "b", 1)), claims)["id"].tolist() == ["b", "a"]


def test_values_as_text_are_read():
    found = reconcile(
        results(("o", "a", "18.70"), ("o", "b", "NR")), [claim("18.7", id="a"), claim("NR", id="b")]
    )
    assert found["status"].tolist() == ["exact", "exact"]


def test_two_outputs_that_agree_are_both_named():
    found = reconcile(results(("two", "x", 0.3), ("one", "x", 0.1 + 0.2), ("two", "x", 0.3)), [claim("0.3")])
    assert found["output_id"].tolist() == ["two; one"]


@pytest.mark.parametrize("second", [0.4, "NR"])
def test_two_outputs_that_disagree(second):
    with pytest.raises(InputError, match=r"one and two compute x differently: 0\.3 and"):
        reconcile(results(("one", "x", 0.3), ("two", "x", second)), [])


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "nan", "", None])
def test_a_result_is_a_number_or_a_word(value):
    with pytest.raises(InputError, match="o: the value of x is"):
        reconcile(results(("o", "x", value)), [claim("1")])


def test_a_missing_column():
    with pytest.raises(InputError, match="column result_id is missing"):
        reconcile(results().drop(columns="result_id"), [])


def test_totals_and_outputs():
    claims = [
        claim("9.62", id="a"),
        claim("9.61", id="b"),
        claim("28", id="c", kind="sample_size"),
        claim("1", id="d"),
    ]
    rows = [("two", "a", 9.615), ("one", "b", 9.615), ("two", "b", 9.615), ("one", "c", 27)]
    found = reconcile(results(*rows), claims)
    counts = totals(found)
    assert (counts.exact, counts.truncated, counts.differs, counts.not_computed) == (1, 1, 1, 1)
    assert (counts.total, counts.agreeing, counts.agreeing_percent) == (4, 2, 50)
    assert str(counts) == "4 claims: 1 exact, 1 truncated, 1 differ, 1 not computed (50.0% agree)"
    assert totals(found, patients_only=True).total == 3
    split = by_output(found)
    assert {id: frame["id"].tolist() for id, frame in split.items()} == {"one": ["b", "c"], "two": ["a", "b"]}


def test_nothing_at_all():
    found = reconcile(results(), [])
    assert found.empty
    assert by_output(found) == {}
    assert str(totals(found)) == "0 claims: 0 exact, 0 truncated, 0 differ, 0 not computed"


def test_the_share_that_agrees_is_never_rounded_up():
    claims = [claim("1", id=f"c{k}") for k in range(2000)]
    rows = [("o", f"c{k}", 1 if k else 5) for k in range(2000)]
    assert "99.9% agree" in str(totals(reconcile(results(*rows), claims)))
