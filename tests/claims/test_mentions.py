import pytest

from hcc_analysis.claims import Claim, Mention, differing_mentions, load_mentions
from hcc_analysis.errors import InputError

HEADER = "id,location,quote,printed,relation,value,decimals,claim_id,basis\n"


def claim(id, same_as=""):
    return Claim(id, "Results", "a quote", "30", "percent", "30", 0, "%", 30, "ITT", "", same_as, "")


def mention(id, value, *, claim_id="a", relation="equal", printed=None):
    decimals = len(value.partition(".")[2]) if value[0].isdigit() else None
    return Mention(
        id, "Results", "a quote", printed or value, relation, value, decimals, claim_id, "patients"
    )


def found(*mentions):
    frame = differing_mentions(mentions, [claim("a"), claim("b", "a"), claim("c")])
    return dict(zip(frame["mention_id"], frame["difference"], strict=True))


def test_decimals():
    assert found(mention("m1", "30.0"), mention("m2", "30"), mention("m3", "30")) == {
        "m1": "decimals",
        "m2": "decimals",
        "m3": "decimals",
    }


def test_values():
    assert found(mention("m1", "36.6"), mention("m2", "36.7")) == {"m1": "value", "m2": "value"}
    assert found(mention("m1", "7.0"), mention("m2", "NR")) == {"m1": "value", "m2": "value"}


def test_a_bound_is_no_difference_of_the_others():
    places = (mention("m1", "96.7"), mention("m2", "96", relation="above", printed="over 96%"))
    assert found(*places) == {"m1": "", "m2": "bound"}


def test_a_bound_in_words_is_left_out():
    assert found(mention("m1", "86.7"), mention("m2", "50", relation="above", printed="Most")) == {}


def test_agreement_is_left_out():
    assert found(mention("m1", "30"), mention("m2", "30"), mention("m3", "1", claim_id="c")) == {}


def test_a_second_claim_of_the_same_quantity_counts():
    assert set(found(mention("m1", "30.0"), mention("m2", "30", claim_id="b"))) == {"m1", "m2"}


BAD = [
    ("m,Results,q,30,equal,30,0,z,patients", "column claim_id: 'z' is not in claims.csv"),
    ("m,Results,q,30,equal,30,0,,patients", "column claim_id: must be empty for the basis protocol"),
    ("m,Results,q,30,equal,30,0,a,protocol", "column claim_id: must be empty for the basis protocol"),
    ("m,Results,q,30,about,30,0,a,patients", "column relation: 'about' is not one of equal, above"),
    ("m,Results,q,30,equal,30,0,a,design2", "column basis: 'design2' is not one of patients"),
    ("m,Results,q,30,equal,30,1,a,patients", "column decimals: says 1, but the value 30 has 0"),
    ("m,Results,q,,equal,30,0,a,patients", "column printed: is empty"),
]


@pytest.mark.parametrize(("row", "message"), BAD)
def test_errors_name_row_and_column(tmp_path, row, message):
    path = tmp_path / "mentions.csv"
    path.write_text(HEADER + row + "\n")
    with pytest.raises(InputError) as error:
        load_mentions(path, [claim("a")])
    assert f"mentions.csv, row 2, {message}" in str(error.value)


def test_a_repeated_id(tmp_path):
    path = tmp_path / "mentions.csv"
    path.write_text(HEADER + "m,Results,q,30,equal,30,0,a,patients\n" * 2)
    with pytest.raises(InputError, match="row 3, column id: 'm' stands in an earlier row"):
        load_mentions(path, [claim("a")])
