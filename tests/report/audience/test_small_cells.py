"""Small counts, and those that would give them away, by hand and by trying every table that fits."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hcc_analysis.outputs.model import Cell, Column, Row, Table
from hcc_analysis.report.audience.protection import Protection
from hcc_analysis.report.audience.small_cells import is_withheld, withheld_cells
from hcc_analysis.results import Result

FEWER_THAN_3 = Protection(3, subjects=True)


def table(*rows, labels=("Level", "All"), spanners=None):
    """Rows of a label and texts; a row of one text is a heading."""
    spanners = spanners or [""] * len(labels)
    columns = tuple(Column(label=a, spanner=b) for a, b in zip(labels, spanners, strict=True))
    made = []
    for label, *texts in rows:
        cells = (Cell(text=label), *(one if isinstance(one, Cell) else Cell(text=str(one)) for one in texts))
        cells += tuple(Cell(text="") for _ in range(len(labels) - len(cells)))
        made.append(Row(cells=cells, heading=not texts))
    return Table(columns=columns, rows=tuple(made))


def withheld(made, results=(), known=()):
    return withheld_cells(made, {one.id: one for one in results}, set(known), FEWER_THAN_3)


def test_of_two_levels_both_go():
    assert withheld(table(["Sex"], ["Male", "28 (93.3)"], ["Female", "2 (6.7)"])) == {(1, 1), (2, 1)}


def test_of_three_levels_the_smallest_other_goes_with_a_small_one():
    made = table(["Stage"], ["A", 20], ["B", 8], ["C", 2])
    assert withheld(made) == {(2, 1), (3, 1)}


def test_two_ones_take_a_third_since_their_sum_tells_both():
    assert withheld(table(["Stage"], ["A", 20], ["B", 1], ["C", 1])) == {(1, 1), (2, 1), (3, 1)}


def test_nought_is_shown():
    assert withheld(table(["Stage"], ["A", 20], ["B", 10], ["C", 0])) == set()


def test_blocks_are_apart():
    made = table(["Sex"], ["Male", 15], ["Female", 15], ["Stage"], ["A", 28], ["B", 2])
    assert withheld(made) == {(4, 1), (5, 1)}


def test_a_total_beside_groups_gives_no_group_away():
    made = table(
        ["Rash", 1, 9, 10], ["Fever", 5, 6, 11], labels=("Event", "A (n = 40)", "B (n = 40)", "All (n = 80)")
    )
    assert withheld(made) == {(0, 1), (0, 2)}


def test_events_that_a_patient_may_have_together_are_each_by_themselves():
    made = table(["Rash", 1], ["Fever", 9], ["Cough", 12], labels=("Event", "All (n = 30)"))
    assert withheld(made) == {(0, 1)}


def test_all_but_a_few_tells_the_few():
    assert withheld(table(["Rash", 29], ["Fever", 9], ["Cough", 12], labels=("Event", "All (n = 30)"))) == {
        (0, 1)
    }


def test_what_a_group_of_two_did_is_held_back_altogether():
    made = table(["Rash", 0, 9], ["Fever", 2, 12], labels=("Event", "A (n = 2)", "B (n = 30)"))
    assert withheld(made) == {(0, 1), (1, 1)}


def test_linked_results_tell_count_and_size():
    count = Result(id="a", value=2, statistic="count", unit="patients", n=30)
    share = Result(id="b", value=100 * 2 / 30, statistic="percentage", unit="%", n=30)
    made = table(["Rash", Cell(text="2 (6.7)", results=("a", "b"))], ["Fever", 9])
    assert withheld(made, [count, share]) == {(0, 1)}


def test_what_is_held_back_elsewhere_is_here():
    large = Result(id="a", value=9, statistic="count", n=30)
    made = table(["Rash", Cell(text="9", results=("a",))], labels=("Event", "All (n = 30)"))
    assert withheld(made, [large]) == set()
    assert withheld(made, [large], ["a"]) == {(0, 1)}


@pytest.mark.parametrize(
    ("statistic", "value", "n", "held"),
    [
        ("count", 2, 30, True),
        ("count", 0, 30, False),
        ("count", 3, 30, False),
        ("count", 28, 30, True),
        ("count", 30, 30, False),
        ("percentage", 100 / 30, 30, True),
        ("percentage", 10.0, 30, False),
        ("median", 7.1, 2, True),
        ("median", 7.1, 3, False),
        ("hazard ratio", 1.5, 30, False),
        ("median", "NR", 30, False),
    ],
)
def test_results_by_themselves(statistic, value, n, held):
    assert is_withheld(Result(id="a", value=value, statistic=statistic, n=n), FEWER_THAN_3) == held


@given(st.lists(st.integers(0, 9), min_size=2, max_size=5))
def test_no_small_level_can_be_worked_out(counts):
    """Whoever knows the total and the levels shown finds more than one table that fits, one without small counts there."""
    made = table(["Stage"], *[[f"level {i}", count] for i, count in enumerate(counts)])
    hidden = sorted(i - 1 for i, _ in withheld(made))
    small = [i for i, count in enumerate(counts) if FEWER_THAN_3.is_small(count)]
    assert set(small) <= set(hidden)
    if not small or len(hidden) == len(counts):
        return
    rest = sum(counts) - sum(count for i, count in enumerate(counts) if i not in hidden)
    fits = [one for one in product(range(rest + 1), repeat=len(hidden)) if sum(one) == rest]
    for at, i in enumerate(hidden):
        if i in small:
            assert any(one[at] >= FEWER_THAN_3.threshold for one in fits)
