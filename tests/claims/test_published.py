"""The committed files of printed numbers."""

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from hcc_analysis.analyses.everything import all_results
from hcc_analysis.claims import differing_mentions, reconcile, render_text, totals
from hcc_analysis.parameters import read_parameters
from hcc_analysis.trial import load_trial

ROOT = Path(__file__).parents[2]
DERIVED = {f"complications.{term}.n" for term in ("ascites", "pleural_effusion", "biliary_leakage")}


def test_every_mention_of_the_trials_own_numbers_has_a_claim(mentions):
    without = [m.id for m in mentions if m.basis != "protocol" and not m.claim_id]
    assert without == []


def test_every_claim_is_printed_somewhere(claims, mentions):
    printed = {m.claim_id for m in mentions}
    assert {c.id for c in claims} - printed == DERIVED
    assert {c.id for c in claims if not c.printed} == DERIVED


def test_every_mention_prints_the_claims_value_or_less_of_it(claims, mentions):
    values = {c.id: c.value for c in claims}
    for m in (m for m in mentions if m.claim_id):
        value = values[m.claim_id]
        if m.decimals is None:
            assert m.value == value, m.id
        elif m.relation == "above":
            assert Decimal(m.value) <= Decimal(value), m.id
        else:
            assert Decimal(m.value) == Decimal(value), m.id


def test_the_basis_follows_from_the_claim(claims, mentions):
    expected = {"design": "design", "sample_size": "calculated"}
    kinds = {c.id: c.kind for c in claims}
    for m in (m for m in mentions if m.claim_id):
        assert m.basis == expected.get(kinds[m.claim_id], "patients"), m.id


def test_quotes_are_short(claims, mentions):
    assert [x.id for x in (*claims, *mentions) if len(x.quote.split()) > 15] == []


def test_quantities_printed_in_different_ways(claims, mentions):
    found = differing_mentions(mentions, claims)
    assert found.groupby("quantity")["printed"].agg(lambda texts: sorted(set(texts))).to_dict() == {
        "table1.etiology.hbv.pct": ["96.7", "96.7%", "over 96%"],
        "table2.orr.pct": ["30%", "30.0", "30.0%"],
        "table2.path.mpr.pct": ["40%", "40.0"],
        "table2.pr.pct": ["30%", "30.0", "30.0%"],
        "table3.preoperative.leukopenia.all.pct": ["50%", "50.0%"],
    }
    assert "value" not in set(found["difference"])


def test_percentages_stand_beside_their_counts(claims):
    values = {c.id: c for c in claims}
    pairs = [
        (values[c.id.removesuffix("pct") + "n"], c) for c in claims if re.fullmatch(r"table\d.*\.pct", c.id)
    ]
    assert pairs
    for count, percent in pairs:
        assert count.n == percent.n
        exact = 100 * Decimal(count.value) / count.n
        assert abs(exact - Decimal(percent.value)) < Decimal(1).scaleb(-percent.decimals), percent.id


@pytest.fixture(scope="module")
def reconciled(claims):
    parameters = read_parameters(ROOT / "params" / "published.yml")
    rows = [
        ("everything", r.id, r.value) for r in all_results(load_trial(ROOT / parameters.data), parameters)
    ]
    return reconcile(pd.DataFrame(rows, columns=["output_id", "result_id", "value"]), claims)


def test_every_difference_has_its_reason(reconciled):
    assert reconciled[(reconciled["status"] == "differs") & (reconciled["note"] == "")]["id"].tolist() == []


def test_every_claim_is_computed(reconciled):
    assert reconciled[reconciled["status"] == "not computed"]["id"].tolist() == []


def test_the_data_meet_the_paper(reconciled):
    counts = totals(reconciled, patients_only=True)
    assert counts.agreeing_percent >= 99, render_text(reconciled[reconciled["status"] == "differs"])
