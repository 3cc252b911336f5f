"""Find a path that is given relative to the project, from wherever a notebook runs."""

from __future__ import annotations

from pathlib import Path

from hcc_analysis.errors import InputError


def locate(path: str | Path) -> Path:
    """Find a file or folder from the working folder or one of its parents.

    A notebook runs in ``notebooks/`` under JupyterLab and in the project's folder under papermill;
    the same relative path works in both.

    Parameters
    ----------
    path : str or Path
        Absolute path, or path relative to the project.

    Returns
    -------
    Path
        The path found.

    Raises
    ------
    InputError
        There is no such file or folder.
    """
    wanted = Path(path).expanduser()
    here = Path.cwd()
    places = [wanted] if wanted.is_absolute() else [folder / wanted for folder in (here, *here.parents)]
    for place in places:
        if place.exists():
            return place
    raise InputError.at(f"does not exist (looked in {here} and the folders above it)", file=wanted)
