"""One number that an output reports, with what a reader needs to judge it."""

from __future__ import annotations

import math
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

NOT_REACHED = "NR"
NOT_ESTIMABLE = "NE"
# How a statistic is computed of which there is only one way.
PLAIN_METHODS = {
    "count": "counted",
    "percentage": "count / n",
    "median": "middle value, or mean of the two middle ones",
    "minimum": "smallest value",
    "maximum": "largest value",
    "date": "read from the data",
    "time": "days between two dates / days per month",
    "shortest recurrence-free time": "smallest of the times, each days between two dates / days per month",
}


class Result(BaseModel):
    """One number (or word) that an output reports.

    Attributes
    ----------
    id : str
        Result id; the claim's id where the paper prints the number.
    value : float, int or str
        The value at full precision; percentages in percent; ``NR`` not reached; ``NE`` not estimable;
        dates as ISO text.
    statistic : str
        What it is, e.g. "median", "hazard ratio", "count".
    unit : str
        Unit; empty for none.
    n : int, optional
        Subjects behind it.
    method : str
        Method with its choices; that of a plain statistic is filled in from its name.
    group : str
        Group or level it belongs to.
    text : str
        How the output shows it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    value: float | int | str
    statistic: str
    unit: str = ""
    n: int | None = None
    method: str = ""
    group: str = ""
    text: str = ""

    @model_validator(mode="before")
    @classmethod
    def _name_plain_method(cls, values: Any) -> Any:  # noqa: ANN401  (whatever pydantic is given)
        if isinstance(values, dict) and not values.get("method"):
            return {**values, "method": PLAIN_METHODS.get(str(values.get("statistic")), "")}
        return values


def estimable(value: float | None) -> float | str:
    """Return a number, or ``NE`` where it is missing or not finite."""
    return NOT_ESTIMABLE if value is None or not math.isfinite(value) else float(value)
