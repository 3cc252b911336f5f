"""How a variable of a data set is declared: name, type, label, allowed values, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import pandera.pandas as pa

Kind = Literal["text", "integer", "number", "date"]
DTYPES: dict[str, str] = {"text": "object", "integer": "Int64", "number": "float64", "date": "datetime64[ns]"}


@dataclass(frozen=True)
class Variable:
    """One variable of a data set, named as in ADaM where ADaM has it.

    Attributes
    ----------
    name : str
        Column name.
    kind : {"text", "integer", "number", "date"}
        Type of the values; dates are ISO 8601 calendar dates.
    label : str
        What it means, with its unit.
    required : bool
        False where a value may be missing.
    values : tuple of str or int
        The allowed values; empty allows any.
    minimum, maximum : float, optional
        Limits, both included.
    optional : bool
        Whether the whole column may be left out; its values are then missing.
    may_lack : bool
        Whether a trial may say that it does not have a required variable (null in ``mapping.yml``).
    """

    name: str
    kind: Kind
    label: str
    required: bool = True
    values: tuple[str | int, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    optional: bool = False
    may_lack: bool = False

    def column(self) -> pa.Column:
        """Return the pandera column that checks this variable."""
        return pa.Column(
            DTYPES[self.kind],
            checks=self._checks(),
            nullable=not self.required,
            name=self.name,
            title=self.label,
        )

    def _checks(self) -> list[pa.Check]:
        checks = []
        if self.values:
            listed = ", ".join(str(value) for value in self.values)
            checks.append(pa.Check.isin(list(self.values), error=f"must be one of {listed}"))
        if self.minimum is not None:
            checks.append(pa.Check.ge(self.minimum, error=f"must be at least {self.minimum:g}"))
        if self.maximum is not None:
            checks.append(pa.Check.le(self.maximum, error=f"must be at most {self.maximum:g}"))
        return checks


@dataclass(frozen=True)
class DataSet:
    """A data set: its variables and the key that makes a row unique.

    Attributes
    ----------
    name : str
        Name in lower case; the file is ``<name>.csv``.
    label : str
        What one row is.
    variables : tuple of Variable
        Its variables, in order.
    key : tuple of str
        Variables that together identify a row.
    """

    name: str
    label: str
    variables: tuple[Variable, ...]
    key: tuple[str, ...]
    _by_name: dict[str, Variable] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._by_name.update({variable.name: variable for variable in self.variables})

    def variable(self, name: str) -> Variable:
        """Return the variable of that name."""
        return self._by_name[name]

    def schema(self) -> pa.DataFrameSchema:
        """Return the pandera schema of the data set."""
        return pa.DataFrameSchema(
            {variable.name: variable.column() for variable in self.variables},
            name=self.name,
            title=self.label,
        )
