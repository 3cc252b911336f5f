"""Which cells of a table must be held back, so that no small number can be read or worked out.

Small counts are found first. A count that the rest of its row or block would give away takes a second
one with it (complementary suppression; Hundepool et al., Statistical Disclosure Control, 2012, ch. 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.report.audience.protection import Protection
from hcc_analysis.results import Result

Place = tuple[int, int]
_COUNT = re.compile(r"(\d{1,9})(?:/(\d{1,9}))?(?: ?\((?:<?\d+(?:\.\d+)?|NE) ?%?\))?")
_SIZE = re.compile(r"\b[nN]\s*=\s*(\d+)")


@dataclass(frozen=True)
class Count:
    """A number of patients, and of how many; None where that is not known."""

    value: int
    n: int | None = None


@dataclass(frozen=True)
class Relation:
    """Counts that add up to a total, which is known or a cell itself."""

    parts: tuple[Place, ...]
    total: int
    total_at: Place | None = None


def is_withheld(result: Result, protection: Protection) -> bool:
    """Return whether a result by itself must be held back.

    Parameters
    ----------
    result : Result
        Any result.
    protection : Protection
        What is held back.

    Returns
    -------
    bool
        Whether it is about too few patients, or counts too few, or all but too few.
    """
    if result.n is not None and protection.is_small(result.n):
        return True
    count = count_of(result)
    return count is not None and _is_small(count, protection)


def count_of(result: Result) -> Count | None:
    """Return the patients that a count or a percentage stands for; None for other results."""
    if isinstance(result.value, str):
        return None
    if result.statistic == "count":
        return Count(int(result.value), result.n)
    if result.statistic == "percentage" and result.n:
        return Count(round(result.value * result.n / 100), result.n)
    return None


def withheld_cells(
    table: Table, results: Mapping[str, Result], known: set[str], protection: Protection
) -> set[Place]:
    """Find the cells of a table that must be held back.

    Parameters
    ----------
    table : Table
        The table.
    results : mapping of str to Result
        Its results by id.
    known : set of str
        Ids of results that are held back elsewhere.
    protection : Protection
        What is held back.

    Returns
    -------
    set of (int, int)
        Row and column of each.
    """
    counts = _counts(table, results)
    withheld = {
        (i, j)
        for i, row in enumerate(table.rows)
        for j, cell in enumerate(row.cells)
        if known & set(cell.results)
    }
    withheld |= {place for place, count in counts.items() if _is_small(count, protection)}
    relations = list(_relations(table, counts))
    while more := _given_away(relations, counts, withheld, protection):
        withheld |= more
    return withheld


def _is_small(count: Count, protection: Protection) -> bool:
    if protection.is_small(count.value):
        return True
    return count.n is not None and (
        protection.is_small(count.n - count.value) or protection.is_small(count.n)
    )


def _counts(table: Table, results: Mapping[str, Result]) -> dict[Place, Count]:
    counts = {}
    for i, row in enumerate(table.rows):
        for j, cell in enumerate(row.cells):
            count = None if row.heading or j == 0 else _count(cell, results, table.columns[j])
            if count is not None:
                counts[(i, j)] = count
    return counts


def _count(cell: Cell, results: Mapping[str, Result], column: Column) -> Count | None:
    linked = [results[id] for id in cell.results if id in results]
    found = [count for one in linked if (count := count_of(one)) is not None]
    if found or linked:
        return min(found, key=lambda count: count.value) if found else None
    match = _COUNT.fullmatch(cell.text.strip())
    if match is None:
        return None
    sizes = _SIZE.findall(f"{column.spanner} {column.label}")
    n = match[2] or (sizes[-1] if sizes else None)
    value = int(match[1])
    return Count(value, int(n) if n is not None and int(n) >= value else None)


def _relations(table: Table, counts: Mapping[Place, Count]) -> Iterator[Relation]:
    for j in range(1, len(table.columns)):
        for block in _blocks(table.rows):
            yield from _down([(i, j) for i in block if (i, j) in counts], counts)
    spanners = {column.spanner for column in table.columns[1:]}
    for i, row in enumerate(table.rows):
        places = [(i, j) for j in range(1, len(row.cells)) if (i, j) in counts]
        for spanner in sorted(spanners) if len(spanners) > 1 else ():
            yield from _across([at for at in places if table.columns[at[1]].spanner == spanner], counts)
        yield from _across(places, counts)


def _blocks(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Split the rows where a heading stands or the indent changes."""
    block: list[int] = []
    for i, row in enumerate(rows):
        if block and (row.heading or row.indent != rows[block[-1]].indent):
            yield block
            block = []
        if not row.heading:
            block.append(i)
    if block:
        yield block


def _down(places: list[Place], counts: Mapping[Place, Count]) -> Iterator[Relation]:
    """Relate the levels of one characteristic to the patients of the column."""
    total = sum(counts[at].value for at in places)
    sizes = {counts[at].n for at in places} - {None}
    if len(places) > 1 and (not sizes or sizes == {total}):
        yield Relation(tuple(places), total)


def _across(places: list[Place], counts: Mapping[Place, Count]) -> Iterator[Relation]:
    """Relate groups to the total beside them."""
    if len(places) < 3:
        return
    largest = max(places, key=lambda at: counts[at].value)
    parts = tuple(at for at in places if at != largest)
    if sum(counts[at].value for at in parts) == counts[largest].value:
        yield Relation(parts, counts[largest].value, largest)


def _given_away(
    relations: Sequence[Relation],
    counts: Mapping[Place, Count],
    withheld: set[Place],
    protection: Protection,
) -> set[Place]:
    """Return one more cell for the first relation that gives a withheld one away; empty when none does."""
    for relation in relations:
        members = [at for at in (*relation.parts, relation.total_at) if at is not None]
        hidden = [at for at in members if at in withheld]
        if not hidden or _is_ambiguous(relation, hidden, counts, protection):
            continue
        left = [at for at in members if at not in withheld]
        if left:
            return {min(left, key=lambda at: (counts[at].value == 0, counts[at].value, at))}
    return set()


def _is_ambiguous(
    relation: Relation, hidden: list[Place], counts: Mapping[Place, Count], protection: Protection
) -> bool:
    """Return whether each hidden count could be one that need not be hidden, for all that is shown."""
    if len(hidden) < 2:
        return False
    if relation.total_at in hidden:
        return True
    rest = sum(counts[at].value for at in hidden)
    return rest - (len(hidden) - 1) >= protection.threshold
