"""Units of measurement that a mapping can convert, exactly: each as a multiple of its kind's base unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction

from hcc_analysis.trial.readers.table import text_of

SAS_DAYS = "SAS days"
DATE = "date"

# AFP: 1 IU of the first international standard (WHO 72/225) is 1.21 ng.
# Bilirubin: 584.66 g/mol. A month is 365/12 days, as `days_per_month` has it by default.
KINDS: dict[str, dict[str, Fraction]] = {
    "length": {"mm": Fraction(1), "cm": Fraction(10), "m": Fraction(1000)},
    "time": {
        "days": Fraction(1),
        "weeks": Fraction(7),
        "months": Fraction(365, 12),
        "years": Fraction(365),
    },
    "alpha-fetoprotein": {
        "ug/L": Fraction(1),
        "ng/mL": Fraction(1),
        "ng/dL": Fraction(1, 100),
        "mg/L": Fraction(1000),
        "IU/mL": Fraction("1.21"),
        "kIU/L": Fraction("1.21"),
    },
    "bilirubin": {"umol/L": Fraction(1), "mg/dL": Fraction(1_000_000, 58466)},
    "concentration of protein": {"g/L": Fraction(1), "g/dL": Fraction(10)},
}
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?").fullmatch
_WHOLE = re.compile(r"-?[0-9]{1,6}(\.0+)?").fullmatch
_SAS_EPOCH = dt.date(1960, 1, 1)
_SAS_RANGE = (-138061, 2936549)  # 1582-01-01 to 9999-12-31

Convert = Callable[[str], str | None]


def converter(text: str) -> Convert:
    """Return what converts a value as ``unit to unit`` says.

    Parameters
    ----------
    text : str
        Such as ``cm to mm``, ``IU/mL to ug/L`` or ``SAS days to date``.

    Returns
    -------
    callable
        From a value's text to the converted text; None for what is not a number.

    Raises
    ------
    ValueError
        The text has another form, a unit is not known, or the two measure different things.
    """
    old, separator, new = (part.strip() for part in text.partition(" to "))
    if not separator:
        raise ValueError("must have the form 'cm to mm'")
    if (old, new) == (SAS_DAYS, DATE):
        return _from_sas
    for units in KINDS.values():
        if old in units and new in units:
            factor = units[old] / units[new]
            return lambda value: _times(value, factor)
    known = sorted({unit for units in KINDS.values() for unit in units})
    for unit in (old, new):
        if unit not in known:
            raise ValueError(
                f"unknown unit '{unit[:30]}'; known are {', '.join(known)}, '{SAS_DAYS} to {DATE}'"
            )
    raise ValueError(f"'{old}' and '{new}' measure different things")


def _times(value: str, factor: Fraction) -> str | None:
    return str(text_of(float(Fraction(value) * factor))) if _NUMBER(value) else None


def _from_sas(value: str) -> str | None:
    if not _WHOLE(value):
        return None
    days = int(float(value))
    if not _SAS_RANGE[0] <= days <= _SAS_RANGE[1]:
        return None
    return (_SAS_EPOCH + dt.timedelta(days=days)).isoformat()
