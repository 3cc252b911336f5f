"""The formats in which a supplement can be written, and their files. Imports little."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from hcc_analysis.errors import InputError

HTML, PDF, DOCX, RTF = "html", "pdf", "docx", "rtf"
FORMATS = (HTML, PDF, DOCX, RTF)
USUAL = (HTML, PDF)
_WHOLE = {HTML: "supplement.html", PDF: "supplement.pdf", DOCX: "supplement.docx"}


def read_formats(asked: Iterable[str]) -> tuple[str, ...]:
    """Read names of formats as they were typed.

    Parameters
    ----------
    asked : iterable of str
        Names, each alone or several with commas.

    Returns
    -------
    tuple of str
        Each format once, in the order of ``FORMATS``; HTML and PDF are always among them.

    Raises
    ------
    InputError
        A name is no format.
    """
    names = {name.strip().lower() for listed in asked for name in listed.split(",") if name.strip()}
    for name in sorted(names.difference(FORMATS)):
        raise InputError(f"--format {name}: there is no such format; choose from {', '.join(FORMATS)}")
    return tuple(name for name in FORMATS if name in names.union(USUAL))


def whole_files(formats: Collection[str]) -> tuple[str, ...]:
    """Name the files of formats that hold a whole supplement, in the order of ``FORMATS``."""
    return tuple(file for name, file in _WHOLE.items() if name in formats)


def table_file(output_id: str, suffix: str) -> str:
    """Name a table's own file in the report's folder, for instance its RTF."""
    return f"tables/{output_id}.{suffix}"


def lacking(formats: Collection[str], products: Collection[str]) -> set[str]:
    """Name the files that formats ask for and a report lacks.

    Parameters
    ----------
    formats : collection of str
        Formats that are wanted.
    products : collection of str
        Files of the report, relative to its folder; each table is there as CSV.

    Returns
    -------
    set of str
        Files that are not there.
    """
    wanted = set(whole_files(formats))
    if RTF in formats:
        tables = [
            Path(name).stem for name in products if name.startswith("tables/") and name.endswith(".csv")
        ]
        wanted |= {table_file(id, RTF) for id in tables}
    return wanted.difference(products)
