"""Check a data folder and find everything that is wrong with it, not only the first fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hcc_analysis.errors import InputError
from hcc_analysis.trial.check_rules import consistency_faults
from hcc_analysis.trial.checks import cross_faults
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS, with_visits
from hcc_analysis.trial.faults import Fault, Severity, path_of
from hcc_analysis.trial.info import DatasetInfo, read_info
from hcc_analysis.trial.locate import locate
from hcc_analysis.trial.mapped import is_absent, origin_of
from hcc_analysis.trial.mapped import locate as locate_in_file
from hcc_analysis.trial.mapping import MAPPING, TrialMapping, read_trial_mapping, sources_of
from hcc_analysis.trial.readers.sources import SUFFIXES, require_safe, rows_of, two_files
from hcc_analysis.trial.reading import read_named, typed
from hcc_analysis.trial.schemas import VISITS
from hcc_analysis.trial.trial import Trial
from hcc_analysis.trial.unmapped import Unmapped, mapping_text
from hcc_analysis.trial.variables import DataSet

_PLACE = re.compile(r"(?:, line (\d+))?(?:, row (\d+))?(?:, column (.+?))?: (.*)", re.DOTALL)
_NOT_DATA = ("data_dictionary",)

Rule = Callable[[Trial], Iterable[Fault]]


@dataclass(frozen=True)
class FurtherRule:
    """A rule that needs a whole trial.

    Attributes
    ----------
    name : str
        What it checks, in words.
    faults : callable
        Trial to faults.
    needs : tuple of str
        Data sets that must be there without errors, besides ``adsl``.
    about : tuple of str
        Data sets that it is about; with none of them in the folder there is nothing to check.
    may_use : tuple of str
        Data sets that it reads where they are there; they may not have errors.
    """

    name: str
    faults: Rule
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    may_use: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a data folder, and where.

    Attributes
    ----------
    file : str
        Name of the file.
    row : int, optional
        Row of a CSV file (the header is row 1), line of a YAML or ``.ndjson`` file, else the number of the
        observation; none for a whole file.
    variable : str
        Name of the variable; empty for a whole file.
    value : str
        The value found.
    rule : str
        Identifier of the rule.
    severity : {"error", "warning"}
        An error keeps the trial from being right; a warning asks for a look.
    message : str
        What is wrong and how to mend it.
    kind : str
        What is wrong without anything of a single subject; empty where the rule says it.
    """

    file: str
    row: int | None
    variable: str
    value: str
    rule: str
    severity: Severity
    message: str
    kind: str = ""


@dataclass(frozen=True)
class CheckResult:
    """What a check of a data folder has found.

    Attributes
    ----------
    folder : Path
        The folder.
    records : tuple of (str, int)
        Each file that could be read with its number of records.
    findings : tuple of Finding
        Everything found, by file, row and variable.
    skipped : tuple of str
        Checks that were left out since the data that they need have errors.
    mapping : str
        Lines of ``mapping.yml`` that would map what is not mapped; empty when all is.
    """

    folder: Path
    records: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    skipped: tuple[str, ...] = ()
    mapping: str = ""

    @property
    def errors(self) -> int:
        """Number of errors."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """Number of warnings."""
        return len(self.findings) - self.errors


def check_folder(
    data: str | Path, further: Sequence[FurtherRule] = (), *, max_bytes: int | None = None
) -> CheckResult:
    """Check every data set of a folder, and the data sets against each other.

    Parameters
    ----------
    data : str or Path
        Data folder, absolute or relative to the project.
    further : sequence of FurtherRule
        Rules that need a whole trial; run where what they read has no errors.
    max_bytes : int, optional
        Largest size of a file.

    Returns
    -------
    CheckResult
        Everything found.

    Raises
    ------
    InputError
        The folder does not exist or cannot be read.
    """
    folder = locate(data)
    if not folder.is_dir():
        raise InputError.at("is not a data folder", file=folder)
    reading = _Reading(folder, max_bytes)
    reading.read_all()
    faults, skipped = list(reading.faults), []
    if reading.has_subjects:
        known = {_about(fault) for fault in faults} | {
            _value_of(fault) for fault in faults if fault.count > 1
        }
        across = cross_faults(reading.info, reading.frames, reading.paths)
        for found in (across, consistency_faults(reading.info, reading.frames)):
            faults += [fault for fault in found if not {_about(fault), _value_of(fault)} & known]
        skipped = _run_further(further, reading, faults)
    else:
        skipped = ["checks between data sets", *(rule.name for rule in further)]
    faults = [fault for fault in faults if not is_absent(fault, reading.frames.get(fault.data_set))]
    findings = reading.findings + _located(faults, reading)
    records = tuple((reading.paths[name].name, len(frame)) for name, frame in reading.frames.items())
    lines = mapping_text(reading.unmapped)
    return CheckResult(folder, records, _in_order(findings), tuple(skipped), lines)


def _run_further(further: Sequence[FurtherRule], reading: _Reading, faults: list[Fault]) -> list[str]:
    broken = {fault.data_set for fault in faults if fault.severity == "error"}
    skipped = []
    for rule in further:
        if rule.about and not set(rule.about) & set(reading.paths):
            continue
        if set(rule.needs) - set(reading.paths):
            continue
        reads = {"adsl", *rule.needs, *rule.about, *rule.may_use}
        lacks = set(rule.needs) - set(reading.frames)
        if reading.info is None or lacks or broken & reads:
            skipped.append(rule.name)
        else:
            faults += rule.faults(Trial(reading.folder, reading.info, reading.frames, reading.paths))
    return skipped


def _about(fault: Fault) -> tuple[object, ...]:
    return fault.data_set, fault.record, fault.variable


def _value_of(fault: Fault) -> tuple[object, ...]:
    return fault.data_set, "value", fault.variable, fault.value


def _in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (f.file, f.row or 0, f.variable, f.rule, f.message)))


def _located(faults: list[Fault], reading: _Reading) -> list[Finding]:
    faults = [locate_in_file(fault, reading.frames.get(fault.data_set)) for fault in faults]
    placed = {fault.data_set for fault in faults if fault.record is not None}
    rows = {name: rows_of(reading.paths[name], _length(reading.frames[name])) for name in sorted(placed)}
    return [
        Finding(
            path_of(fault.data_set, reading.folder, reading.paths).name,
            None if fault.record is None else rows[fault.data_set][fault.record],
            fault.variable or "",
            fault.value,
            fault.rule,
            fault.severity,
            fault.message,
            fault.kind,
        )
        for fault in faults
    ]


def _length(frame: pd.DataFrame) -> int:
    records = origin_of(frame).records
    return len(frame) if records is None else int(max(records, default=-1)) + 1


class _Reading:
    """The data sets of a folder as far as they can be read, and what came up on the way."""

    def __init__(self, folder: Path, max_bytes: int | None) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        self.info: DatasetInfo | None = None
        self.mapping: TrialMapping | None = None
        self.paths: dict[str, Path] = {}
        self.frames: dict[str, pd.DataFrame] = {}
        self.faults: list[Fault] = []
        self.findings: list[Finding] = []
        self.unmapped: list[str] = []

    @property
    def has_subjects(self) -> bool:
        """Whether data sets can be held against each other."""
        lost = any((f.data_set, f.variable, f.record) == ("adsl", "USUBJID", None) for f in self.faults)
        return "adsl" in self.frames and not lost

    @property
    def visits(self) -> Sequence[str]:
        return self.info.visits if self.info else VISITS

    def read_all(self) -> None:
        self._read_info()
        try:
            self.mapping = read_trial_mapping(self.folder, self.visits)
            found = sources_of(self.folder, self.mapping)
        except InputError as error:
            self.findings.append(_from_error(error, self.folder / MAPPING, "mapping"))
            return
        for name, data_set in ALL_DATA_SETS.items():
            paths = found.get(name, [])
            if len(paths) > 1:
                message = two_files(name, paths)
                self.findings.append(Finding(paths[0].name, None, "", "", "two-files", "error", message))
            elif paths or name == "adsl":
                self.paths[name] = paths[0] if paths else self.folder / f"{name}.csv"
                self._read(with_visits(data_set, self.visits), self.paths[name])
        self._name_unread_files()

    def _read_info(self) -> None:
        try:
            self.info = read_info(self.folder)
        except InputError as error:
            self.findings.append(_from_error(error, self.folder / "dataset.yml", "dataset-yml"))

    def _read(self, data_set: DataSet, path: Path) -> None:
        try:
            require_safe(path, self.folder, self.max_bytes)
            table = read_named(path, data_set)
            frame, faults = typed(table, data_set, self.mapping)
        except InputError as error:
            of_mapping = self.mapping is not None and str(error).startswith(str(self.mapping.path))
            place, rule = (self.folder / MAPPING, "mapping") if of_mapping else (path, "unreadable")
            self.findings.append(_from_error(error, place, rule))
            return
        faults, lines = Unmapped(table, data_set, self.mapping).explain(faults)
        self.faults += faults
        self.unmapped += lines
        self.frames[data_set.name] = frame

    def _name_unread_files(self) -> None:
        used = set(self.paths.values())
        for path in sorted(self.folder.iterdir()):
            stem = path.stem.lower()
            known = path in used or (stem in ALL_DATA_SETS and self.mapping is None) or stem in _NOT_DATA
            if path.suffix.lower() in SUFFIXES and not known:
                message = "the file is not read: its name is not that of a data set"
                found = Finding(path.name, None, "", "", "unread-file", "warning", message, message)
                self.findings.append(found)


def _from_error(error: InputError, path: Path, rule: str) -> Finding:
    text = str(error)
    place = _PLACE.fullmatch(text.removeprefix(str(path))) if text.startswith(str(path)) else None
    if place is None:
        return Finding(path.name, None, "", "", rule, "error", text)
    line, row, column, message = place.groups()
    number = int(line or row) if line or row else None
    return Finding(path.name, number, column or "", "", rule, "error", message)
