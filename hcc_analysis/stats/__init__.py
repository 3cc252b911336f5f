"""Pure statistics: arrays in, frozen results out.

Scalars that are not estimable are None, elements of arrays nan; a `reason` says why in words.
"""

from .binomial import BinomialInterval, binomial_interval
from .convention import Convention, convention
from .cox import cox
from .cox_model import CoxModel, HazardRatio
from .design import (
    OperatingCharacteristics,
    SingleStageDesign,
    operating_characteristics,
    single_stage_design,
)
from .fisher import FisherTest, fisher_exact
from .kaplan_meier import SurvivalCurve, SurvivalEstimates, follow_up, kaplan_meier
from .log_rank import LogRankTest, log_rank
from .quantiles import SurvivalQuantile, survival_quantile
from .residuals import SchoenfeldResiduals, schoenfeld_residuals
from .restricted_mean import RestrictedMean, restricted_mean
from .result import ChiSquareTest
from .simon import SimonDesigns, TwoStageDesign, simon_two_stage
from .zph import ProportionalHazardsTest, proportional_hazards_test

__all__ = [
    "BinomialInterval",
    "ChiSquareTest",
    "Convention",
    "CoxModel",
    "FisherTest",
    "HazardRatio",
    "LogRankTest",
    "OperatingCharacteristics",
    "ProportionalHazardsTest",
    "RestrictedMean",
    "SchoenfeldResiduals",
    "SimonDesigns",
    "SingleStageDesign",
    "SurvivalCurve",
    "SurvivalEstimates",
    "SurvivalQuantile",
    "TwoStageDesign",
    "binomial_interval",
    "convention",
    "cox",
    "fisher_exact",
    "follow_up",
    "kaplan_meier",
    "log_rank",
    "operating_characteristics",
    "proportional_hazards_test",
    "restricted_mean",
    "schoenfeld_residuals",
    "simon_two_stage",
    "single_stage_design",
    "survival_quantile",
]
