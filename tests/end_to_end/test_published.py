"""The paper's own supplement: complete, every number held against print, the same as without notebooks."""

import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from hcc_analysis.analyses.everything import all_results
from hcc_analysis.claims import load_claims
from hcc_analysis.outputs.style import DOUBLE_COLUMN_MM, SINGLE_COLUMN_MM
from hcc_analysis.parameters import read_parameters
from hcc_analysis.report.printable import printable
from hcc_analysis.trial import load_trial
from tests.report.accessible import NOT_EVALUATED, figure_alts, findings

ROOT = Path(__file__).parents[2]
IDS = [
    id
    for chapter in yaml.safe_load((ROOT / "notebooks" / "contents.yml").read_text())["chapters"]
    for id in chapter["outputs"]
]


def claims_of(published):
    return pd.read_csv(published / "claims.csv", keep_default_na=False)


def test_every_product_is_there(published):
    names = {path.name for path in published.iterdir()}
    assert names == {
        "supplement.html", "supplement.pdf", "results.csv", "claims.csv", "figures", "tables", "notebooks",
        "manifest.json", "timings.json",
    }  # fmt: skip
    assert {path.stem for path in (published / "notebooks").glob("*.ipynb")} == set(IDS)


def test_every_claim_is_computed_and_nearly_all_agree(published):
    claims = claims_of(published)
    assert set(claims["id"]) == {
        claim.id for claim in load_claims(ROOT / "data" / "published" / "claims.csv")
    }
    agreeing = claims["status"].isin(["exact", "truncated"])
    assert agreeing.mean() >= 0.99
    assert (claims.loc[~agreeing, "status"] == "differs").all()
    assert (claims.loc[~agreeing, "note"].str.len() > 40).all()


def test_notebooks_publish_what_is_computed_without_them(published):
    parameters = read_parameters(ROOT / "params" / "published.yml")
    expected = {r.id: r.value for r in all_results(load_trial(ROOT / parameters.data), parameters)}
    results = pd.read_csv(published / "results.csv", keep_default_na=False)
    found = dict(zip(results["result_id"], results["value"], strict=True))
    assert set(expected) <= set(found)
    for id, value in expected.items():
        if isinstance(value, str):
            assert found[id] == value
        else:
            assert float(found[id]) == pytest.approx(value, rel=1e-9)


@pytest.mark.parametrize("id", IDS)
def test_output_is_fit_to_print(outputs, id):
    output = outputs[id]
    assert output.id == id
    assert output.title and output.caption.endswith(".")
    assert output.dataset["banner"].startswith("Reconstructed data")
    assert output.footnotes or output.content.kind == "figure"
    assert all(note.endswith(".") for note in output.footnotes)
    published_ids = {result.id for result in output.results}
    texts = [output.title, output.caption, output.alt, *output.footnotes]
    if output.content.kind == "figure":
        assert len(output.alt) > 80
        assert output.content.width_mm in (SINGLE_COLUMN_MM, DOUBLE_COLUMN_MM)
        assert output.content.data
    elif output.content.kind == "prose":
        spans = [span for paragraph in output.content.paragraphs for span in paragraph.spans]
        assert {span.result for span in spans if span.result} == published_ids
        texts += [span.text for span in spans]
    else:
        cells = [cell for row in output.content.rows for cell in row.cells]
        assert {result for cell in cells for result in cell.results} <= published_ids
        assert {len(row.cells) for row in output.content.rows} == {len(output.content.columns)}
        texts += [cell.text for cell in cells]
    for text in texts + [result.text for result in output.results]:
        assert not re.search(r"\b(nan|inf|NaT)\b|<NA>", text), text


def test_every_result_is_a_number_or_a_word_that_says_why_not(outputs):
    for output in outputs.values():
        for result in output.results:
            assert result.value == result.value
            if isinstance(result.value, str):
                assert result.value in ("NR", "NE") or re.fullmatch(r"\d{4}-\d{2}-\d{2}", result.value)


def test_every_result_names_its_method(outputs):
    assert [result.id for output in outputs.values() for result in output.results if not result.method] == []


def test_every_number_of_the_text_links_to_the_output_that_publishes_it(outputs, published):
    cited = {result.id for result in outputs["results_in_words"].results}
    assert cited <= {
        result.id for id, output in outputs.items() if id != "results_in_words" for result in output.results
    }
    html = (published / "supplement.html").read_text(encoding="utf-8")
    text = html[html.index('class="prose"') : html.index('class="prose"') + 60_000]
    assert len(set(re.findall(r'href="#[a-z0-9_]+" title="([^"]+)"', text)) & cited) == len(cited)


def test_the_supplement_says_what_the_data_are_at_every_output(published):
    html = (published / "supplement.html").read_text(encoding="utf-8")
    assert html.count("pseudo-patients made from published aggregates, not patients") >= len(IDS)


def test_manifest_names_every_input_and_product(published):
    import json

    manifest = json.loads((published / "manifest.json").read_text())
    text = json.dumps(manifest)
    for name in (
        "data/reconstructed/adsl.csv",
        "params/published.yml",
        "requirements.lock",
        "supplement.pdf",
    ):
        assert name in text


def test_pdfua_finds_no_error_and_every_figure_has_its_alternative_text(published, outputs):
    path = published / "supplement.pdf"
    found = findings(path)
    assert found["findings"] == []
    assert {one["rule_id"] for one in found["skipped"]} <= NOT_EVALUATED
    alts = sorted(" ".join(alt.split()) for alt in figure_alts(path))
    drawn = [output for output in outputs.values() if output.content.kind == "figure"]
    assert alts == sorted(" ".join(printable(output.alt).split()) for output in drawn)


NO_RESULTS = {  # cells that hold a number of another kind
    "conventions": "what the paper printed",
    "methods_dosimetry": "the n of the row's results",
}


def test_every_number_of_a_table_of_patients_is_a_result(outputs):
    unlinked = {
        (id, cell.text)
        for id, output in outputs.items()
        if output.content.kind == "table" and output.shows == "groups" and id not in NO_RESULTS
        for row in output.content.rows
        for cell in row.cells[1:]
        if re.match(r"[<\u2212-]?\d", cell.text) and not cell.results
    }
    assert not unlinked


def test_a_cell_shows_the_results_that_it_names(outputs):
    for id, output in outputs.items():
        results = {result.id: result for result in output.results}
        cells = [cell for row in getattr(output.content, "rows", ()) for cell in row.cells]
        counts = [(c, results[one]) for c in cells for one in c.results if results[one].statistic == "count"]
        for cell, result in counts:
            assert re.search(rf"(?<!\d){result.value}(?!\d)", cell.text), (id, cell, result)
