"""The draft of a mapping reads as a mapping, names its reasons and its gaps, and overwrites nothing."""

import shutil
from pathlib import Path

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.draft import draft
from hcc_analysis.trial.mapping import read_trial_mapping

PILOT = Path(__file__).parents[1] / "other_trials" / "two_arm"
ONCOLOGY = PILOT.parent / "oncology"


@pytest.fixture
def pilot(tmp_path):
    shutil.copy(PILOT / "adsl.xpt", tmp_path)
    return tmp_path


def test_the_draft_of_the_pilot_gives_the_same_trial(pilot):
    made = draft(pilot)
    (pilot / "mapping.yml").write_text(made.files["mapping.yml"], encoding="utf-8")
    shutil.copy(PILOT / "dataset.yml", pilot)
    by_draft, by_hand = load_trial(pilot)["adsl"], load_trial(PILOT)["adsl"]
    assert by_draft.to_csv() == by_hand.to_csv()


def test_the_draft_of_the_oncology_trial_gives_the_same_trial(tmp_path):
    for path in ONCOLOGY.iterdir():
        if path.name != "mapping.yml":
            shutil.copy(path, tmp_path)
    made = draft(tmp_path).files["mapping.yml"]
    (tmp_path / "mapping.yml").write_text(made, encoding="utf-8")
    by_draft, by_hand = load_trial(tmp_path), load_trial(ONCOLOGY)
    assert by_draft.data_sets.keys() == by_hand.data_sets.keys() == {"adsl", "adae", "adrs", "adtte"}
    for name in by_hand.data_sets:
        assert by_draft[name].to_csv() == by_hand[name].to_csv()


def test_files_with_a_longer_name_are_found_where_there_is_one(tmp_path):
    for name in ("adsl.json", "adae.csv"):
        shutil.copy(ONCOLOGY / name, tmp_path)
    shutil.copy(ONCOLOGY / "adtte_onco.xpt", tmp_path)
    for name in ("adrs_onco.ndjson", "adrs_imwg.ndjson"):
        shutil.copy(ONCOLOGY / "adrs_onco.ndjson", tmp_path / name)
    text = draft(tmp_path).files["mapping.yml"]
    assert '  file: "adtte_onco.xpt"  # its name begins so' in text
    assert "adrs:" not in text


def test_the_arms_are_named_with_their_values(pilot):
    text = draft(pilot).files["mapping.yml"]
    values = '["Placebo", "Xanomeline High Dose"]'
    assert f"write `group: TRT01P` and two of `group_levels: {values}`." in text


def test_every_guess_has_a_reason_and_every_gap_is_named(pilot):
    text = draft(pilot).files["mapping.yml"]
    assert '    ENRLFL: {from: "ITTFL"}  # ITTFL is the usual name for it' in text
    assert "    SURGDT: null  # GAP: Date of resection" in text
    assert all(" # " in line for line in text.splitlines() if line.startswith("    ") and "#" not in line[:6])
    assert draft(pilot).gaps == text.count("GAP") == 10


def test_what_the_data_are_is_left_to_be_filled_in(pilot):
    text = draft(pilot).files["dataset.yml"]
    assert 'registry_id: "CDISCPILOT01"' in text
    assert "provenance: # to be filled in" in text
    shutil.copy(PILOT / "dataset.yml", pilot)
    assert "dataset.yml" not in draft(pilot).files


def test_codes_are_guessed_or_counted(tmp_path):
    header = "USUBJID,SEX,ENRLFL,CHILDPGH"
    (tmp_path / "adsl.csv").write_text(f"{header}\n1,Male,YES,A\n2,female,NO,5\n3,Male,YES,5\n")
    text = draft(tmp_path).files["mapping.yml"]
    assert '    SEX: {codes: {"Male": "M", "female": "F"}}' in text
    assert '    ENRLFL: {codes: {"YES": "Y", "NO": "N"}}' in text
    assert '    CHILDPGH: "CHILDPGH"  # the same name; GAP: no code for 5 (2)' in text
    assert "    # GAP STUDYID: Study identifier (trial registry); needed in every record" in text
    assert "    SCRDT: null  # GAP: Date of screening; no variable found" in text
    assert "as they are: USUBJID\n" in text


def test_hostile_names_stay_inside_the_draft(tmp_path):
    values = '1,"M\'}} # x: {y",A\n2,"*a",A\n'
    (tmp_path / "adsl.csv").write_text(f'USUBJID,SEX,"{"CHILDPGH"}"\n{values}')
    (tmp_path / "mapping.yml").write_text(draft(tmp_path).files["mapping.yml"], encoding="utf-8")
    assert read_trial_mapping(tmp_path) is not None


def test_nothing_is_overwritten(pilot):
    (pilot / "mapping.yml").write_text("adsl: {}\n")
    with pytest.raises(InputError, match=r"mapping\.yml: exists already and is not overwritten; rename it"):
        draft(pilot)


def test_a_folder_without_data_sets_is_named(tmp_path):
    with pytest.raises(InputError, match="holds no data set"):
        draft(tmp_path)
