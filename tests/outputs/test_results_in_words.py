"""The results in words: no number typed, every placeholder a result, true whatever the data say."""

import inspect
import re
from pathlib import Path

import pytest

from hcc_analysis.analyses.everything import all_results
from hcc_analysis.outputs import results_in_words as sentences
from hcc_analysis.outputs.model import Span
from hcc_analysis.outputs.words import Writer, shown
from hcc_analysis.parameters import Parameters
from hcc_analysis.results import Result
from hcc_analysis.trial import load_trial

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def results():
    return all_results(load_trial(ROOT / "data" / "reconstructed"), Parameters())


def prose_text(prose):
    return "\n".join("".join(span.text for span in p.spans) for p in prose.paragraphs)


def test_no_number_is_typed_by_hand():
    source = inspect.getsource(sentences)
    for text in re.findall(r'"([^"\n]*)"', source):
        typed = re.sub(r"\{[^{}]*\}|\\u[0-9a-f]{4}", "", text)
        assert not re.search(r"\d", typed), text


def test_every_number_of_the_text_is_a_result_or_a_parameter(results):
    prose = sentences.results_in_words(results, Parameters())
    plain = " ".join(span.text for p in prose.paragraphs for span in p.spans if not span.result)
    allowed = {
        "60",
        "400",
        "90",
        "95",
        "10",
        "6",
        "12",
        "24",
    }  # age, AFP, levels, MPR, months of the parameters
    assert set(re.findall(r"\d+", plain)) <= allowed


def test_parameters_change_the_sentences(results):
    other = Parameters(orr_conf_level=0.8, afp_cutoff=200)
    text = prose_text(sentences.results_in_words(results, other))
    assert "80% interval" in text and "AFP of 200" in text


def changed(results, **values):
    by_id = {id.replace("__", "."): value for id, value in values.items()}
    return [r.model_copy(update={"value": by_id[r.id]}) if r.id in by_id else r for r in results]


def test_a_comparison_that_shows_nothing_says_so(results):
    text = prose_text(sentences.results_in_words(changed(results, os__surgery__logrank__p=0.4), Parameters()))
    assert "a difference was not shown (hazard ratio 0.30" in text


def test_the_direction_is_that_of_the_hazard_ratio(results):
    text = prose_text(sentences.results_in_words(changed(results, os__surgery__cox__hr=2.0), Parameters()))
    assert "with surgery survival was shorter" in text


def test_what_cannot_be_estimated_is_said_in_words(results):
    text = prose_text(sentences.results_in_words(changed(results, os__surgery__cox__hr="NE"), Parameters()))
    assert "no hazard ratio can be estimated" in text


def test_cited_results_are_those_of_the_text(results):
    prose = sentences.results_in_words(results, Parameters())
    ids = {span.result for p in prose.paragraphs for span in p.spans if span.result}
    assert {result.id for result in sentences.cited(prose, results)} == ids
    assert len(ids) > 90


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Result(id="a", value=9, statistic="count", unit="patients"), "9"),
        (Result(id="a", value=30.0, statistic="percentage", unit="%"), "30.0%"),
        (Result(id="os.median", value=18.706, statistic="median", unit="months"), "18.7 months"),
        (Result(id="follow_up.os.median", value=20.351, statistic="median", unit="months"), "20.35 months"),
        (Result(id="x.lower", value=-0.24, statistic="lower limit", unit="months"), "−0.2"),
        (Result(id="x", value="NR", statistic="median", unit="months"), "not reached"),
        (Result(id="x", value=0.0001, statistic="p value"), "p < 0.001"),
        (Result(id="x", value=0.3004, statistic="hazard ratio"), "0.30"),
    ],
)
def test_how_a_result_is_shown(result, expected):
    assert shown(result) == expected


def test_spans_keep_text_and_numbers_apart():
    writer = Writer({"a.n": Result(id="a.n", value=3, statistic="count")}, {"level": "95%"})
    paragraph = writer.paragraph("H", ["Seen in {a.n}.", "At {=level}."])
    assert paragraph.spans == (Span(text="Seen in "), Span(text="3", result="a.n"), Span(text=". At 95%."))


def test_an_unknown_placeholder_is_an_error():
    with pytest.raises(KeyError, match="no such"):
        Writer({}, {}).paragraph("H", ["{no such}"])
