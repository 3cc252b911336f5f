"""The places where the paper prints its quantities; one quantity may stand in several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from hcc_analysis.claims.load import Claim
from hcc_analysis.claims.rows import NUMBER, SourceRow, read_rows

EQUAL, ABOVE = "equal", "above"
PROTOCOL = "protocol"
BASES = ("patients", "calculated", "design", PROTOCOL)
COLUMNS = ("id", "location", "quote", "printed", "relation", "value", "decimals", "claim_id", "basis")
DIFFERENCES = ("quantity", "claim_id", "mention_id", "location", "quote", "printed", "difference")


@dataclass(frozen=True)
class Mention:
    """One place where the paper prints a number.

    Attributes
    ----------
    id : str
        Its id.
    location, quote, printed : str
        Where, a few words around it, and the number as printed.
    relation : str
        ``equal``, or ``above`` where the paper prints a bound ("over 96%").
    value : str
        The number, ``NR`` or an ISO date.
    decimals : int or None
        Digits after the point; None for words and dates.
    claim_id : str
        The claim that it prints; empty for a rule of the protocol.
    basis : str
        ``patients`` (their data determine it), ``calculated`` (without them), ``design`` (a choice of the
        trial that the analysis or the treatment data show) or ``protocol`` (a rule from which nothing is
        computed).
    """

    id: str
    location: str
    quote: str
    printed: str
    relation: str
    value: str
    decimals: int | None
    claim_id: str
    basis: str

    @property
    def is_statement(self) -> bool:
        """Whether it is a bound in words, such as "most patients"."""
        return self.relation == ABOVE and not NUMBER.search(self.printed)

    def difference(self, others: Iterable[Mention]) -> str:
        """Say how it differs from other places that print the same quantity; empty if it does not."""
        if self.relation == ABOVE:
            return "bound"
        kinds = {self._differs(other) for other in others if other.relation == EQUAL}
        return next((kind for kind in ("value", "decimals") if kind in kinds), "")

    def _differs(self, other: Mention) -> str:
        if self.value == other.value:
            return ""
        same = self.decimals is not None and other.decimals is not None
        return "decimals" if same and float(self.value) == float(other.value) else "value"


def load_mentions(path: str | Path, claims: Iterable[Claim]) -> tuple[Mention, ...]:
    """Read and check ``mentions.csv``.

    Parameters
    ----------
    path : str or Path
        The file.
    claims : iterable of Claim
        The claims that it refers to.

    Returns
    -------
    tuple of Mention
        In the file's order.

    Raises
    ------
    InputError
        One line that names file, row and column: a missing column, a repeated id, a wrong number, an
        unknown claim, a missing claim where the basis is not ``protocol``.
    """
    known = {claim.id for claim in claims}
    seen: set[str] = set()
    return tuple(_mention(row, seen, known) for row in read_rows(path, COLUMNS))


def _mention(row: SourceRow, seen: set[str], known: set[str]) -> Mention:
    value, decimals = row.required("value"), row.whole("decimals")
    if NUMBER.fullmatch(value):
        row.number_as_printed(value, decimals)
    mention = Mention(
        id=row.unique("id", seen),
        location=row.required("location"),
        quote=row.required("quote"),
        printed=row.required("printed"),
        relation=row.one_of("relation", (EQUAL, ABOVE)),
        value=value,
        decimals=decimals,
        claim_id=row["claim_id"],
        basis=row.one_of("basis", BASES),
    )
    _check_claim(row, mention, known)
    return mention


def _check_claim(row: SourceRow, mention: Mention, known: set[str]) -> None:
    if mention.claim_id and mention.claim_id not in known:
        row.fail("claim_id", f"{mention.claim_id!r} is not in claims.csv")
    if bool(mention.claim_id) == (mention.basis == PROTOCOL):
        row.fail("claim_id", "must be empty for the basis protocol, and only for it")


def differing_mentions(mentions: Iterable[Mention], claims: Iterable[Claim]) -> pd.DataFrame:
    """List the quantities that the paper prints in different ways.

    Parameters
    ----------
    mentions : iterable of Mention
        The places.
    claims : iterable of Claim
        The claims; those that are the ``same_as`` another count as one quantity with it.

    Returns
    -------
    pandas.DataFrame
        One row a place of each such quantity, with the columns :data:`DIFFERENCES`. ``difference`` says how
        the place differs from the others: ``value``, ``decimals`` (30% and 30.0%), ``bound`` (over 96%), or
        empty. Bounds in words ("most patients") are statements, not printed numbers, and are left out.
    """
    root = {claim.id: claim.same_as or claim.id for claim in claims}
    places: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.claim_id and not mention.is_statement:
            places.setdefault(root[mention.claim_id], []).append(mention)
    rows = [row for quantity, group in places.items() for row in _differences(quantity, group)]
    return pd.DataFrame(rows, columns=list(DIFFERENCES))


def _differences(quantity: str, group: list[Mention]) -> list[tuple[str, ...]]:
    if len({(m.relation, m.value) for m in group}) < 2:
        return []
    return [(quantity, m.claim_id, m.id, m.location, m.quote, m.printed, m.difference(group)) for m in group]
