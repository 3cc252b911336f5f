"""What of a file is not yet mapped: codes that are in no list of ours, and variables that nothing uses.

Each is said once, with the lines of ``mapping.yml`` that would map it.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from hcc_analysis.formatting import counted
from hcc_analysis.trial.faults import Fault
from hcc_analysis.trial.mapping import TrialMapping, VariableMapping
from hcc_analysis.trial.readers.table import Table
from hcc_analysis.trial.suggest import code_for, entry_for, gap_line, nearest_code, one_line, source_for
from hcc_analysis.trial.variables import DataSet, Variable

_CODED = ("allowed-values", "type")
_ALIKE = 0.8
_NAMED = 12
_MOST_CODES = 40
_HEAD = "# Hold every line against the trial's own documents."
_BY_LETTERS = "nearest by letters only"


class Unmapped:
    """What of a data set's file is not mapped.

    Parameters
    ----------
    table : Table
        What the file holds, before any mapping.
    data_set : DataSet
        Declaration of the data set.
    mapping : TrialMapping, optional
        The mapping that there is.
    """

    def __init__(self, table: Table, data_set: DataSet, mapping: TrialMapping | None) -> None:
        self._data_set = data_set
        self._entry = mapping.of(data_set.name) if mapping else None
        self._unused = _unused(table, data_set, mapping)

    def explain(self, faults: Iterable[Fault]) -> tuple[list[Fault], list[str]]:
        """Say of each value and variable that is not mapped what it could be.

        Parameters
        ----------
        faults : iterable of Fault
            What is wrong with the data set.

        Returns
        -------
        faults : list of Fault
            The same; those about codes with the number of records and the nearest code, those about missing
            variables with what could stand for them.
        lines : list of str
            Lines of ``mapping.yml`` that would map what can be mapped; empty when nothing can.
        """
        explained: list[Fault] = []
        codes: dict[str, list[str]] = {}
        lines: list[str] = []
        for fault in faults:
            variable = self._declared(fault)
            if variable is None:
                explained.append(fault)
            elif fault.rule == "column-missing":
                explained.append(self._about_column(fault, variable))
                lines.append(self._column_line(variable))
            elif variable.values and fault.rule in _CODED:
                explained.append(_about_code(fault, variable))
                codes.setdefault(variable.name, []).append(fault.value)
            else:
                explained.append(fault)
        found = {name: self._codes_line(self._data_set.variable(name), codes[name]) for name in codes}
        lines += [line for line in found.values() if line]
        return explained, self._block(lines)

    def _block(self, lines: list[str]) -> list[str]:
        head = [f"{self._data_set.name}:", "  variables:"]
        if all(line.lstrip().startswith("#") for line in lines):  # an entry of comments alone is no entry
            return [f"# {line}" for line in [*head, *lines]] if lines else []
        return [*head, *lines]

    def _declared(self, fault: Fault) -> Variable | None:
        names = {variable.name for variable in self._data_set.variables}
        return self._data_set.variable(fault.variable) if fault.variable in names else None

    def _likely(self, variable: Variable) -> tuple[str, str] | None:
        found = source_for(self._unused, variable)
        if found is not None:
            return found
        names = {str(name).strip().upper(): str(name) for name in self._unused.text.columns}
        close = difflib.get_close_matches(variable.name, list(names), n=1, cutoff=_ALIKE)
        return (names[close[0]], "its name is alike") if close else None

    def _about_column(self, fault: Fault, variable: Variable) -> Fault:
        unused = [one_line(str(name)) for name in self._unused.text.columns]
        likely, said = self._likely(variable), fault.message.partition("; the file has")[0]
        if "; rename" in said:
            words = "or map it"
        elif likely:
            words = f"{one_line(likely[0])} could be it ({likely[1]})"
        else:
            words = f"none of the file's variables looks like it ({one_line(variable.label)})"
        more = f" and {len(unused) - _NAMED} more" if len(unused) > _NAMED else ""
        rest = f"nothing uses {', '.join(unused[:_NAMED])}{more}" if unused else "every variable is used"
        return replace(fault, message=f"{said}; {words}; {rest}")

    def _column_line(self, variable: Variable) -> str:
        likely = self._likely(variable)
        if likely is not None:
            return f"    {variable.name}: {entry_for(self._unused.text[likely[0]], *likely, variable)}"
        return gap_line(variable)

    def _codes_line(self, variable: Variable, values: Sequence[str]) -> str:
        source = self._entry.source_of(variable.name) if self._entry else VariableMapping()
        if source is None or source.constant is not None:
            return ""
        codes = {str(old): None if new is None else str(new) for old, new in source.codes.items()}
        notes, guessed = [], []
        for value in values[:_MOST_CODES]:
            code = nearest_code(value, variable)
            if code is None:
                notes.append(f"GAP: no code for {one_line(value)}")
                continue
            codes[value] = code
            if code_for(value, variable) is None:
                guessed.append(one_line(value))
        if len(values) > _MOST_CODES:
            notes.append(f"GAP: {len(values) - _MOST_CODES} more values")
        if guessed:
            notes.append(f"{_BY_LETTERS}: {', '.join(guessed)}")
        comment = f"  # {'; '.join(notes)}" if notes else ""
        return f"    {variable.name}: {_entry(source, variable, codes)}{comment}"


def mapping_text(lines: Sequence[str]) -> str:
    """Put the lines of all data sets together, under what to do with them; empty when there are none."""
    return "\n".join([_HEAD, *lines, ""]) if lines else ""


def _about_code(fault: Fault, variable: Variable) -> Fault:
    code = nearest_code(fault.value, variable)
    many = f"; in {counted(fault.count, 'record')}, the first here" if fault.count > 1 else ""
    advice = f"; the nearest of our codes is {code}" if code else "; none of our codes is like it"
    allowed = ""
    if fault.rule == "type":
        allowed = f" (one of {', '.join(str(value) for value in variable.values)})"
    return replace(fault, message=f"{fault.message}{allowed}{many}{advice}")


def _entry(source: VariableMapping, variable: Variable, codes: dict[str, str | None]) -> str:
    parts = []
    if source.source not in (None, variable.name):
        parts.append(f"from: {json.dumps(source.source)}")
    if codes:
        pairs = (f"{json.dumps(old)}: {json.dumps(new)}" for old, new in codes.items())
        parts.append(f"codes: {{{', '.join(pairs)}}}")
    if source.unit is not None:
        parts.append(f"unit: {json.dumps(source.unit)}")
    return f"{{{', '.join(parts)}}}"


def _unused(table: Table, data_set: DataSet, mapping: TrialMapping | None) -> Table:
    entry = mapping.of(data_set.name) if mapping else None
    used = set(entry.rows) if entry else set()
    for variable in data_set.variables:
        source = entry.source_of(variable.name) if entry else VariableMapping()
        used.add((source.source if source else None) or variable.name)
    left = [name for name in table.text.columns if str(name) not in used]
    return Table(table.text[left], table.labels)
