"""Footnotes that name the method choices, the same words wherever a method is used."""

from __future__ import annotations

from collections.abc import Sequence

from hcc_analysis.analyses.assumptions import METHOD, ModelCheck
from hcc_analysis.analyses.baseline import CharacteristicCounts, characteristics
from hcc_analysis.analyses.comparison import AFP_REDUCTION, Comparison, Curves
from hcc_analysis.analyses.factors import Factors
from hcc_analysis.analyses.operating import Operating
from hcc_analysis.analyses.regression import FactorEffect
from hcc_analysis.analyses.response import ResponseSummary
from hcc_analysis.analyses.survival import Survival, SurvivalMethod, reached
from hcc_analysis.formatting import estimate_interval, level_text, p_equation
from hcc_analysis.trial import Trial

AT_RISK = "Numbers at risk count patients whose time is at or after the month shown."


def survival_notes(method: SurvivalMethod, days_per_month: float) -> list[str]:
    """Say how a survival curve, its median and its rates were made."""
    return [
        f"Kaplan\u2013Meier estimate with {method.convention.conf_type} {level_text(method.conf_level)} "
        f"intervals. {method.median_text()}. Months are days divided by {days_per_month:.4f}.",
        AT_RISK,
    ]


def comparison_notes(comparison: Comparison, days_per_month: float) -> list[str]:
    """Say how groups were compared, and what the tests gave."""
    hr = comparison.hazard_ratio()
    ties = comparison.method.convention.ties.capitalize()
    contrast = f"{comparison.groups[0].label} against {comparison.grouping.reference}"
    ratio = estimate_interval(hr["hr"], hr["lower"], hr["upper"], 2)
    return [
        f"Two-sided log-rank test, {p_equation(comparison.log_rank_p)}. Univariate Cox regression "
        f"({ties} ties), {contrast}: HR {ratio}, Wald {p_equation(hr['p'])}; "
        f"{level_text(comparison.method.conf_level)} Wald interval.",
        *survival_notes(comparison.method, days_per_month),
    ]


def curves_notes(curves: Curves, days_per_month: float) -> list[str]:
    """Say how the curves of a figure were made, and compared where there are arms."""
    if curves.arms:
        return comparison_notes(curves.arms, days_per_month)
    return survival_notes(curves.whole.method, days_per_month)


def curves_caption(curves: Curves) -> str:
    """Say the median of each curve, and what the marks and the band are."""
    medians = "; ".join(median_sentence(group) for group in curves.groups)
    level = level_text(curves.whole.method.conf_level)
    return f"{medians}. Marks: censored patients." + ("" if curves.arms else f" Band: {level} interval.")


def median_sentence(group: Survival) -> str:
    """Say the median in months with its interval."""
    text = estimate_interval(reached(group.median), group.median.lower, group.median.upper, 1)
    unit = " months" if text[0].isdigit() else ""
    value, space, limits = text.partition(" (")
    counts = f"{group.curve.n_events} events in {group.n} patients"
    return f"{group.label}: median {value}{unit}{space}{limits}, {counts}"


def missing_notes(names: Sequence[str]) -> list[str]:
    """Say which characteristics are not in the data; nothing when all are."""
    return [f"Not in these data: {'; '.join(names)}."] if names else []


def baseline_notes(summary: list[CharacteristicCounts]) -> list[str]:
    """Say what the characteristics of Table 1 are, and which of them the trial does not have."""
    shown = {counts.characteristic.variable for counts in summary}
    said = {
        "TUMSIZE": "Tumour size: sum of the longest diameters of all tumours at baseline.",
        "MVIGR": "Grade of macrovascular invasion: 1 Vp1, 2 Vp2, 3 Vp3 or Vv1, 4 Vp4, Vv2, Vv3 or both "
        "veins.",
    }
    missing = [item.name for item in characteristics() if item.variable not in shown]
    return [*(note for variable, note in said.items() if variable in shown), *missing_notes(missing)]


def response_notes(factors: Factors, *, afp_cutoff: float, afp_reduction: float) -> list[str]:
    """Say how characteristics were compared between groups of response."""
    afp = f"AFP reduction: at least {afp_reduction:g}% or low (below {afp_cutoff:g} \u00b5g/L) at baseline."
    return [
        "Two-sided Fisher's exact test on the levels that occur; percentages are of the group.",
        *([afp] if any(factor.id == AFP_REDUCTION for factor in factors.present) else []),
        *missing_notes(factors.missing),
    ]


def regression_notes(effects: list[FactorEffect], events: str, factors: Factors) -> list[str]:
    """Say how univariate regressions were made, what an event is, and what could not be looked at."""
    method = effects[0].method if effects else "univariate Cox regression"
    return [
        f"{method[0].upper()}{method[1:]}. Firth\u2019s penalised likelihood with profile intervals "
        "beside it; where a level has no event only that can be estimated.",
        f"Events: {events} in the level.",
        *missing_notes(factors.missing),
    ]


def response_words(
    summary: ResponseSummary, *, assessment: str, mpr_threshold: float
) -> tuple[str, str, list[str]]:
    """Title, caption and notes of the table of responses, with pathology where the trial has it."""
    level = level_text(summary.conf_level)
    recist = f"RECIST 1.1. ORR: CR or PR; {level} interval by Clopper\u2013Pearson. DCR: CR, PR or SD."
    if summary.n_resected is None:
        return "Radiographic response", f"Response at the {assessment}.", [recist]
    pathology = f"pCR: no viable tumour. MPR: viable tumour below {mpr_threshold:g}%."
    caption = f"Response at the {assessment}, and of the resected tumour."
    return "Radiographic and pathological response", caption, [recist, pathology]


def whole_study_words(trial: Trial) -> tuple[str, str]:
    """Say whose adverse events are counted, and how; a study with resections has two periods."""
    where, of_both = (" in either period", " of both periods") if trial.has("adsl", "SURGDT") else ("", "")
    return (
        f"Patients with an event{where} (CTCAE 5.0).",
        f"A patient counts once a term, at the worst grade{of_both}; in the row of any TRAE, in every grade "
        "that occurred.",
    )


def assumption_notes(checks: list[ModelCheck]) -> list[str]:
    """Say how proportional hazards were tested, and how few events there are."""
    events = ", ".join(f"{check.name} {check.events}" for check in checks)
    return [
        f"p: {METHOD}. Dashed: the model\u2019s own coefficient; line at nought: no effect.",
        f"Events for the one coefficient of each model: {events}. With fewer than about ten the estimate is "
        "unstable and the test has little power.",
    ]


def design_notes(found: Operating) -> list[str]:
    """Say what is marked, why power falls as the sample grows, and Simon's designs."""
    simon = [
        f"{name} n = {d.n} (stop at {d.r1} or fewer responses in {d.n1}; success above {d.r})"
        for name, d in (("optimal", found.simon.optimal), ("minimax", found.simon.minimax))
        if d
    ]
    notes = [
        "Exact one-sided binomial test. The number of responses that it needs is whole, so that power falls "
        "whenever one more is needed: a larger sample can have less power."
    ]
    return notes + (
        [f"Simon\u2019s two-stage designs with the same assumptions: {'; '.join(simon)}."] if simon else []
    )
