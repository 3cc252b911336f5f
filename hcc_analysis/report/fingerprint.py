"""What an executed notebook depends on, by content, and in which part it differs from the last time."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hcc_analysis.report import manifest
from hcc_analysis.report.plan import Task
from hcc_analysis.report.project import Project

# What a run writes into a notebook, as against what its author wrote.
_RUN_BY_CELL = ("outputs", "execution_count")
_RUN_METADATA = ("papermill", "execution", "collapsed", "scrolled")


@dataclass(frozen=True)
class Surroundings:
    """What all notebooks of a run share: hashes of files by path.

    Attributes
    ----------
    data : dict
        Data files.
    package : str
        This package's source.
    software : str
        The lock file and Python's version.
    """

    data: dict[str, str]
    package: str
    software: str


@dataclass(frozen=True)
class Fingerprint:
    """Everything that decides what an executed notebook holds.

    Attributes
    ----------
    id : str
        The notebook's stem.
    code : str
        Hash of the notebook without its outputs.
    parameters : dict
        The parameters that it reads.
    surroundings : Surroundings
        Data, package and software.
    """

    id: str
    code: str
    parameters: dict[str, Any]
    surroundings: Surroundings

    @property
    def key(self) -> str:
        """One SHA-256 of it all."""
        return _hash(json.dumps(asdict(self), sort_keys=True))

    def record(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)


def surroundings(project: Project, data: Path) -> Surroundings:
    """Hash what all notebooks of a run share.

    Parameters
    ----------
    project : Project
        Where things are.
    data : Path
        Data folder of the parameter set.

    Returns
    -------
    Surroundings
        Hashes of the contents.
    """
    files = manifest.input_hashes(project.read_by_notebooks, data, project.root, package=False)
    package = manifest.fingerprint(manifest.folder_hashes(manifest.PACKAGE, ""))
    lock = manifest.file_hash(project.lock) if project.lock.is_file() else ""
    return Surroundings(files, package, f"{lock} Python {platform.python_version()}")


def fingerprint(task: Task, shared: Surroundings) -> Fingerprint:
    """Say what a task's executed notebook depends on."""
    return Fingerprint(task.id, _code_hash(task.source), task.parameters, shared)


def difference(now: Fingerprint, before: dict[str, Any] | None) -> str:
    """Say in a few words what changed since a record was made.

    Parameters
    ----------
    now : Fingerprint
        What the notebook depends on.
    before : dict, optional
        Record of an earlier run; None when there was none.

    Returns
    -------
    str
        The reason to run it; empty when nothing changed.
    """
    if before is None:
        return "first run"
    present = now.record()
    reasons = [
        "code changed" if present["code"] != before["code"] else "",
        _named("parameter changed", present["parameters"], before["parameters"]),
        surroundings_difference(now.surroundings, Surroundings(**before["surroundings"])),
    ]
    return "; ".join(filter(None, reasons))


def surroundings_difference(now: Surroundings, before: Surroundings) -> str:
    """Say in a few words how what all notebooks share differs from what it was; empty when it does not."""
    reasons = [
        _named("data changed", now.data, before.data),
        "package changed" if now.package != before.package else "",
        "software changed" if now.software != before.software else "",
    ]
    return "; ".join(filter(None, reasons))


def _named(what: str, now: dict[str, Any], before: dict[str, Any]) -> str:
    names = sorted(name for name in now.keys() | before.keys() if now.get(name) != before.get(name))
    return f"{what} ({', '.join(names)})" if names else ""


def _code_hash(source: str) -> str:
    notebook = json.loads(source)
    for cell in notebook["cells"]:
        for name in _RUN_BY_CELL:
            cell.pop(name, None)
        for name in _RUN_METADATA:
            cell["metadata"].pop(name, None)
        cell["source"] = "".join(cell["source"])
    return _hash(json.dumps(notebook, sort_keys=True))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
