"""The survival curves of the page's figures as numbers that its script can follow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from hcc_analysis import rounding
from hcc_analysis.outputs.model import Figure, Output, Scalar, SourceData
from hcc_analysis.outputs.style import TOP_PERCENT, group_style

COLUMNS = ("group", "time", "at_risk", "censored", "survival", "lower", "upper")
_SVG = "{http://www.w3.org/2000/svg}"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DECIMALS = 1

Box = tuple[float, float, float, float]


def survival_curves(outputs: Iterable[Output]) -> dict[str, Any]:
    """Return the curves of every Kaplan-Meier figure.

    Parameters
    ----------
    outputs : iterable of Output
        Outputs of any kind.

    Returns
    -------
    dict
        By output id: where the plot stands in the picture (left, top, width and height as fractions), the
        last time and the highest percentage of the axes, and the groups. A figure whose data or picture is
        another is left out.
    """
    found = {output.id: _curves(output.content) for output in outputs if isinstance(output.content, Figure)}
    return {id: curves for id, curves in found.items() if curves}


def _curves(figure: Figure) -> dict[str, Any] | None:
    data = {one.name: one for one in figure.data}
    steps, at_risk = data.get("curve"), data.get("at_risk")
    if steps is None or at_risk is None or not set(COLUMNS) <= set(steps.columns):
        return None
    box = plot_box(figure.svg)
    if box is None:
        return None
    last = at_risk.rows[-1][at_risk.columns.index("month")]
    return {"box": box, "last": last, "top": TOP_PERCENT, "groups": _groups(steps)}


def plot_box(svg: str) -> Box | None:
    """Find the plot of a picture by the ground of its first axes.

    Parameters
    ----------
    svg : str
        As matplotlib writes it.

    Returns
    -------
    tuple of float or None
        Left, top, width and height as fractions of the picture; None where there are no axes.
    """
    root = ElementTree.fromstring(svg)
    path = root.find(f".//{_SVG}g[@id='axes_1']/{_SVG}g/{_SVG}path")
    if path is None:
        return None
    corners = [float(text) for text in _NUMBER.findall(path.get("d", ""))]
    _, _, width, height = (float(text) for text in root.get("viewBox", "0 0 1 1").split())
    xs, ys = corners[0::2], corners[1::2]
    left, top = min(xs) / width, min(ys) / height
    box = (left, top, max(xs) / width - left, max(ys) / height - top)
    return tuple(round(side, 6) for side in box)  # type: ignore[return-value]


def _groups(steps: SourceData) -> list[dict[str, Any]]:
    """Return the groups in the order in which they are drawn."""
    wanted = [steps.columns.index(name) for name in COLUMNS]
    rows = [[row[index] for index in wanted] for row in steps.rows]
    names = list(dict.fromkeys(str(row[0]) for row in rows))
    return [_group(name, i, [row for row in rows if row[0] == name]) for i, name in enumerate(names)]


def _group(name: str, position: int, rows: list[list[Scalar]]) -> dict[str, Any]:
    style = group_style(position)
    dashes = [] if isinstance(style.dashes, str) else list(style.dashes[1])
    steps = [[*row[1:4], *(_percent(value) for value in row[4:])] for row in rows]
    return {"name": name, "line": style.color, "ink": style.text, "dashes": dashes, "steps": steps}


def _percent(value: Scalar) -> float | None:
    """Round a proportion to the percentage that is shown; the script only writes it out."""
    return None if value is None else float(rounding.half_up(100 * float(value), _DECIMALS))
