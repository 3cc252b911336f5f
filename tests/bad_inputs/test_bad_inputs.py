"""No bad input gives a traceback or a wrong number: it does no harm, or it is named in one line."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.errors import InputError
from hcc_analysis.parameters import read_parameters
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.check import check_folder
from hcc_analysis.trial.schemas import DATA_SETS
from tests.bad_inputs.change import GOOD, changed_folder

ROWS = yaml.safe_load((Path(__file__).parent / "inputs.yml").read_text(encoding="utf-8"))
FAULTY = [row for row in ROWS if not row.get("loads")]
HARMLESS = [row for row in ROWS if row.get("loads")]
OF_THE_DATA = [row for row in FAULTY if row["file"] != "params.yml"]
LONGEST_MESSAGE = 500


def by_id(rows):
    return pytest.mark.parametrize("row", rows, ids=[row["id"] for row in rows])


@pytest.fixture(scope="module")
def good():
    return load_trial(GOOD)


def load(folder):
    trial = load_trial(folder)
    read_parameters(folder / "params.yml")
    return trial


@by_id(FAULTY)
def test_the_message_names_the_fault(row, tmp_path):
    folder = changed_folder(row, tmp_path / "data")
    with pytest.raises(InputError) as caught:
        load(folder)
    text = str(caught.value).replace(f"{folder}/", "").replace(str(folder), "folder")
    assert text.startswith(row["says"])
    assert text.isprintable()
    assert len(text) < LONGEST_MESSAGE


@by_id(HARMLESS)
def test_the_trial_is_the_same(row, tmp_path, good):
    trial = load(changed_folder(row, tmp_path / "data"))
    assert trial.info == good.info
    for name, frame in good.data_sets.items():
        pd.testing.assert_frame_equal(trial[name], frame)


@by_id(OF_THE_DATA)
def test_the_check_finds_it_at_the_same_place(row, tmp_path):
    result = check_folder(changed_folder(row, tmp_path / "data"), ENDPOINT_RULES)
    said = []
    for finding in result.findings:
        place = [f"row {finding.row}", f"line {finding.row}"] if finding.row is not None else [""]
        column = f", column {finding.variable}" if finding.variable else ""
        said += [
            f"{finding.file}{', ' * bool(p)}{p}{column}: {finding.message}"
            for p in place
            if finding.severity == "error"
        ]
    expected = row["says"].removeprefix("folder: ")
    assert any(
        text.removeprefix("adae.csv: ").startswith(expected) or text.startswith(expected) for text in said
    )


def test_the_table_covers_everything():
    files = {row["file"] for row in ROWS}
    assert {f"{name}.csv" for name in DATA_SETS} <= files
    assert {
        "dataset.yml",
        "params.yml",
        "adae.xpt",
        "adae.sas7bdat",
        "adae.json",
        "adae.ndjson",
        "adae.parquet",
    } <= files
    assert len(FAULTY) >= 60
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_the_good_folder_has_no_findings():
    assert check_folder(GOOD, ENDPOINT_RULES).findings == ()
