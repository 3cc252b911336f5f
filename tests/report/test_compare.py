from hcc_analysis.outputs.model import Output
from hcc_analysis.report.compare import as_claims, compare, results_frame, totals
from hcc_analysis.report.document import verdict
from tests.report.toy import CLAIMS, output, result, table


def outputs():
    first = output("a", "Table 1", table(), [result("toy.mean", 2.5), result("own", "NR")])
    second = output("b", "Table 2", table(), [result("toy.mean", 2.5), result("toy.other", 4)])
    return [Output.model_validate(one) for one in (first, second)]


def compared(tmp_path, **options):
    (tmp_path / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    return as_claims(compare(results_frame(outputs()), tmp_path / "claims.csv", "TEST-1", **options))


def test_results_in_the_order_of_the_outputs():
    frame = results_frame(outputs())
    assert list(frame.columns) == [
        "output_id",
        "result_id",
        "group",
        "statistic",
        "value",
        "unit",
        "n",
        "method",
    ]
    assert frame["value"].tolist() == [2.5, "NR", 2.5, 4]


def test_every_claim_has_its_status_and_outputs(tmp_path):
    claims = {claim.id: claim for claim in compared(tmp_path)}
    assert claims["toy.mean"].status == "exact"
    assert claims["toy.mean"].outputs == ("a", "b")
    assert claims["toy.other"].status == "differs"
    assert claims["toy.absent"].outputs == ()
    assert totals(list(claims.values())) == {"exact": 1, "truncated": 0, "differs": 1, "not computed": 2}


def test_a_part_leaves_out_what_it_does_not_compute(tmp_path):
    assert [claim.id for claim in compared(tmp_path, partial=True)] == ["toy.mean", "toy.other"]


def test_without_printed_numbers_nothing_is_compared(tmp_path):
    assert compare(results_frame(outputs()), tmp_path / "absent.csv", "TEST-1").empty


def test_the_verdict_is_one_sentence():
    counts = {"exact": 3, "truncated": 1, "differs": 0, "not computed": 2}
    assert verdict(counts) == (
        "Of 6 printed numbers, 3 agree exactly, 1 agrees when cut off instead of rounded"
        " and 2 are not computed here."
    )
    assert verdict({"exact": 0}) == ""
