"""Whatever bytes a file holds: the trial is loaded, or one `InputError` comes; nothing else."""

import contextlib
import functools
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hcc_analysis.endpoints.check import ENDPOINT_RULES
from hcc_analysis.errors import InputError
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.check import check_folder
from hcc_analysis.trial.schemas import DATA_SETS
from tests.bad_inputs.change import GOOD
from tests.trial import formats

pytestmark = pytest.mark.slow

PIECES = [
    b",",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b";",
    b"\xff",
    b"\xc3",
    b"-",
    b"9" * 30,
    b"1e999",
    b" ",
    b"NaN",
    b"[",
    b"{",
    b":",
    b"*a",
]
MAPPING = b"""\
adsl:
  file: adsl.csv
  variables:
    AGE: AGE
    SEX: {from: SEX, codes: {M: M, F: F}}
    PVEFL: null
adtr:
  rows: {PARAMCD: [LDIAM, NEWLES, NTRESP]}
  variables:
    AVAL: {unit: {LDIAM: cm to mm}}
"""
WORDS = [
    "file",
    "rows",
    "variables",
    "AGE",
    "SEX",
    "adsl",
    "from",
    "codes",
    "unit",
    "constant",
    "M",
    "cm to mm",
]
BOUNDED = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
mutations = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 12), st.one_of(st.sampled_from(PIECES), st.binary(max_size=6))),
    min_size=1,
    max_size=5,
)


def mutate(content, changes):
    for place, removed, inserted in changes:
        at = int(place * len(content))
        content = content[:at] + inserted + content[at + removed :]
    return content


def load_with(name, content):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for file in ("adsl.csv", "adtr.csv", "dataset.yml"):
            shutil.copy(GOOD / file, folder)
        if name != "dataset.yml":
            (folder / name).with_suffix(".csv").unlink(missing_ok=True)
        (folder / name).write_bytes(content)
        fails = True
        with contextlib.suppress(InputError):
            load_trial(folder)
            fails = False
        result = check_folder(folder, ENDPOINT_RULES)
        assert not fails or result.errors, "the check must find what loading refuses"


@functools.cache
def in_format(name, suffix):
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{name}.{suffix}"
        formats.write(load_trial(GOOD)[name], DATA_SETS[name], path)
        return path.read_bytes()


@BOUNDED
@given(changes=mutations)
def test_subjects_as_csv(changes):
    load_with("adsl.csv", mutate((GOOD / "adsl.csv").read_bytes(), changes))


@BOUNDED
@given(changes=mutations)
def test_measurements_as_csv(changes):
    load_with("adtr.csv", mutate((GOOD / "adtr.csv").read_bytes(), changes))


@BOUNDED
@given(content=st.binary(max_size=200))
def test_any_bytes_as_csv(content):
    load_with("adtr.csv", content)


@BOUNDED
@given(changes=mutations)
def test_measurements_as_json(changes):
    load_with("adtr.json", mutate(in_format("adtr", "json"), changes))


@BOUNDED
@given(changes=mutations)
def test_measurements_by_lines(changes):
    load_with("adtr.ndjson", mutate(in_format("adtr", "ndjson"), changes))


@BOUNDED
@given(changes=mutations)
def test_what_the_data_are(changes):
    load_with("dataset.yml", mutate((GOOD / "dataset.yml").read_bytes(), changes))


@BOUNDED
@given(changes=mutations)
def test_a_mapping(changes):
    load_with("mapping.yml", mutate(MAPPING, changes))


@BOUNDED
@given(
    content=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(WORDS)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_any_structure_as_a_mapping(content):
    load_with("mapping.yml", yaml.safe_dump({"adsl": content}).encode())
