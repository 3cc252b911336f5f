"""A real output: the response table of the reconstructed trial, as its notebook publishes it."""

from functools import lru_cache
from pathlib import Path

from hcc_analysis.analyses.response import response_summary
from hcc_analysis.outputs.model import Output
from hcc_analysis.outputs.tables.response import response_table
from hcc_analysis.trial import load_trial
from tests.report.toy import output

DATA = Path(__file__).parents[2] / "data" / "reconstructed"


@lru_cache(maxsize=1)
def response_output() -> Output:
    summary = response_summary(load_trial(DATA), conf_level=0.90, mpr_threshold=10)
    base = output("table2_response", "Table 2", {}, [], alt="Response of all patients.")
    return Output.model_validate(base | {"content": response_table(summary).model_dump()})
