"""Check a data folder for the command line."""

from __future__ import annotations

from pathlib import Path

from hcc_analysis.errors import InputError


def run_check(data: Path, *, json_file: Path | None = None, html_file: Path | None = None) -> bool:
    """Check a data folder, print what was found and write it to files.

    Parameters
    ----------
    data : Path
        Data folder.
    json_file, html_file : Path, optional
        Where to write the findings as JSON, and as a page.

    Returns
    -------
    bool
        Whether there are errors.

    Raises
    ------
    InputError
        The folder cannot be read, or a file cannot be written.
    """
    from hcc_analysis.endpoints.check import ENDPOINT_RULES
    from hcc_analysis.report.data_check.as_html import page
    from hcc_analysis.report.data_check.as_json import to_json
    from hcc_analysis.report.data_check.terminal import show
    from hcc_analysis.trial.check import check_folder

    result = check_folder(data, ENDPOINT_RULES)
    show(result)
    if json_file is not None:
        _write(json_file, to_json(result))
    if html_file is not None:
        _write(html_file, page(result))
    return result.errors > 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError.at(f"cannot be written: {error.strerror}", file=path) from error


def run_init(data: Path) -> None:
    """Write a draft of ``mapping.yml``, and of ``dataset.yml`` when there is none.

    Parameters
    ----------
    data : Path
        Data folder.

    Raises
    ------
    InputError
        There is a mapping already, or the folder or a file cannot be read or written.
    """
    from rich.console import Console

    from hcc_analysis.trial.draft import draft
    from hcc_analysis.trial.locate import locate

    made = draft(data)
    console = Console(highlight=False, soft_wrap=True)
    for name, text in made.files.items():
        path = locate(data) / name
        _write(path, text)
        console.print(f"{path}", markup=False)
    console.print(
        f"{made.gaps} gaps (GAP in mapping.yml); fill them in, then run hcc-report check", markup=False
    )
