"""Fig. 1: the trial profile as a flow diagram, its boxes filled from the counts."""

from __future__ import annotations

from hcc_analysis.analyses.profile import TrialProfile
from hcc_analysis.endpoints.eligibility import CRITERIA
from hcc_analysis.endpoints.resectability import RESECTABILITY
from hcc_analysis.outputs.figures.flow import FlowBox, flow_figure
from hcc_analysis.outputs.model import Figure

_LEFT, _MIDDLE, _RIGHT = (1.0, 56.0), (63.0, 58.0), (128.0, 54.0)
_OUTCOME_WIDTH, _OUTCOME_STEP = 44.0, 50.0
_ARROWS = (
    ("screened", "not_enrolled"),
    ("screened", "enrolled"),
    ("enrolled", "assessed"),
    ("assessed", "unresectable"),
    ("assessed", "resected"),
    ("resected", "adjuvant"),
    ("adjuvant", "early"),
    ("adjuvant", "late"),
    ("adjuvant", "free"),
)


def profile_figure(profile: TrialProfile) -> tuple[Figure, str]:
    """Draw the trial profile.

    Parameters
    ----------
    profile : TrialProfile
        The counts.

    Returns
    -------
    figure : Figure
        The flow diagram, with the criteria of eligibility and of resectability beside it.
    alt : str
        Its boxes in words.
    """
    boxes = (*_entry(profile), *_treatment(profile), *_outcomes(profile))
    counted = [box for box in boxes if not box.plain]
    alt = "Flow diagram. " + ". ".join("; ".join((box.title, *box.lines)) for box in counted) + "."
    return flow_figure(boxes, _ARROWS), alt


def profile_caption(profile: TrialProfile) -> str:
    """Say between which dates who was screened, enrolled and resected."""
    return (
        f"Screened between {profile.first_screening} and {profile.last_screening}: {profile.screened} "
        f"patients; {profile.enrolled} enrolled, {profile.resected} resected. Every number is counted "
        "from the data."
    )


def _entry(profile: TrialProfile) -> tuple[FlowBox, ...]:
    outside = profile.screened - profile.enrolled
    return (
        FlowBox("eligibility", "Eligible if", tuple(c.text for c in CRITERIA), 0, *_LEFT, plain=True, span=3),
        FlowBox("screened", f"Screened (n = {profile.screened})", (), 0, *_MIDDLE),
        FlowBox("not_enrolled", f"Not enrolled (n = {outside})", _counted(profile.not_enrolled), 0, *_RIGHT),
    )


def _treatment(profile: TrialProfile) -> tuple[FlowBox, ...]:
    n = profile.resected
    response = ", ".join(f"{name} {count}" for name, count in profile.response.items())
    reasons = _counted(profile.not_resected)
    pathology = ", ".join(f"{name} {count}" for name, count in profile.pathology.items())
    return (
        FlowBox(
            "enrolled",
            f"Enrolled and treated (n = {profile.enrolled})",
            ("Tislelizumab and IMRT",),
            1,
            *_MIDDLE,
        ),
        FlowBox(
            "resectability",
            "Resectable if",
            tuple(c.text for c in RESECTABILITY),
            3,
            *_LEFT,
            plain=True,
            span=2,
        ),
        FlowBox(
            "assessed", f"Response assessed (n = {profile.enrolled})", ("Week 9, RECIST 1.1",), 2, *_MIDDLE
        ),
        FlowBox(
            "unresectable",
            f"Not resected (n = {profile.unresectable})",
            reasons,
            2,
            *_RIGHT,
        ),
        FlowBox(
            "resected",
            f"Resected (n = {n})",
            (f"Response: {response}", f"Pathology: {pathology}"),
            3,
            *_MIDDLE,
        ),
        FlowBox(
            "adjuvant",
            f"Adjuvant tislelizumab (n = {n})",
            ("Every three weeks for up to a year",),
            4,
            *_MIDDLE,
        ),
    )


def _outcomes(profile: TrialProfile) -> tuple[FlowBox, ...]:
    middle = _MIDDLE[0] + _MIDDLE[1] / 2 - _OUTCOME_WIDTH / 2
    counts = (
        ("early", "Relapsed within 1 year", profile.relapsed_early),
        ("late", "Relapsed after 1 year", profile.relapsed_late),
        ("free", "Recurrence-free", profile.recurrence_free),
    )
    return tuple(
        FlowBox(id, f"{name} (n = {count})", (), 5, middle + (place - 1) * _OUTCOME_STEP, _OUTCOME_WIDTH)
        for place, (id, name, count) in enumerate(counts)
    )


def _counted(reasons: dict[str, int]) -> tuple[str, ...]:
    return tuple(f"{reason}, {count}" for reason, count in reasons.items())
