"""The supplement as data. The HTML and the PDF are both made from it and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from hcc_analysis.claims.reconcile import DIFFERS, EXACT, NOT_COMPUTED, STATUSES, TRUNCATED
from hcc_analysis.outputs.model import Output
from hcc_analysis.report.collect import Code, Collected
from hcc_analysis.report.compare import Claim, totals
from hcc_analysis.report.contents import Contents
from hcc_analysis.report.data_check.remarks import Remark
from hcc_analysis.report.formats import USUAL
from hcc_analysis.trial import DatasetInfo

_WORDINGS = {
    EXACT: ("agrees exactly", "agree exactly"),
    TRUNCATED: ("agrees when cut off instead of rounded", "agree when cut off instead of rounded"),
    DIFFERS: ("differs", "differ"),
    NOT_COMPUTED: ("is not computed here", "are not computed here"),
}


@dataclass(frozen=True)
class Fact:
    """A name with its value, and what it means."""

    name: str
    value: str
    meaning: str = ""


@dataclass(frozen=True)
class Entry:
    """One output with its code, the printed numbers that it is held against, and the PNG of a figure."""

    output: Output
    code: tuple[Code, ...]
    claims: tuple[Claim, ...]
    picture: bytes = b""

    @property
    def agrees(self) -> bool:
        """Whether every printed number is met exactly."""
        return all(claim.status == "exact" for claim in self.claims)


@dataclass(frozen=True)
class Chapter:
    """A chapter: outputs in order."""

    id: str
    title: str
    intro: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Document:
    """The whole supplement.

    Attributes
    ----------
    name : str
        Name of the parameter set.
    dataset : DatasetInfo
        What the data are.
    convention : str
        Name of the statistical convention.
    chapters : tuple of Chapter
        Outputs in order.
    claims : tuple of Claim
        Every printed number.
    parameters, inputs, software : tuple of Fact
        What the run was made with.
    version : str
        Version of this package.
    missing : int
        Number of outputs that were left out on request.
    formats : tuple of str
        Formats that the supplement is written in.
    skipped : tuple of Fact
        Outputs that are left out, since the trial does not have their data or readers may not: id, reason.
    audience : str
        What readers must know of what is held back from them; empty when nothing is.
    remarks : tuple of Remark
        What the check of the data asks to look at, counted.
    """

    name: str
    dataset: DatasetInfo
    convention: str
    chapters: tuple[Chapter, ...]
    claims: tuple[Claim, ...]
    parameters: tuple[Fact, ...]
    inputs: tuple[Fact, ...]
    software: tuple[Fact, ...]
    version: str
    missing: int = 0
    formats: tuple[str, ...] = USUAL
    skipped: tuple[Fact, ...] = ()
    audience: str = ""
    remarks: tuple[Remark, ...] = ()

    lang: Literal["en"] = "en"

    @property
    def warnings(self) -> int:
        """Number of warnings of the data check."""
        return sum(remark.count for remark in self.remarks)

    @property
    def title(self) -> str:
        """Title of the supplement."""
        return "Computed supplement"

    @property
    def banner(self) -> str:
        """What the data are, in one line for every page."""
        return self.dataset.banner

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every output in order."""
        return tuple(entry for chapter in self.chapters for entry in chapter.entries)

    @property
    def labels(self) -> dict[str, str]:
        """Number in the paper of each output, by its id."""
        return {entry.output.id: entry.output.label for entry in self.entries}

    @property
    def links(self) -> dict[str, str]:
        """Output that publishes each result, by the result's id; a text that cites it does not count."""
        entries = [entry for entry in self.entries if entry.output.content.kind != "prose"]
        return {result.id: entry.output.id for entry in reversed(entries) for result in entry.output.results}

    @property
    def totals(self) -> dict[str, int]:
        """Number of claims of each status."""
        return totals(self.claims)

    @property
    def verdict(self) -> str:
        """How print and computation agree, in one sentence."""
        return verdict(self.totals)

    @property
    def opening(self) -> str:
        """What a reader holds, in a sentence or two."""
        made = "Every figure, table and number here was computed by a notebook from the data named above"
        if not self.claims:
            said = f"{made}."
        else:
            held = "each number that the paper printed is held against the one computed"
            said = f"{made}, and {held}. {self.verdict}"
        return f"{said} {self.audience}".rstrip()


def verdict(counts: dict[str, int]) -> str:
    """Say in one sentence how many printed numbers are met.

    Parameters
    ----------
    counts : dict
        Number of claims of each status.

    Returns
    -------
    str
        The sentence; empty when there are no claims.
    """
    total = sum(counts.values())
    if not total:
        return ""
    parts = [f"{counts[status]} {_wording(status, counts[status])}" for status in STATUSES if counts[status]]
    return f"Of {total} printed numbers, {_join(parts)}."


def _wording(status: str, count: int) -> str:
    one, many = _WORDINGS[status]
    return one if count == 1 else many


def _join(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def chapters(
    contents: Contents, collected: Mapping[str, Collected], claims: Sequence[Claim]
) -> tuple[Chapter, ...]:
    """Put the outputs into their chapters; a chapter without outputs is left out.

    Parameters
    ----------
    contents : Contents
        Order of the supplement.
    collected : dict
        What each notebook gave, by id.
    claims : sequence of Claim
        Every printed number.

    Returns
    -------
    tuple of Chapter
        The chapters in order.
    """
    made = []
    for number, planned in enumerate(contents.chapters, start=1):
        ids = [id for id in planned.outputs if id in collected]
        if ids:
            entries = tuple(_entry(collected[id], claims) for id in ids)
            made.append(Chapter(f"chapter-{number}", planned.title, planned.intro, entries))
    return tuple(made)


def _entry(collected: Collected, claims: Sequence[Claim]) -> Entry:
    own = tuple(claim for claim in claims if collected.output.id in claim.outputs)
    return Entry(collected.output, collected.code, own, collected.picture)
