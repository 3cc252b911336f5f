"""What follows from who the readers are."""

import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.audience.protection import Audience, HeldBack, Protection, audience_of


@pytest.mark.parametrize(
    ("audience", "provenance", "protection"),
    [
        (Audience(), "patient", Protection(3, subjects=True)),
        (Audience(), "reconstructed", Protection()),
        (Audience(), "simulated", Protection()),
        (Audience(threshold=5), "patient", Protection(5, subjects=True)),
        (Audience(threshold=5), "simulated", Protection(5, subjects=True)),
        (Audience(threshold=0), "patient", Protection(0, subjects=True)),
        (Audience(threshold=1), "simulated", Protection(1, subjects=False)),
        (Audience("internal"), "patient", Protection()),
    ],
)
def test_provenance_and_audience_say_what_is_held_back(audience, provenance, protection):
    found = audience.protection(provenance)
    assert found == protection
    assert found.active == (protection != Protection() and protection != Protection(1))


def test_numbers_from_one_to_below_the_threshold_are_small():
    assert [count for count in range(6) if Protection(3).is_small(count)] == [1, 2]
    assert not any(map(Protection(1).is_small, range(6)))


@pytest.mark.parametrize(("name", "threshold", "says"), [("public", None, "choose reviewer or internal"), ("internal", 3, "--threshold")])  # fmt: skip
def test_a_wrong_audience_is_named(name, threshold, says):
    with pytest.raises(InputError, match=says):
        audience_of(name, threshold)


def test_what_was_done_is_said():
    assert "(1 output left out), and exact dates." in HeldBack(1, 0, 0).sentence
    assert "fewer than 3 patients" in HeldBack(2, 5, 3).sentence
    assert "(5 results)" in HeldBack(2, 5, 3).sentence
