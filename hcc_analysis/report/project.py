"""Where things are: every path of a project in one place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from hcc_analysis.errors import InputError

SETS_PAGE = "index.html"  # among the reports: the page that compares parameter sets


@dataclass(frozen=True)
class Project:
    """A folder with notebooks, parameters and data.

    Attributes
    ----------
    root : Path
        The project's folder; relative data folders start here.
    reports : Path
        Where reports are written.
    """

    root: Path
    reports: Path

    @property
    def notebooks(self) -> Path:
        """Folder of the notebooks."""
        return self.root / "notebooks"

    @property
    def contents(self) -> Path:
        """File that gives the order of the supplement."""
        return self.notebooks / "contents.yml"

    @property
    def claims(self) -> Path:
        """File with the numbers that the paper printed."""
        return self.root / "data" / "published" / "claims.csv"

    @property
    def read_by_notebooks(self) -> list[Path]:
        """Files outside the data folder that notebooks read."""
        published = sorted(path for path in self.claims.parent.glob("*") if path.is_file())
        return [*published, self.root / "docs" / "validation.md"]

    @property
    def cache(self) -> Path:
        """Folder of the executed notebooks that need not run again."""
        return self.root / ".cache" / "hcc-report"

    @property
    def lock(self) -> Path:
        """File that pins every package."""
        return self.root / "requirements.lock"

    def report(self, name: str) -> Path:
        """Folder of the report of a parameter set."""
        return self.reports / name

    def failed(self, name: str) -> Path:
        """Folder with the notebooks of a run that failed."""
        return self.reports / f"{name}.failed"


def find_project(reports: Path | None = None) -> Project:
    """Find the project from the working folder upwards.

    Parameters
    ----------
    reports : Path, optional
        Where reports are written; ``reports/`` of the project when left out.

    Returns
    -------
    Project
        The project.

    Raises
    ------
    InputError
        Neither this folder nor one above it holds ``notebooks/contents.yml``.
    """
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "notebooks" / "contents.yml").is_file():
            return Project(folder, (reports or folder / "reports").absolute())
    raise InputError.at("no notebooks/contents.yml here or above; run this inside a project", file=here)
