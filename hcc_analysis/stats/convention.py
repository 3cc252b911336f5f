"""Method choices as data: what SPSS, R and SAS do when nobody asks them to do otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from . import _check


@dataclass(frozen=True)
class Convention:
    """A named set of method choices, passed on to the functions of this package and to formatting.

    Attributes
    ----------
    name : str
        Name of the preset, or your own.
    ties : {"efron", "breslow"}
        Ties in Cox regression: `cox(..., ties=)`.
    conf_type : {"plain", "log", "log-log", "arcsine"}
        Scale of Kaplan-Meier intervals: `kaplan_meier(..., conf_type=)`.
    median_interval : {"brookmeyer-crowley", "symmetric"}
        Interval of a median: `curve.quantile(..., interval=)`.
    quantile_rule : {"r", "spss", "sas"}
        Which time a median is on a plateau: `curve.quantile(..., rule=)`.
    p_value : {"wald", "likelihood-ratio", "score"}
        Which p value goes with a hazard ratio.
    p_digits : int
        Decimals of a p value.
    p_smallest : float
        Smaller p values are printed as "< p_smallest".
    ratio_digits : int
        Decimals of a hazard or odds ratio and of its limits.
    ratio_rounding : {"half-up", "cut"}
        How ratios and their limits lose their further decimals.
    ratio_source_digits : int or None
        Decimals to which ratios are first rounded (half up), as software prints them, before
        `ratio_rounding`; None = none.
    time_digits, percent_digits : int
        Decimals of times and of percentages, rounded half up.
    """

    name: str
    ties: str
    conf_type: str
    median_interval: str
    quantile_rule: str
    p_value: str = "wald"
    p_digits: int = 3
    p_smallest: float = 0.001
    ratio_digits: int = 2
    ratio_rounding: str = "half-up"
    ratio_source_digits: int | None = None
    time_digits: int = 2
    percent_digits: int = 1

    def __post_init__(self) -> None:
        _check.choice("ties", self.ties, ("efron", "breslow"))
        _check.choice("conf_type", self.conf_type, ("plain", "log", "log-log", "arcsine"))
        _check.choice("median_interval", self.median_interval, ("brookmeyer-crowley", "symmetric"))
        _check.choice("quantile_rule", self.quantile_rule, ("r", "spss", "sas"))
        _check.choice("p_value", self.p_value, ("wald", "likelihood-ratio", "score"))
        _check.choice("ratio_rounding", self.ratio_rounding, ("half-up", "cut"))


_PRESETS = {
    "spss": Convention(
        "spss",
        ties="breslow",
        conf_type="plain",
        median_interval="symmetric",
        quantile_rule="spss",
        ratio_rounding="cut",
        ratio_source_digits=3,
    ),
    "r": Convention(
        "r", ties="efron", conf_type="log", median_interval="brookmeyer-crowley", quantile_rule="r"
    ),
    "sas": Convention(
        "sas", ties="breslow", conf_type="log-log", median_interval="brookmeyer-crowley", quantile_rule="sas"
    ),
}


def convention(name: str) -> Convention:
    """Return a preset.

    Parameters
    ----------
    name : {"spss", "r", "sas"}
        Which software's defaults. "spss" also prints ratios as the trial's paper does: SPSS's three
        decimals, cut to two.

    Returns
    -------
    Convention

    Raises
    ------
    ValueError
        If there is no such preset.
    """
    return _PRESETS[_check.choice("name", name, tuple(_PRESETS))]
