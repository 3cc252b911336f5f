from pathlib import Path

import pytest

from hcc_analysis.claims import load_claims, load_mentions

PUBLISHED = Path(__file__).parents[2] / "data" / "published"


@pytest.fixture(scope="session")
def claims():
    return load_claims(PUBLISHED / "claims.csv")


@pytest.fixture(scope="session")
def mentions(claims):
    return load_mentions(PUBLISHED / "mentions.csv", claims)
