"""Response of the tumour by RECIST 1.1.

Source: paper, Methods, Procedures and Outcomes; Eisenhauer et al., Eur J Cancer 2009;45:228-247:
partial response is a sum of diameters at least 30 % below baseline, progression one at least 20 % and
5 mm above the nadir (baseline included), and any new lesion is progression (Table 1 there).
"""

from __future__ import annotations

import pandas as pd

from hcc_analysis.endpoints.given_responses import given_best, given_overall
from hcc_analysis.errors import NotCollectedError
from hcc_analysis.trial import Trial, intention_to_treat, of_subjects

BASELINE = "BASELINE"
PARTIAL_RESPONSE_PERCENT = -30.0
PROGRESSION_PERCENT = 20.0
PROGRESSION_MM = 5.0
NOT_EVALUABLE = "NE"
ORDER = ("CR", "PR", "SD", "PD", NOT_EVALUABLE)
_TOLERANCE = 1e-9


def target_response(trial: Trial) -> pd.DataFrame:
    """Sum of the target lesions' longest diameters and its response, per subject and visit.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr`` (``LDIAM`` of target lesions).

    Returns
    -------
    pandas.DataFrame
        One row a subject and visit after baseline: ``USUBJID``, ``ADT``, ``BASE`` and ``AVAL`` (mm),
        ``NADIR`` (mm, smallest earlier sum, baseline included), ``CHG`` (mm), ``PCHG`` (% of baseline),
        ``TRGRESP`` (CR, PR, SD, PD, or NE where a lesion was not measured).
    """
    sums = _sums(of_subjects(trial["adtr"], intention_to_treat(trial)))
    base = sums[sums["AVISIT"] == BASELINE].set_index("USUBJID")
    after = sums[sums["AVISIT"] != BASELINE].copy()
    after["BASE"] = after["USUBJID"].map(base["AVAL"])
    after["MEASURED"] = after["LESIONS"] == after["USUBJID"].map(base["LESIONS"])
    after["NADIR"] = _nadir(after)
    after["CHG"] = after["AVAL"] - after["BASE"]
    after["PCHG"] = 100 * after["CHG"] / after["BASE"]
    after["TRGRESP"] = [_target_category(row) for row in after.itertuples()]
    return after.drop(columns=["LESIONS", "MEASURED"]).reset_index(drop=True)


def _sums(adtr: pd.DataFrame) -> pd.DataFrame:
    targets = adtr[(adtr["PARAMCD"] == "LDIAM") & (adtr["TRGRPID"] == "TARGET")]
    grouped = targets.groupby(["USUBJID", "AVISIT"], sort=True)
    sums = grouped.agg(ADT=("ADT", "max"), AVAL=("AVAL", "sum"), LESIONS=("AVAL", "count")).reset_index()
    return sums.sort_values(["USUBJID", "ADT"], kind="stable").reset_index(drop=True)


def _nadir(after: pd.DataFrame) -> pd.Series:
    shifted = after.groupby("USUBJID")["AVAL"].shift()
    earlier = shifted.groupby(after["USUBJID"]).cummin()
    return pd.concat([earlier, after["BASE"]], axis=1).min(axis=1)


def _target_category(row: object) -> str:
    base, value, nadir = row.BASE, row.AVAL, row.NADIR  # type: ignore[attr-defined]
    if not row.MEASURED or not base > 0:  # type: ignore[attr-defined]
        return NOT_EVALUABLE
    if value == 0:
        return "CR"
    growth = value - nadir
    if growth >= PROGRESSION_MM and growth >= nadir * PROGRESSION_PERCENT / 100 - _TOLERANCE:
        return "PD"
    return "PR" if 100 * (value - base) / base <= PARTIAL_RESPONSE_PERCENT + _TOLERANCE else "SD"


def overall_response(trial: Trial) -> pd.DataFrame:
    """Overall response per subject and visit: as ADRS gives it, else derived from the measurements.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``; visits are those of its measurements.

    Returns
    -------
    pandas.DataFrame
        As :func:`derived_overall_response`.
    """
    response = derived_overall_response(trial)
    given = given_overall(trial)
    if given is not None:
        visits = pd.MultiIndex.from_frame(response[["USUBJID", "AVISIT"]])
        found = pd.Series(given.reindex(visits).to_numpy(dtype=object), index=response.index)
        response["OVRESP"] = found.where(found.notna(), response["OVRESP"])
    return response


def derived_overall_response(trial: Trial) -> pd.DataFrame:
    """Overall response per subject and visit: target, non-target and new lesions together.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``.

    Returns
    -------
    pandas.DataFrame
        The rows of :func:`target_response` with ``NTRESP`` (response of non-target lesions, missing
        where there are none), ``NEWLES`` (bool), ``NEWLIVER`` and ``NEWEXTRA`` (bool: in the liver,
        outside it) and ``OVRESP`` (CR, PR, SD, PD, NE).
    """
    adtr = trial["adtr"]
    response = target_response(trial)
    keys = pd.MultiIndex.from_frame(response[["USUBJID", "AVISIT"]])
    non_target = adtr[adtr["PARAMCD"] == "NTRESP"]
    response["NTRESP"] = _worst_non_target(non_target).reindex(keys).to_numpy(dtype=object)
    new = adtr[adtr["PARAMCD"] == "NEWLES"]
    in_liver = new["TRLOC"] == "LIVER"
    response["NEWLIVER"] = keys.isin(_keys(new[in_liver]))
    response["NEWEXTRA"] = keys.isin(_keys(new[~in_liver]))
    response["NEWLES"] = response["NEWLIVER"] | response["NEWEXTRA"]
    response["OVRESP"] = [_overall_category(row) for row in response.itertuples()]
    return response


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[["USUBJID", "AVISIT"]])


def _worst_non_target(non_target: pd.DataFrame) -> pd.Series:
    rank = {"CR": 0, "NON-CR/NON-PD": 1, "PD": 2}
    worst = non_target.sort_values("AVALC", key=lambda values: values.map(rank), kind="stable")
    return worst.groupby(["USUBJID", "AVISIT"])["AVALC"].last()


def _overall_category(row: object) -> str:
    target, non_target, new = row.TRGRESP, row.NTRESP, row.NEWLES  # type: ignore[attr-defined]
    if new or "PD" in (target, non_target):
        return "PD"
    if target == "CR" and non_target == "NON-CR/NON-PD":
        return "PR"
    return str(target)


def best_overall_response(trial: Trial) -> pd.DataFrame:
    """Best overall response of every intention-to-treat subject: as ADRS gives it, else derived.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``; with a best overall response in ``adrs``, that is taken as it stands.

    Returns
    -------
    pandas.DataFrame
        One row a subject: ``USUBJID``, ``BOR`` (CR, PR, SD, PD; NE without an assessment), ``PCHG``
        (smallest % change of the target sum), ``NEWLIVER``, ``NEWEXTRA``, ``NEWLES`` (bool),
        ``OBJRESP`` (CR or PR) and ``DISCTRL`` (CR, PR or SD).
    """
    best = derived_best_response(trial, overall_response(trial))
    given = given_best(trial)
    if given is not None:
        best["BOR"] = best["USUBJID"].map(given).fillna(NOT_EVALUABLE)
    return _with_rates(best)


def best_response(trial: Trial) -> pd.DataFrame:
    """Best overall response of every intention-to-treat subject, without what only the lesions tell.

    Parameters
    ----------
    trial : Trial
        Needs ``adtr``, or ``adrs`` with a best overall response or with responses of visits, the best of
        which is then taken.

    Returns
    -------
    pandas.DataFrame
        One row a subject: ``USUBJID``, ``BOR`` (CR, PR, SD, PD; NE without an assessment), ``OBJRESP`` and
        ``DISCTRL`` (bool), as :func:`best_overall_response`.

    Raises
    ------
    NotCollectedError
        The trial has neither.
    """
    if trial.has("adtr"):
        return best_overall_response(trial)[["USUBJID", "BOR", "OBJRESP", "DISCTRL"]]
    given = given_best(trial)
    if given is None:
        given = _best_of_visits(given_overall(trial))
    best = intention_to_treat(trial)[["USUBJID"]].copy()
    best["BOR"] = best["USUBJID"].map(given).fillna(NOT_EVALUABLE)
    return _with_rates(best)


def _best_of_visits(given: pd.Series | None) -> pd.Series:
    if given is None:
        raise NotCollectedError("the trial has no data set adtr, and no response in adrs")
    ranks = given.map({category: rank for rank, category in enumerate(ORDER)})
    return ranks.groupby("USUBJID").min().map(dict(enumerate(ORDER)))


def _with_rates(best: pd.DataFrame) -> pd.DataFrame:
    best["OBJRESP"] = best["BOR"].isin(["CR", "PR"])
    best["DISCTRL"] = best["BOR"].isin(["CR", "PR", "SD"])
    return best


def derived_best_response(trial: Trial, response: pd.DataFrame) -> pd.DataFrame:
    """Best of the responses at each visit, for every intention-to-treat subject.

    Parameters
    ----------
    trial : Trial
        The data.
    response : pandas.DataFrame
        As :func:`overall_response` gives it.

    Returns
    -------
    pandas.DataFrame
        As :func:`best_overall_response`, without ``OBJRESP`` and ``DISCTRL``.
    """
    response = response.copy()
    response["RANK"] = response["OVRESP"].map({category: rank for rank, category in enumerate(ORDER)})
    by_subject = response.groupby("USUBJID")
    best = by_subject.agg(
        RANK=("RANK", "min"), PCHG=("PCHG", "min"), NEWLIVER=("NEWLIVER", "any"), NEWEXTRA=("NEWEXTRA", "any")
    )
    subjects = intention_to_treat(trial)["USUBJID"]
    best = best.reindex(subjects).reset_index()
    best["BOR"] = [NOT_EVALUABLE if pd.isna(rank) else ORDER[int(rank)] for rank in best["RANK"]]
    for flag in ("NEWLIVER", "NEWEXTRA"):
        best[flag] = best[flag].eq(True)
    best["NEWLES"] = best["NEWLIVER"] | best["NEWEXTRA"]
    return best.drop(columns="RANK")
