"""Whether data sets make sense together, beyond what reading them needs: for ``hcc-report check``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pandas as pd

from hcc_analysis.trial.checks import faults_of
from hcc_analysis.trial.faults import Fault
from hcc_analysis.trial.info import DatasetInfo

Frames = Mapping[str, pd.DataFrame]

# Dates at which a subject was seen, or was given something: not after the last date known to be alive.
_CONTACTS = (
    ("adtr", "ADT"),
    ("admvi", "ADT"),
    ("adlb", "ADT"),
    ("adfu", "ADT"),
    ("adres", "ADT"),
    ("adpath", "ADT"),
    ("adae", "ASTDT"),
    ("adae", "AENDT"),
    ("adcomp", "ASTDT"),
    ("adcm", "ASTDT"),
    ("adex", "ASTDT"),
    ("adex", "AENDT"),
)
_VISITED = ("adtr", "admvi", "adlb")
_CHILD_PUGH = {"A": (5, 6), "B": (7, 9), "C": (10, 15)}
_DOSE_UNITS = {"TISLELIZUMAB": "mg", "IMRT": "Gy"}
_SPREADSHEET_DATE = r"(?i)[0-9]{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:-[0-9]{2,4})?"
_DAMAGED = "\N{REPLACEMENT CHARACTER}|Ã[\u0080-\u00bf]|â€"


def consistency_faults(info: DatasetInfo | None, frames: Frames) -> Iterator[Fault]:
    """Find what does not make sense between variables and data sets.

    Parameters
    ----------
    info : DatasetInfo, optional
        What the data are.
    frames : mapping of str to pandas.DataFrame
        Typed data sets by name, ``adsl`` among them; wrong values are missing.

    Yields
    ------
    Fault
        Each fault.
    """
    adsl = frames["adsl"]
    subjects = adsl.dropna(subset="USUBJID").drop_duplicates("USUBJID").set_index("USUBJID")
    yield from _subject_level(adsl, info)
    yield from _last_contact(frames, subjects)
    yield from _visits(frames, subjects)
    rules: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Iterator[Fault]]] = {
        "adae": _adverse_events,
        "adpath": _pathology,
        "adfu": _recurrences,
        "adlb": _units,
        "adex": _exposure,
    }
    for name, rule in rules.items():
        if name in frames:
            yield from rule(frames[name], subjects)
    for name, frame in frames.items():
        yield from _text(name, frame)
        yield from _enrolled(name, frame, subjects)


def _subject_level(adsl: pd.DataFrame, info: DatasetInfo | None) -> Iterator[Fault]:
    for bad, variable, rule, message in _subject_errors(adsl):
        yield from faults_of("adsl", adsl, bad, variable, rule, message)
    for bad, variable, rule, message in _subject_warnings(adsl):
        yield from faults_of("adsl", adsl, bad, variable, rule, message, "warning")
    yield from _child_pugh(adsl)
    if info is not None:
        message = f"'{{value}}' is not the registry_id {info.registry_id} of dataset.yml"
        other = adsl["STUDYID"].notna() & (adsl["STUDYID"] != info.registry_id)
        yield from faults_of("adsl", adsl, other, "STUDYID", "study", message, "warning")


def _subject_errors(adsl: pd.DataFrame) -> Iterator[tuple[pd.Series, str, str, str]]:
    refused, treated = adsl["ENRLFL"] == "N", adsl["TRTSDT"].notna()
    yield refused & treated, "TRTSDT", "not-enrolled", "treated, but ENRLFL is N"
    yield refused & adsl["ENRLDT"].notna(), "ENRLDT", "not-enrolled", "enrolled, but ENRLFL is N"
    yield adsl["SURGDT"].notna() & ~treated, "SURGDT", "untreated", "resected, but TRTSDT is missing"
    lost = ~refused & treated & adsl["DTHDT"].isna() & adsl["LSTALVDT"].isna()
    yield lost, "LSTALVDT", "follow-up", "a treated subject needs LSTALVDT or DTHDT"


def _subject_warnings(adsl: pd.DataFrame) -> Iterator[tuple[pd.Series, str, str, str]]:
    enrolled = adsl["ENRLFL"] == "Y"
    undated = enrolled & adsl["ENRLDT"].isna()
    yield undated, "ENRLDT", "enrolment", "ENRLFL is Y, but the date is missing"
    reason = enrolled & adsl["SCRFRSN"].notna()
    yield reason, "SCRFRSN", "enrolment", "a reason against enrolment, but ENRLFL is Y"
    both = adsl["SURGDT"].notna() & adsl["NORSRSN"].notna()
    yield both, "NORSRSN", "resection", "a reason against resection, but SURGDT is given"
    unseen = adsl["DTHDT"].notna() & adsl["LSTALVDT"].isna()
    yield unseen, "LSTALVDT", "follow-up", "missing for a subject with DTHDT"


def _child_pugh(adsl: pd.DataFrame) -> Iterator[Fault]:
    for grade, (low, high) in _CHILD_PUGH.items():
        bad = (adsl["CHILDPGH"] == grade) & ~adsl["CPSCORE"].between(low, high).fillna(True)
        message = f"{{value}} points are not Child-Pugh class {grade} ({low} to {high})"
        yield from faults_of("adsl", adsl, bad, "CPSCORE", "child-pugh", message)


def _last_contact(frames: Frames, subjects: pd.DataFrame) -> Iterator[Fault]:
    for name, variable in _CONTACTS:
        if name in frames:
            last = frames[name]["USUBJID"].map(subjects["LSTALVDT"])

            def message(record: int, last: pd.Series = last) -> str:
                return f"{{value}} is after LSTALVDT {last.iloc[record].date()} in adsl"

            late = frames[name][variable] > last
            yield from faults_of(name, frames[name], late, variable, "after-last-contact", message)


def _visits(frames: Frames, subjects: pd.DataFrame) -> Iterator[Fault]:
    for name in _VISITED:
        if name not in frames:
            continue
        frame = frames[name]
        start = frame["USUBJID"].map(subjects["TRTSDT"])
        late = (frame["AVISIT"] == "BASELINE") & (frame["ADT"] > start)
        early = frame["AVISIT"].notna() & (frame["AVISIT"] != "BASELINE") & (frame["ADT"] <= start)

        def after(record: int, start: pd.Series = start) -> str:
            return f"baseline on {{value}} is after TRTSDT {start.iloc[record].date()}"

        def before(record: int, start: pd.Series = start, visit: pd.Series = frame["AVISIT"]) -> str:
            name = str(visit.iloc[record]).lower()
            return f"{name} on {{value}} is not after TRTSDT {start.iloc[record].date()}"

        kind = "baseline is after TRTSDT"
        yield from faults_of(name, frame, late, "ADT", "visit-date", after, "warning", kind)
        yield from faults_of(name, frame, early, "ADT", "visit-date", before)


def _adverse_events(adae: pd.DataFrame, subjects: pd.DataFrame) -> Iterator[Fault]:
    start, screened = adae["USUBJID"].map(subjects["TRTSDT"]), adae["USUBJID"].map(subjects["SCRDT"])
    before_screening = adae["ASTDT"] < screened
    message = "onset on {value} is before the subject was screened"
    yield from faults_of("adae", adae, before_screening, "ASTDT", "event-period", message)
    message = "onset on {value} is before the first dose (TRTSDT): not treatment-emergent"
    early = (adae["ASTDT"] < start) & ~before_screening
    yield from faults_of("adae", adae, early, "ASTDT", "event-period", message, "warning")
    related = (adae["ASTDT"] < start) & (adae["AEREL"] == "RELATED")
    yield from faults_of("adae", adae, related, "AEREL", "event-period", "related, but before the first dose")
    fatal = (adae["AETOXGR"] == 5).fillna(False) & adae["USUBJID"].map(subjects["DTHDT"]).isna()
    fatal &= adae["USUBJID"].isin(subjects.index)
    yield from faults_of("adae", adae, fatal, "AETOXGR", "fatal-event", "grade 5, but no DTHDT in adsl")


def _pathology(adpath: pd.DataFrame, subjects: pd.DataFrame) -> Iterator[Fault]:
    surgery = adpath["USUBJID"].map(subjects["SURGDT"])
    none = surgery.isna() & adpath["USUBJID"].isin(subjects.index)
    yield from faults_of(
        "adpath", adpath, none, "USUBJID", "no-resection", "the subject has no SURGDT in adsl"
    )
    other = surgery.notna() & adpath["ADT"].notna() & (adpath["ADT"] != surgery)
    yield from faults_of(
        "adpath",
        adpath,
        other,
        "ADT",
        "resection-date",
        lambda record: f"{{value}} is not SURGDT {surgery.iloc[record].date()} in adsl",
    )


def _recurrences(adfu: pd.DataFrame, subjects: pd.DataFrame) -> Iterator[Fault]:
    message = "a recurrence without its organ"
    bare = (adfu["RECURFL"] == "Y") & adfu["RECURLOC"].isna()
    yield from faults_of("adfu", adfu, bare, "RECURLOC", "recurrence", message, "warning")
    message = "an organ of recurrence, but RECURFL is N"
    yield from faults_of(
        "adfu", adfu, (adfu["RECURFL"] == "N") & adfu["RECURLOC"].notna(), "RECURLOC", "recurrence", message
    )


def _units(adlb: pd.DataFrame, subjects: pd.DataFrame) -> Iterator[Fault]:
    for parameter, rows in adlb.groupby("PARAMCD")["AVALU"]:
        units = rows.value_counts()
        if len(units) > 1:
            usual = units.index[0]
            other = (adlb["PARAMCD"] == parameter) & adlb["AVALU"].notna() & (adlb["AVALU"] != usual)
            message = f"{parameter} in {{value}}, elsewhere in {usual}"
            yield from faults_of("adlb", adlb, other, "AVALU", "one-unit", message)


def _exposure(adex: pd.DataFrame, subjects: pd.DataFrame) -> Iterator[Fault]:
    expected = adex["EXTRT"].map(_DOSE_UNITS)
    other = expected.notna() & adex["EXDOSU"].notna() & (adex["EXDOSU"] != expected)
    yield from faults_of(
        "adex",
        adex,
        other,
        "EXDOSU",
        "dose-unit",
        lambda record: f"{adex['EXTRT'].iloc[record]} in {{value}}, not in {expected.iloc[record]}",
    )
    start, surgery = adex["USUBJID"].map(subjects["TRTSDT"]), adex["USUBJID"].map(subjects["SURGDT"])
    message = "given on {value}, before the first dose (TRTSDT) in adsl"
    yield from faults_of("adex", adex, adex["ASTDT"] < start, "ASTDT", "first-dose", message)
    message = "adjuvant on {value}, but not after the resection (SURGDT) in adsl"
    adjuvant = (adex["EPOCH"] == "ADJUVANT") & (surgery.isna() | (adex["ASTDT"] < surgery))
    yield from faults_of("adex", adex, adjuvant & adex["ASTDT"].notna(), "ASTDT", "epoch", message)
    message = "preoperative on {value}, but after the resection (SURGDT) in adsl"
    preoperative = (adex["EPOCH"] == "PREOPERATIVE") & (adex["ASTDT"] > surgery)
    yield from faults_of("adex", adex, preoperative, "ASTDT", "epoch", message)
    message = "radiotherapy without fractions"
    fractions = (adex["EXTRT"] == "IMRT") & adex["EXFRAC"].isna()
    yield from faults_of("adex", adex, fractions, "EXFRAC", "fractions", message, "warning")


def _text(name: str, frame: pd.DataFrame) -> Iterator[Fault]:
    for variable in frame.columns:
        if frame[variable].dtype != object or not frame[variable].notna().any():
            continue
        values = frame[variable]
        different = pd.Series(values.unique(), dtype=object)
        words = different.astype(str)
        mangled = values.isin(different[words.str.fullmatch(_SPREADSHEET_DATE)])
        message = "'{value}' looks like a date that a spreadsheet made of text"
        yield from faults_of(name, frame, mangled, variable, "spreadsheet-date", message, "warning")
        damaged = values.isin(different[words.str.contains(_DAMAGED)])
        message = "'{value}' was read in a wrong encoding before; export it again as UTF-8"
        yield from faults_of(name, frame, damaged, variable, "damaged-text", message, "warning")


def _enrolled(name: str, frame: pd.DataFrame, subjects: pd.DataFrame) -> Iterator[Fault]:
    if name != "adsl":
        out = frame["USUBJID"].map(subjects["ENRLFL"]) == "N"
        message = "the subject is not enrolled (ENRLFL) in adsl"
        yield from faults_of(name, frame, out, "USUBJID", "not-enrolled", message, "warning")
