"""The parameters of a run: one flat YAML file, as ``papermill -f`` takes it, typed and strict."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from hcc_analysis.errors import InputError
from hcc_analysis.yaml_file import check_model, read_mapping

GRID = "grid"
MOST_SETS = 10_000

Level = Annotated[float, Field(gt=0, lt=1)]
Months = Annotated[float, Field(ge=0)]
Words = Annotated[str, Field(min_length=1)]
# The adverse events that the paper's Table 3 names, in its order.
AE_TERMS = (
    "LEUKOPENIA",
    "ANAEMIA",
    "THROMBOCYTOPENIA",
    "TSH INCREASED",
    "HYPOTHYROIDISM",
    "ALT INCREASED",
    "AST INCREASED",
    "ALP INCREASED",
    "LDH INCREASED",
    "TBIL INCREASED",
    "GGT INCREASED",
    "INR INCREASED",
    "GASTROINTESTINAL BLEED",
    "RASH",
    "FEVER",
)


class Parameters(BaseModel):
    """Every parameter that a notebook may read; a notebook declares those that it does.

    Attributes
    ----------
    data : str
        Data folder, relative to the project or absolute.
    convention : {"spss", "r", "sas"}
        Statistical convention: ties, intervals, quantile rule.
    conf_level : float
        Level of intervals of survival estimates and hazard ratios.
    orr_conf_level : float
        Level of the interval of the objective response rate (paper: 90 %).
    days_per_month : float
        Days that make a month of analysis time (365/12).
    time_points : list of float
        Months at which rates are reported.
    group : str
        What survival is compared by in Fig. 2C: "surgery", or a variable of ADSL such as TRT01P, by which
        Fig. 3A and Supplementary Table 10 are then given too.
    group_levels : list of str
        Its two values; the hazard ratio is of the first against the second. By default as the data have them.
    os_origin : str
        What overall survival runs from, in words.
    relapse_endpoint : str
        Endpoint of Fig. 3A: RFS, or a PARAMCD that ADTTE gives, such as PFS.
    relapse_origin : str
        What it runs from, in words.
    assessment : str
        Assessment that gives the radiographic response, in words.
    ae_terms : list of str
        Adverse events (AEDECOD) that tables name first, also where nobody has one; any others follow.
    age_cutoff : int
        Age that splits the age groups (years).
    afp_cutoff : float
        Alpha-fetoprotein at baseline from which a patient counts as high (ug/L).
    afp_reduction : float
        Reduction of alpha-fetoprotein that counts as response (%).
    mpr_threshold : float
        Viable tumour below which a response is a major pathological one (%).
    null_response_rate, target_response_rate : float
        Response rates of the design (%).
    design_alpha, design_power : float
        One-sided alpha and power of the design.
    dropout_rate : float
        Drop-out that the design allows for (%).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)

    data: str = "data/reconstructed"
    convention: Literal["spss", "r", "sas"] = "spss"
    conf_level: Level = 0.95
    orr_conf_level: Level = 0.90
    days_per_month: Annotated[float, Field(gt=27, lt=32)] = 30.416667
    time_points: Annotated[list[Months], Field(min_length=1)] = [6, 12, 24]
    group: Words = "surgery"
    group_levels: list[str] = []
    os_origin: Words = "first dose"
    relapse_endpoint: Words = "RFS"
    relapse_origin: Words = "resection"
    assessment: Words = "week-9 assessment"
    ae_terms: list[Words] = list(AE_TERMS)
    age_cutoff: Annotated[int, Field(gt=0, lt=120)] = 60
    afp_cutoff: Annotated[float, Field(gt=0)] = 400
    afp_reduction: Annotated[float, Field(gt=0, le=100)] = 90
    mpr_threshold: Annotated[float, Field(gt=0, le=100)] = 10
    null_response_rate: Annotated[float, Field(gt=0, lt=100)] = 5
    target_response_rate: Annotated[float, Field(gt=0, lt=100)] = 19.5
    design_alpha: Level = 0.05
    design_power: Level = 0.80
    dropout_rate: Annotated[float, Field(ge=0, lt=100)] = 5


def read_parameters(path: Path, choice: Mapping[str, Any] | None = None) -> Parameters:
    """Read a parameter set.

    Parameters
    ----------
    path : Path
        YAML file.
    choice : mapping, optional
        One choice of the file's grid, from :func:`read_grid`.

    Returns
    -------
    parameters : Parameters
        The checked parameters; those that the file leaves out have their defaults.

    Raises
    ------
    InputError
        An unknown name, a wrong type or an impossible value; the message names file and line.
    """
    values, lines = read_mapping(path)
    grid = values.pop(GRID, None)
    if grid is not None and choice is None:
        raise InputError.at(
            "holds a grid, which is several parameter sets; build them with hcc-report", file=path
        )
    lines |= dict.fromkeys(choice or {}, lines.get(GRID, 1))
    return check_model({**values, **(choice or {})}, lines, path, Parameters)


def read_grid(path: Path) -> list[dict[str, Any]]:
    """List the choices of a file's ``grid``: every combination of its lists.

    Parameters
    ----------
    path : Path
        YAML file.

    Returns
    -------
    list of dict
        Values by parameter; one empty choice when the file has no grid.

    Raises
    ------
    InputError
        The grid is not a mapping of parameters to lists, a list is empty or repeats a value, or a
        parameter stands outside the grid too.
    """
    values, lines = read_mapping(path)
    grid = values.get(GRID, {})
    line = lines.get(GRID)
    if not isinstance(grid, dict):
        raise InputError.at("'grid' must hold `parameter: [values]` entries", file=path, line=line)
    for name, listed in grid.items():
        if not isinstance(listed, list) or not listed:
            raise InputError.at(f"'{name}' in the grid must be a list of values", file=path, line=line)
        if any(one in listed[:number] for number, one in enumerate(listed)):
            raise InputError.at(f"'{name}' in the grid holds a value twice", file=path, line=line)
        if name in values:
            raise InputError.at(f"'{name}' stands in the grid and outside it", file=path, line=lines[name])
    combined = math.prod(len(listed) for listed in grid.values())
    if combined > MOST_SETS:
        raise InputError.at(f"the grid has {combined} sets; the most is {MOST_SETS}", file=path, line=line)
    return [dict(zip(grid, chosen, strict=True)) for chosen in itertools.product(*grid.values())]


def set_name(path: Path, choice: Mapping[str, Any]) -> str:
    """Name a parameter set by its file and what the grid chose: ``sweep.convention-r.conf_level-0.9``."""
    return ".".join([path.stem, *(f"{name}-{_in_words(value)}" for name, value in choice.items())])


def _in_words(value: object) -> str:
    text = "_".join(map(str, value)) if isinstance(value, list) else str(value)
    return re.sub(r"[^A-Za-z0-9._-]+", "_", text)
