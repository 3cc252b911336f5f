"""All comparisons, in named parts: the tests assert them, the report tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tests.validation import (
    against_exact,
    against_extended,
    against_further,
    against_residuals,
    against_survival,
    by_hand,
)
from tests.validation.comparison import Comparison, extended_sets, load, survival_sets

Part = Callable[[], Iterator[Comparison]]


def parts() -> dict[str, Part]:
    """Return every part by its name, each a function that makes its comparisons."""
    found: dict[str, Part] = {f"by hand: {part.__name__}": part for part in by_hand.EVERYTHING}
    for name in survival_sets():
        found[f"R: {name}"] = partial(against_survival.survival_set, name)
    for name in extended_sets():
        found[f"extended: {name}"] = partial(against_extended.extended_set, name)
    for part in (
        against_exact.fisher,
        against_exact.fisher_network,
        against_exact.fisher_simulated,
        against_exact.binomial,
        against_exact.single_stage,
        against_exact.simon,
        against_residuals.operating,
    ):
        found[f"exact: {part.__name__}"] = part
    found["R: Schoenfeld residuals"] = against_residuals.schoenfeld
    return found | _further(load("further.json"))


def _further(stored: dict) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for index, case in enumerate(stored["survival"], start=1):
        found[f"further: random {index}"] = partial(against_further.survival_case, f"random {index}", case)
    for index, case in enumerate(stored["firth"], start=1):
        found[f"further: firth {index}"] = partial(against_further.firth_case, f"firth {index}", case)
    found["further: exact"] = partial(against_further.exact_cases, stored)
    return found
