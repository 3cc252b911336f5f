"""See a figure as its art editor does: every text inside it, none over another."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.text import Text

from hcc_analysis.outputs import figure as figure_module


@pytest.fixture
def drawn(monkeypatch):
    """The matplotlib figures drawn by the code under test, in order."""
    kept = []
    original = figure_module.to_figure

    def keep(canvas, data, notes=()):
        kept.append(canvas)
        return original(canvas, data, notes)

    import sys

    for name, module in list(sys.modules.items()):
        if name.startswith("hcc_analysis.outputs") and getattr(module, "to_figure", None) is original:
            monkeypatch.setattr(module, "to_figure", keep)
    return kept


def text_boxes(canvas):
    canvas.draw_without_rendering()
    renderer = canvas.canvas.get_renderer()
    found, seen = [], set()
    for text in canvas.findobj(Text):
        if id(text) in seen:
            continue
        seen.add(id(text))
        if text.get_visible() and text.get_text().strip():
            box = text.get_window_extent(renderer)
            if box.width > 0:
                found.append((text.get_text(), box))
    return found


def assert_readable(canvas):
    """Every text lies inside the figure and on no other."""
    boxes = text_boxes(canvas)
    width, height = canvas.get_size_inches() * canvas.dpi
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= width + 1 and box.y1 <= height + 1, (
            f"cut off: {text!r}"
        )
    for (first, a), (second, b) in combinations(boxes, 2):
        overlap = min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 1.5
        assert not overlap, f"{first!r} lies on {second!r}"


@pytest.fixture
def readable():
    return assert_readable
