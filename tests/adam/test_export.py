"""What is exported is read back as it was, says where it comes from, and harms nothing."""

import datetime as dt
import hashlib
import importlib
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hcc_analysis.adam import FORMATS, adam_data_sets, encode
from hcc_analysis.adam.model import AdamSet, Column
from hcc_analysis.adam.values import plain
from hcc_analysis.adam.xpt import LARGEST, SMALLEST
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.errors import InputError
from hcc_analysis.parameters import Parameters
from hcc_analysis.report.export_command import run_export
from hcc_analysis.trial import load_trial
from hcc_analysis.trial.readers.sources import read_table
from hcc_analysis.trial.readers.table import text_of
from hcc_analysis.trial.schemas import DATA_SETS
from hcc_analysis.trial.variables import DTYPES
from tests.support import INFO, frame, lesion, subjects, trial

COMMITTED = Path(__file__).parents[2] / "data" / "reconstructed"
ALL = ",".join(FORMATS)
DEF, ODM = "{http://www.cdisc.org/ns/def/v2.1}", "{http://www.cdisc.org/ns/odm/v1.3}"
XLINK = "{http://www.w3.org/1999/xlink}"


def by_hand():
    """Two subjects: A dies on day 30 and has a partial response, B was not treated."""
    adsl = subjects(
        {"DTHDT": "2021-02-03", "LSTALVDT": "2021-02-03", "AGE": 61},
        {"ENRLFL": "N", "TRTSDT": None, "ENRLDT": None},
    )
    return trial(adsl, adtr=frame("adtr", lesion("A", "BASELINE", 50), lesion("A", "WEEK 9", 20)))


def hashes(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("export") / "out"
    run_export(COMMITTED, folder, ALL)
    return folder


@pytest.fixture
def small(tmp_path):
    """A data folder of subjects alone."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("dataset.yml", "adsl.csv"):
        (folder / name).write_bytes((COMMITTED / name).read_bytes())
    return folder


def test_derived_variables_by_hand():
    made = {one.name: one.frame for one in adam_data_sets(by_hand(), Parameters(days_per_month=30))}
    adsl = made["adsl"].set_index("USUBJID")
    assert adsl.loc["A", ["ITTFL", "RESECTFL", "AGEGR1", "BOR", "OBJRFL"]].tolist() == [
        "Y", "N", "\u226560", "PR", "Y",
    ]  # fmt: skip
    assert adsl.loc["B", "ITTFL"] == "N"
    assert pd.isna(adsl.loc["B", "BOR"])
    adtte = made["adtte"].iloc[0]
    assert (adtte["PARAMCD"], adtte["AVAL"], adtte["AVALU"], adtte["CNSR"]) == ("OS", 1, "MONTHS", 0)
    adrs = made["adrs"].set_index("PARAMCD")
    assert adrs.loc["BOR", ["AVALC", "ADT"]].tolist() == ["PR", pd.Timestamp("2021-03-08")]
    assert adrs.loc["OVR", ["AVALC", "AVISIT"]].tolist() == ["PR", "WEEK 9"]


@pytest.mark.parametrize("format", FORMATS)
def test_the_trial_read_back_is_the_same(exported, format):
    before, after = load_trial(COMMITTED), load_trial(exported / format)
    for name, data_set in DATA_SETS.items():
        declared = [variable.name for variable in data_set.variables]
        pd.testing.assert_frame_equal(after[name][declared], before[name][declared], check_exact=True)
    for endpoint in (OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL):
        wanted, found = (
            derive(one, endpoint, days_per_month=Parameters().days_per_month) for one in (before, after)
        )
        pd.testing.assert_frame_equal(found, wanted, check_exact=True, check_dtype=False)


def test_pyreadstat_reads_the_same_values_as_the_csv(exported):
    for path in sorted((exported / "xpt").glob("*.xpt")):
        frame, meta = pyreadstat.read_xport(str(path))
        table = read_table(exported / "csv" / f"{path.stem}.csv").text
        assert meta.table_name == path.stem.upper()
        assert all(meta.column_labels)
        assert [name[:8] for name in table] == list(frame)
        for full, short in zip(table, frame, strict=True):
            given = [text_of(value) for value in frame[short].tolist()]
            wanted = table[full].tolist()
            if frame[short].dtype == float:
                given, wanted = frame[short].tolist(), [float(value) for value in wanted]
            pd.testing.assert_series_equal(pd.Series(given), pd.Series(wanted), check_exact=True)


PRINTABLE = st.characters(exclude_categories=("C", "Z"))
VALUES = {
    "text": st.text(PRINTABLE, min_size=1, max_size=40).filter(lambda text: len(text.encode()) <= 200),
    "integer": st.integers(-(2**53) + 1, 2**53 - 1),
    "number": st.floats(min_value=SMALLEST, max_value=LARGEST).flatmap(lambda x: st.sampled_from([x, -x])),
    "date": st.dates(dt.date(1700, 1, 1), dt.date(2200, 12, 31)),
}


@st.composite
def any_data_set(draw):
    rows = draw(st.integers(0, 4))
    columns = tuple(Column(f"{kind[:3].upper()}1", kind, kind, "drawn") for kind in VALUES)
    made = {}
    for column in columns:
        values = draw(st.lists(st.none() | VALUES[column.kind], min_size=rows, max_size=rows))
        made[column.name] = pd.Series(values, dtype=object).astype(DTYPES[column.kind])
    return AdamSet("adx", "X", "one row", "ADAM OTHER", columns, ("TEX1",), pd.DataFrame(made))


@pytest.mark.parametrize("format", FORMATS)
@settings(max_examples=40, deadline=None)
@given(data_set=any_data_set())
def test_any_values_are_read_back(format, data_set, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / f"adx.{FORMATS[format]}"
    path.write_bytes(encode(data_set, format, INFO, "1").content)
    text = read_table(path).text
    for column in data_set.columns:
        read = [None if pd.isna(value) else str(value) for value in text[column.name]]
        if column.kind in ("integer", "number"):
            read = [None if value is None else float(value) for value in read]
        assert read == plain(data_set, column)


def columns_of(*columns, **values):
    made = pd.DataFrame({name: pd.Series(found) for name, found in values.items()})
    described = tuple(
        Column(name, "text" if made[name].dtype == object else "number", label, "") for name, label in columns
    )
    return AdamSet("adx", "X", "one row", "ADAM OTHER", described, (), made)


def test_xpt_shortens_names_and_labels_with_a_note():
    long = columns_of(("STRUCTURES", "What it is (a long explanation that does not fit)"), STRUCTURES=["a"])
    assert [note.text for note in encode(long, "xpt", INFO, "1").notes] == [
        "ADX, STRUCTURES: the name is cut to STRUCTUR in XPT",
        "ADX, STRUCTURES: the label is cut to 40 characters in XPT: 'What it is'",
    ]
    assert encode(long, "csv", INFO, "1").notes == ()


@pytest.mark.parametrize(
    ("data_set", "message"),
    [
        (
            columns_of(("LONGNAMEA", "A"), ("longnameb", "B"), LONGNAMEA=["a"], longnameb=["b"]),
            "ADX, column longnameb: has the same first 8 characters as LONGNAMEA",
        ),
        (columns_of(("MY VAR", "A"), **{"MY VAR": ["a"]}), "ADX, column MY VAR: the name cannot be written"),
        (columns_of(("A", "A"), A=["x", "\u2265" * 67]), "ADX, row 2, column A: '\u2265\u2265"),
        (columns_of(("A", "A"), A=[1.0, 1e80]), "ADX, row 2, column A: 1e+80 cannot be written in XPT"),
    ],
)
def test_what_xpt_cannot_hold_is_refused(data_set, message):
    with pytest.raises(InputError) as caught:
        encode(data_set, "xpt", INFO, "1")
    assert str(caught.value).startswith(message)
    assert encode(data_set, "dataset-json", INFO, "1").content


@pytest.mark.parametrize("format", FORMATS)
def test_define_xml_describes_what_is_there(exported, format):
    root = ElementTree.parse(exported / format / "define.xml").getroot()
    version = root.find(f"{ODM}Study/{ODM}MetaDataVersion")
    order = [f"{DEF}Standards", *(f"{ODM}{t}" for t in ("ItemGroupDef", "ItemDef", "CodeList", "MethodDef"))]
    assert list(dict.fromkeys(element.tag for element in version)) == order
    ids = [element.get("OID") for element in version.iter() if element.get("OID")]
    assert len(ids) == len(set(ids))
    references = ("ItemOID", "MethodOID", "CodeListOID", f"{DEF}StandardOID")
    wanted = {e.get(name) for e in version.iter() for name in references if e.get(name)}
    assert wanted <= set(ids)
    items = {element.get("OID"): element for element in version.findall(f"{ODM}ItemDef")}
    for group in version.findall(f"{ODM}ItemGroupDef"):
        file = group.find(f"{DEF}leaf").get(f"{XLINK}href")
        names = [items[r.get("ItemOID")].get("Name") for r in group.findall(f"{ODM}ItemRef")]
        assert names == list(read_table(exported / format / file).text)
    for method in version.findall(f"{ODM}MethodDef"):
        code = "".join(method.itertext()).strip().rpartition("(")[2].rstrip(")")
        module, _, name = code.rpartition(".")
        assert importlib.util.find_spec(code) if name == "recist" or "populations" in name else True
        if name not in ("recist", "populations"):
            assert callable(getattr(importlib.import_module(module), name))


def test_the_same_data_give_the_same_bytes(exported, tmp_path, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    run_export(COMMITTED, tmp_path / "again", ALL)
    assert hashes(tmp_path / "again") == hashes(exported)


def test_a_parameter_set_gives_its_data_and_cut_offs(small, tmp_path):
    (tmp_path / "p.yml").write_text(f"data: {small}\ndays_per_month: 31\n", encoding="utf-8")
    run_export(tmp_path / "p.yml", tmp_path / "out", "csv")
    given = load_trial(small)
    wanted = derive(given, OVERALL_SURVIVAL, days_per_month=31)
    adtte = load_trial(tmp_path / "out" / "csv")["adtte"]
    assert adtte["AVAL"].tolist() == wanted["AVAL"].tolist()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["csv", "export.json"]


def test_its_own_folder_is_replaced_and_no_other(small, tmp_path, capsys):
    out = tmp_path / "out"
    run_export(small, out, "csv")
    run_export(small, out, "dataset-json")
    assert capsys.readouterr().out.endswith(f"2 data sets as dataset-json with define.xml in {out}\n")
    assert not (out / "csv").exists()
    (out / "dataset-json" / "mine.txt").write_text("mine")
    before = hashes(out)
    with pytest.raises(InputError, match=r"holds dataset-json/mine.txt, which hcc-report export did not"):
        run_export(small, out, "csv")
    assert hashes(out) == before
    (out / "dataset-json" / "mine.txt").unlink()
    (out / "dataset-json" / "adsl.json").write_text("changed by hand")
    with pytest.raises(InputError, match=r"holds dataset-json/adsl.json"):
        run_export(small, out, "csv")


def test_the_data_folder_itself_is_not_overwritten(small):
    before = hashes(small)
    with pytest.raises(InputError, match="which hcc-report export did not write"):
        run_export(small, small, "csv")
    assert hashes(small) == before


def test_a_full_disk_leaves_the_former_export(small, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run_export(small, out, "csv")
    before, write = hashes(out), Path.write_bytes

    def full(path, content):
        if path.name == "adtte.csv":
            raise OSError(28, "No space left on device")
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"out: cannot be written: No space left on device"):
        run_export(small, out, "csv")
    assert hashes(out) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_an_unknown_format_is_named(small, tmp_path):
    with pytest.raises(InputError, match="unknown format 'sas'; known are dataset-json, xpt, csv"):
        run_export(small, tmp_path / "out", "csv,sas")
    assert not (tmp_path / "out").exists()
