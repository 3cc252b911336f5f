"""What names a patient is found wherever it stands."""

import datetime as dt

import pandas as pd
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.outputs.model import Output
from hcc_analysis.report.audience.identifiers import Identifying, identifying, require_none
from hcc_analysis.trial import Trial
from tests.report.documents import document
from tests.report.toy import dataset, figure, output, table

KNOWN = Identifying(frozenset(["T-01-003", "Site 4 / 7"]), frozenset([dt.date(2021, 3, 4)]))


def trial(**data_sets):
    return Trial(
        None, dataset(None).info, {name: pd.DataFrame(columns) for name, columns in data_sets.items()}
    )


def test_identifiers_and_dates_of_every_data_set():
    made = trial(
        adsl={"USUBJID": ["T-01-003"], "SUBJID": ["003"], "DTHDT": pd.to_datetime(["2021-03-04"])},
        adae={"USUBJID": ["T-01-004"], "ASTDT": pd.to_datetime([None])},
    )
    found = identifying(made)
    assert found == Identifying(frozenset(["T-01-003", "T-01-004"]), frozenset([dt.date(2021, 3, 4)]))


def test_cutoff_and_public_dates_tell_nothing():
    days = pd.to_datetime(["2024-12-31", "2021-03-04", "2021-03-05"])
    found = identifying(trial(adsl={"LSTALVDT": days}), frozenset([dt.date(2021, 3, 4)]))
    assert found.dates == {dt.date(2021, 3, 5)}


@pytest.mark.parametrize(
    "text", ["T-01-003", "(T-01-003)", "not T-01-003.", "id=T-01-003;", "x/T-01-003", "in Site 4 / 7 alone"]
)
def test_an_identifier_is_found(text):
    assert KNOWN.subject_in(text)


@pytest.mark.parametrize("text", ["T-01-0031", "T-01", "1-T-01-003-2", "Site 4"])
def test_other_words_are_none(text):
    assert not KNOWN.subject_in(text)


OUTPUTS = {
    "cell": output("a", "Table 1", table("T-01-003"), []),
    "caption": output("a", "Table 1", table(), [], caption="Without T-01-003."),
    "note": output("a", "Table 1", table(), [], footnotes=["Died on 4 March 2021."]),
    "svg": output("a", "Fig. 1", figure() | {"svg": "<svg><text>T-01-003</text></svg>"}, []),
    "data": output("a", "Fig. 1", figure() | {"data": [{"name": "x", "columns": ["A"], "rows": [["T-01-003"]]}]}, []),
}  # fmt: skip


@pytest.mark.parametrize("made", OUTPUTS.values(), ids=OUTPUTS)
def test_an_output_that_names_a_patient_is_refused(made):
    with pytest.raises(InputError, match=r"notebook a: would give .*(T-01-003|2021-03-04).* to reviewers"):
        require_none(KNOWN, {"notebook a": Output.model_validate(made)})


def test_a_frame_and_a_document_are_looked_through():
    with pytest.raises(InputError, match=r"results\.csv: would give"):
        require_none(KNOWN, {"results.csv": pd.DataFrame({"value": ["2021-03-04"]})})
    with pytest.raises(InputError, match="the supplement: would give"):
        require_none(KNOWN, {"the supplement": document(name="T-01-003")})


def test_what_names_nobody_may_be_written():
    require_none(
        KNOWN, {"notebook a": Output.model_validate(output("a", "Fig. 1", figure(), [])), "x": document()}
    )
