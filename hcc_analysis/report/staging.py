"""A report is written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hcc_analysis.errors import InputError

_ATTEMPTS = 20


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Give a folder to write into, which takes the place of the target when all went well.

    Parameters
    ----------
    target : Path
        Folder to replace. It stays as it is when the block raises.

    Yields
    ------
    Path
        Empty folder beside the target.

    Raises
    ------
    InputError
        Something cannot be written: the disk is full, or the folder may not be written.
    """
    folder: Path | None = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        new = folder / "new"
        new.mkdir()
        yield new
        _swap(new, target, folder)
    except OSError as error:
        stays = "; the previous one stays" if target.exists() else ""
        raise InputError.at(f"cannot be written: {error.strerror or error}{stays}", file=target) from error
    finally:
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _swap(new: Path, target: Path, aside: Path) -> None:
    """Put the new folder in its place; again when another build puts its own there at the same moment."""
    for attempt in range(_ATTEMPTS):
        old = aside / f"old{attempt}"
        with contextlib.suppress(FileNotFoundError):
            target.rename(old)
        try:
            new.rename(target)
        except OSError as error:
            if error.errno not in (errno.ENOTEMPTY, errno.EEXIST) or attempt == _ATTEMPTS - 1:
                if old.exists() and not target.exists():
                    old.rename(target)
                raise
        else:
            return
