"""An oncology trial in the layout of pharmaverseadam: four formats, responses without lesions, no resection."""

import shutil
from pathlib import Path

import pytest

from hcc_analysis.analyses.safety import adverse_event_counts
from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.endpoints.recist import best_response
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, derive
from hcc_analysis.errors import NotCollectedError
from hcc_analysis.trial import intention_to_treat, load_trial
from hcc_analysis.trial.check import check_folder
from tests.other_trials.make_oncology import main

HERE = Path(__file__).parent
DATA = HERE / "oncology"


@pytest.fixture(scope="module")
def trial():
    return load_trial(DATA)


def changed(tmp_path, **replaced):
    """The trial with another text in its mapping."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    path = folder / "mapping.yml"
    text = path.read_text(encoding="utf-8")
    for old, new in replaced["mapping"]:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return folder


def test_the_files_are_those_of_the_script(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.other_trials.make_oncology.FOLDER", tmp_path)
    main()
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {name: (DATA / name).read_bytes() for name in made}
    assert set(made) == {"adsl.json", "adrs_onco.ndjson", "adtte_onco.xpt", "adae.csv"}


def test_nobody_is_analysed_who_was_not_treated(trial):
    assert len(trial["adsl"]) == 64
    assert len(intention_to_treat(trial)) == 60


def test_survival_begins_at_randomisation_as_given(trial):
    adtte = derive(trial, OVERALL_SURVIVAL).set_index("USUBJID")
    randomised = trial["adsl"].set_index("USUBJID")["ENRLDT"]
    assert (adtte["STARTDT"] == randomised.reindex(adtte.index)).all()
    assert (adtte["AVAL"] * 365 / 12).round(6).eq((adtte["ADT"] - adtte["STARTDT"]).dt.days + 1).all()


def test_the_best_response_needs_no_lesions(trial):
    best = best_response(trial).set_index("USUBJID")["BOR"]
    given = trial["adrs"][lambda frame: frame["PARAMCD"] == "BOR"].set_index("USUBJID")["AVALC"]
    assert len(best) == 60
    assert (best == given.reindex(best.index).replace("MISSING", "NE")).all()


def test_without_a_given_best_response_it_is_that_of_the_visits(trial, tmp_path):
    folder = changed(tmp_path, mapping=[("file: adrs_onco", "file: adrs_onco\n  rows: {PARAMCD: [OVR]}")])
    visits, given = best_response(load_trial(folder)), best_response(trial)
    assert list(visits["OBJRESP"]) == list(given["OBJRESP"])
    early = visits["BOR"] != given["BOR"]  # stable before six weeks: the trial's own rule is not ours
    assert early.sum() == 5
    assert set(visits[early]["BOR"]) == {"SD"}


def test_without_any_response_it_says_so(tmp_path):
    folder = changed(tmp_path, mapping=[("file: adrs_onco", "file: adrs_onco\n  rows: {PARAMCD: [DEATH]}")])
    with pytest.raises(NotCollectedError, match="no data set adtr, and no response in adrs"):
        best_response(load_trial(folder))


def test_events_without_a_grade_are_not_counted(tmp_path):
    folder = changed(tmp_path, mapping=[("adae:\n  variables:", "adae:\n  variables:\n    AETOXGR: null")])
    with pytest.raises(NotCollectedError, match="the trial has no variable AETOXGR of adae"):
        adverse_event_counts(load_trial(folder), "overall")


def test_without_enrlfl_everyone_treated_is_analysed(tmp_path, trial):
    folder = changed(tmp_path, mapping=[("ENRLFL: ITTFL", "ENRLFL: null"), ("SCRDT: RFICDTC", "SCRDT: null")])
    found = intention_to_treat(load_trial(folder))["USUBJID"]
    assert list(found) == list(intention_to_treat(trial)["USUBJID"])
    assert {f.rule for f in check_folder(folder).findings} <= {f.rule for f in check_folder(DATA).findings}


def test_the_check_says_once_what_is_meant():
    found = check_folder(DATA, ENDPOINT_RULES)
    assert (found.errors, found.skipped) == (0, ())
    given = [finding.message for finding in found.findings if finding.rule == "given-endpoint"]
    assert {message.split(" for ")[0] for message in given} == {
        "OS begins on another day than TRTSDT of adsl",
        "OS counts the first day (ADT - STARTDT + 1)",
        "subject ONCO-01-101-1041 is outside the population of OS and is left out",
    }
    assert len(given) == 3
