import json

import pytest

from hcc_analysis.outputs.model import MIME_TYPE
from hcc_analysis.report.collect import collect
from hcc_analysis.report.execution import Execution, Fault
from tests.report.toy import figure, notebook, output, table


def executed(published, id="table_toy"):
    text = json.loads(notebook(output("table_toy", "Table 1", table(), [])))
    data = {MIME_TYPE: published} if published else {"text/plain": "x"}
    text["cells"][-1]["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": data}]
    return Execution(id, json.dumps(text), 1.0)


def test_the_output_comes_with_its_code():
    collected = collect(executed(output("table_toy", "Table 1", table(), [])))
    assert collected.output.label == "Table 1"
    assert [cell.id for cell in collected.code] == ["parameters", "analyse", "publish"]


def test_a_fault_stays_a_fault():
    fault = Fault("infrastructure", "the kernel died")
    assert collect(Execution("a", "", 1.0, fault)) is fault


@pytest.mark.parametrize(
    ("execution", "message"),
    [
        (executed(None), "published nothing"),
        (executed({"id": "table_toy"}), "is not an output: label: Field required"),
        (executed(output("table_toy", "T", table(), []), id="other"), "published the id 'table_toy'"),
        (executed(output("table_toy", "T", figure() | {"svg": "<svg>"}, [])), "not well-formed"),
        (executed(output("table_toy", "T", figure() | {"svg": "<p/>"}, [])), "not an SVG"),
    ],
)
def test_what_is_not_an_output_is_a_fault(execution, message):
    fault = collect(execution)
    assert fault.kind == "output"
    assert message in fault.text
