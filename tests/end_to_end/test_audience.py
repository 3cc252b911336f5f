"""A report on patient data: nothing in any of its files tells a patient, and internally all is there."""

import io
import re
import subprocess
import zipfile

import pandas as pd
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.audience.protection import Audience
from hcc_analysis.report.project import Project
from hcc_analysis.trial import load_trial
from tests.end_to_end.conftest import ROOT, copy_project, run

pytestmark = pytest.mark.slow
ONLY = ("fig1_profile", "fig2a_waterfall", "fig2c_os_by_surgery", "table1_baseline", "supp_table06_listing", "methods_dosimetry")  # fmt: skip


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    made = copy_project(tmp_path_factory.mktemp("audience"))
    info = made.root / "data" / "reconstructed" / "dataset.yml"
    info.write_text(info.read_text().replace("provenance: reconstructed", "provenance: patient"))
    (made.root / "data" / "published" / "claims.csv").unlink()
    return made


@pytest.fixture(scope="module")
def reviewed(project):
    return run(project, only=ONLY, formats=("html", "pdf", "docx", "rtf"))


def texts(folder):
    """The text of every file of a report, by its path."""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".docx":
            with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
                yield path, " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        elif path.suffix == ".pdf":
            yield path, subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout  # fmt: skip
        elif path.is_file() and path.suffix != ".png":
            yield path, path.read_text(encoding="utf-8")


def test_no_file_names_a_patient_or_a_date(project, reviewed):
    trial = load_trial(project.root / "data" / "reconstructed")
    subjects = re.compile("|".join(map(re.escape, trial["adsl"]["USUBJID"])))
    days = {day.isoformat() for frame in trial.data_sets.values() for name in frame.select_dtypes("datetime")
            for day in frame[name].dropna().dt.date} - {trial.info.cutoff.isoformat()}  # fmt: skip
    assert len(days) > 100
    for path, text in texts(reviewed):
        assert not subjects.search(text), path
        assert not days & set(re.findall(r"\d{4}-\d{2}-\d{2}", text)), path


def test_listings_and_small_numbers_are_held_back_and_that_is_said(reviewed):
    skipped = pd.read_csv(reviewed / "skipped.csv", index_col=0)["reason"]
    assert set(skipped.index) == {"fig1_profile", "fig2a_waterfall", "supp_table06_listing"}
    assert (reviewed / "figures" / "fig2c_os_by_surgery.svg").is_file()
    assert not list((reviewed / "figures").glob("*.csv"))
    table = pd.read_csv(reviewed / "tables" / "table1_baseline.csv").iloc[:, 1].dropna()
    assert "[c]" in set(table)
    assert not table.str.match(r"[12] \(").any()
    page = (reviewed / "supplement.html").read_text()
    assert "Held back from reviewers" in page
    assert "supp_table06_listing" in page


def test_internally_all_is_there_in_a_report_of_its_own(project, reviewed):
    folder = run(project, only=ONLY, audience=Audience("internal"))
    assert folder.name == "published.internal.part"
    assert not (folder / "skipped.csv").exists()
    assert "HCC-01" in (folder / "tables" / "supp_table06_listing.csv").read_text()
    assert "For internal use: nothing is held back." in (folder / "supplement.html").read_text()


def test_a_report_that_would_name_a_patient_is_not_written(project, reviewed):
    notebook = project.notebooks / "table1_baseline.ipynb"
    before, held = notebook.read_text(), (reviewed / "supplement.html").read_bytes()
    notebook.write_text(before.replace('caption=\\"', 'caption=\\"HCC-01 aside. ', 1))
    try:
        with pytest.raises(
            InputError, match="notebook table1_baseline: would give the subject identifier 'HCC-01'"
        ):
            run(project, only=ONLY)
    finally:
        notebook.write_text(before)
    assert (reviewed / "supplement.html").read_bytes() == held


def test_a_held_back_number_is_still_held_against_the_printed_one(tmp_path):
    folder = run(Project(ROOT, tmp_path), only=("table1_baseline",), audience=Audience(threshold=3))
    claims = pd.read_csv(folder / "claims.csv", dtype=str).set_index("id")
    small = claims.loc["table1.etiology.hcv.n"]
    assert (small["computed"], small["computed_full"], small["status"]) == ("[c]", "[c]", "exact")
    assert claims.loc["table1.sex.male.n", "computed"] == "26"
    results = pd.read_csv(folder / "results.csv", dtype=str).set_index("result_id")
    assert results.loc["table1.etiology.hcv.n", "value"] == "[c]"
