"""Whatever `mapping.yml` holds, reading it ends in a mapping or in an error that names the file."""

import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcc_analysis.errors import InputError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.mapping import TrialMapping, read_trial_mapping, sources_of
from tests.bad_inputs.change import GOOD
from tests.trial.test_mapping import MAPPING

NAMES = ["adsl", "adtr", "adae", "adtte", "file", "rows", "variables", "SEX", "AGE", "USUBJID", "AVAL", "PARAMCD",
         "from", "constant", "codes", "unit", "cm to mm", "SAS days to date", "M", "GENDER", "adsl.csv"]  # fmt: skip
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.sampled_from(NAMES) | st.text(max_size=8)
scalars = words | st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | st.binary(max_size=4)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words | scalars, inner, max_size=4),
    max_leaves=8,
)
variables = st.dictionaries(
    st.sampled_from(["SEX", "AGE", "USUBJID", "TRTSDT", "AVAL"]) | words, values, max_size=3
)
shaped = st.dictionaries(
    st.sampled_from(["adsl", "adtr", "adae"]),
    st.none()
    | st.fixed_dictionaries({}, optional={"file": values, "rows": values, "variables": variables | values}),
    max_size=3,
)
pieces = st.sampled_from([*NAMES, "{", "}", "[", "]", ": ", "- ", "\n", "\n  ", "\t", "&a ", "*a", "!!set ", "<<: ", "? ", "|", ">",
                          "'", '"', "#", "%", "---\n", "\0", "\ufeff", "\u2028", "\x85", "~", "0x", "1e999", ".inf", "12:30:00",
                          "2021-02-30", "=", "!", "!!binary ", "!!timestamp ", "!!int ", "!!float "])  # fmt: skip


@pytest.fixture(scope="module")
def folder():
    with tempfile.TemporaryDirectory() as made:
        yield Path(shutil.copytree(GOOD, Path(made) / "data"))


def reading_ends_well(folder, content):
    path = folder / "mapping.yml"
    path.write_bytes(content)
    try:
        mapping = read_trial_mapping(folder)
        assert isinstance(mapping, TrialMapping)
        sources_of(folder, mapping)
    except InputError as error:
        assert str(path) in str(error)
        return False
    return True


@BOUNDED
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(folder, content):
    reading_ends_well(folder, content)


@BOUNDED
@given(values | shaped)
def test_any_yaml(folder, content):
    reading_ends_well(folder, yaml.safe_dump(content, allow_unicode=True).encode("utf-8", "replace"))


@BOUNDED
@given(st.lists(pieces | words, max_size=40).map("".join))
def test_any_pieces_of_yaml(folder, text):
    reading_ends_well(folder, text.encode("utf-8", "replace"))


@BOUNDED
@given(
    st.lists(
        st.tuples(st.integers(0, len(MAPPING)), st.integers(0, 12), pieces | words), min_size=1, max_size=4
    )
)
def test_a_good_mapping_with_pieces_replaced(folder, changes):
    text = MAPPING
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    reading_ends_well(folder, text.encode("utf-8", "replace"))


@settings(BOUNDED, max_examples=60)
@given(shaped)
def test_what_is_read_can_be_applied_or_is_an_input_error(folder, content):
    if reading_ends_well(folder, yaml.safe_dump(content, allow_unicode=True).encode("utf-8", "replace")):
        try:
            load_trial(folder)
        except InputError as error:
            assert str(folder) in str(error)
