"""Text against table: a quantity that is printed in several places is the same in all."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import partial

from hcc_analysis.claims.audit.finding import Finding, agreement, finding
from hcc_analysis.claims.audit.printed import Printed, rounded_range
from hcc_analysis.claims.mentions import ABOVE, Mention

KIND = "place"


def places(printed: Printed) -> Iterator[Finding]:
    """Test every quantity that stands in more than one place.

    Parameters
    ----------
    printed : Printed
        The claims with their mentions.

    Yields
    ------
    Finding
        One a quantity.
    """
    for id, group in _groups(printed).items():
        claims = dict.fromkeys([id, *(mention.claim_id for mention in group)])
        if len(group) > 1:
            yield finding(printed, KIND, claims, partial(_judge, group))


def _groups(printed: Printed) -> dict[str, list[Mention]]:
    root = {claim.id: claim.same_as or claim.id for claim in printed}
    groups: dict[str, list[Mention]] = {}
    for mention in printed.mentions:
        if mention.claim_id in root:
            groups.setdefault(root[mention.claim_id], []).append(mention)
    return groups


def _judge(group: list[Mention]) -> Finding:
    agrees = all(_same(one, other) for one in group for other in group)
    texts = list(dict.fromkeys(mention.printed for mention in group))
    different = len({(m.relation, m.value) for m in group if not m.is_statement}) > 1
    return Finding(
        test=f"the same in {len(group)} places" + ("; printed in different ways" if different else ""),
        computed=", ".join(texts),
        verdict=agreement(agrees),
        to_agree="" if agrees else "one number in every place",
    )


def _same(one: Mention, other: Mention) -> bool:
    """Whether the more precise of two prints the other when rounded; a bound holds."""
    if one.relation == ABOVE or other.relation == ABOVE:
        return _bound_holds(one, other)
    if one.decimals is None or other.decimals is None:
        return one.value == other.value
    coarse, fine = sorted((one, other), key=lambda mention: mention.decimals or 0)
    return _number(fine) in rounded_range(Decimal(coarse.value), coarse.decimals or 0)


def _bound_holds(one: Mention, other: Mention) -> bool:
    bounds = [m for m in (one, other) if m.relation == ABOVE]
    numbers = [m for m in (one, other) if m.relation != ABOVE and m.decimals is not None]
    return all(_number(n) > _number(b) for b in bounds for n in numbers)


def _number(mention: Mention) -> Fraction:
    return Fraction(Decimal(mention.value))
