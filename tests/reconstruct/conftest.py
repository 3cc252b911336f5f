from __future__ import annotations

from pathlib import Path

import pytest

from hcc_analysis.reconstruct.targets import Target, read_targets
from hcc_analysis.trial import Trial, load_trial

PROJECT = Path(__file__).parents[2]
CLAIMS = PROJECT / "data" / "published" / "claims.csv"
COMMITTED = PROJECT / "data" / "reconstructed"


@pytest.fixture(scope="session")
def targets() -> dict[str, Target]:
    return read_targets(CLAIMS)


@pytest.fixture(scope="session")
def committed() -> Trial:
    return load_trial(COMMITTED)
