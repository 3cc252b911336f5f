"""The paper's own claims, from wherever a notebook runs."""

from __future__ import annotations

from hcc_analysis.claims.load import Claim, load_claims
from hcc_analysis.trial.locate import locate

PUBLISHED = "data/published/claims.csv"


def published_claims(path: str = PUBLISHED) -> dict[str, Claim]:
    """Load the printed numbers.

    Parameters
    ----------
    path : str
        File of claims, relative to the project or absolute.

    Returns
    -------
    dict of str to Claim
        Claims by id.

    Raises
    ------
    InputError
        The file is missing or wrong.
    """
    return {claim.id: claim for claim in load_claims(locate(path))}
