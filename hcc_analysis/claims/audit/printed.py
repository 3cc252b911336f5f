"""The printed numbers by id, and the numbers that their digits allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hcc_analysis.claims.load import Claim
from hcc_analysis.claims.mentions import Mention


class Untestable(Exception):
    """A test lacks a printed number; the message says which."""


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` (included) to ``high`` (left out)."""

    low: Fraction
    high: Fraction

    def __contains__(self, value: Fraction) -> bool:
        return self.low <= value < self.high

    def meets(self, other: Range) -> bool:
        """Whether the two have a number in common."""
        return max(self.low, other.low) < min(self.high, other.high)


def rounded_range(value: Decimal, decimals: int) -> Range:
    """Numbers that rounding half up turns into a printed one, which is not negative."""
    half = Fraction(1, 2 * 10**decimals)
    return Range(Fraction(value) - half, Fraction(value) + half)


def cut_range(value: Decimal, decimals: int) -> Range:
    """Numbers that cutting turns into a printed one, which is not negative."""
    return Range(Fraction(value), Fraction(value) + Fraction(1, 10**decimals))


class Printed:
    """The claims by id.

    Parameters
    ----------
    claims : iterable of Claim
        What the paper prints.
    mentions : iterable of Mention
        The places where it prints it; rules of the protocol are only here.
    """

    def __init__(self, claims: Iterable[Claim], mentions: Iterable[Mention] = ()) -> None:
        self._claims = {claim.id: claim for claim in claims}
        self.mentions = tuple(mentions)

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims.values())

    def has(self, id: str) -> bool:
        """Whether the paper prints it."""
        return id in self._claims

    def claim(self, id: str) -> Claim:
        """Return a claim; without it the test cannot be made."""
        if id not in self._claims:
            raise Untestable(f"{id} is not among the printed numbers")
        return self._claims[id]

    def number(self, id: str) -> Fraction:
        """Return a printed number."""
        return Fraction(self._decimal(self.claim(id)))

    def count(self, id: str) -> int:
        """Return a printed count."""
        value = self.number(id)
        if value.denominator != 1 or value < 0:
            raise Untestable(f"{id} is not a count")
        return int(value)

    def size(self, id: str) -> int:
        """Return the number of subjects behind a claim."""
        n = self.claim(id).n
        if not n:
            raise Untestable(f"the paper does not say of how many {id} is")
        return n

    def rounded(self, id: str) -> Range:
        """Numbers that rounding half up turns into the printed one."""
        claim = self.claim(id)
        return rounded_range(self._decimal(claim), claim.decimals or 0)

    def cut(self, id: str) -> Range:
        """Numbers that cutting turns into the printed one."""
        claim = self.claim(id)
        return cut_range(self._decimal(claim), claim.decimals or 0)

    def rule(self, id: str) -> Fraction:
        """Return a number of the protocol by the id of the place that prints it."""
        for mention in self.mentions:
            if mention.id == id and mention.decimals is not None:
                return Fraction(Decimal(mention.value))
        raise Untestable(f"{id} is not among the printed numbers")

    def _decimal(self, claim: Claim) -> Decimal:
        if claim.decimals is None or Decimal(claim.value) < 0:
            raise Untestable(f"{claim.id} is printed as a word, a date or a negative number")
        return Decimal(claim.value)
