"""What ``mapping.yml`` says: which files, variables, codes and units of a trial are ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator, model_validator

from hcc_analysis.errors import InputError
from hcc_analysis.trial.endpoint_schemas import ALL_DATA_SETS, with_visits
from hcc_analysis.trial.readers.sources import SUFFIXES, candidates, one_each, require_safe
from hcc_analysis.trial.schemas import VISITS
from hcc_analysis.trial.units import converter
from hcc_analysis.trial.variables import DataSet
from hcc_analysis.yaml_file import check_model, read_mapping, suggestion

MAPPING = "mapping.yml"
_MAX_BYTES = 1_000_000
_PARAMETER = "PARAMCD"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class VariableMapping(_Strict):
    """Where a variable of ours comes from.

    Attributes
    ----------
    source : str, optional
        The trial's variable (``from:`` in the file); the same name by default.
    constant : str, optional
        One value for every record, in place of a variable.
    codes : dict of str to str
        The trial's value to ours (null: missing); other values stay as they are.
    unit : str or dict of str to str
        Conversion such as ``cm to mm``; or one for each ``PARAMCD`` of ours.
    """

    source: str | None = Field(default=None, alias="from")
    constant: str | int | float | None = None
    codes: dict[str | int, str | int | None] = Field(default_factory=dict)
    unit: str | dict[str, str] | None = None

    @field_validator("codes", mode="before")
    @classmethod
    def _quoted(cls, value: object) -> object:
        """Say what to do about the words that YAML takes for truth values."""
        if isinstance(value, dict) and any(isinstance(word, bool) for pair in value.items() for word in pair):
            raise ValueError("put yes, no, true, false, on and off into quotation marks")
        return value

    @field_validator("unit")
    @classmethod
    def _known_units(cls, value: str | dict[str, str] | None) -> str | dict[str, str] | None:
        for text in value.values() if isinstance(value, dict) else [value] if value else []:
            converter(text)
        return value

    @model_validator(mode="after")
    def _one_source(self) -> VariableMapping:
        if self.constant is not None and (self.source or self.codes or self.unit):
            raise ValueError("a constant has no from, codes or unit")
        return self


class DataSetMapping(_Strict):
    """Where a data set of ours comes from.

    Attributes
    ----------
    file : str, optional
        Name of the file in the data folder, with or without its suffix; that of the data set by default.
    rows : dict of str to list of str
        The records that are used: allowed values by the trial's variable.
    variables : dict
        Source of each variable; its name alone is short for ``from:``, null says that the trial has none.
    """

    file: str | None = None
    rows: dict[str, list[str]] = Field(default_factory=dict)
    variables: dict[str, VariableMapping | str | None] = Field(default_factory=dict)

    @field_validator("file")
    @classmethod
    def _in_the_folder(cls, value: str | None) -> str | None:
        if value is not None and (not value.strip() or Path(value).name != value or "\\" in value):
            raise ValueError("must be the name of a file in the data folder, without folders")
        return value

    def source_of(self, name: str) -> VariableMapping | None:
        """Return where a variable comes from; None where the trial has none."""
        entry = self.variables.get(name, name)
        return VariableMapping.model_validate({"from": entry}) if isinstance(entry, str) else entry


class TrialMapping:
    """The checked content of ``mapping.yml``: one entry a data set, with the lines for messages.

    Parameters
    ----------
    path : Path
        The file.
    data_sets : mapping of str to DataSetMapping or None
        Entries by name of the data set; None says that the trial does not have it.
    lines : mapping of str to int
        Line of each entry, by its names joined with dots.
    """

    def __init__(
        self, path: Path, data_sets: Mapping[str, DataSetMapping | None], lines: Mapping[str, int]
    ) -> None:
        self.path = path
        self.data_sets = data_sets
        self.lines = lines

    def of(self, name: str) -> DataSetMapping | None:
        """Return the entry of a data set, if there is one."""
        return self.data_sets.get(name)

    def fault(self, message: str, *names: str) -> InputError:
        """Return an error at the line of the entry with these names, or of the nearest around it."""
        nearest = (".".join(names[:length]) for length in range(len(names), 0, -1))
        line = next((self.lines[name] for name in nearest if name in self.lines), None)
        return InputError.at(message, file=self.path, line=line)


def read_trial_mapping(folder: Path, visits: Sequence[str] = VISITS) -> TrialMapping | None:
    """Read ``mapping.yml`` of a data folder.

    Parameters
    ----------
    folder : Path
        Data folder.
    visits : sequence of str
        Names of the trial's visits.

    Returns
    -------
    TrialMapping or None
        What it says; None when the folder has none.

    Raises
    ------
    InputError
        The file is not YAML, or an entry is unknown or wrong; the message names the line.
    """
    path = folder / MAPPING
    if not (path.exists() or path.is_symlink()):
        return None
    require_safe(path, folder, _MAX_BYTES)
    values, lines = read_mapping(path)
    checked = check_model(values, lines, path, _model())
    entries = {name: getattr(checked, name) for name in ALL_DATA_SETS if name in checked.model_fields_set}
    mapping = TrialMapping(path, entries, lines)
    for name, entry in entries.items():
        _require_ours(mapping, with_visits(ALL_DATA_SETS[name], visits), entry)
    return mapping


def sources_of(folder: Path, mapping: TrialMapping | None) -> dict[str, list[Path]]:
    """Find every file that could hold a data set, under the names that the mapping gives.

    Parameters
    ----------
    folder : Path
        Data folder.
    mapping : TrialMapping, optional
        Its mapping.

    Returns
    -------
    dict of str to list of Path
        The files found, by data set.

    Raises
    ------
    InputError
        The folder cannot be read, or a file that the mapping names does not exist.
    """
    stems = {name: _stem(name, mapping) for name in ALL_DATA_SETS}
    files = candidates(folder, tuple(dict.fromkeys(stem for stem in stems.values() if stem)))
    found = {name: files[stem] for name, stem in stems.items() if stem in files}
    for name, entry in (mapping.data_sets if mapping else {}).items():
        if mapping is None or entry is None or entry.file is None:
            continue
        suffix = Path(entry.file).suffix.lower()
        if suffix in SUFFIXES:
            found[name] = [path for path in found.get(name, []) if path.suffix.lower() == suffix]
        if not found.get(name):
            raise mapping.fault(f"there is no file '{entry.file}' in the data folder", name, "file")
    return found


def find_sources(folder: Path, mapping: TrialMapping | None) -> dict[str, Path]:
    """Find the one file of each data set of a folder.

    Parameters
    ----------
    folder : Path
        Data folder.
    mapping : TrialMapping, optional
        Its mapping.

    Returns
    -------
    dict of str to Path
        The files found, by data set.

    Raises
    ------
    InputError
        The folder cannot be read, a file that the mapping names does not exist, or two files
        hold the same data set.
    """
    return one_each(sources_of(folder, mapping), folder)


def _stem(name: str, mapping: TrialMapping | None) -> str | None:
    if mapping is None or name not in mapping.data_sets:
        return name
    entry = mapping.data_sets[name]
    if entry is None:
        return None
    file = (entry.file or name).lower()
    return Path(file).stem if Path(file).suffix in SUFFIXES else file


def _model() -> type[BaseModel]:
    fields: dict[str, Any] = dict.fromkeys(ALL_DATA_SETS, (DataSetMapping | None, None))
    return create_model("MappingFile", __base__=_Strict, **fields)


def _require_ours(mapping: TrialMapping, data_set: DataSet, entry: DataSetMapping | None) -> None:
    """Hold the names and values against our declaration of the data set."""
    if entry is None:
        if data_set.name == "adsl":
            raise mapping.fault("adsl cannot be left out: every trial has subjects", "adsl")
        return
    known = {variable.name: variable for variable in data_set.variables}
    for name in entry.variables:
        place = (data_set.name, "variables", name)
        if name not in known:
            raise mapping.fault(
                f"{data_set.name} has no variable '{name[:40]}'{suggestion(name, list(known))}", *place
            )
        source = entry.source_of(name)
        if source is None:
            if known[name].required and not known[name].may_lack:
                raise mapping.fault(f"{name} is needed in every record and cannot be left out", *place)
            continue
        _require_codes(mapping, known[name].values, source, place)
        if isinstance(source.unit, dict) and _PARAMETER not in known:
            raise mapping.fault(f"{data_set.name} has no {_PARAMETER}; give one unit", *place, "unit")


def _require_codes(
    mapping: TrialMapping, values: tuple[str | int, ...], source: VariableMapping, place: tuple[str, ...]
) -> None:
    allowed = [str(value) for value in values]
    given = [*source.codes.values(), *([source.constant] if source.constant is not None else [])]
    for value in given:
        if allowed and value is not None and str(value) not in allowed:
            raise mapping.fault(f"'{str(value)[:40]}' must be one of {', '.join(allowed)}", *place, "codes")
