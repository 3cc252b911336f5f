"""A figure as a picture of pixels, drawn from its SVG, so that both show the same."""

from __future__ import annotations

import struct
import zlib

from hcc_analysis.fonts import FOLDER
from hcc_analysis.outputs.model import Figure

PICTURE_DPI = 300
_METRES_PER_INCH = 0.0254
_AFTER_HEADER = 33  # signature and IHDR of every PNG file


def picture(figure: Figure) -> bytes:
    """Draw a figure at 300 dpi.

    Parameters
    ----------
    figure : Figure
        A figure whose SVG is well-formed.

    Returns
    -------
    bytes
        A PNG file, in the typeface of the SVG; the same bytes for the same figure.

    Raises
    ------
    RuntimeError
        The SVG holds what cannot be drawn.
    """
    import typst

    page = (
        f"#set page(width: {figure.width_mm}mm, height: {figure.height_mm}mm, margin: 0mm)\n"
        '#image("figure.svg", width: 100%, height: 100%, fit: "contain")'
    )
    drawn = typst.compile(  # type: ignore[call-overload]  # it takes several files, its types say not
        {"main": page.encode(), "figure.svg": figure.svg.encode()},
        format="png",
        ppi=PICTURE_DPI,
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
    )
    assert isinstance(drawn, bytes)
    return _with_resolution(drawn)


def _with_resolution(png: bytes) -> bytes:
    """Say how many pixels there are to the metre (chunk pHYs of the PNG specification, 11.3.4.3)."""
    metre = round(PICTURE_DPI / _METRES_PER_INCH)
    chunk = b"pHYs" + struct.pack(">IIB", metre, metre, 1)
    said = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return png[:_AFTER_HEADER] + said + png[_AFTER_HEADER:]
