"""Executed notebooks, kept by the content of everything that they depend on.

Every file is written beside its place and renamed into it, so that it is whole or absent whatever happens;
two builds that write the same file write the same notebook. The folder may be deleted at any time.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hcc_analysis.report.execution import Execution
from hcc_analysis.report.fingerprint import Fingerprint

FORMAT = 4  # a part of every path: another layout finds nothing and breaks nothing

_KEPT = ("id", "notebook", "seconds", "page", "picture", "skipped")


class Cache:
    """A folder of executed notebooks.

    Parameters
    ----------
    folder : Path
        Where they are; made when something is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, key: str) -> Execution | None:
        """Return the executed notebook of a fingerprint's key, if there is one."""
        kept = _read(self._executed(key))
        if kept is None or kept.keys() != set(_KEPT):
            return None
        return Execution(**kept)

    def keep(self, key: str, execution: Execution) -> bool:
        """Keep a notebook that ran well; return whether it is kept: a full disk is no fault."""
        kept = {name: getattr(execution, name) for name in _KEPT}
        return _write(self._executed(key), kept)

    def last(self, name: str, id: str) -> dict[str, Any] | None:
        """Return what a notebook depended on when a parameter set was last built."""
        return _read(self._last(name, id))

    def remember(self, name: str, fingerprint: Fingerprint) -> None:
        """Note what a notebook depends on in a parameter set that was built."""
        _write(self._last(name, fingerprint.id), fingerprint.record())

    def keep_document(self, name: str, data: dict[str, Any]) -> None:
        """Keep what was typeset for a parameter set."""
        _write(self._typeset(name), data)

    def last_document(self, name: str) -> dict[str, Any] | None:
        """Return what was last typeset for a parameter set."""
        return _read(self._typeset(name))

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _executed(self, key: str) -> Path:
        return self._folder / f"executed-{FORMAT}" / key[:2] / f"{key}.json"

    def _typeset(self, name: str) -> Path:
        return self._folder / f"typeset-{FORMAT}" / f"{name}.json"

    def _last(self, name: str, id: str) -> Path:
        return self._folder / f"last-{FORMAT}" / name / f"{id}.json"


def _read(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def _write(path: Path, content: dict[str, Any]) -> bool:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=".", dir=path.parent)
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(content, file)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return True
    return False
