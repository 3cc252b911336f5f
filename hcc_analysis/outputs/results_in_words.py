"""The results in words: what the paper's Results section states, in sentences of our own.

Whether groups differ is said from the p value and the direction, never typed.
"""

from __future__ import annotations

from collections.abc import Mapping

from hcc_analysis.formatting import level_text
from hcc_analysis.outputs.model import Prose
from hcc_analysis.outputs.words import Writer, limits
from hcc_analysis.parameters import Parameters
from hcc_analysis.results import Result

Results = Mapping[str, Result]


def results_in_words(results: list[Result], parameters: Parameters) -> Prose:
    """Write the results as sentences.

    Parameters
    ----------
    results : list of Result
        Every result that the paper prints.
    parameters : Parameters
        Levels, limits and times that the sentences name.

    Returns
    -------
    Prose
        Paragraphs; every number is a result or a parameter.
    """
    by_id = {result.id: result for result in results}
    writer = Writer(by_id, _values(parameters))
    paragraphs = (
        ("Patients", _patients()),
        ("Response", _response()),
        ("Overall survival", _overall_survival(by_id, parameters)),
        ("Pathology", _pathology(by_id, parameters)),
        ("Recurrence-free survival", _recurrence(by_id, parameters)),
        ("Safety", _safety()),
        ("Later treatments", _later()),
    )
    return Prose(paragraphs=tuple(writer.paragraph(heading, sentences) for heading, sentences in paragraphs))


def cited(prose: Prose, results: list[Result]) -> list[Result]:
    """Return the results that a text cites, in the order in which it first does."""
    by_id = {result.id: result for result in results}
    ids = dict.fromkeys(span.result for p in prose.paragraphs for span in p.spans if span.result)
    return [by_id[id] for id in ids]


def _values(parameters: Parameters) -> dict[str, str]:
    return {
        "level": level_text(parameters.conf_level),
        "orr_level": level_text(parameters.orr_conf_level),
        "age": str(parameters.age_cutoff),
        "afp": f"{parameters.afp_cutoff:g}",
        "reduction": f"{parameters.afp_reduction:g}",
        "mpr": f"{parameters.mpr_threshold:g}",
    }


def _patients() -> list[str]:
    return [
        "From {trial.first_screening} to {trial.last_screening}, {trial.screened} patients were screened; "
        "{trial.enrolled} were enrolled and treated (withdrawn before enrolment: {trial.withdrew_consent}).",
        "After assessment {trial.resected.n} ({trial.resected.pct}) were resected and {trial.unresectable} were not.",
        "Of those treated, {table1.sex.male.n} ({table1.sex.male.pct}) were men, {table1.age.lt60.n} "
        "({table1.age.lt60.pct}) younger than {=age} years and {table1.child_pugh.a.n} ({table1.child_pugh.a.pct}) "
        "in Child-Pugh class A; hepatitis B was the cause in {table1.etiology.hbv.n} ({table1.etiology.hbv.pct}).",
        "Median follow-up for survival was {follow_up.os.median} ({=level} interval "
        + limits("follow_up.os.median")
        + ").",
    ]


def _response() -> list[str]:
    return [
        "An objective response was seen in {table2.orr.n} patients ({response.orr.pct}; {=orr_level} interval "
        "{response.orr.lower90} to {response.orr.upper90}) and disease control in {table2.dcr.n} ({response.dcr.pct}).",
        "Best responses were partial in {table2.pr.n}, stable disease in {table2.sd.n} and progression in "
        "{table2.pd.n}.",
        "The target lesions shrank in {response.regressed.n} patients ({response.regressed.pct}); of those with "
        "progression, {response.pd.new_liver_lesions} had new lesions in the liver and "
        "{response.pd.extrahepatic} outside it.",
        "Vascular invasion was downstaged in {response.mvi.orr.n} ({response.mvi.orr.pct}) and controlled in "
        "{response.mvi.dcr.n} ({response.mvi.dcr.pct}); its response "
        "and that of the primary tumour, compared by an exact test: {response.mvi_vs_primary.p}.",
    ]


def _overall_survival(results: Results, p: Parameters) -> list[str]:
    return [
        "Median overall survival was {os.median}.",
        "Survival was " + _rates("os", p) + ".",
        "After surgery the median was {os.resected.median}, without surgery {os.unresectable.median}; "
        + _verdict(results, "os.surgery", p, "with surgery survival"),
    ]


def _pathology(results: Results, p: Parameters) -> list[str]:
    linked = _significant(results["path_response.afp_reduction.fisher.p"], p)
    link = "was linked" if linked else "was not shown to be linked"
    return [
        "A pathological response was found in {table2.path.response.n} of the resected "
        "({table2.path.response.pct}): complete in {table2.path.pcr.n} ({table2.path.pcr.pct}), major, with less "
        "than {=mpr}% viable tumour, in {table2.path.mpr.n} ({table2.path.mpr.pct}).",
        f"A fall of AFP by at least {{=reduction}}%, or a low AFP at baseline, {link} to it "
        "({path_response.afp_reduction.fisher.p}); the radiographic response "
        + (
            "was"
            if _significant(results["response.radiographic_vs_path.fisher.p"], p)
            else "was not shown to be"
        )
        + " ({response.radiographic_vs_path.fisher.p}).",
    ]


def _recurrence(results: Results, p: Parameters) -> list[str]:
    return [
        "Median follow-up after resection was {follow_up.rfs.median} ({=level} interval "
        + limits("follow_up.rfs.median")
        + "); {trial.relapsed.n} patients relapsed, {trial.relapsed_within_1y} of them within a year, and "
        "{trial.recurrence_free.n} ({trial.recurrence_free.pct}) stayed free of recurrence.",
        "Median recurrence-free survival: {rfs.median}; rates: " + _rates("rfs", p) + ".",
        "With AFP of {=afp} \u00b5g/L or more at baseline the median was {rfs.afp_high.median}, below it "
        "{rfs.afp_low.median}; "
        + _verdict(results, "rfs.afp_baseline", p, "with high AFP recurrence-free survival"),
        "After a good reduction of AFP the median was {rfs.reduction_ge90_or_low.median}, otherwise "
        "{rfs.reduction_lt90.median}; "
        + _verdict(results, "rfs.afp_reduction", p, "with it recurrence-free survival"),
        "With a pathological response the median was {rfs.path_yes.median}, without {rfs.path_no.median}; "
        + _verdict(results, "rfs.path_response", p, "with it recurrence-free survival"),
    ]


def _safety() -> list[str]:
    return [
        "A treatment-related adverse event occurred in {safety.overall.any.n} patients ({safety.overall.any.pct}), "
        "most often thrombocytopenia ({safety.overall.thrombocytopenia.n}, {safety.overall.thrombocytopenia.pct}), "
        "leukopenia ({safety.overall.leukopenia.n}, {safety.overall.leukopenia.pct}) and anaemia "
        "({safety.overall.anemia.n}, {safety.overall.anemia.pct}).",
        "Events of the third grade occurred in {safety.overall.grade3.n} ({safety.overall.grade3.pct}) and of the "
        "fourth in {safety.overall.grade4.n}.",
        "Before surgery {table3.preoperative.any.all.n} patients ({table3.preoperative.any.all.pct}) had an event, "
        "during adjuvant treatment {table3.adjuvant.any.all.n} ({table3.adjuvant.any.all.pct}).",
        "Surgery was complicated in {complications.any.n} ({complications.any.pct}): pleural effusion in "
        "{complications.pleural_effusion.n}, ascites in {complications.ascites.n}, biliary leakage in "
        "{complications.biliary_leakage.n}; the third grade or worse occurred in {complications.grade3plus.n}.",
    ]


def _later() -> list[str]:
    return [
        "Of the patients not resected, {subsequent.unresectable.tislelizumab_lenvatinib} went on to tislelizumab with "
        "lenvatinib and {subsequent.unresectable.lenvatinib_or_tace} to lenvatinib or TACE alone.",
        "Of those who relapsed, {subsequent.relapsed.any} were treated again: "
        "{subsequent.relapsed.tislelizumab_lenvatinib} with tislelizumab and lenvatinib, "
        "{subsequent.relapsed.atezolizumab_bevacizumab_tace} with atezolizumab, bevacizumab and TACE, "
        "{subsequent.relapsed.lenvatinib} with lenvatinib and {subsequent.relapsed.haic} with HAIC.",
    ]


def _rates(prefix: str, p: Parameters) -> str:
    return ", ".join(f"{{{prefix}.rate.{month:g}m}} at {month:g} months" for month in p.time_points)


def _significant(result: Result, p: Parameters) -> bool:
    return isinstance(result.value, float) and result.value < 1 - p.conf_level


def _verdict(results: Results, id: str, p: Parameters, subject: str) -> str:
    """Say what a comparison shows, from its p value and the direction of its hazard ratio."""
    ratio = results[f"{id}.cox.hr"].value
    test = f"log-rank {{{id}.logrank.p}}"
    if isinstance(ratio, str):
        return f"no hazard ratio can be estimated ({test})."
    words = f"hazard ratio {{{id}.cox.hr}} ({limits(f'{id}.cox')}), {{{id}.cox.p}}; {test}"
    if not _significant(results[f"{id}.logrank.p"], p):
        return f"a difference was not shown ({words})."
    return f"{subject} was {'longer' if ratio < 1 else 'shorter'} ({words})."
