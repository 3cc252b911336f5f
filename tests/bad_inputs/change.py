"""Make a copy of the good folder and change one file in it, as a row of the table says."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from hcc_analysis.trial import load_trial
from hcc_analysis.trial.schemas import DATA_SETS
from tests.trial import formats

GOOD = Path(__file__).parent / "good"
_LAUGHS = 40


def changed_folder(row: dict[str, Any], folder: Path) -> Path:
    """Copy the good folder and change it.

    In this order: another format, ``text``/``raw``/``nest``/``laughs``/``fill``, ``replace`` (first
    place), ``replace_all``, ``swap`` (bytes), ``encoding``, ``truncate``, then ``delete``, ``folder``
    or ``link``; ``also`` writes the data set in a second format.
    """
    shutil.copytree(GOOD, folder)
    path = folder / row["file"]
    if path.suffix not in (".csv", ".yml"):
        _convert(path)
    if "also" in row:
        _write_as(path, row["also"])
    path.write_bytes(_content(row, path.read_bytes() if path.exists() else b""))
    if row.get("delete") or row.get("folder"):
        path.unlink()
    if row.get("folder"):
        path.mkdir()
    if row.get("link"):
        elsewhere = folder.parent / "elsewhere"
        path.rename(elsewhere)
        path.symlink_to(elsewhere)
    return folder


def _convert(path: Path) -> None:
    _write_as(path.with_suffix(".csv"), path.suffix.removeprefix("."))
    path.with_suffix(".csv").unlink()


def _write_as(path: Path, suffix: str) -> None:
    frame = load_trial(GOOD)[path.stem]
    formats.write(frame, DATA_SETS[path.stem], path.with_suffix(f".{suffix}"))


def _content(row: dict[str, Any], content: bytes) -> bytes:
    content = _new_content(row, content)
    for operation, count in (("replace", 1), ("replace_all", -1)):
        if operation in row:
            old, new = (text.encode() for text in row[operation])
            assert old in content
            content = content.replace(old, new, count)
    if "swap" in row:
        old, new = (text.encode("latin-1") for text in row["swap"])
        assert old in content
        assert len(old) == len(new)
        content = content.replace(old, new)
    if "encoding" in row:
        content = content.decode().encode(row["encoding"])
    return content[: int(len(content) * row.get("truncate", 1))]


def _new_content(row: dict[str, Any], content: bytes) -> bytes:
    if "text" in row:
        return row["text"].encode()
    if "raw" in row:
        return row["raw"].encode("latin-1")
    if "nest" in row:
        return b"a: " * row["file"].endswith(".yml") + b"[" * row["nest"]
    if "fill" in row:
        return content + b"#" * row["fill"]
    if "laughs" in row:
        lines = ["a0: &a0 [ha, ha]"]
        lines += [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, _LAUGHS)]
        return "\n".join([*lines, f"{row['laughs']}: *a{_LAUGHS - 1}", ""]).encode()
    return content
