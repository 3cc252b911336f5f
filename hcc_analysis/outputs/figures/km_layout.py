"""Where everything stands on a Kaplan-Meier figure, in mm; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hcc_analysis.outputs.figures.km_thinning import marked
from hcc_analysis.outputs.figures.lettering import Line, block_size, width_mm, wrap
from hcc_analysis.outputs.figures.placing import NONE, Area, Rectangles, distances, join, merged, steps
from hcc_analysis.outputs.style import SMALL_PT, TEXT_PT, TOP_PERCENT, group_style
from hcc_analysis.stats import SurvivalCurve

PLOT_MM = 46.0
LEFT_MM, EDGE_MM, TOP_MM, AXIS_MM = 17.0, 1.0, 2.0, 9.0
ROW_MM, KEY_MM = 3.1, 8.0
_CENSOR_MM = 0.9  # half the height of a mark
_NEAR, _CLEAR, _TIE = 1.8, 0.7, 1.5
_RATE_CLEAR, _RATE_APART, _RATE_NEAR = 0.5, 1.5, 8.0
_MOST_TICKS = 12
_LABEL_ROOM_MM = 36.0


@dataclass(frozen=True)
class Group:
    """What is drawn for one group: its name, a line about it, its curve and its median."""

    label: str
    detail: str
    curve: SurvivalCurve
    median: float | None
    position: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """Name and detail in the group's ink."""
        ink = group_style(self.position).text
        name = wrap(self.label, _LABEL_ROOM_MM, TEXT_PT, bold=True)
        detail = wrap(self.detail, _LABEL_ROOM_MM, SMALL_PT)
        return (
            *(Line(text, TEXT_PT, ink, bold=True) for text in name),
            *(Line(text, SMALL_PT, ink) for text in detail),
        )


@dataclass(frozen=True)
class Block:
    """Lines and the place (mm, within the plot) of their upper left or upper right corner."""

    lines: tuple[Line, ...]
    x: float
    top: float
    align: str = "left"


@dataclass(frozen=True)
class Plan:
    """A Kaplan-Meier figure before it is drawn.

    Attributes
    ----------
    groups : tuple of Group
        Groups with subjects.
    ticks : tuple of float
        Times of the ticks and of the numbers at risk.
    width, plot_width, right : float
        Widths of the figure, of the plot and of its right margin (mm).
    widest : float
        Width of the widest number at risk (mm).
    blocks : tuple of Block
        Text within the plot.
    points : tuple of (float, float)
        Time and percentage of the rates that are written.
    key : tuple of Group
        Groups named above the plot; empty where each is named beside its curve.
    header : tuple of Line
        Notes above the plot, where the curves leave no room.
    """

    groups: tuple[Group, ...]
    ticks: tuple[float, ...]
    width: float
    plot_width: float
    right: float
    widest: float
    blocks: tuple[Block, ...] = ()
    points: tuple[tuple[float, float], ...] = ()
    key: tuple[Group, ...] = ()
    header: tuple[Line, ...] = ()

    @property
    def area(self) -> Area:
        """The plot as a place for text."""
        return Area(self.plot_width, PLOT_MM * 100 / TOP_PERCENT)

    def key_lines(self, group: Group) -> tuple[Line, ...]:
        """Name and detail of a group as they stand above the plot."""
        text = f"{group.label}: {group.detail}"
        return tuple(Line(part) for part in wrap(text, self.width - EDGE_MM * 2 - KEY_MM, SMALL_PT))

    @property
    def counts_beside(self) -> bool:
        """Whether every label fits to the left of the numbers at risk."""
        room = LEFT_MM - EDGE_MM - self.widest / 2 - 1.0
        return all(width_mm(group.label, SMALL_PT) <= room for group in self.groups)

    @property
    def header_height(self) -> float:
        """Height of what stands above the plot (mm)."""
        keys = sum(block_size(self.key_lines(group))[1] for group in self.key)
        return keys + block_size(self.header)[1] + (1.0 if self.key or self.header else 0.0)

    def x(self, time: float) -> float:
        """Return where a time stands across the plot (mm)."""
        return self.plot_width * time / self.ticks[-1]

    def curve_boxes(self, curve: SurvivalCurve) -> Rectangles:
        """Return the curve's steps and its censor marks."""
        xs = self.plot_width * np.concatenate(([0.0], curve.times)) / self.ticks[-1]
        ys = percent_mm(100 * np.concatenate(([1.0], curve.survival)))
        marks = marked(curve, self.ticks[-1]) + 1
        x, y = xs[marks], ys[marks]
        return merged(join(steps(xs, ys), np.column_stack([x, y - _CENSOR_MM, x, y + _CENSOR_MM])))

    def median_boxes(self, median: float | None) -> Rectangles:
        """Return the dotted lines of a median."""
        if median is None:
            return NONE
        x, y = self.x(median), float(percent_mm(50))
        return np.array([[x, 0, x, y], [0, y, x, y]])


def percent_mm(percent: float | np.ndarray) -> np.ndarray:
    """Return the height of a percentage above the plot's lower edge (mm)."""
    return np.asarray(PLOT_MM * percent / TOP_PERCENT)


def ticks(curves: Sequence[SurvivalCurve], step: float) -> tuple[float, ...]:
    """Return ticks from 0 to at or after the last observation, at most twelve steps."""
    last = max(float(curve.times[-1]) for curve in curves)
    while last / step > _MOST_TICKS:
        step *= 2
    count = max(1, int(np.ceil(last / step - 1e-9)))
    return tuple(float(step * k) for k in range(count + 1))


def plan(
    groups: Sequence[Group],
    *,
    step: float,
    rates: Sequence[tuple[float, float, str]],
    notes: Sequence[str],
    width: float,
    widest_count: str,
) -> Plan:
    """Place everything.

    Parameters
    ----------
    groups : sequence of Group
        At least one.
    step : float
        Time between ticks.
    rates : sequence of (float, float, str)
        Time, percentage and text of each rate to write at its curve.
    notes : sequence of str
        Notes; they stand in the plot where it leaves room, above it otherwise.
    width : float
        Width of the figure (mm).
    widest_count : str
        Widest entry of the numbers at risk, which the right margin must hold.

    Returns
    -------
    Plan
        The figure, ready to be drawn.
    """
    widest = width_mm(widest_count, SMALL_PT)
    right = max(2.5, widest / 2 + EDGE_MM)
    empty = Plan(
        tuple(groups),
        ticks([group.curve for group in groups], step),
        width,
        width - LEFT_MM - right,
        right,
        widest,
    )
    placed = _with_rates(empty, rates)
    placed = _with_names(placed) if len(groups) > 1 else placed
    return _with_notes(placed, notes)


def _with_rates(plan: Plan, rates: Sequence[tuple[float, float, str]]) -> Plan:
    """Write each rate as near to its point as the curve leaves room, rather above and to the right."""
    for time, percent, text in rates:
        line = Line(text)
        spots = plan.area.spots((line.width, line.height), step=0.4)
        x, y = plan.x(time), float(percent_mm(percent))
        away = distances(spots, np.array([[x, y, x, y]]))
        cost = away + 1.2 * (spots[:, 0] < x) + 1.2 * (spots[:, 1] < y)
        apart = distances(spots, join(*(_box(block) for block in plan.blocks))) > _RATE_APART
        free = apart & (distances(spots, _obstacles(plan)) > _RATE_CLEAR) & (away < _RATE_NEAR)
        if free.any():
            left, _, _, top = spots[int(np.argmin(np.where(free, cost, np.inf)))]
            block = Block((line,), float(left), float(top))
            plan = replace(plan, blocks=(*plan.blocks, block), points=(*plan.points, (time, percent)))
    return plan


def _with_names(plan: Plan) -> Plan:
    """Name every group beside its curve; where one does not fit, name all of them above the plot."""
    named = plan
    for group in plan.groups:
        block = _beside(named, group)
        if block is None:
            return replace(plan, key=plan.groups)
        named = replace(named, blocks=(*named.blocks, block))
    return named


def _beside(plan: Plan, group: Group) -> Block | None:
    """Find the spot near a group's curve and far from the others."""
    lines = group.lines
    spots = plan.area.spots(block_size(lines))
    own = plan.curve_boxes(group.curve)
    others = [plan.curve_boxes(other.curve) for other in plan.groups if other is not group]
    near, far = distances(spots, own), distances(spots, join(*others))
    clear = distances(spots, _obstacles(plan))
    allowed = (clear >= _CLEAR) & (near <= _NEAR) & (far >= near + _TIE)
    if not allowed.any():
        return None
    cost = np.where(allowed, near - 0.25 * np.minimum(far, 10), np.inf)
    left, _, _, top = spots[int(np.argmin(cost))]
    return Block(lines, float(left), float(top))


def _with_notes(plan: Plan, notes: Sequence[str]) -> Plan:
    """Write the notes at the right edge where it is free, else anywhere, else above the plot."""
    if not notes:
        return plan
    room = plan.plot_width * 0.7
    lines = tuple(Line(part, TEXT_PT) for note in notes for part in wrap(note, room, TEXT_PT))
    size = block_size(lines)
    spots = plan.area.spots(size)
    if len(spots):
        shift = (spots[:, 2].max() - spots[:, 2]) * 3 + spots[:, 1]
        clear = distances(spots, _obstacles(plan)) >= _CLEAR + 0.5
        if clear.any():
            _, _, right, top = spots[int(np.argmin(np.where(clear, shift, np.inf)))]
            return replace(plan, blocks=(*plan.blocks, Block(lines, float(right), float(top), "right")))
    wide = plan.width - 2 * EDGE_MM
    return replace(plan, header=tuple(Line(part) for note in notes for part in wrap(note, wide, SMALL_PT)))


def _obstacles(plan: Plan) -> Rectangles:
    curves = (plan.curve_boxes(group.curve) for group in plan.groups)
    medians = (plan.median_boxes(group.median) for group in plan.groups)
    return join(*curves, *medians, *(_box(block) for block in plan.blocks))


def _box(block: Block) -> Rectangles:
    width, height = block_size(block.lines)
    left = block.x - (width if block.align == "right" else 0)
    return np.array([[left, block.top - height, left + width, block.top]])


def table_lines(plan: Plan) -> list[tuple[Line, ...]]:
    """Return each group's label as it stands beside or above its numbers at risk."""
    room = plan.width - 2 * EDGE_MM
    return [tuple(_label(part, group) for part in wrap(group.label, room, SMALL_PT)) for group in plan.groups]


def _label(text: str, group: Group) -> Line:
    return Line(text, SMALL_PT, group_style(group.position).text)
