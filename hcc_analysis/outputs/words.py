"""Sentences whose numbers are results: templates filled from results and parameters, nothing typed.

A placeholder ``{id}`` is a result, shown as its statistic asks; ``{=name}`` is a plain value.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hcc_analysis.formatting import DASH, number, p_equation, signed
from hcc_analysis.outputs.model import Paragraph, Span
from hcc_analysis.results import Result

_PLACEHOLDER = re.compile(r"\{(=?)([^{}]+)\}")
_DECIMALS = {"count": 0, "rate": 1, "percentage": 1, "hazard ratio": 2}
_FOLLOW_UP_DECIMALS = 2


@dataclass(frozen=True)
class Writer:
    """Fills templates.

    Attributes
    ----------
    results : mapping of str to Result
        Results by id.
    values : mapping of str to str
        Plain values by name, such as levels and limits from the parameters.
    """

    results: Mapping[str, Result]
    values: Mapping[str, str]

    def paragraph(self, heading: str, sentences: Iterable[str]) -> Paragraph:
        """Fill sentences into a paragraph.

        Parameters
        ----------
        heading : str
            Heading of the paragraph.
        sentences : iterable of str
            Templates.

        Returns
        -------
        Paragraph
            Text and numbers in their order.

        Raises
        ------
        KeyError
            A placeholder names no result or value.
        """
        spans: list[Span] = []
        for sentence in sentences:
            spans += self._spans(f" {sentence}" if spans else sentence)
        return Paragraph(heading=heading, spans=tuple(_joined(spans)))

    def _spans(self, template: str) -> list[Span]:
        spans, position = [], 0
        for found in _PLACEHOLDER.finditer(template):
            spans.append(Span(text=template[position : found.start()]))
            spans.append(self._value(*found.groups()))
            position = found.end()
        return [*spans, Span(text=template[position:])]

    def _value(self, plain: str, name: str) -> Span:
        if plain:
            return Span(text=self.values[name])
        return Span(text=shown(self.results[name]), result=name)


def shown(result: Result) -> str:
    """Show a result as it stands in a sentence.

    Parameters
    ----------
    result : Result
        Any result.

    Returns
    -------
    str
        With its unit where it has one: "30.0%", "18.7 months", "p = 0.025", "not reached".
    """
    value = result.value
    if result.statistic == "p value":
        return p_equation(value)
    if isinstance(value, str):
        return number(value, 0)
    decimals = _DECIMALS.get(result.statistic, _decimals_by_unit(result))
    unit = {"%": "%", "months": " months"}.get(result.unit, "") if result.statistic not in _LIMITS else ""
    return signed(number(value, decimals)) + unit


_LIMITS = ("lower limit", "upper limit")


def _decimals_by_unit(result: Result) -> int:
    if result.unit == "months":
        return _FOLLOW_UP_DECIMALS if result.id.startswith(("follow_up", "response")) else 1
    return 1 if result.unit == "%" else 2


def _joined(spans: list[Span]) -> list[Span]:
    """Join neighbouring plain texts; drop empty ones."""
    joined: list[Span] = []
    for span in spans:
        if joined and not span.result and not joined[-1].result:
            joined[-1] = Span(text=joined[-1].text + span.text)
        elif span.text:
            joined.append(span)
    return joined


def limits(id: str) -> str:
    """Return the placeholders of a result's limits, e.g. "{os.median.lower}\u2013{os.median.upper}"."""
    return f"{{{id}.lower}}{DASH}{{{id}.upper}}"
