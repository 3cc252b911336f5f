from hcc_analysis.report.collect import Code
from hcc_analysis.report.making import making_cells


def cells(*sources):
    return [Code(f"cell{i}", source) for i, source in enumerate(sources)]


def test_the_cells_that_set_what_is_published_and_the_one_that_publishes():
    code = cells(
        "from house import results_of, publish",
        "os = survival()",
        "figure = draw(os)",
        "publish(figure, id='a', results=[*results_of(os), *os.rates()])",
    )
    assert making_cells(code) == ("cell1", "cell3")


def test_a_name_that_only_a_comprehension_sets_is_no_other_cell():
    code = cells("effects = fit()", "publish(results=[r for effect in effects for r in effect.results()])")
    assert making_cells(code) == ("cell0", "cell1")


def test_what_is_computed_where_it_is_published():
    assert making_cells(cells("x = 1", "publish(results=[Result(2)])")) == ("cell1",)


def test_code_that_is_not_python_or_does_not_publish():
    assert making_cells(cells("%matplotlib inline", "x = 1")) == ()
    assert making_cells([]) == ()
