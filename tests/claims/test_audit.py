"""The audit: each verdict by hand, on claims that are changed, and on the printed numbers."""

import math
from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest

from hcc_analysis.claims.audit import CANNOT, CONSISTENT, IF_CUT, INCONSISTENT, KINDS, audit
from hcc_analysis.claims.audit.finding import digits_of, strongest, verdict_of
from hcc_analysis.claims.audit.hazard_ratios import Ratio, wald_p
from hcc_analysis.claims.audit.planning import normal_size
from hcc_analysis.claims.audit.printed import Range, cut_range, rounded_range
from hcc_analysis.claims.audit.rates import survival
from hcc_analysis.claims.audit.safety import no_more_in_both


@pytest.fixture(scope="module")
def found(claims, mentions):
    return audit(claims, mentions)


@pytest.fixture
def audited(claims, mentions):
    """Audit the claims after changes: a value by id, or None to leave the claim out."""

    def run(changes):
        assert set(changes) <= {claim.id for claim in claims}
        kept = [c for c in claims if changes.get(c.id, c.value) is not None]
        return audit([_changed(c, changes.get(c.id, c.value)) for c in kept], mentions)

    return run


def _changed(claim, value):
    if value == claim.value:
        return claim
    number = value.replace(".", "").isdigit()
    decimals = len(value.partition(".")[2]) if number else None
    return replace(claim, value=value, decimals=decimals, printed=value)


def one(audited, kind, *ids):
    hits = [f for f in audited.of_kind(kind) if set(f.claims) >= set(ids)]
    return min(hits, key=lambda f: len(f.claims))


# The numbers that digits allow.


def test_what_digits_allow():
    assert Fraction(525, 10) in rounded_range(53, 0)
    assert Fraction(535, 10) not in rounded_range(53, 0)
    assert Fraction(1100, 30) in cut_range(Fraction("36.6"), 1)
    assert Fraction("36.7") not in cut_range(Fraction("36.6"), 1)


@pytest.mark.parametrize(
    ("rounded", "cut", "digits", "verdict"),
    [
        (True, True, "either", CONSISTENT),
        (True, False, "rounded", CONSISTENT),
        (False, True, "cut", IF_CUT),
        (False, False, "neither", INCONSISTENT),
    ],
)
def test_verdicts_of_digits(rounded, cut, digits, verdict):
    assert digits_of(rounded, cut) == digits
    assert verdict_of(digits) == verdict


def test_the_verdict_that_says_most_wins():
    assert strongest([CANNOT, CONSISTENT]) == CONSISTENT
    assert strongest([IF_CUT, INCONSISTENT, CONSISTENT]) == INCONSISTENT


# The pieces, by hand.


def test_a_wald_p_value():
    assert wald_p(1.959963985, 1.0) == pytest.approx(0.05, abs=1e-9)


def test_exact_digits_leave_one_p_value():
    z = 1.959963984540054
    b, s = math.log(0.3), 0.5

    def point(x):
        return Range(Fraction(x), Fraction(x) + Fraction(1, 10**9))

    low, high = Ratio(*(point(math.exp(b + k * s)) for k in (0, -z, z))).p_range(0.95)
    assert low == pytest.approx(wald_p(b, s), abs=1e-6)
    assert high == pytest.approx(wald_p(b, s), abs=1e-6)


def test_a_ratio_outside_its_interval_has_no_p_value():
    ranges = [rounded_range(Fraction(x), 2) for x in ("2.00", "0.10", "0.90")]
    assert Ratio(*ranges).p_range(0.95) is None


def test_a_limit_of_nought_is_no_error():
    ranges = [rounded_range(Fraction(x), 2) for x in ("0.05", "0.00", "0.69")]
    low, high = Ratio(*ranges).p_range(0.95)
    assert 0 <= low <= high <= 1


def test_survival_with_and_without_censoring():
    assert survival(30, 7, ()) == Fraction(23, 30)
    assert survival(30, 6, (0,)) == Fraction(23, 29)
    assert survival(15, 7, (6,)) == Fraction(9, 15) * Fraction(7, 8)
    assert survival(3, 3, ()) == 0


def test_nobody_in_both_periods_by_hand():
    # Of 30, the 3 of the second period are all among the 8 without the event in the first.
    assert no_more_in_both(30, 22, 3, 0) == pytest.approx(56 / 4060)
    assert no_more_in_both(30, 22, 3, 3) == pytest.approx(1.0)


def test_normal_sample_sizes():
    assert normal_size(0.05, 0.195, 0.025, 0.8) == 28
    assert normal_size(0.05, 0.195, 0.05, 0.8) == 23


# The printed numbers.


def test_every_claim_has_a_verdict(found, claims):
    assert {id for f in found.findings for id in f.claims} == {claim.id for claim in claims}
    assert sum(found.claims.values()) == len(claims)


def test_every_finding_is_complete(found):
    for f in found.findings:
        assert f.kind in KINDS
        assert f.test
        assert f.claims
        assert f.printed
        assert bool(f.to_agree) >= (f.verdict in (IF_CUT, INCONSISTENT))
        assert "nan" not in f.computed


def test_ids_of_results_are_unique(found):
    ids = [result.id for result in [*found.results(), *found.numbers()]]
    assert [id for id, k in Counter(ids).items() if k > 1] == []
    assert all(id.startswith("audit.") for id in ids)


def test_what_is_inconsistent_as_printed(found):
    assert [f.claims[0] for f in found.findings if f.verdict == INCONSISTENT] == [
        "table3.preoperative.any.all.n",
        "table3.adjuvant.any.all.n",
        "os.rate.6m",
        "os.rate.12m",
        "design.n_min",
        "response.pd_resected.no_mpr.rfs_1",
        "subsequent.unresectable.tislelizumab_lenvatinib",
    ]


def test_what_is_consistent_only_if_cut(found):
    assert [f.claims[0] for f in found.findings if f.verdict == IF_CUT] == [
        "response.dcr.pct",
        "table2.dcr.pct",
        "response.regressed.pct",
        "os.surgery.cox.hr",
        "os.surgery.cox.hr",
        "rfs.afp_reduction.cox.hr",
        "rfs.afp_reduction.cox.hr",
    ]


def test_cutting_explains_every_hazard_ratio(found):
    digits = found.digits("hazard_ratio")
    assert digits["rounded"] == digits["neither"] == 0
    assert digits["cut"] > 0


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("hazard_ratio.os.surgery.cox.p.implied", 0.041),
        ("hazard_ratio.rfs.afp_reduction.cox.p.implied", 0.041),
        ("hazard_ratio.rfs.path_response.cox.p.implied", 0.030),
        ("adverse_event.both_periods.together", 0.0003),
        ("planning.exact.n", 27),
        ("planning.printed.power", 0.8238),
        ("planning.normal.two_sided", 28),
        ("rate.rfs.rate.24m.one_censored", 52.5),
        ("association.invasion.tables", 1),
    ],
)
def test_what_the_audit_computes(found, id, expected):
    values = {result.id: result.value for result in found.numbers()}
    assert values[f"audit.{id}"] == pytest.approx(expected, abs=5e-4)


def test_text_and_tables_print_the_same(found):
    assert {f.verdict for f in found.of_kind("place")} == {CONSISTENT}


# A changed claim changes the verdict.


@pytest.mark.parametrize(
    ("kind", "changes", "ids", "verdict"),
    [
        ("percentage", {"table1.sex.male.pct": "86.6"}, ["table1.sex.male.pct"], IF_CUT),
        ("percentage", {"table1.sex.male.pct": "86.5"}, ["table1.sex.male.pct"], INCONSISTENT),
        ("percentage", {"table2.dcr.pct": "36.7"}, ["table2.dcr.pct"], CONSISTENT),
        ("percentage", {"response.mvi.orr.pct": "34.0"}, ["response.mvi.orr.pct"], INCONSISTENT),
        ("total", {"table1.age.ge60.n": "7"}, ["table1.age.ge60.n"], INCONSISTENT),
        ("total", {"trial.withdrew_consent": "2"}, ["trial.withdrew_consent"], INCONSISTENT),
        ("total", {"response.pd.extrahepatic": "6"}, ["response.pd.extrahepatic"], INCONSISTENT),
        (
            "adverse_event",
            {"table3.adjuvant.anemia.g1.n": "3"},
            ["table3.adjuvant.anemia.all.n", "table3.adjuvant.anemia.g1.n"],
            INCONSISTENT,
        ),
        (
            "adverse_event",
            {"table3.preoperative.any.all.n": "43"},
            ["table3.preoperative.any.all.n", "table3.preoperative.any.g1.n"],
            CONSISTENT,
        ),
        ("adverse_event", {"safety.overall.anemia.n": "17"}, ["safety.overall.anemia.n"], INCONSISTENT),
        ("adverse_event", {"complications.any.n": "10"}, ["complications.any.n"], INCONSISTENT),
        ("hazard_ratio", {"os.surgery.cox.hr": "0.28"}, ["os.surgery.cox.hr"], CONSISTENT),
        ("hazard_ratio", {"os.surgery.cox.hr": "0.50"}, ["os.surgery.cox.hr"], INCONSISTENT),
        ("hazard_ratio", {"os.surgery.cox.p": "0.050"}, ["os.surgery.cox.p"], INCONSISTENT),
        ("interval", {"follow_up.os.median.upper": "27.52"}, ["follow_up.os.median"], INCONSISTENT),
        ("interval", {"response.orr.lower90": "16.7"}, ["response.orr.lower90", "table2.orr.n"], INCONSISTENT),
        ("interval", {"response.orr.lower90": "4.7"}, ["response.orr.lower90", "design.p0"], INCONSISTENT),
        ("rate", {"os.rate.6m": "80"}, ["os.rate.6m"], CONSISTENT),
        ("rate", {"rfs.rate.12m": "61"}, ["rfs.rate.12m", "trial.relapsed_within_1y"], INCONSISTENT),
        ("rate", {"os.median": "25.0"}, ["os.median"], INCONSISTENT),
        ("rate", {"rfs.median": "20.0"}, ["rfs.median", "trial.relapsed.n"], INCONSISTENT),
        ("association", {"path_response.afp_reduction.fisher.p": "0.021"}, ["path_response.afp_reduction.fisher.p"], INCONSISTENT),
        ("association", {"response.mvi_vs_primary.p": "0.400"}, ["response.mvi_vs_primary.p"], INCONSISTENT),
        ("planning", {"design.n_min": "27"}, ["design.n_min", "design.p0"], CONSISTENT),
        ("planning", {"design.dropout": "10"}, ["design.dropout"], INCONSISTENT),
        ("planning", {"treatment.total_dose": "50"}, ["treatment.total_dose"], INCONSISTENT),
        ("statement", {"response.pd_resected.no_mpr.rfs_1": "1.20"}, ["response.pd_resected.no_mpr.rfs_1"], CONSISTENT),
        ("statement", {"trial.last_screening": "2020-02-15"}, ["trial.last_screening"], INCONSISTENT),
    ],
)  # fmt: skip
def test_a_changed_claim_changes_the_verdict(found, audited, kind, changes, ids, verdict):
    assert one(found, kind, *ids).verdict != verdict
    assert one(audited(changes), kind, *ids).verdict == verdict


def test_a_word_in_place_of_a_number_cannot_be_tested(audited):
    changed = audited({"os.surgery.cox.hr": "NE"})
    assert one(changed, "hazard_ratio", "os.surgery.cox.hr").verdict == CANNOT


@pytest.mark.parametrize(
    "id",
    [
        "design.conf_level",
        "trial.enrolled",
        "table2.pr.n",
        "table3.adjuvant.any.g3.n",
        "trial.first_screening",
    ],
)
def test_a_missing_claim_is_named(audited, id):
    missing = [f for f in audited({id: None}).findings if id in f.test]
    assert missing
    assert {f.verdict for f in missing} == {CANNOT}


def test_no_claims_at_all():
    empty = audit([], [])
    assert {f.verdict for f in empty.findings} == {CANNOT}
    assert empty.claims == dict.fromkeys((CONSISTENT, IF_CUT, INCONSISTENT, CANNOT), 0)
    assert empty.numbers() == []
