"""Whether tumour measurements are what the derivation of RECIST responses needs, and agree with it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from hcc_analysis.endpoints.recist import (
    BASELINE,
    derived_best_response,
    derived_overall_response,
)
from hcc_analysis.trial import Trial, intention_to_treat
from hcc_analysis.trial.checks import faults_of, records
from hcc_analysis.trial.faults import Fault

_GROUPS = {"LDIAM": ("TARGET", "NON-TARGET"), "NEWLES": ("NEW",), "NTRESP": ("NON-TARGET",)}
_ANSWERS = {"NEWLES": ("Y",), "NTRESP": ("CR", "NON-CR/NON-PD", "PD")}
_DERIVED_TEXT = ("TRGRESP", "OVRESP")
_DERIVED_NUMBERS = ("BASE", "CHG", "PCHG", "NADIR")
_MAX_TARGETS, _MAX_TARGETS_AN_ORGAN, _MEASURABLE_MM = 5, 2, 10
_TOLERANCE = 0.05


def recist_faults(trial: Trial) -> Iterator[Fault]:
    """Find what is wrong with tumour measurements, by the project's own derivation of responses.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``. Where it carries ``TRGRESP``, ``OVRESP``, ``BASE``, ``CHG``, ``PCHG`` or ``NADIR``,
        or ``adsl`` carries ``BOR``, they are held against the derived ones.

    Yields
    ------
    Fault
        Each fault.
    """
    adtr = trial["adtr"]
    yield from _rows(adtr)
    yield from _targets(adtr)
    yield from _not_evaluable(trial)
    yield from _given_responses(trial)
    yield from _given_best(trial)


def _rows(adtr: pd.DataFrame) -> Iterator[Fault]:
    for parameter, groups in _GROUPS.items():
        of_parameter = adtr["PARAMCD"] == parameter
        message = f"{parameter} belongs to {' or '.join(groups)}"
        yield from faults_of(
            "adtr", adtr, of_parameter & ~adtr["TRGRPID"].isin(groups), "TRGRPID", "recist-group", message
        )
        allowed = _ANSWERS.get(parameter)
        if allowed:
            message = f"{parameter} needs one of {', '.join(allowed)}"
            yield from faults_of(
                "adtr", adtr, of_parameter & ~adtr["AVALC"].isin(allowed), "AVALC", "recist-answer", message
            )
    after_baseline = (adtr["PARAMCD"] != "LDIAM") & (adtr["AVISIT"] == BASELINE)
    yield from faults_of(
        "adtr", adtr, after_baseline, "AVISIT", "recist-visit", "a response or new lesion at baseline"
    )


def _targets(adtr: pd.DataFrame) -> Iterator[Fault]:
    targets = (adtr["PARAMCD"] == "LDIAM") & (adtr["TRGRPID"] == "TARGET")
    baseline = targets & (adtr["AVISIT"] == BASELINE)
    small = baseline & (adtr["AVAL"] < _MEASURABLE_MM)
    message = f"a target lesion under {_MEASURABLE_MM} mm at baseline is not measurable (RECIST 1.1)"
    yield from faults_of("adtr", adtr, small, "AVAL", "recist-measurable", message, "warning")
    yield from faults_of(
        "adtr",
        adtr,
        baseline & adtr["AVAL"].isna(),
        "AVAL",
        "recist-baseline",
        "a target lesion without its diameter",
    )
    known = pd.MultiIndex.from_frame(adtr.loc[baseline, ["USUBJID", "TRLNKID"]])
    unknown = ~pd.Series(pd.MultiIndex.from_frame(adtr[["USUBJID", "TRLNKID"]]).isin(known), index=adtr.index)
    message = "a target lesion that was not measured at baseline"
    later = targets & (adtr["AVISIT"] != BASELINE)
    yield from faults_of("adtr", adtr, later & unknown, "TRLNKID", "recist-baseline", message)
    message = f"more than {_MAX_TARGETS} target lesions (RECIST 1.1)"
    number = adtr[baseline].groupby("USUBJID").cumcount().reindex(adtr.index, fill_value=0)
    yield from faults_of(
        "adtr", adtr, number >= _MAX_TARGETS, "TRLNKID", "recist-targets", message, "warning"
    )
    message = f"more than {_MAX_TARGETS_AN_ORGAN} target lesions in one organ (RECIST 1.1)"
    number = adtr[baseline].groupby(["USUBJID", "TRLOC"]).cumcount().reindex(adtr.index, fill_value=0)
    yield from faults_of(
        "adtr", adtr, number >= _MAX_TARGETS_AN_ORGAN, "TRLNKID", "recist-targets", message, "warning"
    )


def _not_evaluable(trial: Trial) -> Iterator[Fault]:
    best = _derived_best(trial)
    adsl = trial["adsl"]
    treated = adsl["USUBJID"].isin(intention_to_treat(trial)["USUBJID"])
    for record in records(treated & adsl["USUBJID"].map(best).eq("NE")):
        subject = str(adsl["USUBJID"].iloc[record])
        message = "a treated subject without an evaluable response (NE): no complete assessment in adtr"
        yield Fault("adsl", "recist-evaluable", message, record, "USUBJID", subject, "warning", message)


def _given_responses(trial: Trial) -> Iterator[Fault]:
    adtr = trial["adtr"]
    given = [name for name in (*_DERIVED_TEXT, *_DERIVED_NUMBERS) if name in adtr.columns]
    if not given:
        return
    derived = derived_overall_response(trial).set_index(["USUBJID", "AVISIT"])
    keys = pd.MultiIndex.from_frame(adtr[["USUBJID", "AVISIT"]])
    for name in given:
        expected = derived[name].reindex(keys).set_axis(adtr.index)
        for record in records(_differs(adtr[name], expected, name)):
            value, right = str(adtr[name].iloc[record]), expected.iloc[record]
            shown = right if name in _DERIVED_TEXT else f"{right:g}"
            message = f"{value}, but the measurements give {shown}"
            yield Fault("adtr", "recist-derived", message, record, name, value)


def _differs(given: pd.Series, expected: pd.Series, name: str) -> pd.Series:
    both = given.notna() & expected.notna()
    if name in _DERIVED_TEXT:
        return both & (given.astype(str).str.strip() != expected)
    numbers = pd.to_numeric(given, errors="coerce")
    return both & ~((numbers - expected).abs() <= _TOLERANCE)


def _derived_best(trial: Trial) -> pd.Series:
    return derived_best_response(trial, derived_overall_response(trial)).set_index("USUBJID")["BOR"]


def _given_best(trial: Trial) -> Iterator[Fault]:
    adsl = trial["adsl"]
    if "BOR" not in adsl.columns:
        return
    expected = adsl["USUBJID"].map(_derived_best(trial))
    for record in records(_differs(adsl["BOR"], expected, "OVRESP")):
        value = str(adsl["BOR"].iloc[record])
        message = f"{value}, but the measurements give {expected.iloc[record]}"
        yield Fault("adsl", "recist-derived", message, record, "BOR", value)
