"""Text that the typefaces of the PDF can print, as PDF/A asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from hcc_analysis.fonts import FOLDER
from hcc_analysis.visible import REPLACEMENT

_ALSO = frozenset("\n\t\u2713\u207a\u207b")  # printed by the typefaces that Typst brings
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


def _printable_text(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    known = _letters()
    if known.issuperset(text):
        return text
    return "".join(letter if letter in known else REPLACEMENT for letter in text)


@lru_cache(maxsize=1)
def _letters() -> frozenset[str]:
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / "LiberationSans-Regular.ttf", lazy=True) as font:
        codes = set(font.getBestCmap()) - _HIDDEN
    private = range(0xE000, 0xF900)
    return frozenset(chr(code) for code in codes if code >= 0x20 and code not in private) | _ALSO
