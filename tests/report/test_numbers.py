import dataclasses

import pytest

from hcc_analysis.outputs.model import Output
from hcc_analysis.report.collect import Code
from hcc_analysis.report.document import Entry, Fact
from hcc_analysis.report.numbers import FINGERPRINT, marked_results, number_facts
from hcc_analysis.results import PLAIN_METHODS
from tests.report.documents import claim, document
from tests.report.toy import output, result

METHOD = "by hand"


def numbers(id, shown, results, **words):
    """An entry whose table shows some results."""
    cells = [{"text": "Survival"}, {"text": "2.5", "results": shown}]
    content = {"kind": "table", "columns": [{"label": "A"}, {"label": "B"}], "rows": [{"cells": cells}]}
    made = Output.model_validate(output(id, "Table 1", content, results, **words))
    return Entry(made, (Code("analyse", "x = f()"), Code("publish", "publish(t, results=x)")), ())


def prose(id, shown, results):
    content = {"kind": "prose", "paragraphs": [{"heading": "H", "spans": [{"text": "2.5", "result": shown}]}]}
    return Entry(Output.model_validate(output(id, "Text 1", content, results)), (), ())


def median(id="os.median", value=2.5, lower=1.25, upper="NE", end=""):
    base = result(id, value, "months") | {"statistic": "median", "group": "All", "method": METHOD}
    stem = id.removesuffix(".hr")
    limits = [
        result(f"{stem}.{end}", limit, "months") | {"statistic": f"{end} limit"}
        for end, limit in (("lower", lower), ("upper", upper))
    ]
    return [base, *limits]


def test_a_number_with_all_that_is_known_of_it():
    facts = number_facts(
        document(numbers("t", ["os.median"], median()), claims=(claim("os.median", "differs"),))
    )
    assert facts["results"]["os.median"] == {
        "value": "2.5 months",
        "what": "median, All",
        "interval": "1.25 to not estimable",
        "limits": ["os.median.lower", "os.median.upper"],
        "n": 4,
        "method": METHOD,
        "outputs": ["t"],
    }
    assert facts["outputs"]["t"] == {
        "label": "Table 1",
        "title": "Title of Table 1",
        "cells": ("analyse", "publish"),
    }
    assert facts["claims"]["os.median"]["status"] == "differs"
    assert facts["convention"] == "spss"


def test_a_hazard_ratio_has_limits_without_its_ending():
    facts = number_facts(document(numbers("t", ["cox.hr"], median("cox.hr"))))
    assert facts["results"]["cox.hr"]["limits"] == ["cox.lower", "cox.upper"]


@pytest.mark.parametrize("id", ["os.median.lower", "os.median.upper"])
def test_a_limit_has_no_interval(id):
    assert "interval" not in number_facts(document(numbers("t", [id], median())))["results"][id]


def test_an_interval_that_cannot_be_estimated_says_so_once():
    facts = number_facts(document(numbers("t", ["os.median"], median(lower="NE"))))
    assert facts["results"]["os.median"]["interval"] == "not estimable"


def test_only_what_the_page_shows_is_told():
    facts = number_facts(document(numbers("t", ["os.median"], median()), claims=(claim("other"),)))
    assert set(facts["results"]) == {"os.median"}
    assert not facts["claims"]


def test_what_is_not_known_is_left_out():
    bare = {"id": "a", "value": "NR", "statistic": "median"}
    facts = number_facts(document(numbers("t", ["a", "unknown"], [bare])))
    assert facts["results"] == {
        "a": {"value": "not reached", "what": "median", "method": PLAIN_METHODS["median"], "outputs": ["t"]}
    }


def test_a_text_is_not_what_computes_a_number_that_a_table_publishes():
    first, second = prose("text", "os.median", median()), numbers("t", ["os.median"], median())
    assert number_facts(document(first, second))["results"]["os.median"]["outputs"] == ["t"]
    assert number_facts(document(first))["results"]["os.median"]["outputs"] == ["text"]
    assert marked_results(first.output) == ["os.median"]


@pytest.mark.parametrize(
    ("value", "unit", "text"), [(1, "patients", "1 patient"), (30.0, "%", "30%"), (-0.5, "", "\u22120.5")]
)
def test_values_with_their_units(value, unit, text):
    facts = number_facts(document(numbers("t", ["a"], [result("a", value, unit)])))
    assert facts["results"]["a"]["value"] == text


def test_the_data_with_their_hash():
    made = dataclasses.replace(document(), inputs=(Fact(FINGERPRINT, "abc"),))
    assert number_facts(made)["data"]["sha256"] == "abc"
    assert number_facts(document())["data"]["sha256"] == ""
