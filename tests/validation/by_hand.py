"""Results that can be checked with pencil and paper, or against a printed page."""

from __future__ import annotations

from collections.abc import Iterator
from math import acos, cos, exp, log, sqrt

from hcc_analysis import stats
from tests.validation.comparison import Comparison, compare, rows

Comparisons = Iterator[Comparison]
HAND = "worked by hand in the test"
THERNEAU = "Therneau & Grambsch, Modeling Survival Data, appendix E.1 (closed forms)"
PRINTED = 5e-4  # of a number printed to three decimals


def curve() -> Comparisons:
    """Seven subjects: events at 2, 3 (two) and 7; censored at 3, 5 and 8."""
    ours = stats.kaplan_meier([2, 3, 3, 3, 5, 7, 8], [1, 1, 1, 0, 0, 1, 0], conf_type="plain")
    s2, s3 = 6 / 7, 6 / 7 * 4 / 6
    s7 = s3 * 1 / 2
    g2, g3 = 1 / (7 * 6), 1 / (7 * 6) + 2 / (6 * 4)
    g7 = g3 + 1 / (2 * 1)
    yield compare("kaplan_meier", HAND, "seven subjects", "S(t)", ours.survival, [s2, s3, s3, s7, s7])
    errors = [s2 * sqrt(g2), s3 * sqrt(g3), s3 * sqrt(g3), s7 * sqrt(g7), s7 * sqrt(g7)]
    yield compare("kaplan_meier", HAND, "seven subjects", "Greenwood", ours.std_error, errors)
    yield compare("kaplan_meier", HAND, "seven subjects", "at risk", ours.at_risk, [7, 6, 3, 2, 1])


def plateau() -> Comparisons:
    """Events at 1, 2, 3 and 4: S(t) is exactly one half from 2 to 3."""
    ours = stats.kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1])
    found = [ours.quantile(0.5, rule=rule).estimate for rule in ("r", "spss", "sas")]
    yield compare("SurvivalCurve.quantile", HAND, "plateau at one half", "r, spss, sas", found, [2.5, 2, 2.5])


def spss_median() -> Comparisons:
    """The 6-MP arm of Freireich's trial, as SPSS and Stata print it."""
    data = [row for row in rows("extended/data/gehan.csv") if row["group"] == "6-MP"]
    ours = stats.kaplan_meier([float(r["time"]) for r in data], [float(r["event"]) for r in data])
    found = ours.quantile(0.5, rule="spss", interval="symmetric")
    printed = [23, 5.255, 12.700, 33.300]
    source = "SPSS and Stata output for 6-MP in leukaemia (Freireich 1963), to three decimals"
    values = [found.estimate, found.std_error, found.lower, found.upper]
    yield compare("quantile: spss, symmetric", source, "6-MP", "median", values, printed, PRINTED)


def log_rank() -> Comparisons:
    """Group A: 1, 3, 5+; group B: 2, 4+, 6. Four events."""
    ours = stats.log_rank([1, 3, 5, 2, 4, 6], [1, 1, 0, 1, 0, 1], list("AAABBB"))
    # at risk in A of all: 3/6, 2/5, 2/4, 0/1
    expected = 3 / 6 + 2 / 5 + 2 / 4 + 0
    variance = 3 / 6 * 3 / 6 + 2 / 5 * 3 / 5 + 2 / 4 * 2 / 4 + 0
    wanted = [(2 - expected) ** 2 / variance, 2, 2, expected, 4 - expected]
    found = [ours.statistic, *ours.observed, *ours.expected]
    yield compare("log_rank", HAND, "six subjects", "statistic, O, E", found, wanted)


def cox() -> Comparisons:
    """Therneau's test data 1, whose estimates have closed forms."""
    time, event, x = [1, 1, 6, 6, 8, 9], [1, 0, 1, 1, 0, 1], [1, 1, 1, 0, 0, 0]
    breslow, efron = (stats.cox(time, event, x, ties=ties) for ties in ("breslow", "efron"))
    b = log((3 + sqrt(33)) / 2)
    e = log(2 * sqrt(23 / 3) * cos(acos(45 / 23 * sqrt(3 / 23)) / 3))
    r, s = exp(b), exp(e)
    # log L = 2b - log(3r + 3) - 2 log(r + 3), and with Efron's ties 2e - log((3s + 3)(s + 3)(s + 5)/2)
    wanted = [-log(6) - 2 * log(4), 2 * b - log(3 * r + 3) - 2 * log(r + 3)]
    found = [breslow.log_likelihood_null, breslow.log_likelihood]
    yield compare("cox", THERNEAU, "test data 1, breslow", "coefficient", breslow[0].coef, b)
    yield compare("cox", THERNEAU, "test data 1, breslow", "log likelihood", found, wanted)
    information = r / (r + 1) ** 2 + 6 * r / (r + 3) ** 2
    yield compare("cox", THERNEAU, "test data 1, breslow", "SE", breslow[0].se, 1 / sqrt(information))
    yield compare("cox", THERNEAU, "test data 1, efron", "coefficient", efron[0].coef, e)
    top = 2 * e - log(3 * s + 3) - log((s + 3) * (s + 5) / 2)
    yield compare("cox", THERNEAU, "test data 1, efron", "log likelihood", efron.log_likelihood, top)


def firth() -> Comparisons:
    """Two subjects: b - log(1 + r) + log(r / (1 + r)^2) / 2 has its maximum at r = 3."""
    ours = stats.cox([1, 2], [1, 0], [1, 0], penalty="firth")
    wanted = [log(3), 1.5 * log(3) - 2 * log(4), -2 * log(2)]
    found = [ours[0].coef, ours.log_likelihood, ours.log_likelihood_null]
    yield compare("cox: firth", HAND, "two subjects", "coefficient, likelihoods", found, wanted)


def fisher() -> Comparisons:
    """Fisher's tea-tasting lady; a 2 x 3 table with the margins 2, 2 and 1, 1, 2."""
    tea = stats.fisher_exact([[3, 1], [1, 3]]).p_value
    yield compare("fisher_exact", "Fisher, The Design of Experiments (1935)", "tea", "p", tea, 34 / 70)
    # 3 x 2 by hand: of the C(4, 2) = 6 ways, (1,1,0) has 1, (1,0,1) 2, (0,1,1) 2, (0,0,2) 1
    rare, common = (stats.fisher_exact(t).p_value for t in ([[1, 1, 0], [0, 0, 2]], [[1, 0, 1], [0, 1, 1]]))
    yield compare("fisher_exact", HAND, "2 x 3", "p", [rare, common], [2 / 6, 1])


def binomial() -> Comparisons:
    """None and all of 30: the limits have closed forms."""
    none, every = (stats.binomial_interval(x, 30) for x in (0, 30))
    edge = 1 - 0.025 ** (1 / 30)
    found = [none.lower, none.upper, every.lower, every.upper]
    yield compare(
        "binomial_interval: clopper-pearson", HAND, "0 and 30 of 30", "limits", found, [0, edge, 1 - edge, 1]
    )
    wilson = stats.binomial_interval(0, 30, method="wilson").upper
    z = 3.841458820694124
    yield compare("binomial_interval: wilson", HAND, "0 of 30", "upper", wilson, z / (30 + z))


def designs() -> Comparisons:
    """Simon's and A'Hern's published tables."""
    ours = stats.simon_two_stage(0.05, 0.25, alpha=0.05, power=0.8)
    source, case = "Simon, Control Clin Trials 1989;10:1-10, table 1", "0.05 against 0.25, 0.05, 0.2"
    for design, printed in (
        (ours.optimal, [0, 9, 2, 17, 12.0, 0.63]),
        (ours.minimax, [0, 12, 2, 16, 13.8, 0.54]),
    ):
        found = [design.r1, design.n1, design.r, design.n, design.expected_n, design.early_stop]
        yield compare("simon_two_stage", source, case, "r1/n1, r/n, EN, PET", found, printed, 5e-3)
    one = stats.single_stage_design(0.05, 0.25, alpha=0.05, power=0.8)
    tail = 1 - sum(comb * 0.05**k * 0.95 ** (16 - k) for k, comb in ((0, 1), (1, 16), (2, 120)))
    yield compare(
        "single_stage_design", HAND, case, "n, r, alpha", [one.n, one.r, one.attained_alpha], [16, 3, tail]
    )


def restricted_mean() -> Comparisons:
    """Events at 1 and 3, censored at 2 and 4; up to 4: 1 + 2 * 3/4 + 1 * 3/8."""
    ours = stats.restricted_mean([1, 2, 3, 4], [1, 0, 1, 0], 4)
    area = 1 + 2 * 3 / 4 + 3 / 8
    variance = (2 * 3 / 4 + 3 / 8) ** 2 / (4 * 3) + (3 / 8) ** 2 / (2 * 1)
    found = [ours.estimate, ours.std_error]
    yield compare("restricted_mean", HAND, "four subjects", "mean, SE", found, [area, sqrt(variance)])


EVERYTHING = (
    curve,
    plateau,
    spss_median,
    log_rank,
    cox,
    firth,
    fisher,
    binomial,
    designs,
    restricted_mean,
)
