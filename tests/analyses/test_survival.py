"""Survival analyses: a curve worked by hand, and forms for what cannot be estimated."""

import pandas as pd
import pytest

from hcc_analysis.analyses.comparison import Grouping, compare
from hcc_analysis.analyses.factors import Factor
from hcc_analysis.analyses.regression import regress
from hcc_analysis.analyses.survival import survival, survival_method

METHOD = survival_method("spss", time_points=[2, 4, 12])


def adtte(*pairs):
    """Subjects A, B, C ... with (months, censored)."""
    ids = [chr(65 + i) for i in range(len(pairs))]
    return pd.DataFrame(
        {
            "USUBJID": ids,
            "PARAM": "Overall survival",
            "AVAL": [float(t) for t, _ in pairs],
            "CNSR": [c for _, c in pairs],
        }
    )


def values(results):
    return {result.id: result.value for result in results}


def test_curve_by_hand():
    # at risk 5, 4, 3, 2, 1; events at 1, 2, 4: S = 4/5, 3/5, then 3/5 * 1/2
    group = survival(adtte((1, 0), (2, 0), (3, 1), (4, 0), (6, 1)), METHOD)
    found = values([*group.median_results("m"), *group.rate_results("r")])
    assert found["m"] == 4
    assert found["r.2m"] == pytest.approx(60)
    assert found["r.4m"] == pytest.approx(30)
    assert found["r.12m"] == "NE"
    assert [result.text for result in group.rate_results("r") if result.id == "r.12m"] == ["not estimable"]


def test_median_not_reached_and_nobody():
    late = survival(adtte((1, 1), (2, 1)), METHOD)
    assert values(late.median_results("m"))["m"] == "NR"
    nobody = survival(adtte(), METHOD)
    assert values(nobody.median_results("m"))["m"] == "NE"


def grouping(levels, *labels):
    ids = [chr(65 + i) for i in range(len(labels))]
    return Grouping("g", "G", pd.Series(labels, index=ids, dtype=object), {level: level for level in levels})


def test_hazard_ratio_by_hand():
    # two subjects, the exposed dies first at 1, the other at 2: likelihood exp(b) / (exp(b) + 1) has no
    # maximum; with a third, (exposed 1, not 2, exposed 3): b solves (see text)
    # L = e/(2e+1) * 1/(e+1) * 1 with e = exp(b): dlogL/db = 1 - 2e/(2e+1) - e/(e+1) = 0 -> 2e^2 = 1
    found = compare(adtte((1, 0), (2, 0), (3, 0)), grouping(("x", "y"), "x", "y", "x"), METHOD)
    assert values(found.results("os"))["os.g.cox.hr"] == pytest.approx(0.5**0.5)


def test_a_group_without_events_is_not_estimable_but_firth_is():
    data = adtte((1, 0), (2, 0), (3, 1), (4, 1))
    groups = grouping(("x", "y"), "x", "x", "y", "y")
    found = values(compare(data, groups, METHOD).results("os"))
    assert {found[f"os.g.cox.{name}"] for name in ("hr", "lower", "upper", "p")} == {"NE"}
    assert isinstance(found["os.g.logrank.p"], float)
    factor = Factor("g", "G", groups.groups, groups.levels, "y")
    effect = regress(data, factor, METHOD)
    by_level = {level.level: level for level in effect.levels}
    assert (by_level["y"].events, by_level["y"].cox) == (0, None)
    assert by_level["x"].cox.hazard_ratio == "NE"
    assert by_level["x"].firth.hazard_ratio > 1


def test_one_group_only():
    found = compare(adtte((1, 0), (2, 0)), grouping(("x", "y"), "x", "x"), METHOD)
    assert found.log_rank_p == "NE"
    assert found.notes() == ("Log-rank p not estimable", "HR not estimable")
    effect = regress(
        adtte((1, 0), (2, 0)),
        Factor("g", "G", pd.Series({"A": "x", "B": "x"}), {"x": "x", "y": "y"}, "y"),
        METHOD,
    )
    assert [level.cox for level in effect.levels] == [None]


def test_nobody_in_any_group():
    found = compare(adtte(), grouping(("x", "y")), METHOD)
    assert found.n == 0
    assert set(values(found.results("os")).values()) <= {"NE"}
