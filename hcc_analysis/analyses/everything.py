"""Every result that the paper prints, without running a notebook.

The reconstruction judges its data by these; the notebooks publish the same results, one output each.
"""

from __future__ import annotations

from hcc_analysis.analyses import association, baseline, response, safety
from hcc_analysis.analyses.comparison import by_surgery, compare, rfs_groupings
from hcc_analysis.analyses.complications import complication_counts
from hcc_analysis.analyses.design import design, parameter_results
from hcc_analysis.analyses.profile import trial_profile
from hcc_analysis.analyses.subsequent import later_treatment_results, later_treatments
from hcc_analysis.analyses.survival import survival, survival_method
from hcc_analysis.analyses.treatment import treatment_results
from hcc_analysis.endpoints.time_to_event import OVERALL_SURVIVAL, RECURRENCE_FREE_SURVIVAL, derive
from hcc_analysis.parameters import Parameters
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial


def all_results(trial: Trial, parameters: Parameters) -> list[Result]:
    """Compute every result that the paper prints.

    Parameters
    ----------
    trial : Trial
        The data.
    parameters : Parameters
        The parameters of the analysis.

    Returns
    -------
    list of Result
        In no particular order; each id once.
    """
    groups = (_profile, _response, time_to_event_results, _baseline, _safety, _later, _associations, _design)
    return [result for group in groups for result in group(trial, parameters)]


def _profile(trial: Trial, p: Parameters) -> list[Result]:
    return trial_profile(trial, mpr_threshold=p.mpr_threshold, days_per_month=p.days_per_month).results()


def _response(trial: Trial, p: Parameters) -> list[Result]:
    summary = response.response_summary(trial, conf_level=p.orr_conf_level, mpr_threshold=p.mpr_threshold)
    followed = response.progressed_and_resected(
        trial,
        mpr_threshold=p.mpr_threshold,
        afp_cutoff=p.afp_cutoff,
        afp_reduction=p.afp_reduction,
        days_per_month=p.days_per_month,
    )
    return [
        *summary.results(),
        *response.best_change(trial).results(),
        *response.progressed_and_resected_results(followed),
        response.embolised(trial),
    ]


def time_to_event_results(trial: Trial, parameters: Parameters) -> list[Result]:
    """Compute every time-to-event result that the paper prints.

    Parameters
    ----------
    trial : Trial
        The data.
    parameters : Parameters
        The parameters of the analysis; their convention decides ties, intervals and medians.

    Returns
    -------
    list of Result
        Survival, follow-up, comparisons.
    """
    p = parameters
    method = survival_method(p.convention, conf_level=p.conf_level, time_points=p.time_points)
    os = derive(trial, OVERALL_SURVIVAL, days_per_month=p.days_per_month)
    rfs = derive(trial, RECURRENCE_FREE_SURVIVAL, days_per_month=p.days_per_month)
    results = []
    for prefix, adtte in (("os", os), ("rfs", rfs)):
        overall = survival(adtte, method)
        results += overall.median_results(f"{prefix}.median") + overall.rate_results(f"{prefix}.rate")
        results += overall.follow_up_results(f"follow_up.{prefix}.median")
    results += compare(os, by_surgery(trial), method).results("os")
    limits = {"afp_cutoff": p.afp_cutoff, "afp_reduction": p.afp_reduction, "mpr_threshold": p.mpr_threshold}
    compared = {id: compare(rfs, grouping, method) for id, grouping in rfs_groupings(trial, **limits).items()}
    for id, comparison in compared.items():
        results += comparison.test_results("rfs") if id == "radiographic" else comparison.results("rfs")
    return results


def _baseline(trial: Trial, p: Parameters) -> list[Result]:
    summary = baseline.baseline_summary(trial, age_cutoff=p.age_cutoff, afp_cutoff=p.afp_cutoff)
    return baseline.baseline_results(summary)


def _safety(trial: Trial, p: Parameters) -> list[Result]:
    results = []
    for period in ("preoperative", "adjuvant"):
        results += safety.adverse_event_counts(trial, period, terms=p.ae_terms).results(f"table3.{period}")
    results += safety.overall_results(safety.adverse_event_counts(trial, safety.OVERALL, terms=p.ae_terms))
    return results + complication_counts(trial).results()


def _later(trial: Trial, p: Parameters) -> list[Result]:
    return later_treatment_results(*later_treatments(trial))


def _associations(trial: Trial, p: Parameters) -> list[Result]:
    reduction = association.afp_reduction_by_pathology(
        trial, afp_cutoff=p.afp_cutoff, afp_reduction=p.afp_reduction, mpr_threshold=p.mpr_threshold
    )
    radiographic = association.radiographic_by_pathology(trial, mpr_threshold=p.mpr_threshold)
    return [
        reduction.result("path_response.afp_reduction.fisher.p"),
        radiographic.result("response.radiographic_vs_path.fisher.p"),
        *association.vascular_results(association.vascular_by_primary(trial)),
    ]


def _design(trial: Trial, p: Parameters) -> list[Result]:
    plan = design(
        null_rate=p.null_response_rate,
        target_rate=p.target_response_rate,
        alpha=p.design_alpha,
        power=p.design_power,
        dropout=p.dropout_rate,
    )
    names = ("conf_level", "orr_conf_level", "afp_cutoff", "afp_reduction", "mpr_threshold")
    stated = parameter_results(**{name: getattr(p, name) for name in names})
    return [*plan.results(), *stated, *treatment_results(trial)]
