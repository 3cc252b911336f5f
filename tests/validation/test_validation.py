"""Every number of every stored reference, and every number worked by hand."""

import pytest

from tests.validation.suite import parts

PARTS = parts()


@pytest.mark.parametrize("name", PARTS)
def test_agrees(name):
    made = list(PARTS[name]())
    assert made
    assert [comparison for comparison in made if not comparison.agrees] == []
