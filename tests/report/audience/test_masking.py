"""What readers get of outputs: cells, results, words, figures and notebooks."""

import datetime as dt
import io
import json

import pytest
from PIL import Image

from hcc_analysis.outputs.model import MIME_TYPE, Figure, Output
from hcc_analysis.report.audience.identifiers import Identifying
from hcc_analysis.report.audience.masking import protect
from hcc_analysis.report.audience.protection import Protection
from hcc_analysis.report.collect import Code, Collected
from tests.report.toy import figure, notebook, output, table

KNOWN = Identifying(frozenset(["T-01-003"]), frozenset([dt.date(2021, 3, 4)]))
TWO = {"id": "toy.other", "value": 2, "statistic": "count", "unit": "patients", "n": 30}
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 60" width="90mm" height="60mm">'
    '<g id="xtick_1"><text x="5" y="50">1</text></g><text x="5" y="58">{}</text>'
    "<text x='5' y='9'>from 2021-03-04</text></svg>"
)


def collected(**published):
    made = Output.model_validate(published)
    text = json.loads(notebook(published, code="'T-01-003'"))
    text["cells"][2]["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "T-01-003"}, "metadata": {}, "execution_count": 1}]  # fmt: skip
    text["cells"][3]["outputs"] = [{"output_type": "display_data", "data": {MIME_TYPE: published}, "metadata": {}}]  # fmt: skip
    return Collected(made, (Code("analyse", "1 + 1"),), json.dumps(text), "")


def protected(*ones, threshold=3):
    return protect({one.output.id: one for one in ones}, Protection(threshold, subjects=True), KNOWN)


def at_risk(number):
    data = [{"name": "at_risk", "columns": ["month", "All"], "rows": [[0, number]]}]
    return figure() | {"svg": SVG.format(number), "data": data}


def test_a_cell_its_result_and_the_same_result_in_prose():
    prose = {
        "kind": "prose",
        "paragraphs": [{"heading": "Safety", "spans": [{"text": "2", "result": "toy.other"}, {"text": " had it"}]}],
    }  # fmt: skip
    found = protected(
        collected(**output("t", "Table 1", table(), [TWO])), collected(**output("p", "Text 1", prose, [TWO]))
    )
    assert found.withheld == {"toy.other"}
    cells = found.collected["t"].output.content.rows[1].cells
    assert cells[1].text == "[c]"
    result = found.collected["t"].output.results[0]
    assert (result.value, result.text, result.n) == ("[c]", "[c]", None)
    assert found.collected["p"].output.content.paragraphs[0].spans[0].text == "[c]"
    assert "fewer than 3 patients" in found.collected["t"].output.footnotes[-1]
    assert found.held_back.results == 1


def test_words_lose_small_numbers_and_dates():
    made = output("t", "Table 1", table(), [], caption="From 2021-03-04: 1 of 30.", alt="2 patients")
    shown = protected(collected(**made)).collected["t"].output
    assert (shown.caption, shown.alt) == ("From 2021-03: [c] of 30.", "[c] patients")


def test_an_output_of_single_patients_is_left_out():
    found = protected(collected(**output("t", "Table 6", table("T-01-003"), [], shows="subjects")))
    assert not found.collected
    assert found.left_out == {"t": "held back from reviewers: it shows single patients"}


def test_a_cell_that_names_a_patient_is_held_back():
    shown = protected(collected(**output("t", "Table 1", table("Male, T-01-003"), []))).collected["t"].output
    assert shown.content.rows[1].cells[0].text == "[c]"


def test_what_says_nothing_of_patients_stays_as_it_is():
    one = collected(**output("t", "Audit 1", table(), [TWO], shows="no_patients"))
    found = protected(one)
    assert found.collected["t"].output == one.output
    assert not found.withheld


def test_small_numbers_at_risk_are_held_back_in_both_pictures():
    shown = protected(collected(**output("f", "Fig. 1", at_risk(2), []))).collected["f"]
    found = shown.output.content
    assert isinstance(found, Figure)
    assert ">[c]<" in found.svg
    assert 'xtick_1"><text x="5" y="50">1<' in found.svg
    assert "from 2021-03<" in found.svg
    assert found.data == ()
    picture = Image.open(io.BytesIO(shown.picture))
    assert picture.size == pytest.approx((1063, 709), abs=1)  # 90 by 60 mm at 300 dpi


def test_large_numbers_at_risk_stay():
    found = protected(collected(**output("f", "Fig. 1", at_risk(20), []))).collected["f"].output.content
    assert ">20<" in found.svg


@pytest.mark.parametrize(
    ("picture", "results"), [(figure(), [TWO]), (figure() | {"svg": SVG.format("1/26 events")}, [])]
)
def test_a_figure_that_draws_small_numbers_is_left_out(picture, results):
    found = protected(collected(**output("f", "Fig. 1", picture, results)))
    assert found.left_out == {"f": "held back from reviewers: it draws numbers of fewer than 3 patients"}


def test_notebook_and_page_hold_the_code_and_what_readers_see():
    shown = protected(collected(**output("t", "Table 1", table(), [TWO]))).collected["t"]
    cells = json.loads(shown.notebook)["cells"]
    assert cells[2]["source"]
    assert cells[2]["outputs"] == []
    (published,) = cells[3]["outputs"]
    assert Output.model_validate(published["data"][MIME_TYPE]) == shown.output
    assert "[c]" in published["data"]["text/html"]
    assert "[c]" in shown.page


def test_without_a_threshold_numbers_stay_and_patients_go():
    found = protected(
        collected(**output("t", "Table 1", table(), [TWO])),
        collected(**output("u", "Table 6", table(), [], shows="subjects")),
        threshold=0,
    )
    assert found.collected["t"].output.results[0].value == 2
    assert set(found.left_out) == {"u"}
