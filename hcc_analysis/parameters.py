"""The parameters of a run: one flat YAML file, as ``papermill -f`` takes it, typed and strict."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from hcc_analysis.yaml_file import read_model

Level = Annotated[float, Field(gt=0, lt=1)]
Months = Annotated[float, Field(ge=0)]


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
    age_cutoff: Annotated[int, Field(gt=0, lt=120)] = 60
    afp_cutoff: Annotated[float, Field(gt=0)] = 400
    afp_reduction: Annotated[float, Field(gt=0, le=100)] = 90
    mpr_threshold: Annotated[float, Field(gt=0, le=100)] = 10
    null_response_rate: Annotated[float, Field(gt=0, lt=100)] = 5
    target_response_rate: Annotated[float, Field(gt=0, lt=100)] = 19.5
    design_alpha: Level = 0.05
    design_power: Level = 0.80
    dropout_rate: Annotated[float, Field(ge=0, lt=100)] = 5


def read_parameters(path: Path) -> Parameters:
    """Read a parameter set.

    Parameters
    ----------
    path : Path
        YAML file.

    Returns
    -------
    parameters : Parameters
        The checked parameters; those that the file leaves out have their defaults.

    Raises
    ------
    InputError
        An unknown name, a wrong type or an impossible value; the message names file and line.
    """
    return read_model(path, Parameters)
