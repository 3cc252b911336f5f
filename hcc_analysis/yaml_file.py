"""Read a flat YAML file into a strict pydantic model, every fault named by file and line."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from hcc_analysis.errors import InputError

Model = TypeVar("Model", bound=BaseModel)
# What PyYAML raises where a value is not what its tag says, such as `!!timestamp soon` or `!!bool maybe`.
_IMPOSSIBLE = (ValueError, AttributeError, LookupError, TypeError, ArithmeticError)


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a YAML mapping and check it against a model.

    Parameters
    ----------
    path : Path
        File to read.
    model : type
        Pydantic model that says which entries there are.

    Returns
    -------
    Model
        The checked content.

    Raises
    ------
    InputError
        The file is missing or not a YAML mapping, or an entry is unknown, missing, repeated or wrong.
    """
    return check_model(*read_mapping(path), path, model)


def check_model(values: dict[str, Any], lines: dict[str, int], path: Path, model: type[Model]) -> Model:
    """Check a mapping against a model.

    Parameters
    ----------
    values, lines : dict
        From :func:`read_mapping`.
    path : Path
        File that they come from.
    model : type
        Pydantic model that says which entries there are.

    Returns
    -------
    Model
        The checked content.

    Raises
    ------
    InputError
        An entry is unknown, missing or wrong.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _explain(error, path, lines, model) from None


def read_mapping(path: Path) -> tuple[dict[str, Any], dict[str, int]]:
    """Read a YAML mapping with the line of each entry.

    Parameters
    ----------
    path : Path
        File to read.

    Returns
    -------
    values : dict
        Entries by name.
    lines : dict
        Line of each entry, from 1; of one within another by their names joined with dots.

    Raises
    ------
    InputError
        The file is missing, is not YAML (tags and aliases to objects are refused), or repeats an entry.
    """
    if not path.is_file():
        raise InputError.at("the file does not exist", file=path)
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_aliases(text, path)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if not isinstance(node, yaml.MappingNode):
            raise InputError.at("must hold `name: value` entries", file=path)
        _require_possible(node, path)
        values = yaml.safe_load(text)
    except UnicodeDecodeError:
        raise InputError.at("is not UTF-8 text; save it as UTF-8", file=path) from None
    except OSError as error:
        raise InputError.at(f"cannot be read: {error.strerror}", file=path) from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = " ".join((getattr(error, "problem", None) or str(error)).split())
        raise InputError.at(
            f"not valid YAML: {problem}", file=path, line=mark.line + 1 if mark else None
        ) from None
    except RecursionError:
        raise InputError.at("not valid YAML: nested too deep", file=path) from None
    return values, _lines(node, path)


def _refuse_aliases(text: str, path: Path) -> None:
    """Aliases of aliases grow without bounds when they are written out."""
    if "*" not in text:
        return
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            line = event.start_mark.line + 1 if event.start_mark else None
            message = f"the alias *{event.anchor} is not allowed; write the value out"
            raise InputError.at(message, file=path, line=line)


def _require_possible(node: yaml.MappingNode, path: Path) -> None:
    """Name the entry whose value YAML cannot make, such as the 30th of February."""
    for part in (part for entry in node.value for part in entry):
        try:
            yaml.SafeLoader("").construct_object(part, deep=True)
        except _IMPOSSIBLE as error:
            reason = str(error)[:120] if isinstance(error, ValueError) else "not a value of its tag"
            message = f"'{str(part.value)[:60]}' is impossible: {reason}"
            raise InputError.at(message, file=path, line=part.start_mark.line + 1) from None


def _lines(node: yaml.MappingNode, path: Path, within: str = "") -> dict[str, int]:
    lines: dict[str, int] = {}
    inner: dict[str, int] = {}
    for key, value in node.value:
        name, line = within + str(key.value), key.start_mark.line + 1
        if name in lines:
            said = name.removeprefix(within)
            raise InputError.at(f"'{said}' stands twice (first in line {lines[name]})", file=path, line=line)
        lines[name] = line
        if isinstance(value, yaml.MappingNode):
            inner |= _lines(value, path, f"{name}.")
    return inner | lines


def _explain(error: ValidationError, path: Path, lines: dict[str, int], model: type[BaseModel]) -> InputError:
    first = min(error.errors(), key=lambda fault: fault["type"] != "extra_forbidden")
    place = [str(part) for part in first["loc"]]
    while len(place) > 1 and ".".join(place) not in lines:
        # what pydantic names besides entries: members of a union, places in a list
        place = _without_last_unknown(place, lines)
    name = place[-1] if place else ""
    if first["type"] == "extra_forbidden":
        known = list(model.model_fields) if len(place) == 1 else []
        message = f"unknown parameter '{name}'{suggestion(name, known) if known else ''}"
    elif first["type"] == "missing":
        message = f"'{name}' is missing"
    else:
        message = (
            f"parameter '{name}' is {first.get('input')!r}: {first['msg'].removeprefix('Value error, ')}"
        )
    return InputError.at(message, file=path, line=lines.get(".".join(place)))


def _without_last_unknown(place: list[str], lines: dict[str, int]) -> list[str]:
    for length in range(1, len(place) + 1):
        if ".".join(place[:length]) not in lines:
            return [*place[: length - 1], *place[length:]] if length > 1 else place[:1]
    return place


def suggestion(name: str, known: list[str]) -> str:
    """Name the known entry that is nearest to a name, or all of them."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; known are {', '.join(known)}"
