"""Every notebook on data with nobody, with one patient, and without a single event.

The cells run in this process, one namespace a notebook: only what they publish is looked at.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from hcc_analysis.outputs import publish as publish_module
from hcc_analysis.trial.schemas import DATA_SETS

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data" / "reconstructed"
IDS = [
    id
    for chapter in yaml.safe_load((ROOT / "notebooks" / "contents.yml").read_text())["chapters"]
    for id in chapter["outputs"]
]


def read(name):
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


def nobody():
    """One screened subject who was not enrolled; every other data set is a header."""
    tables = {name: read(name).head(0) for name in DATA_SETS}
    return tables | {"adsl": read("adsl")[lambda frame: frame["ENRLFL"] == "N"]}


def one_patient():
    """The first resected subject alone."""
    subject = read("adsl")[lambda frame: frame["SURGDT"] != ""]["USUBJID"].iloc[0]
    return {name: read(name)[lambda frame: frame["USUBJID"] == subject] for name in DATA_SETS}


def no_events():
    """Nobody died, relapsed, progressed, or had an adverse event or a complication."""
    tables = {name: read(name) for name in DATA_SETS}
    tables["adsl"]["DTHDT"] = ""
    tables["adfu"][["RECURFL", "RECURLOC"]] = ["N", ""]
    tables["adtr"] = tables["adtr"][lambda frame: frame["PARAMCD"] != "NEWLES"]
    empty = ("adae", "adcomp", "adcm")
    return tables | {name: tables[name].head(0) for name in empty}


def nobody_resected():
    """The unresectable subjects alone: RFS has nobody, a group is empty."""
    subjects = read("adsl")[lambda frame: frame["SURGDT"] == ""]["USUBJID"]
    return {name: read(name)[lambda frame: frame["USUBJID"].isin(subjects)] for name in DATA_SETS}


CASES = {case.__name__: case for case in (nobody, one_patient, no_events, nobody_resected)}


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    found = {}
    for name, case in CASES.items():
        folder = tmp_path_factory.mktemp(name)
        (folder / "dataset.yml").write_bytes((DATA / "dataset.yml").read_bytes())
        for data_set, table in case().items():
            table.to_csv(folder / f"{data_set}.csv", index=False)
        found[name] = folder
    return found


def run(id, data, monkeypatch):
    """Run a notebook's cells on a data folder; return what it published."""
    shown = []
    monkeypatch.setattr(publish_module, "display", lambda bundle, raw: shown.append(bundle))
    monkeypatch.chdir(ROOT)
    namespace = {}
    for cell in json.loads((ROOT / "notebooks" / f"{id}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), namespace)
            if "parameters" in cell["metadata"].get("tags", []):
                namespace["data"] = str(data)
    (bundle,) = shown
    return bundle


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("id", IDS)
def test_output_has_a_form_for_it(id, case, folders, monkeypatch):
    bundle = run(id, folders[case], monkeypatch)
    text = re.sub(r"data:[^\"']+", "", bundle["text/html"])
    assert not re.search(r"\b(nan|inf|NaT)\b|<NA>", re.sub(r"<[^>]+>", " ", text)), text
    output = bundle["application/vnd.hcc-analysis.output+json"]
    values = [result["value"] for result in output["results"]]
    assert all(value == value and value not in (float("inf"), -float("inf")) for value in values)
    if output["content"]["kind"] == "figure":
        assert output["content"]["width_mm"] > 0
        assert "nan" not in output["alt"].split()
