"""What differs between two reports: results, figures, tables, and what they were made from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from hcc_analysis.report.differences import Difference, difference, same_value
from hcc_analysis.report.run_folder import DETAILS, Found, Key, Run

CHANGED, APPEARED, VANISHED, SAME = "changed", "appeared", "vanished", "same"
STATES = (CHANGED, APPEARED, VANISHED, SAME)

PARAMETER, PARAMETER_FILE, DATA = "parameter", "parameter file", "data file"
NOTEBOOK, CODE, SOFTWARE, OTHER = "notebook", "package code", "software version", "other file"
KINDS = (PARAMETER, PARAMETER_FILE, DATA, NOTEBOOK, CODE, SOFTWARE, OTHER)


@dataclass(frozen=True)
class ResultChange:
    """A result in two reports.

    Attributes
    ----------
    key : Key
        Output, id and group.
    state : str
        ``changed``, ``appeared``, ``vanished`` or ``same``.
    old, new : str
        Its values; empty where it is missing.
    difference : Difference, optional
        Where both values are numbers and differ.
    details : tuple of (str, str, str)
        What else changed: name, old and new.
    """

    key: Key
    state: str
    old: str
    new: str
    difference: Difference | None = None
    details: tuple[tuple[str, str, str], ...] = ()

    @property
    def same_value(self) -> bool:
        """Whether both reports have the result with one value, whatever else is said of it."""
        return self.state in (SAME, CHANGED) and same_value(self.old, self.new)


@dataclass(frozen=True)
class FileChange:
    """A figure or table in two reports, by the id of its output."""

    output: str
    state: str


@dataclass(frozen=True)
class InputChange:
    """Something that a report was made from, in two reports; old and new are hashes for files."""

    kind: str
    name: str
    state: str
    old: str
    new: str


@dataclass(frozen=True)
class RunDiff:
    """Everything that two reports have, and whether it differs."""

    results: tuple[ResultChange, ...]
    figures: tuple[FileChange, ...]
    tables: tuple[FileChange, ...]
    inputs: tuple[InputChange, ...]

    @property
    def agrees(self) -> bool:
        """Whether results, figures and tables are the same, whatever they were made from."""
        return not any(differing(part) for part in (self.results, self.figures, self.tables))

    @property
    def identical(self) -> bool:
        """Whether nothing differs."""
        return self.agrees and not differing(self.inputs)


def diff_runs(old: Run, new: Run) -> RunDiff:
    """Compare two reports.

    Parameters
    ----------
    old, new : Run
        The reports.

    Returns
    -------
    RunDiff
        What is the same and what is not, in the order of the old report, then of the new one.
    """
    return RunDiff(
        diff_results(old.results, new.results),
        diff_files(old.figures, new.figures),
        diff_files(old.tables, new.tables),
        diff_inputs(old, new),
    )


def differing(changes: Iterable[Any]) -> list[Any]:
    """Leave out what is the same."""
    return [change for change in changes if change.state != SAME]


def diff_results(old: Mapping[Key, Found], new: Mapping[Key, Found]) -> tuple[ResultChange, ...]:
    """Compare results; what is said of a value counts as well as the value."""
    return tuple(_result_change(key, old.get(key), new.get(key)) for key in _both(old, new))


def diff_files(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FileChange, ...]:
    """Compare files by their hashes."""
    return tuple(FileChange(id, _state(old.get(id), new.get(id))) for id in _both(old, new))


def diff_inputs(old: Run, new: Run) -> tuple[InputChange, ...]:
    """Compare parameters, files and versions, in the order of their kinds.

    Data files are compared by their name in the data folder, and a parameter file with the other one,
    whatever the two are called.
    """
    changes = [
        *_diff_values(PARAMETER, old.parameters, new.parameters),
        *_diff_hashes(_named_inputs(old), _named_inputs(new)),
        *_diff_values(SOFTWARE, old.software, new.software),
    ]
    return tuple(sorted(changes, key=lambda change: KINDS.index(change.kind)))


def _result_change(key: Key, old: Found | None, new: Found | None) -> ResultChange:
    if old is None or new is None:
        values = (old.value if old else "", new.value if new else "")
        return ResultChange(key, VANISHED if old else APPEARED, *values)
    details = tuple(
        (name, old.details.get(name, ""), new.details.get(name, ""))
        for name in DETAILS
        if not same_value(old.details.get(name, ""), new.details.get(name, ""))
    )
    same = same_value(old.value, new.value)
    state = SAME if same and not details else CHANGED
    return ResultChange(
        key, state, old.value, new.value, None if same else difference(old.value, new.value), details
    )


def _diff_values(kind: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[InputChange]:
    before, after = ({name: _text(value) for name, value in one.items()} for one in (old, new))
    return [
        InputChange(kind, name, _state(before.get(name), after.get(name)), *_pair(name, before, after))
        for name in _both(before, after)
    ]


def _diff_hashes(
    old: Mapping[tuple[str, str], tuple[str, str]], new: Mapping[tuple[str, str], tuple[str, str]]
) -> list[InputChange]:
    changes = []
    for kind, name in _both(old, new):
        old_path, old_hash = old.get((kind, name), (None, None))
        new_path, new_hash = new.get((kind, name), (None, None))
        paths = dict.fromkeys(path for path in (old_path, new_path) if path)
        state = _state(old_hash, new_hash)
        changes.append(InputChange(kind, " \u2192 ".join(paths), state, old_hash or "", new_hash or ""))
    return changes


def _named_inputs(run: Run) -> dict[tuple[str, str], tuple[str, str]]:
    """Give path and hash of each input by its kind and a name that two runs share."""
    data = str(run.parameters.get("data", ""))
    folder = PurePosixPath(data)
    prefixes = tuple(f"{name}/" for name in (str(folder), folder.name) if name not in ("", "."))
    paths = {path: _kind(path, prefixes) for path in run.inputs}
    single = list(paths.values()).count(PARAMETER_FILE) == 1
    named: dict[tuple[str, str], tuple[str, str]] = {}
    for path, kind in paths.items():
        name = _after(path, prefixes) if kind == DATA else path
        shared = "" if kind == PARAMETER_FILE and single else name
        named[kind, shared] = (path, str(run.inputs[path]))
    return named


def _kind(path: str, data: tuple[str, ...]) -> str:
    tests: list[tuple[str, Callable[[str], bool]]] = [
        (DATA, lambda text: text.startswith(data) if data else False),
        (CODE, lambda text: text.startswith("hcc_analysis/")),
        (NOTEBOOK, lambda text: text.startswith("notebooks/")),
        (PARAMETER_FILE, lambda text: text.endswith((".yml", ".yaml"))),
    ]
    return next((kind for kind, fits in tests if fits(path)), OTHER)


def _after(path: str, prefixes: tuple[str, ...]) -> str:
    return next(path.removeprefix(prefix) for prefix in prefixes if path.startswith(prefix))


def _both(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> list[Any]:
    return list(dict.fromkeys([*old, *new]))


def _pair(name: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[str, str]:
    return old.get(name, ""), new.get(name, "")


def _state(old: object, new: object) -> str:
    if old is None:
        return APPEARED
    if new is None:
        return VANISHED
    return SAME if old == new else CHANGED


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
