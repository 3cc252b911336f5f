"""Put the letters that an SVG uses into it, so that it looks the same on every machine."""

from __future__ import annotations

import base64
import html
import io
import re
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
FAMILY = "Liberation Sans"

_TEXT = re.compile(r">([^<]+)<")
_OPENING = re.compile(r"<svg\b[^>]*>")
_BOLD = re.compile(r"font(?:-weight)?\s*[:=][^;>]*\b(?:bold|[6-9]00)\b")
_ITALIC = re.compile(r"font(?:-style)?\s*[:=][^;>]*\b(?:italic|oblique)\b")
_FACES = {
    (False, False): "LiberationSans-Regular.ttf",
    (True, False): "LiberationSans-Bold.ttf",
    (False, True): "LiberationSans-Italic.ttf",
    (True, True): "LiberationSans-BoldItalic.ttf",
}


def embed(svg: str) -> str:
    """Embed the used letters of Liberation Sans into an SVG whose text is text.

    Parameters
    ----------
    svg : str
        SVG document, as matplotlib writes it with ``svg.fonttype: none``.

    Returns
    -------
    str
        The same document with one ``@font-face`` for each weight and style that it uses; the same bytes
        for the same input. A document without text, or with its fonts embedded already, comes back as it is.
    """
    opening = _OPENING.search(svg)
    letters = _letters(svg)
    if opening is None or not letters or "@font-face" in svg:
        return svg
    style = "".join(_font_face(bold, italic, letters) for bold, italic in _used_faces(svg))
    return f"{svg[: opening.end()]}\n <style>{style}</style>{svg[opening.end() :]}"


def _letters(svg: str) -> str:
    texts = _TEXT.findall(svg[svg.find("<text") :]) if "<text" in svg else []
    return "".join(sorted({letter for text in texts for letter in html.unescape(text) if letter >= " "}))


def _used_faces(svg: str) -> list[tuple[bool, bool]]:
    bold, italic = bool(_BOLD.search(svg)), bool(_ITALIC.search(svg))
    return [face for face in _FACES if (bold or not face[0]) and (italic or not face[1])]


def _font_face(bold: bool, italic: bool, letters: str) -> str:
    return (
        f"@font-face{{font-family:'{FAMILY}';font-weight:{700 if bold else 400};"
        f"font-style:{'italic' if italic else 'normal'};"
        f"src:url(data:font/woff;base64,{_subset(_FACES[bold, italic], letters)}) format('woff')}}"
    )


@lru_cache(maxsize=256)
def _subset(name: str, letters: str) -> str:
    from fontTools import subset

    options = subset.Options(flavor="woff", hinting=False, layout_features=["kern"], recalc_timestamp=False)
    options.drop_tables += ["FFTM"]
    font = subset.load_font(str(FOLDER / name), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    buffer = io.BytesIO()
    subset.save_font(font, buffer, options)
    return base64.b64encode(buffer.getvalue()).decode("ascii")
