"""Python code as HTML with classes, coloured without a script."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from hcc_analysis.visible import visible

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer


@lru_cache(maxsize=1024)
def highlight(source: str) -> Markup:
    """Return Python source as escaped HTML whose tokens carry pygments' classes."""
    from pygments import highlight as colour

    lexer, formatter = _pygments()
    return Markup(colour(visible(source), lexer, formatter))


@lru_cache(maxsize=1)
def _pygments() -> tuple[Lexer, Formatter[Any]]:
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import PythonLexer

    return PythonLexer(), HtmlFormatter(nowrap=True)
