"""The derived variables of ADSL: populations, covariates and responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from hcc_analysis.endpoints.afp import afp_groups
from hcc_analysis.endpoints.baseline import baseline_characteristics
from hcc_analysis.endpoints.pathology import pathological_response
from hcc_analysis.endpoints.recist import ORDER, best_overall_response
from hcc_analysis.endpoints.vascular_invasion import vascular_invasion
from hcc_analysis.parameters import Parameters
from hcc_analysis.trial import Trial, intention_to_treat, resected
from hcc_analysis.trial.variables import Variable

_YES_NO = ("Y", "N")
_GRADES = (0, 1, 2, 3, 4)

Maker = Callable[[Trial, Parameters], pd.DataFrame]


@dataclass(frozen=True)
class Group:
    """Variables that one function derives.

    Attributes
    ----------
    needs : tuple of str
        Data sets that it reads besides ADSL; without one of them its variables are left out.
    code : str
        The function, as ``module.function``.
    make : callable
        Trial and parameters to one row a subject with ``USUBJID``.
    variables : tuple of (Variable, str, str)
        Each variable, the column of the frame that holds it, and how it is derived.
    """

    needs: tuple[str, ...]
    code: str
    make: Maker
    variables: tuple[tuple[Variable, str, str], ...]


def _flags(trial: Trial, _: Parameters) -> pd.DataFrame:
    frame = trial["adsl"][["USUBJID"]].copy()
    for name, population in (("ITTFL", intention_to_treat), ("RESECTFL", resected)):
        inside = frame["USUBJID"].isin(population(trial)["USUBJID"])
        frame[name] = inside.map({True: "Y", False: "N"})
    return frame


def _best(trial: Trial, _: Parameters) -> pd.DataFrame:
    frame = best_overall_response(trial)
    for name in ("OBJRESP", "DISCTRL", "NEWLES"):
        frame[name] = frame[name].map({True: "Y", False: "N"})
    return frame


def _flag(name: str, label: str) -> Variable:
    return Variable(name, "text", label, required=False, values=_YES_NO)


def _text(name: str, label: str, values: tuple[str, ...] = ()) -> Variable:
    return Variable(name, "text", label, required=False, values=values)


GROUPS = (
    Group(
        (),
        "hcc_analysis.trial.populations",
        _flags,
        (
            (_flag("ITTFL", "Intention-to-Treat Population Flag"), "ITTFL", "ENRLFL is Y, TRTSDT is given"),
            (_flag("RESECTFL", "Resected Population Flag"), "RESECTFL", "ITTFL is Y and SURGDT is given"),
        ),
    ),
    Group(
        ("adtr", "admvi", "adlb"),
        "hcc_analysis.endpoints.baseline.baseline_characteristics",
        lambda trial, p: baseline_characteristics(trial, age_cutoff=p.age_cutoff, afp_cutoff=p.afp_cutoff),
        (
            (_text("AGEGR1", "Age Group 1"), "AGEGR", "AGE against the parameter age_cutoff"),
            (_text("TUMNUM", "Number of Tumours at Baseline"), "TUMNUM", "Lesions of ADTR at baseline"),
            (
                _text("TUMSIZE", "Tumour Size Group at Baseline (cm)"),
                "TUMSIZE",
                "Sum of the longest diameters of all lesions of ADTR at baseline, in cm, cut at 5 and 10",
            ),
        ),
    ),
    Group(
        ("admvi",),
        "hcc_analysis.endpoints.vascular_invasion.vascular_invasion",
        lambda trial, _: vascular_invasion(trial),
        (
            (
                Variable("MVIGR", "integer", "Vascular Invasion Grade at Baseline", False, _GRADES),
                "MVIGR",
                "Grade from VP and VV of ADMVI at baseline",
            ),
            (
                Variable("MVIGRA", "integer", "Vascular Invasion Grade After Treatment", False, _GRADES),
                "MVIGRA",
                "Grade from VP and VV of ADMVI at the last visit after baseline",
            ),
            (
                _text("MVIRESP", "Vascular Invasion Response", ("PR", "SD", "PD", "NE")),
                "MVIRESP",
                "PR where MVIGRA is below MVIGR, PD above, SD equal, NE where one is missing",
            ),
        ),
    ),
    Group(
        ("adlb",),
        "hcc_analysis.endpoints.afp.afp_groups",
        lambda trial, p: afp_groups(trial, cutoff=p.afp_cutoff, reduction=p.afp_reduction),
        (
            (
                _text("AFPGR", "Alpha-Fetoprotein Group at Baseline"),
                "AFPGR",
                "AFP of ADLB at baseline against the parameter afp_cutoff",
            ),
            (
                _text("AFPRED", "Alpha-Fetoprotein Reduction Group"),
                "AFPRED",
                "Low at baseline, or reduction from baseline against the parameter afp_reduction",
            ),
        ),
    ),
    Group(
        ("adtr",),
        "hcc_analysis.endpoints.recist.best_overall_response",
        _best,
        (
            (_text("BOR", "Best Overall Response (RECIST 1.1)", ORDER), "BOR", "Best OVR of ADRS"),
            (
                Variable("BESTPCHG", "number", "Best Change of Target Lesions (%)", required=False),
                "PCHG",
                "Smallest percentage change of the sum of target diameters from baseline",
            ),
            (_flag("OBJRFL", "Objective Response Flag"), "OBJRESP", "BOR is CR or PR"),
            (_flag("DISCTRFL", "Disease Control Flag"), "DISCTRL", "BOR is CR, PR or SD"),
            (_flag("NEWLESFL", "New Lesion Flag"), "NEWLES", "A new lesion in ADTR"),
        ),
    ),
    Group(
        ("adpath",),
        "hcc_analysis.endpoints.pathology.pathological_response",
        lambda trial, p: pathological_response(trial, threshold=p.mpr_threshold),
        (
            (
                _text("PATHRESP", "Pathological Response", ("pCR", "MPR", "No response")),
                "PATHRESP",
                "VIABLE of ADPATH: 0 is pCR, below the parameter mpr_threshold MPR",
            ),
            (_text("PATHSIG", "pCR or MPR", ("Yes", "No")), "PATHSIG", "PATHRESP is pCR or MPR"),
        ),
    ),
)
