"""Whatever the format of the files, the trial is the same; wrong content ends in one line."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.schemas import DATA_SETS
from tests.trial import formats

COMMITTED = Path(__file__).parents[2] / "data" / "reconstructed"


@pytest.fixture(scope="module")
def committed():
    return load_trial(COMMITTED)


@pytest.fixture
def in_format(committed, tmp_path):
    def write(suffix):
        return formats.write_folder(committed.data_sets, COMMITTED / "dataset.yml", tmp_path / suffix, suffix)

    return write


def message(folder, **options):
    with pytest.raises(InputError) as caught:
        load_trial(folder, **options)
    text = str(caught.value)
    assert "\n" not in text
    return text.replace(f"{folder}/", "").replace(str(folder), "folder")


@pytest.mark.parametrize("suffix", formats.FORMATS)
def test_the_trial_is_the_same_in_every_format(committed, in_format, suffix):
    trial = load_trial(in_format(suffix))
    assert trial.info == committed.info
    assert list(trial.data_sets) == list(committed.data_sets)
    for name, frame in committed.data_sets.items():
        pd.testing.assert_frame_equal(trial[name], frame, check_exact=True)


@pytest.mark.parametrize("suffix", [s for s in formats.FORMATS if s != "csv"])
def test_labels_are_kept(in_format, suffix):
    trial = load_trial(in_format(suffix))
    for name, data_set in DATA_SETS.items():
        found = trial[name].attrs["labels"]
        assert {k: v[:40].rstrip() for k, v in found.items()} == formats.labels(data_set)


@pytest.mark.parametrize("suffix", formats.FORMATS)
def test_a_data_set_without_rows_has_its_types(committed, tmp_path, suffix):
    empty = {"adsl": committed["adsl"], "adae": committed["adae"].iloc[:0]}
    trial = load_trial(formats.write_folder(empty, COMMITTED / "dataset.yml", tmp_path, suffix))
    pd.testing.assert_frame_equal(trial["adae"], empty["adae"])


def test_formats_may_be_mixed(committed, in_format, tmp_path):
    folder = in_format("csv")
    formats.write(committed["adae"], DATA_SETS["adae"], folder / "ADAE.XPT")
    (folder / "adae.csv").unlink()
    pd.testing.assert_frame_equal(load_trial(folder)["adae"], committed["adae"])


def test_two_files_for_one_data_set_are_named(committed, in_format):
    folder = in_format("csv")
    formats.write(committed["adae"], DATA_SETS["adae"], folder / "adae.parquet")
    assert (
        message(folder) == "folder: adae.csv and adae.parquet hold the same data set adae; keep one of them"
    )


@pytest.mark.parametrize(
    ("suffix", "row"), [("xpt", 2), ("sas7bdat", 2), ("json", 2), ("ndjson", 3), ("parquet", 2), ("csv", 3)]
)
def test_a_wrong_value_is_named_with_its_place(committed, tmp_path, suffix, row):
    adsl = committed["adsl"].copy()
    adsl.loc[1, "SEX"] = "X"
    folder = formats.write_folder({"adsl": adsl}, COMMITTED / "dataset.yml", tmp_path, suffix)
    assert message(folder) == f"adsl.{suffix}, row {row}, column SEX: 'X' must be one of M, F"


@pytest.mark.parametrize(
    ("suffix", "kind"), [("xpt", "SAS transport"), ("sas7bdat", "SAS7BDAT"), ("parquet", "Parquet")]
)
def test_other_content_than_the_suffix_says(in_format, suffix, kind):
    folder = in_format(suffix)
    (folder / f"adae.{suffix}").write_bytes(b"USUBJID,AESEQ\n1,2\n")
    assert message(folder).startswith(f"adae.{suffix}: cannot be read as {kind}")


@pytest.mark.parametrize("suffix", [s for s in formats.FORMATS if s != "csv"])
@pytest.mark.parametrize("left", [0.0, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_file(in_format, suffix, left):
    folder = in_format(suffix)
    path = folder / f"adtr.{suffix}"
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * left)])
    assert message(folder).startswith(f"adtr.{suffix}")


def test_json_without_columns(in_format):
    folder = in_format("json")
    path = folder / "adae.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    del document["columns"]
    path.write_text(json.dumps(document), encoding="utf-8")
    assert message(folder) == "adae.json: has no list `columns`; export it as Dataset-JSON 1.1"


def test_json_with_sas_day_numbers(in_format, committed):
    folder = in_format("json")
    path = folder / "adae.json"
    document = json.loads(path.read_text(encoding="utf-8"))
    for i, column in enumerate(document["columns"]):
        if column["dataType"] == "date":
            column |= {"dataType": "integer", "displayFormat": "DATE9."}
            for row in document["rows"]:
                row[i] = row[i] and (pd.Timestamp(row[i]) - pd.Timestamp("1960-01-01")).days
    path.write_text(json.dumps(document), encoding="utf-8")
    pd.testing.assert_frame_equal(load_trial(folder)["adae"], committed["adae"])


def test_day_numbers_without_a_date_format_are_refused(committed, tmp_path):
    import pyreadstat

    folder = formats.write_folder({"adsl": committed["adsl"]}, COMMITTED / "dataset.yml", tmp_path, "csv")
    adae = committed["adae"].assign(ASTDT=22000.0, AENDT=22001.0, AESEQ=1.0, AETOXGR=1.0)
    pyreadstat.write_xport(adae, str(folder / "adae.xpt"), file_format_version=5)
    expected = "adae.xpt, row 1, column ASTDT: '22000' is not a possible date of the form YYYY-MM-DD"
    assert message(folder).startswith(expected)
    assert "E8601DA." in message(folder)


def test_a_file_over_the_limit_is_not_read(in_format, monkeypatch):
    folder = in_format("csv")
    with (folder / "adae.csv").open("r+b") as file:
        os.truncate(file.fileno(), 3_000_000_000)  # sparse: takes no room
    assert message(folder).startswith("adae.csv: has 3000000000 bytes, more than the limit of 2000000000")
    assert "limit of 100" in message(folder, max_bytes=100)
    monkeypatch.setenv("HCC_MAX_FILE_BYTES", "50")
    assert "limit of 50;" in message(folder)
    monkeypatch.setenv("HCC_MAX_FILE_BYTES", "2 GB")
    assert message(folder) == "HCC_MAX_FILE_BYTES is '2 GB'; give a number of bytes, for example 2000000000"


@pytest.mark.parametrize("name", ["adae.csv", "dataset.yml"])
def test_a_link_out_of_the_folder_is_refused(in_format, tmp_path, name):
    folder = in_format("csv")
    (folder / name).rename(tmp_path / "elsewhere")
    (folder / name).symlink_to(tmp_path / "elsewhere")
    assert message(folder) == (f"{name}: is a link to a file outside the data folder; copy the file into it")


def test_a_link_inside_the_folder_is_read(in_format, committed):
    folder = in_format("csv")
    (folder / "adae.csv").rename(folder / "adae_v2.csv")
    (folder / "adae.csv").symlink_to("adae_v2.csv")
    pd.testing.assert_frame_equal(load_trial(folder)["adae"], committed["adae"])


def test_single_precision_keeps_its_digits(in_format, committed):
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = in_format("parquet")
    path = folder / "addvh.parquet"
    table = pq.read_table(path)
    at = table.schema.get_field_index("AVAL")
    pq.write_table(table.set_column(at, "AVAL", table["AVAL"].cast(pa.float32())), path)
    pd.testing.assert_frame_equal(load_trial(folder)["addvh"], committed["addvh"])


def test_rows_are_numbered_past_empty_lines(in_format):
    folder = in_format("csv")
    path = folder / "adsl.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace(",M,", ",X,", 1)
    path.write_text("\n".join([lines[0], "", lines[1], "", *lines[2:]]), encoding="utf-8")
    assert message(folder).startswith("adsl.csv, row 5, column SEX: 'X'")
