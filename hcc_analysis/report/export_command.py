"""What ``hcc-report export`` does: derived ADaM data sets into a folder, whole or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from rich.console import Console

from hcc_analysis.errors import InputError

MADE = "export.json"
_MADE_BY = "hcc-report export"


def run_export(source: Path, to: Path, formats: str) -> None:
    """Export the data sets of a data folder or a parameter set and say what was written.

    Parameters
    ----------
    source : Path
        Data folder, or parameter set (YAML) that names one.
    to : Path
        Folder to write; new, empty, or one that this command made and nobody changed.
    formats : str
        Names of formats with commas between.

    Raises
    ------
    InputError
        The data are wrong, a format is unknown or cannot hold a value, or the folder holds other
        files or cannot be written.
    """
    chosen = _chosen(formats)
    require_own(to)
    files, notes = _files(source, chosen)
    listing = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    made = json.dumps({"made_by": _MADE_BY, "files": listing}, indent=1) + "\n"
    _write(files | {MADE: made.encode()}, to)
    console = Console(highlight=False, soft_wrap=True)
    for note in notes:
        console.print(f"note: {note}", markup=False)
    sets = sum(name.startswith(f"{chosen[0]}/ad") for name in files)
    console.print(f"{sets} data sets as {', '.join(chosen)} with define.xml in {to}", markup=False)


def _chosen(formats: str) -> list[str]:
    from hcc_analysis.adam import FORMATS

    chosen = list(dict.fromkeys(name.strip() for name in formats.split(",") if name.strip()))
    unknown = [name for name in chosen if name not in FORMATS]
    if unknown or not chosen:
        raise InputError(f"unknown format '{', '.join(unknown)}'; known are {', '.join(FORMATS)}")
    return chosen


def require_own(folder: Path) -> None:
    """Refuse a folder that holds anything that this command did not make.

    Parameters
    ----------
    folder : Path
        The folder.

    Raises
    ------
    InputError
        It is a file, or holds a file that is not as this command wrote it.
    """
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise InputError.at("is not a folder; choose another place", file=folder)
    if not folder.exists():
        return
    try:
        present = {
            path.relative_to(folder).as_posix(): path
            for path in sorted(folder.rglob("*"))
            if not path.is_dir() or path.is_symlink()
        }
        listed = _listed(present.pop(MADE, None))
        for name, path in present.items():
            content = b"" if path.is_symlink() else path.read_bytes()
            if path.is_symlink() or listed.get(name) != hashlib.sha256(content).hexdigest():
                message = f"holds {name}, which hcc-report export did not write; choose another folder"
                raise InputError.at(message, file=folder)
    except OSError as error:
        raise InputError.at(f"cannot be read: {error.strerror}", file=folder) from error


def _listed(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["files"]
    except (ValueError, KeyError, TypeError):
        return {}
    return listed if isinstance(listed, dict) else {}


def _files(source: Path, formats: list[str]) -> tuple[dict[str, bytes], list[str]]:
    from hcc_analysis.adam import FORMATS, adam_data_sets, encode
    from hcc_analysis.adam.define import define_xml
    from hcc_analysis.adam.xpt import short_names
    from hcc_analysis.parameters import Parameters, read_parameters
    from hcc_analysis.report.facts import package_version
    from hcc_analysis.trial import load_trial
    from hcc_analysis.trial.locate import locate

    place = locate(source)
    parameters = Parameters(data=str(place)) if place.is_dir() else read_parameters(place)
    trial = load_trial(parameters.data)
    data_sets = adam_data_sets(trial, parameters)
    files: dict[str, bytes] = {}
    notes: list[str] = []
    for format in formats:
        for data_set in data_sets:
            encoded = encode(data_set, format, trial.info, package_version())
            files[f"{format}/{data_set.name}.{FORMATS[format]}"] = encoded.content
            notes += [note.text for note in encoded.notes]
        names = {one.name: short_names(one)[0] for one in data_sets} if format == "xpt" else {}
        files[f"{format}/define.xml"] = define_xml(data_sets, trial.info, FORMATS[format], names)
        files[f"{format}/dataset.yml"] = (trial.folder / "dataset.yml").read_bytes()
    return files, notes


def _write(files: dict[str, bytes], to: Path) -> None:
    from hcc_analysis.report.staging import staged

    with staged(to) as folder:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
