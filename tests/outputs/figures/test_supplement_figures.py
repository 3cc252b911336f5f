"""Every figure of the supplement: readable for typical, hostile and empty data; the same bytes twice."""

import math

import numpy as np
import pandas as pd
import pytest

from hcc_analysis.analyses.safety import PeriodCounts, TermCounts
from hcc_analysis.outputs.figures.adverse_events import adverse_event_alt, adverse_event_figure
from hcc_analysis.outputs.figures.afp import afp_alt, afp_figure
from hcc_analysis.outputs.figures.forest import forest_alt, forest_figure
from hcc_analysis.outputs.figures.ph_check import ph_alt, ph_figure
from hcc_analysis.outputs.figures.sawtooth import sawtooth_alt, sawtooth_figure
from hcc_analysis.outputs.figures.spider import spider_alt, spider_figure
from hcc_analysis.outputs.figures.swimmer import swimmer_alt, swimmer_figure

LONG = "a name that goes on and on, as names in trial databases do, well beyond the width of any column"


def swimmers(n, *, prefix="HCC-", group=None, ongoing=True):
    ids = [f"{prefix}{k:02d}" for k in range(n)]
    subjects = pd.DataFrame(
        {
            "USUBJID": ids,
            "END": [3.0 + k for k in range(n)],
            "ONGOING": [ongoing and k % 2 == 0 for k in range(n)],
            "GROUP": [group or ("Resected", "Not resected")[k % 2] for k in range(n)],
            "NOTE": [("PR", "PD", None)[k % 3] for k in range(n)],
        }
    )
    intervals = pd.DataFrame(
        [
            (id, kind, start, stop)
            for id in ids
            for kind, start, stop in (("Tislelizumab", 0, 2), ("IMRT", 0, 0.7))
        ],
        columns=["USUBJID", "KIND", "START", "STOP"],
    )
    events = pd.DataFrame(
        [(id, "Death", 3.0 + k) for k, id in enumerate(ids) if k % 2], columns=["USUBJID", "KIND", "TIME"]
    )
    return subjects, intervals, events


def spider_rows(n, changes=None):
    rows = []
    for k in range(n):
        change = changes[k] if changes else -60.0 + 4 * k
        response = ("PR", "SD", "PD", "CR", "NE")[k % 5]
        rows += [(f"P-{k:02d}", 0, 0.0, response, False), (f"P-{k:02d}", 9, change, response, k % 3 == 0)]
    return pd.DataFrame(rows, columns=["USUBJID", "TIME", "PCHG", "RESPONSE", "NEWLES"])


FOREST = ["LABEL", "HEADING", "N", "EVENTS", "HR", "LOWER", "UPPER", "P", "METHOD", "NOTE"]


def forest_rows(*rows):
    return pd.DataFrame(rows, columns=FOREST)


TYPICAL_FOREST = forest_rows(
    ("Surgery", True, None, None, None, None, None, "", "", ""),
    ("Yes", False, 15, 5, 0.3, 0.1, 0.91, "0.034", "cox", ""),
    ("No", False, 15, 9, None, None, None, "", "", "reference"),
    ("Etiology", True, None, None, None, None, None, "", "", ""),
    ("HCV", False, 1, 0, 0.85, 0.01, 6.46, "0.907", "firth", ""),
    ("Unknown", False, 0, 0, None, None, None, "", "cox", ""),
)


def periods(**counts):
    terms = tuple(
        TermCounts(term, term.lower(), sum(grades), dict(zip((1, 2, 3, 4, 5), grades, strict=False)))
        for term, grades in counts.items()
    )
    any_event = TermCounts("Any", "any", max([t.total for t in terms], default=0), {1: 0, 2: 0, 3: 0})
    return PeriodCounts("preoperative", 30, any_event, terms)


BLOOD = periods(Anaemia=(10, 3, 0), Leukopenia=(2, 11, 2), Rash=(0, 0, 0))


def afp_rows(*rows):
    frame = pd.DataFrame(rows, columns=["BASE", "AVAL", "GROUP"])
    frame.insert(0, "USUBJID", [f"P{k}" for k in range(len(frame))])
    return frame


def designs(first, last):
    sizes = range(first, last)
    rows = [(n, 4, 0.02 + 0.03 * ((n * 7) % 10) / 10, 0.5 + 0.4 * ((n * 3) % 11) / 11) for n in sizes]
    return pd.DataFrame(rows, columns=["N", "R", "ALPHA", "POWER"])


def residuals(*names, n=12):
    frames = [
        pd.DataFrame(
            {"COVARIATE": name, "TIME": np.linspace(1, 20, n), "RESIDUAL": np.sin(np.arange(n) + len(name))}
        )
        for name in names
    ]
    return pd.concat(frames, ignore_index=True)


EMPTY_PERIODS = {"Preoperative": periods(Rash=(0, 0, 0)), "Adjuvant": periods()}
CASES = {
    "swimmer": (swimmer_figure, swimmers(30)),
    "swimmer of one": (swimmer_figure, swimmers(1, ongoing=False)),
    "swimmer with long names": (swimmer_figure, swimmers(4, prefix="SITE-0001-PATIENT-", group=LONG)),
    "swimmer without treatment": (
        swimmer_figure,
        tuple(f.iloc[: 3 * (k == 0)] for k, f in enumerate(swimmers(3))),
    ),
    "spider": (spider_figure, (spider_rows(30),)),
    "spider of one": (spider_figure, (spider_rows(1),)),
    "spider of many": (spider_figure, (spider_rows(80),)),
    "spider all alike": (spider_figure, (spider_rows(20, [0.0] * 20),)),
    "forest": (forest_figure, (TYPICAL_FOREST,)),
    "forest without estimates": (forest_figure, (TYPICAL_FOREST.iloc[2:4],)),
    "forest with long names": (
        forest_figure,
        (
            forest_rows(
                (LONG, True, None, None, None, None, None, "", "", ""),
                (LONG, False, 9999, 999, 1e9, 1e-9, math.inf, "<0.001", "cox", ""),
            ),
        ),
    ),
    "adverse events": (
        adverse_event_figure,
        ({"Preoperative treatment": BLOOD, "Adjuvant treatment": BLOOD},),
    ),
    "adverse events of everyone": (adverse_event_figure, ({"Only": periods(**{LONG: (0, 0, 20, 8, 2)})},)),
    "afp": (
        afp_figure,
        (
            afp_rows(
                (5000, 10, "pCR"), (20, 30, "MPR"), (900, None, "No response"), (None, 3, "Not resected")
            ),
        ),
    ),
    "afp of nought": (afp_figure, (afp_rows((0, 0, "pCR"), (1e6, 0, LONG)),)),
    "sawtooth": (sawtooth_figure, (designs(15, 46),)),
    "sawtooth of one": (sawtooth_figure, (designs(20, 21),)),
    "residuals": (ph_figure, (residuals("Surgery", "AFP", "Sex", "Age"),)),
    "residuals of few": (ph_figure, (residuals("Surgery", n=2),)),
    "residuals with long names": (ph_figure, (residuals(LONG, LONG.upper()),)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_text_can_be_read(case, drawn, readable):
    draw, arguments = CASES[case]
    figure = draw(*arguments)
    readable(drawn[-1])
    assert figure.data and "nan" not in figure.svg.lower().split("@font-face")[0]


def test_marked_designs_and_tests_can_be_read(drawn, readable):
    sawtooth_figure(designs(15, 46), marked={27: "smallest", 28: "printed", 30: LONG})
    readable(drawn[-1])
    ph_figure(residuals("A", "B"), estimates={"A": 0.4, "B": math.nan}, tests={"A": LONG})
    readable(drawn[-1])
    forest_figure(TYPICAL_FOREST, favours=("Fewer deaths", "More deaths"))
    readable(drawn[-1])


@pytest.mark.parametrize(
    "case", ["swimmer", "spider", "forest", "adverse events", "afp", "sawtooth", "residuals"]
)
def test_same_bytes_twice(case):
    draw, arguments = CASES[case]
    assert draw(*arguments) == draw(*arguments)


NOTHING = {
    "swimmer": (swimmer_figure, swimmer_alt, tuple(f.iloc[:0] for f in swimmers(1)), (0, 2)),
    "spider": (spider_figure, spider_alt, (spider_rows(3).iloc[:1],), (0,)),
    "forest": (forest_figure, forest_alt, (forest_rows(),), (0,)),
    "adverse events": (adverse_event_figure, adverse_event_alt, (EMPTY_PERIODS,), (0,)),
    "afp": (afp_figure, afp_alt, (afp_rows((None, None, "pCR")),), (0,)),
    "sawtooth": (sawtooth_figure, sawtooth_alt, (designs(5, 5),), (0,)),
    "residuals": (ph_figure, ph_alt, (residuals("A").assign(RESIDUAL=math.nan),), (0,)),
}


@pytest.mark.parametrize("case", NOTHING)
def test_nothing_to_show_is_a_sentence(case, drawn, readable):
    draw, alt, arguments, of_alt = NOTHING[case]
    figure, sentence = draw(*arguments), alt(*(arguments[k] for k in of_alt))
    assert sentence.startswith("No ")
    assert sentence.split()[-1] in figure.svg
    assert not drawn[-1].axes
    readable(drawn[-1])


def test_swimmer_in_words():
    subjects, _, events = swimmers(4)
    assert swimmer_alt(subjects, events) == (
        "Swimmer plot of 4 patients (2 Resected, 2 Not resected), followed for up to 6.0 months; "
        "2 alive at the end of follow-up. Death in 2."
    )


def test_swimmer_lanes_are_by_group_and_length():
    data = {d.name: d for d in swimmer_figure(*swimmers(4)).data}
    assert list(data["subjects"].frame()["USUBJID"]) == ["HCC-02", "HCC-00", "HCC-03", "HCC-01"]


def test_spider_in_words():
    text = spider_alt(spider_rows(3, [-40.0, 5.0, 25.0]))
    assert "3 patients" in text and "from -40.0% to 25.0%" in text
    assert "1 partial response, 1 stable disease, 1 progressive disease; 1 with a new lesion" in text


def test_spider_leaves_out_who_has_no_visit_after_baseline():
    rows = pd.concat([spider_rows(2), spider_rows(3).iloc[4:5]])
    assert spider_figure(rows).data[0].frame()["USUBJID"].nunique() == 2


def test_forest_in_words():
    assert forest_alt(TYPICAL_FOREST) == (
        "Forest plot. Hazard ratio (95% CI). Surgery, Yes: 0.30 (0.10–0.91), p 0.034; "
        "Etiology, HCV: 0.85 (0.01–6.46) (Firth), p 0.907. 1 not estimable."
    )


def test_forest_says_what_cannot_be_estimated_and_what_is_the_reference():
    svg = forest_figure(TYPICAL_FOREST).svg
    assert ">not estimable<" in svg and ">reference<" in svg and ">5/15<" in svg


def test_forest_names_the_methods_only_where_both_occur():
    assert "penalised" in forest_figure(TYPICAL_FOREST).svg
    assert "penalised" not in forest_figure(TYPICAL_FOREST.iloc[:3]).svg


def test_adverse_events_fall_and_those_that_never_occur_are_left_out():
    svg = adverse_event_figure({"Before": BLOOD}).svg
    assert svg.index(">Leukopenia<") < svg.index(">Anaemia<")
    assert ">Rash<" not in svg and ">15 (50.0%)<" in svg and "Grade 4" not in svg
    assert "most frequent leukopenia 15, anaemia 13" in adverse_event_alt({"Before": BLOOD})


def test_afp_counts_the_reduction_by_group():
    rows = afp_rows((1000, 100, "pCR"), (1000, 101, "pCR"), (10, None, "pCR"))
    assert "1 of 2 fell by ≥90%" in afp_figure(rows).svg
    assert "pCR: 3 patients, median 1000.0 before and 100.5 µg/L after, 1 of 2 fell" in afp_alt(rows)


def test_sawtooth_in_words():
    frame = pd.DataFrame({"N": [27, 28], "R": [4, 4], "ALPHA": [0.0437, 0.0491], "POWER": [0.801, 0.824]})
    assert sawtooth_alt(frame, marked={27: "smallest"}).endswith(
        "n = 27 with at least 4 responses: alpha 4.37%, power 80.1%."
    )


def test_few_events_have_no_smooth(drawn):
    ph_figure(residuals("A", n=4))
    ph_figure(residuals("A", n=12))
    few, many = (
        max(len(line.get_xdata()) for line in d.axes[0].lines if line.get_linestyle() == "-") for d in drawn
    )
    assert few == 2 and many == 12  # without a smooth only the line at nought is left


def test_residuals_in_words():
    text = ph_alt(residuals("Surgery"), estimates={"Surgery": -1.2}, tests={"Surgery": "p = 0.52"})
    assert "Surgery: 12 events, coefficient -1.20, p = 0.52" in text
