"""A report is written whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        new = folder / "new"
        new.mkdir()
        yield new
        _swap(new, target, folder / "old")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(new: Path, target: Path, old: Path) -> None:
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
