"""The paper's own claims, from wherever a notebook runs, and whose they are."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from hcc_analysis.claims.load import Claim, load_claims
from hcc_analysis.claims.mentions import Mention, load_mentions
from hcc_analysis.errors import NotCollectedError
from hcc_analysis.trial import Trial
from hcc_analysis.trial.locate import locate
from hcc_analysis.yaml_file import read_model

PUBLISHED = "data/published/claims.csv"
_PAPER = "paper.yml"
_MENTIONS = "mentions.csv"


class Paper(BaseModel):
    """What ``paper.yml`` beside the printed numbers says: whose they are."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    registry_id: str


def trial_of_paper(claims_file: Path) -> str | None:
    """Return the registry id of the trial whose numbers a file of claims holds.

    Parameters
    ----------
    claims_file : Path
        File of claims.

    Returns
    -------
    str or None
        What ``paper.yml`` beside the file says; None when there is none: the numbers are then of any trial.

    Raises
    ------
    InputError
        ``paper.yml`` is wrong.
    """
    paper = claims_file.with_name(_PAPER)
    return read_model(paper, Paper).registry_id if paper.is_file() else None


def published_claims(trial: Trial, path: str = PUBLISHED) -> dict[str, Claim]:
    """Load the printed numbers of a trial.

    Parameters
    ----------
    trial : Trial
        The trial that must be the paper's.
    path : str
        File of claims, relative to the project or absolute.

    Returns
    -------
    dict of str to Claim
        Claims by id.

    Raises
    ------
    NotCollectedError
        The numbers are of another trial.
    InputError
        The file is missing or wrong.
    """
    return {claim.id: claim for claim in load_claims(_claims_file(trial, path))}


def published_numbers(trial: Trial, path: str = PUBLISHED) -> tuple[tuple[Claim, ...], tuple[Mention, ...]]:
    """Load the printed numbers of a trial, and every place that prints one.

    Parameters
    ----------
    trial : Trial
        The trial that must be the paper's.
    path : str
        File of claims, relative to the project or absolute; ``mentions.csv`` is beside it.

    Returns
    -------
    claims : tuple of Claim
        In the file's order.
    mentions : tuple of Mention
        In the file's order.

    Raises
    ------
    NotCollectedError
        The numbers are of another trial.
    InputError
        A file is missing or wrong.
    """
    file = _claims_file(trial, path)
    claims = load_claims(file)
    return claims, load_mentions(file.with_name(_MENTIONS), claims)


def _claims_file(trial: Trial, path: str) -> Path:
    """Find the file of claims; refuse it where it is about another trial than the data."""
    file = locate(path)
    registry_id = trial_of_paper(file)
    if registry_id not in (None, trial.info.registry_id):
        raise NotCollectedError(
            f"it is about the numbers that the paper on {registry_id} printed; "
            f"the data are of {trial.info.registry_id}"
        )
    return file
