"""What a trial is: schemas, loading, populations."""

from hcc_analysis.trial.info import DatasetInfo
from hcc_analysis.trial.populations import intention_to_treat, of_subjects, resected, screened, unresectable
from hcc_analysis.trial.trial import Trial, load_trial

__all__ = [
    "DatasetInfo",
    "Trial",
    "intention_to_treat",
    "load_trial",
    "of_subjects",
    "resected",
    "screened",
    "unresectable",
]
