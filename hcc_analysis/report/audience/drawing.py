"""Small numbers and dates in a figure: its SVG keeps text as text."""

from __future__ import annotations

import datetime as dt
import re
from html import escape, unescape
from xml.etree import ElementTree

from hcc_analysis.outputs.model import Figure
from hcc_analysis.report.audience.protection import WITHHELD, Protection
from hcc_analysis.report.audience.words import without_counts, without_dates

_TEXT = re.compile(r"(<(?:text|title|desc|tspan)\b[^>]*>)([^<]+)(<)")
_NUMBERS = re.compile(r"\d+(?: \(\d+\))?")
_TICKS = ("xtick", "ytick")
_SVG = "{http://www.w3.org/2000/svg}"
_AT_RISK = "at_risk"


def draws_small_numbers(figure: Figure, protection: Protection) -> bool:
    """Return whether a figure says a number of too few patients elsewhere than among numbers at risk.

    Such a number cannot be held back alone: bars, curves and the other numbers give it away.
    """
    texts = (unescape(match[2]) for match in _TEXT.finditer(figure.svg))
    return any(without_counts(text, protection) != text for text in texts)


def masked_figure(figure: Figure, protection: Protection, dates: frozenset[dt.date]) -> Figure:
    """Return a figure without dates, small numbers at risk, and the data behind it.

    Parameters
    ----------
    figure : Figure
        A figure that draws no other small numbers.
    protection : Protection
        What is held back.
    dates : frozenset of datetime.date
        The patients' dates.

    Returns
    -------
    Figure
        The same picture; numbers at risk that are small are ``[c]``.
    """
    small = _small_at_risk(figure, protection)

    def shown(match: re.Match[str]) -> str:
        text = unescape(match[2])
        masked = WITHHELD if text.strip() in small else without_dates(text, dates)
        return match[1] + (match[2] if masked == text else escape(masked, quote=False)) + match[3]

    svg = _TEXT.sub(shown, figure.svg)
    return figure.model_copy(update={"svg": svg, "data": ()})


def _small_at_risk(figure: Figure, protection: Protection) -> frozenset[str]:
    """Return the texts under a Kaplan-Meier plot that hold a small number; none of them labels an axis."""
    if not any(data.name == _AT_RISK for data in figure.data):
        return frozenset()
    root = ElementTree.fromstring(figure.svg)
    ticks = {
        (text.text or "").strip()
        for group in root.iter(f"{_SVG}g")
        if group.get("id", "").startswith(_TICKS)
        for text in group.iter(f"{_SVG}text")
    }
    texts = {(text.text or "").strip() for text in root.iter(f"{_SVG}text")} - ticks
    small = {
        text
        for text in texts
        if _NUMBERS.fullmatch(text) and any(protection.is_small(int(n)) for n in re.findall(r"\d+", text))
    }
    return frozenset(small)
