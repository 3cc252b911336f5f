import csv
import io

import pytest

from hcc_analysis.claims import load_claims
from hcc_analysis.claims.load import COLUMNS
from hcc_analysis.errors import InputError

GOOD = {
    "id": "os.median",
    "location": "Results",
    "quote": "The median OS was 18.7 months",
    "printed": "18.7",
    "kind": "median",
    "value": "18.7",
    "decimals": "1",
    "unit": "months",
    "n": "30",
    "population": "ITT",
    "method": "Kaplan-Meier",
    "same_as": "",
    "note": "",
}


def write(path, *rows, columns=COLUMNS):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_a_claim(tmp_path):
    (claim,) = load_claims(write(tmp_path / "claims.csv", {}))
    assert (claim.id, claim.value, claim.decimals, claim.n) == ("os.median", "18.7", 1, 30)
    assert claim.is_number
    assert claim.depends_on_patients
    with pytest.raises(AttributeError):
        claim.value = "19"


def test_words_dates_and_design(tmp_path):
    rows = (
        {"id": "a", "value": "NR", "decimals": "", "printed": "not reached"},
        {
            "id": "b",
            "kind": "date",
            "value": "2020-10-21",
            "decimals": "",
            "printed": "October 21, 2020",
        },
        {"id": "c", "kind": "design", "value": "5", "decimals": "0", "printed": "five"},
        {"id": "d", "kind": "count", "value": "3", "decimals": "0", "printed": "", "same_as": "c"},
    )
    claims = load_claims(write(tmp_path / "claims.csv", *rows))
    assert [claim.is_number for claim in claims] == [False, False, True, True]
    assert [claim.depends_on_patients for claim in claims] == [True, True, False, True]
    assert claims[3].shown == "[3]"


def test_a_byte_order_mark_and_a_quoted_line_break_are_read(tmp_path):
    path = write(tmp_path / "claims.csv", {"note": "two\nlines"})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_claims(path)[0].note == "two\nlines"


BAD = [
    ({"id": ""}, "row 2, column id: is empty"),
    ({"id": "Os Median"}, "row 2, column id: 'Os Median' must be lower-case"),
    ({"kind": "mean"}, "row 2, column kind: 'mean' is not one of count, percent"),
    ({"value": "18,7"}, "row 2, column value: '18,7' is not a number, NR or NE"),
    ({"value": "nan"}, "row 2, column value: 'nan' is not a number"),
    ({"value": "1e3"}, "row 2, column value: '1e3' is not a number"),
    ({"value": ""}, "row 2, column value: is empty"),
    ({"value": "18.70"}, "row 2, column decimals: says 1, but the value 18.70 has 2"),
    ({"decimals": ""}, "row 2, column decimals: is empty"),
    ({"decimals": "-1"}, "row 2, column decimals: '-1' is not a whole number"),
    ({"value": "NR"}, "row 2, column decimals: must be empty"),
    ({"kind": "date", "value": "21.10.2020"}, "row 2, column value: '21.10.2020' is not a date"),
    ({"kind": "date", "value": "2020-02-30", "decimals": ""}, "'2020-02-30' is not a date"),
    ({"n": "thirty"}, "row 2, column n: 'thirty' is not a whole number"),
    ({"printed": "18.9 months"}, "row 2, column printed: '18.9 months' is not the value 18.7"),
    ({"same_as": "os.mean"}, "row 2, column same_as: 'os.mean' is not another claim"),
    ({"same_as": "os.median"}, "row 2, column same_as: 'os.median' is not another claim"),
]


@pytest.mark.parametrize(("row", "message"), BAD)
def test_errors_name_file_row_and_column(tmp_path, row, message):
    path = write(tmp_path / "claims.csv", row)
    with pytest.raises(InputError) as error:
        load_claims(path)
    assert str(path) in str(error.value)
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_an_id_stands_once(tmp_path):
    path = write(tmp_path / "claims.csv", {}, {"id": "os.rate"}, {})
    with pytest.raises(InputError, match=r"row 4, column id: 'os\.median' stands in an earlier row"):
        load_claims(path)


@pytest.mark.parametrize("column", COLUMNS)
def test_a_missing_column(tmp_path, column):
    kept = [name for name in COLUMNS if name != column]
    with pytest.raises(InputError, match=rf"claims.csv, row 1: column {column} is missing"):
        load_claims(write(tmp_path / "claims.csv", {}, columns=kept))


def test_a_row_with_too_many_cells(tmp_path):
    path = write(tmp_path / "claims.csv", {})
    path.write_text(path.read_text() + "a,b\n")
    with pytest.raises(InputError, match="row 3: has 2 cells, the header has 13"):
        load_claims(path)


def test_no_file(tmp_path):
    with pytest.raises(InputError, match="No such file"):
        load_claims(tmp_path / "claims.csv")


def test_an_empty_file(tmp_path):
    (tmp_path / "claims.csv").write_text("")
    with pytest.raises(InputError, match="column id, location"):
        load_claims(tmp_path / "claims.csv")


def test_not_text(tmp_path):
    (tmp_path / "claims.csv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is not UTF-8 text"):
        load_claims(tmp_path / "claims.csv")
