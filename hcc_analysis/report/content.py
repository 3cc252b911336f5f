"""What a report says to its readers: outputs, results and claims, without what is held back from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from hcc_analysis.outputs.model import Output
from hcc_analysis.report.audience.protection import INTERNAL, WITHHELD
from hcc_analysis.report.collect import Collected
from hcc_analysis.report.compare import compare, results_frame
from hcc_analysis.report.prepare import Prepared

if TYPE_CHECKING:
    from hcc_analysis.report.audience.identifiers import Identifying
    from hcc_analysis.report.document import Document

_INTERNAL = "For internal use: nothing is held back."
_VALUES = ["computed", "computed_full"]


@dataclass(frozen=True)
class Content:
    """What a report says.

    Attributes
    ----------
    collected : mapping of str to Collected
        Its outputs, by id.
    results, claims : pandas.DataFrame
        Their results, and the printed numbers that they are held against.
    left_out : mapping of str to str
        Why other outputs are left out, by id.
    audience : str
        What readers must know of what is held back; empty when nothing had to be.
    identifying : Identifying, optional
        What may not be in it.
    """

    collected: Mapping[str, Collected]
    results: pd.DataFrame
    claims: pd.DataFrame
    left_out: Mapping[str, str]
    audience: str = ""
    identifying: Identifying | None = None

    def require_safe(self, document: Document) -> None:
        """Refuse to write what names a patient or a patient's date, where the readers may not have it.

        Parameters
        ----------
        document : Document
            The supplement that is made of it.

        Raises
        ------
        InputError
            It does; the message says where.
        """
        if self.identifying is None:
            return
        from hcc_analysis.report.audience.identifiers import require_none

        parts = {f"notebook {id}": (one.output, one.notebook) for id, one in self.collected.items()}
        supplement = replace(document, software=(), chapters=())
        others = {"the supplement": supplement, "results.csv": self.results, "claims.csv": self.claims}
        require_none(self.identifying, {**parts, **others})


def content_for(
    prepared: Prepared, collected: Mapping[str, Collected], skipped: Mapping[str, str]
) -> Content:
    """Say what the readers of a report get of its outputs.

    Parameters
    ----------
    prepared : Prepared
        The report, with its audience.
    collected : mapping of str to Collected
        Every output, by id.
    skipped : mapping of str to str
        Outputs whose data the trial does not have, with the reason.

    Returns
    -------
    Content
        Everything; or, where single patients or small numbers must be held back, what is left.

    Raises
    ------
    InputError
        The printed numbers, or the data, are wrong.
    """
    if not prepared.protection.active:
        said = _INTERNAL if prepared.request.audience.name == INTERNAL else ""
        results, claims = _compared(prepared, collected, partial=bool(skipped))
        return Content(collected, results, claims, skipped, said)
    from hcc_analysis.report.audience.identifiers import identifying
    from hcc_analysis.report.audience.masking import protect
    from hcc_analysis.trial import load_trial

    known = identifying(load_trial(prepared.data), _public_dates(prepared.project.claims))
    protected = protect(collected, prepared.protection, known)
    _, claims = _compared(
        prepared,
        {id: collected[id] for id in protected.collected},
        partial=bool(skipped or protected.left_out),
    )
    results = results_frame(_counted(protected.collected))
    left_out = {**skipped, **protected.left_out}
    sentence = protected.held_back.sentence
    return Content(
        protected.collected, results, _masked(claims, protected.withheld), left_out, sentence, known
    )


def _compared(
    prepared: Prepared, collected: Mapping[str, Collected], *, partial: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    results = results_frame(_counted(collected))
    claims = compare(
        results,
        prepared.project.claims,
        prepared.dataset.registry_id,
        partial=partial or bool(prepared.missing),
    )
    return results, claims


def _counted(collected: Mapping[str, Collected]) -> list[Output]:
    return [one.output for one in collected.values() if one.output.content.kind != "prose"]


def _masked(claims: pd.DataFrame, withheld: frozenset[str]) -> pd.DataFrame:
    """Hide what was computed, not how it compares: the printed number is public."""
    masked = claims.copy()
    masked.loc[masked["id"].isin(withheld), _VALUES] = WITHHELD
    return masked


def _public_dates(claims_file: Path) -> frozenset[dt.date]:
    """Return the dates that the paper prints."""
    from hcc_analysis.report.audience.words import found_dates

    text = claims_file.read_text(encoding="utf-8") if claims_file.is_file() else ""
    return frozenset(one.date for one in found_dates(text))
