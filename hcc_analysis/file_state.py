"""What tells whether a file has changed, without reading it."""

from __future__ import annotations

from pathlib import Path

FileState = tuple[int, int, int]


def file_state(path: Path) -> FileState:
    """Return inode, size and time of change of a file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    tuple of int
        Equal as long as the file stays as it is.

    Raises
    ------
    OSError
        The file cannot be looked at.
    """
    found = path.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
