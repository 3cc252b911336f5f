"""The paper's time-to-event results under the conventions of SPSS, R and SAS.

Which rule each printed digit fits is found by holding every convention's value against the printed one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hcc_analysis.analyses.counting import count_result
from hcc_analysis.analyses.everything import time_to_event_results
from hcc_analysis.claims.load import Claim
from hcc_analysis.claims.reconcile import EXACT, TRUNCATED, status
from hcc_analysis.formatting import number, signed
from hcc_analysis.parameters import Parameters
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial

NAMES = ("spss", "r", "sas")
_WORDS = {EXACT: "rounded", TRUNCATED: "cut"}


@dataclass(frozen=True)
class ConventionRow:
    """One printed result under every convention.

    Attributes
    ----------
    claim : Claim
        What the paper prints.
    results : mapping of str to Result
        Convention to its result.
    """

    claim: Claim
    results: Mapping[str, Result]

    def text(self, name: str) -> str:
        """Return a convention's value to the printed decimals."""
        decimals = 1 if self.claim.decimals is None else self.claim.decimals
        return signed(number(self.results[name].value, decimals))

    def changes(self, name: str) -> bool:
        """Whether a convention's digits differ from those of the first."""
        return self.text(name) != self.text(NAMES[0])

    def fits(self) -> dict[str, list[str]]:
        """Return how the printed digits arise: "rounded" and "cut" to the conventions that give them so."""
        found: dict[str, list[str]] = {}
        for name in NAMES:
            word = _WORDS.get(status(self.claim, self.results[name].value))
            if word:
                found.setdefault(word, []).append(name)
        return found


def under_conventions(
    trial: Trial, parameters: Parameters, claims: Mapping[str, Claim]
) -> list[ConventionRow]:
    """Compute every printed time-to-event result under each convention.

    Parameters
    ----------
    trial : Trial
        The data.
    parameters : Parameters
        The parameters of the analysis; their own convention is set aside.
    claims : mapping of str to Claim
        The printed numbers by id.

    Returns
    -------
    list of ConventionRow
        One a printed result, in the order of the claims.
    """
    computed = {
        name: {
            r.id: r for r in time_to_event_results(trial, parameters.model_copy(update={"convention": name}))
        }
        for name in NAMES
    }
    return [
        ConventionRow(claim, {name: computed[name][id] for name in NAMES})
        for id, claim in claims.items()
        if all(id in computed[name] for name in NAMES)
    ]


def convention_results(rows: list[ConventionRow]) -> list[Result]:
    """Return every value, and how many digits change and fit.

    Parameters
    ----------
    rows : list of ConventionRow
        As :func:`under_conventions` returns them.

    Returns
    -------
    list of Result
        ``convention.<name>.<claim id>``; counts ``convention.<name>.changed.n`` and ``.fits.n``.
    """
    values = [
        row.results[name].model_copy(update={"id": f"convention.{name}.{row.claim.id}"})
        for row in rows
        for name in NAMES
    ]
    for name in NAMES:
        changed = sum(row.changes(name) for row in rows)
        fits = sum(any(name in names for names in row.fits().values()) for row in rows)
        values += [
            count_result(f"convention.{name}.changed.n", changed, n=len(rows), unit="results"),
            count_result(f"convention.{name}.fits.n", fits, n=len(rows), unit="results"),
        ]
    return values
