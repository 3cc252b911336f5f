"""Text that shows what it is: nothing in it hides, reorders or controls the rest."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

REPLACEMENT = "\u25a1"  # an empty box, as a printer shows a letter that it lacks
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_KEPT = frozenset("\n\t\u00ad")
_UNUSUAL = re.compile(r"[^\n\t -~]+")  # all that is not plainly to be seen


def all_visible(value: Any) -> Any:  # noqa: ANN401
    """Make every text visible in lists and mappings, as JSON has them, names of mappings included.

    Parameters
    ----------
    value : object
        Text, number, list or mapping.

    Returns
    -------
    object
        The same, with visible text.
    """
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, Mapping):
        return {all_visible(key): all_visible(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [all_visible(one) for one in value]
    return value


def visible(text: str) -> str:
    """Replace each letter that is no letter, or that hides or reorders others, by an empty box.

    Other than :func:`hcc_analysis.report.printable.printable`, it keeps the letters of all scripts.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Text that XML and RTF can hold; the ends of lines and tabulators remain.
    """
    return _UNUSUAL.sub(_shown, text)


def escaped(text: str) -> str:
    r"""Write letters that steer a terminal or turn the direction of text as Python spells them.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Printable text, in which what was hidden can be read (``\x1b``).
    """
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode() for one in text)


def _shown(unusual: re.Match[str]) -> str:
    return "".join(REPLACEMENT if _is_unseen(letter) else letter for letter in unusual.group())


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN and letter not in _KEPT
