"""Whether files stay as they are while a build runs: a report may not mix two states of the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from hcc_analysis.errors import InputError
from hcc_analysis.file_state import FileState, file_state

_State = FileState | None


@dataclass(frozen=True)
class Snapshot:
    """Files and how they were when the build began.

    Attributes
    ----------
    states : dict
        Inode, size and time of change, by path; None for a file that was not there.
    folder : Path
        Data folder; another file in it is a change as well.
    """

    states: dict[Path, _State]
    folder: Path

    def changed(self) -> Path | None:
        """Return a file that is not as it was; none where all are."""
        now = {path: _state(path) for path in {**self.states, **dict.fromkeys(_files(self.folder))}}
        return next((path for path in sorted(now) if now[path] != self.states.get(path)), None)

    def require_unchanged(self) -> None:
        """Refuse to go on when a file has changed.

        Raises
        ------
        InputError
            A file is not as it was; the message names it.
        """
        path = self.changed()
        if path is not None:
            message = "changed while the build ran; build again (the previous report stays)"
            raise InputError.at(message, file=path)


def take_snapshot(folder: Path, files: Iterable[Path]) -> Snapshot:
    """Note how the files of a data folder, and some others, are now.

    Parameters
    ----------
    folder : Path
        Data folder.
    files : iterable of Path
        Further files.

    Returns
    -------
    Snapshot
        Their states.
    """
    return Snapshot({path: _state(path) for path in (*_files(folder), *files)}, folder)


def _files(folder: Path) -> list[Path]:
    found = folder.rglob("*") if folder.is_dir() else ()
    return [path for path in found if path.is_file() and not path.name.startswith(".")]


def _state(path: Path) -> _State:
    try:
        return file_state(path)
    except OSError:
        return None
