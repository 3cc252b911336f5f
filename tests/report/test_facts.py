from hcc_analysis.parameters import Parameters
from hcc_analysis.report.facts import parameter_facts


def test_every_parameter_has_its_value_and_a_meaning():
    facts = {fact.name: fact for fact in parameter_facts(Parameters(conf_level=0.9))}
    assert list(facts) == list(Parameters.model_fields)
    assert facts["conf_level"].value == "0.9"
    assert facts["time_points"].value == "6, 12, 24"
    assert all(fact.meaning for fact in facts.values())
    assert facts["null_response_rate"].meaning == facts["target_response_rate"].meaning
