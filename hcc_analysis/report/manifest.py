"""What went in and what came out, by content: SHA-256 of every input and product."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import hcc_analysis

FILE = "manifest.json"
PACKAGE = Path(hcc_analysis.__file__).parent
SKIPPED = {"__pycache__", ".ipynb_checkpoints"}


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def folder_hashes(folder: Path, prefix: str) -> dict[str, str]:
    """Return the SHA-256 of every file in a folder.

    Parameters
    ----------
    folder : Path
        The folder; everything below it counts, caches and hidden files aside.
    prefix : str
        What stands before the files' paths in the result.

    Returns
    -------
    dict
        Hash by path, sorted.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and _counts(path, folder))
    return {f"{prefix}{path.relative_to(folder).as_posix()}": file_hash(path) for path in files}


def fingerprint(hashes: dict[str, str]) -> str:
    """Return one SHA-256 for many files: of their names and hashes."""
    lines = "".join(f"{value}  {name}\n" for name, value in sorted(hashes.items()))
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()


def input_hashes(files: Iterable[Path], data: Path, root: Path, *, package: bool = True) -> dict[str, str]:
    """Return the SHA-256 of everything that a run reads.

    Parameters
    ----------
    files : iterable of Path
        Parameters, notebooks and the other single files; those that do not exist are left out.
    data : Path
        Data folder.
    root : Path
        Project; paths are given relative to it where they are inside.
    package : bool
        Whether this package's source is listed too.

    Returns
    -------
    dict
        Hash by path.
    """
    single = {_name(path, root): file_hash(path) for path in files if path.is_file()}
    source = folder_hashes(PACKAGE, "hcc_analysis/") if package else {}
    return dict(sorted({**single, **folder_hashes(data, f"{_name(data, root)}/"), **source}.items()))


def write_manifest(
    folder: Path,
    inputs: dict[str, str],
    parameters: dict[str, Any],
    software: dict[str, str],
    audience: dict[str, Any],
) -> None:
    """Write ``manifest.json`` of a finished report folder.

    Parameters
    ----------
    folder : Path
        The report; every file in it is listed.
    inputs : dict
        From :func:`input_hashes`.
    parameters : dict
        The parameter set.
    software : dict
        Version by name.
    audience : dict
        Who the report is for.
    """
    content = {
        "audience": audience,
        "parameters": parameters,
        "software": software,
        "inputs": inputs,
        "products": folder_hashes(folder, ""),
    }
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a report; empty when there is none that can be read."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _counts(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return not any(part in SKIPPED or part.startswith(".") for part in parts)


def _name(path: Path, root: Path) -> str:
    path, root = path.resolve(), root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
