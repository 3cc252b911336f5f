"""Text that can be printed: by the typefaces of the PDF, as PDF/A asks, or by those of a word processor."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from hcc_analysis.fonts import FOLDER

REPLACEMENT = "\u25a1"  # an empty box, as a printer shows a letter that it lacks
_ALSO = frozenset("\n\t\u2713\u207a\u207b")  # printed by the typefaces that Typst brings
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_KEPT = frozenset("\n\t\u00ad")
_HIDDEN = (
    frozenset(range(0x200B, 0x2010)) | frozenset(range(0x2028, 0x202F)) | frozenset(range(0x2060, 0x2070))
)


def printable(value: Any) -> Any:  # noqa: ANN401
    """Replace each letter that cannot be printed, or that hides or reorders others, by an empty box.

    Parameters
    ----------
    value : object
        Text, or lists and mappings of text, as JSON has them.

    Returns
    -------
    object
        The same, with printable text.
    """
    if isinstance(value, str):
        return _printable_text(value)
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, Sequence):
        return [printable(one) for one in value]
    return value


def visible(text: str) -> str:
    """Replace each letter that is no letter, or that hides or reorders others, by an empty box.

    Other than :func:`printable`, it keeps the letters of all scripts: word processors have their typefaces.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Text that XML and RTF can hold; the ends of lines and tabulators remain.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(REPLACEMENT if _is_unseen(letter) else letter for letter in text)


def _is_unseen(letter: str) -> bool:
    return unicodedata.category(letter) in _UNSEEN and letter not in _KEPT


def _printable_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    known = _letters()
    return "".join(letter if letter in known else REPLACEMENT for letter in text)


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / "LiberationSans-Regular.ttf", lazy=True) as font:
        codes = set(font.getBestCmap()) - _HIDDEN
    private = range(0xE000, 0xF900)
    return frozenset(chr(code) for code in codes if code >= 0x20 and code not in private) | _ALSO
