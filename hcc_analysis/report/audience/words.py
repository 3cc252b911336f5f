"""Small numbers and dates in free text: captions, footnotes, text alternatives."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from hcc_analysis.report.audience.protection import WITHHELD, Protection

_COUNTED = re.compile(
    r"(?<![\d.,])(?:(?<=[nN] = )|(?<=[nN]=))(\d+)\b"
    r"|(?<![\d.,–-])(\d+)(?=(?: of |/)\d+\b(?!\.\d))"
    r"|(?<![\d.,–-])(\d+)(?= (?:other )?(?:patients?|subjects?|events?|deaths?|cases?)\b)"
)
_OF = re.compile(r"(?<![\d.,–-])(\d+)( of |/)(\d+)\b(?!\.\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = "(?:" + "|".join(_MONTHS) + ")[a-z]*"
_DATES = (
    (re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.]?)(?P<m>\d{2})(?P=s)(?P<d>\d{2})(?!\d)"), True),
    (re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})[- .]?(?P<n>{_MONTH})[-,. ]*(?P<y>\d{{4}})(?!\d)", re.I), False),
    (re.compile(rf"\b(?P<n>{_MONTH})[-. ]*(?P<d>\d{{1,2}})[a-z]*,? (?P<y>\d{{4}})(?!\d)", re.I), False),
    (re.compile(r"(?<!\d)(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})(?!\d)"), False),
    (re.compile(r"(?<!\d)(?P<m>\d{1,2})[/.](?P<d>\d{1,2})[/.](?P<y>\d{4})(?!\d)"), False),
)  # fmt: skip


@dataclass(frozen=True)
class FoundDate:
    """A date in a text: where it stands, and which it is."""

    start: int
    end: int
    date: dt.date
    iso: bool


def found_dates(text: str) -> Iterator[FoundDate]:
    """Find dates in the usual spellings: 2021-03-04, 20210304, 4 March 2021, 04MAR2021, 3/4/2021, 4.3.2021.

    Parameters
    ----------
    text : str
        Any text.

    Yields
    ------
    FoundDate
        Each date; one that can be read in two ways comes twice.
    """
    for pattern, iso in _DATES:
        for match in pattern.finditer(text):
            if (date := _date(match.groupdict())) is not None:
                yield FoundDate(match.start(), match.end(), date, iso)


def _date(parts: dict[str, str]) -> dt.date | None:
    month = int(parts["m"]) if "m" in parts else _MONTHS.index(parts["n"][:3].lower()) + 1
    try:
        return dt.date(int(parts["y"]), month, int(parts["d"]))
    except ValueError:
        return None


def without_dates(text: str, dates: frozenset[dt.date]) -> str:
    """Replace each exact date of a patient by its month, or by ``[c]`` where the spelling is not ISO.

    Parameters
    ----------
    text : str
        Any text.
    dates : frozenset of datetime.date
        The patients' dates.

    Returns
    -------
    str
        The text without them.
    """
    found = sorted((one for one in found_dates(text) if one.date in dates), key=lambda one: -one.start)
    last = len(text)
    for one in found:
        if one.end <= last:
            shown = one.date.isoformat()[:7] if one.iso else WITHHELD
            text, last = text[: one.start] + shown + text[one.end :], one.start
    return text


def cleaned(text: str, protection: Protection, dates: frozenset[dt.date]) -> str:
    """Replace small numbers of patients and exact dates; see the two functions that do it."""
    return without_counts(without_dates(text, dates), protection)


def without_counts(text: str, protection: Protection) -> str:
    """Replace small numbers of patients: after ``n =``, before ``of 30``, ``/30``, ``patients``, ``events``.

    Parameters
    ----------
    text : str
        Any text.
    protection : Protection
        What is held back.

    Returns
    -------
    str
        The text without them.
    """

    def shown(match: re.Match[str]) -> str:
        return WITHHELD if protection.is_small(int(match[0])) else match[0]

    def of_few(match: re.Match[str]) -> str:
        few = protection.is_small(int(match[3]))
        return f"{WITHHELD}{match[2]}{WITHHELD}" if few else match[0]

    return _COUNTED.sub(shown, _OF.sub(of_few, text))
