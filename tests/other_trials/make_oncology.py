"""Make ``oncology/``: invented subjects in the layout of pharmaverseadam (adsl, adrs_onco, adtte_onco, adae).

Names, parameters and the rules that lead from visits to PD, RSP, BOR, LSTA and to OS, PFS, RSD are those
of the templates of admiralonco; the times count the first day, as those of admiral do. Run it from the
project's folder; the files are committed, one format a data set.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

FOLDER = Path(__file__).parent / "oncology"
STUDY = "ONCO-01"
CUTOFF = dt.date(2023, 12, 31)
SAS_EPOCH = dt.date(1960, 1, 1)
ARMS = {"CTL": "Docetaxel", "EXP": "Study Drug 200 mg"}
_WRITTEN = re.compile(rb"[0-9]{2}[A-Z]{3}[0-9]{2}(:[0-9]{2}){3}")  # when an XPT file was made
RESPONSES = ("CR", "PR", "SD", "PD", "NE")
SD_DAYS = 42
TERMS = {
    "NAUSEA": "GASTROINTESTINAL DISORDERS",
    "DIARRHOEA": "GASTROINTESTINAL DISORDERS",
    "FATIGUE": "GENERAL DISORDERS AND ADMINISTRATION SITE CONDITIONS",
    "ANAEMIA": "BLOOD AND LYMPHATIC SYSTEM DISORDERS",
    "NEUTROPENIA": "BLOOD AND LYMPHATIC SYSTEM DISORDERS",
    "RASH": "SKIN AND SUBCUTANEOUS TISSUE DISORDERS",
    "ALANINE AMINOTRANSFERASE INCREASED": "INVESTIGATIONS",
}
LABELS = {
    "STUDYID": "Study Identifier", "USUBJID": "Unique Subject Identifier",
    "SUBJID": "Subject Identifier for the Study", "RFICDTC": "Date/Time of Informed Consent",
    "SITEID": "Study Site Identifier", "AGE": "Age", "AGEU": "Age Units", "SEX": "Sex", "RACE": "Race",
    "ARMCD": "Planned Arm Code", "ARM": "Description of Planned Arm", "ACTARMCD": "Actual Arm Code",
    "ACTARM": "Description of Actual Arm", "TRT01P": "Planned Treatment for Period 01",
    "TRT01A": "Actual Treatment for Period 01", "TRTSDT": "Date of First Exposure to Treatment",
    "TRTEDT": "Date of Last Exposure to Treatment", "RANDDT": "Date of Randomization",
    "EOSDT": "End of Study Date", "EOSSTT": "End of Study Status", "DTHDT": "Date of Death",
    "DTHFL": "Subject Death Flag", "LSTALVDT": "Date Last Known Alive", "SAFFL": "Safety Population Flag",
    "ITTFL": "Intent-To-Treat Population Flag", "PARAMCD": "Parameter Code", "PARAM": "Parameter",
    "PARCAT1": "Parameter Category 1", "PARCAT2": "Parameter Category 2", "PARCAT3": "Parameter Category 3",
    "AVISIT": "Analysis Visit", "ADT": "Analysis Date", "ADY": "Analysis Relative Day",
    "AVALC": "Analysis Value (C)", "AVAL": "Analysis Value", "ANL01FL": "Analysis Flag 01",
    "ASEQ": "Analysis Sequence Number", "STARTDT": "Time-to-Event Origin Date for Subject",
    "CNSR": "Censor", "EVNTDESC": "Event or Censoring Description", "CNSDTDSC": "Censor Date Description",
    "SRCDOM": "Source Data", "SRCVAR": "Source Variable",
}  # fmt: skip
Row = dict[str, Any]


def subjects(chance: random.Random) -> list[Row]:
    """Sixty-one randomised subjects, one of them never treated, and three screen failures."""
    return [_subject(chance, number) for number in range(64)]


def _subject(chance: random.Random, number: int) -> Row:
    code = ("CTL", "EXP")[number % 2]
    consent = dt.date(2021, 3, 1) + dt.timedelta(days=chance.randrange(300))
    randomised = consent + dt.timedelta(days=chance.randrange(7, 29))
    treated = randomised + dt.timedelta(days=chance.randrange(0, 6))
    survived = int(chance.expovariate(1 / (420 if code == "CTL" else 640))) + 20
    followed = chance.randrange(250, 900)
    screened_out, untreated = number >= 61, number == 40
    start = consent if screened_out else randomised
    dies = survived <= followed and not screened_out and start + dt.timedelta(days=survived) <= CUTOFF
    last = consent if screened_out else min(start + dt.timedelta(days=min(survived, followed)), CUTOFF)
    stopped = min(last, treated + dt.timedelta(days=chance.randrange(30, 400)))
    arm = "Screen Failure" if screened_out else ARMS[code]
    armcd = "Scrnfail" if screened_out else code
    actual, actualcd = ("Not Treated", "NOTTRT") if untreated else (arm, armcd)
    given = not (screened_out or untreated)
    return {
        "STUDYID": STUDY, "USUBJID": f"{STUDY}-{101 + number % 4}-{1001 + number}", "SUBJID": str(1001 + number),
        "RFICDTC": consent.isoformat(), "SITEID": str(101 + number % 4), "AGE": chance.randrange(38, 82),
        "AGEU": "YEARS", "SEX": chance.choice("MF"),
        "RACE": chance.choice(["WHITE", "ASIAN", "BLACK OR AFRICAN AMERICAN"]),
        "ARMCD": armcd, "ARM": arm, "ACTARMCD": actualcd, "ACTARM": actual, "TRT01P": arm, "TRT01A": actual,
        "TRTSDT": treated if given else None, "TRTEDT": stopped if given else None,
        "RANDDT": None if screened_out else randomised, "EOSDT": last,
        "EOSSTT": "DISCONTINUED" if dies or not given else "COMPLETED",
        "DTHDT": last if dies else None, "DTHFL": "Y" if dies else None, "LSTALVDT": last,
        "SAFFL": "Y" if given else "N", "ITTFL": "N" if screened_out else "Y",
    }  # fmt: skip


def responses(chance: random.Random, subject: Row) -> list[Row]:
    """The visits of a subject (OVR), and the parameters that follow from them."""
    visits = _visits(chance, subject)
    valid = [visit for visit in visits if visit["AVALC"] != "NE"]
    progression = next((visit for visit in visits if visit["AVALC"] == "PD"), None)
    response = next((visit for visit in visits if visit["AVALC"] in ("CR", "PR")), None)
    stable = [v for v in valid if v["AVALC"] != "PD" and (v["ADT"] - subject["RANDDT"]).days >= SD_DAYS]
    best = _best(visits, subject["RANDDT"])
    last = visits[-1] if visits else None
    benefit = response or (stable[0] if stable else None)
    tumour = "by Investigator"
    derived = [
        _parameter("PD", f"Disease Progression {tumour}", _yes(progression), progression),
        _parameter("RSP", f"Response {tumour} (confirmation not required)", _yes(response), response),
        _parameter("CB", f"Clinical Benefit {tumour}", _yes(benefit), benefit),
        _parameter("BOR", f"Best Overall Response {tumour} (confirmation not required)", *best),
        _parameter("DEATH", "Death", "Y" if subject["DTHDT"] else "N", {"ADT": subject["DTHDT"]}),
    ]
    if last:
        derived.append(_parameter("LSTA", f"Last Disease Assessment {tumour}", last["AVALC"], last))
    return [_in_adrs(row, subject, number) for number, row in enumerate([*visits, *derived], 1)]


def _visits(chance: random.Random, subject: Row) -> list[Row]:
    """Visits every six weeks up to progression; one in fifteen is not evaluable."""
    if subject["TRTSDT"] is None:
        return []
    odds = (0.02, 0.10, 0.62, 0.26) if subject["ARMCD"] == "CTL" else (0.05, 0.20, 0.60, 0.15)
    rows: list[Row] = []
    for week in range(6, 79, 6):
        date = subject["RANDDT"] + dt.timedelta(days=7 * week + chance.randrange(-3, 4))
        if date >= subject["LSTALVDT"] or (rows and rows[-1]["AVALC"] == "PD"):
            break
        found = "NE" if chance.random() < 1 / 15 else chance.choices(RESPONSES[:4], odds)[0]
        row = _parameter("OVR", "Overall Response by Investigator", found, {"ADT": date})
        rows.append(row | {"AVISIT": f"WEEK {week}"})
    return rows


def _best(visits: list[Row], randomised: dt.date) -> tuple[str, Row | None]:
    """Best response: stable disease counts from six weeks after randomisation, else it is not evaluable."""

    def of(visit: Row) -> str:
        early = visit["AVALC"] == "SD" and (visit["ADT"] - randomised).days < SD_DAYS
        return "NE" if early else str(visit["AVALC"])

    if not visits:
        return "MISSING", None
    chosen = min(visits, key=lambda visit: RESPONSES.index(of(visit)))
    return of(chosen), chosen


def _yes(row: Row | None) -> str:
    return "Y" if row else "N"


def _parameter(code: str, name: str, value: str, source: Row | None) -> Row:
    return {"PARAMCD": code, "PARAM": name, "AVALC": value, "AVISIT": None, "ADT": (source or {}).get("ADT")}


def _in_adrs(row: Row, subject: Row, number: int) -> Row:
    tumour = row["PARAMCD"] != "DEATH"
    return {
        "STUDYID": STUDY, "USUBJID": subject["USUBJID"], "PARAMCD": row["PARAMCD"], "PARAM": row["PARAM"],
        "PARCAT1": "Tumor Response" if tumour else "Reference Event",
        "PARCAT2": "Investigator" if tumour else None, "PARCAT3": "RECIST 1.1" if tumour else None,
        "AVISIT": row["AVISIT"], "ADT": row["ADT"], "ADY": _day(row["ADT"], subject["TRTSDT"]),
        "AVALC": row["AVALC"], "ANL01FL": None if row["AVALC"] == "NE" else "Y", "ASEQ": number,
    }  # fmt: skip


def _day(date: dt.date | None, start: dt.date | None) -> int | None:
    """Study day: there is no day 0."""
    if date is None or start is None:
        return None
    return (date - start).days + (date >= start)


def times(subject: Row, adrs: list[Row]) -> list[Row]:
    """OS, PFS and, for responders, RSD; the first day counts."""
    of = {row["PARAMCD"]: row for row in adrs if row["PARAMCD"] != "OVR"}
    seen = [row["ADT"] for row in adrs if row["PARAMCD"] == "OVR" and row["AVALC"] != "NE"]
    death = (subject["DTHDT"], 0, "Death", None, "ADRS", "ADT")
    alive = (subject["LSTALVDT"], 1, "Alive", "Alive During Study", "ADSL", "LSTALVDT")
    progression = (of["PD"]["ADT"], 0, "Disease Progression", None, "ADRS", "ADT")
    words = "Last Tumor Assessment"
    last = (max(seen), 1, words, words, "ADRS", "ADT") if seen else None
    randomised = (subject["RANDDT"], 1, "Randomization", "Randomization Date", "ADSL", "RANDDT")
    events = [end for end in (progression, death) if end[0]]
    rows = [
        _time(subject, "OS", "Overall Survival", subject["RANDDT"], death if death[0] else alive),
        _time(subject, "PFS", "Progression Free Survival", subject["RANDDT"],
              min(events) if events else last or randomised),
    ]  # fmt: skip
    if of["RSP"]["ADT"]:
        rows.append(
            _time(subject, "RSD", "Duration of Response", of["RSP"]["ADT"], min(events) if events else last)
        )
    return [row | {"ASEQ": number} for number, row in enumerate(rows, 1)]


def _time(subject: Row, code: str, name: str, start: dt.date, end: tuple[Any, ...] | None) -> Row:
    date, censored, described, why, domain, variable = end or ()
    return {
        "STUDYID": STUDY, "USUBJID": subject["USUBJID"], "ARMCD": subject["ARMCD"], "ARM": subject["ARM"],
        "PARAMCD": code, "PARAM": name, "STARTDT": start, "ADT": date, "AVAL": (date - start).days + 1,
        "CNSR": censored, "EVNTDESC": described, "CNSDTDSC": why, "SRCDOM": domain, "SRCVAR": variable,
    }  # fmt: skip


def events(chance: random.Random, subject: Row) -> list[Row]:
    """Adverse events of a treated subject; now and then one began before the first dose."""
    rows = []
    for number in range(1, chance.randrange(0, 6) + 1):
        term = chance.choice(list(TERMS))
        before = chance.random() < 0.05
        start = subject["TRTSDT"] + dt.timedelta(days=-2 if before else chance.randrange(0, 150))
        start = min(start, subject["LSTALVDT"])
        end = min(start + dt.timedelta(days=chance.randrange(1, 40)), subject["LSTALVDT"])
        grade = chance.choices([1, 2, 3, 4], [0.45, 0.3, 0.2, 0.05])[0]
        related = "NONE" if before else chance.choice(["NONE", "REMOTE", "POSSIBLE", "PROBABLE"])
        rows.append({
            "STUDYID": STUDY, "USUBJID": subject["USUBJID"], "AESEQ": number, "AETERM": term.lower(),
            "AEDECOD": term, "AEBODSYS": TERMS[term], "AETOXGR": str(grade), "AESER": "NY"[grade >= 4],
            "AEREL": related, "TRTEMFL": None if before else "Y", "TRT01A": subject["TRT01A"],
            "ASTDT": start, "AENDT": end, "ASTDY": _day(start, subject["TRTSDT"]),
        })  # fmt: skip
    return rows


def _columns(rows: list[Row], oid: str) -> list[dict[str, Any]]:
    columns = []
    for name in rows[0]:
        found = [row[name] for row in rows if row[name] is not None]
        kind = {int: "integer", dt.date: "date", str: "string"}[type(found[0])]
        column: dict[str, Any] = {"itemOID": f"IT.{oid}.{name}", "name": name, "label": LABELS[name]}
        columns.append(column | {"dataType": kind})
    return columns


def _head(name: str, label: str, rows: list[Row]) -> dict[str, Any]:
    return {
        "datasetJSONCreationDateTime": "2024-02-01T00:00:00", "datasetJSONVersion": "1.1.0",
        "itemGroupOID": f"IG.{name}", "studyOID": STUDY, "records": len(rows), "name": name, "label": label,
        "columns": _columns(rows, name),
    }  # fmt: skip


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def write_json(name: str, label: str, rows: list[Row], path: Path) -> None:
    """Write Dataset-JSON 1.1, as one object or (``.ndjson``) one line a record."""
    head, lines = _head(name, label, rows), [[_plain(value) for value in row.values()] for row in rows]
    if path.suffix == ".ndjson":
        text = "\n".join(json.dumps(line) for line in (head, *lines)) + "\n"
    else:
        body = ",\n".join(json.dumps(line) for line in lines)
        text = json.dumps(head, indent=1)[: -len("\n}")] + f',\n "rows": [\n{body}\n]\n}}\n'
    path.write_text(text, encoding="utf-8")


def write_xpt(name: str, label: str, rows: list[Row], path: Path) -> None:
    """Write a SAS transport file; dates are numbers of days with a date format."""
    frame = pd.DataFrame(rows)
    dates = [column for column in frame if isinstance(rows[0][column], dt.date)]
    for column in dates:
        frame[column] = [float((date - SAS_EPOCH).days) for date in frame[column]]
    pyreadstat.write_xport(
        frame, str(path), table_name=name, file_label=label, file_format_version=5,
        column_labels=[LABELS[column] for column in frame], variable_format=dict.fromkeys(dates, "DATE9."),
    )  # fmt: skip
    path.write_bytes(_WRITTEN.sub(b"01FEB24:00:00:00", path.read_bytes()))


def write_csv(rows: list[Row], path: Path) -> None:
    """Write CSV; dates are ISO 8601."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _plain(value) for name, value in row.items()} for row in rows)


def main() -> None:
    """Write the files."""
    chance = random.Random(20210301)
    adsl = subjects(chance)
    randomised = [subject for subject in adsl if subject["RANDDT"]]
    adrs = {subject["USUBJID"]: responses(chance, subject) for subject in randomised}
    adtte = [row for subject in randomised for row in times(subject, adrs[subject["USUBJID"]])]
    adae = [row for subject in randomised if subject["TRTSDT"] for row in events(chance, subject)]
    write_json("ADSL", "Subject Level Analysis", adsl, FOLDER / "adsl.json")
    write_json(
        "ADRS",
        "Tumor Response Analysis",
        [r for rows in adrs.values() for r in rows],
        FOLDER / "adrs_onco.ndjson",
    )
    write_xpt("ADTTE", "Time to Event Analysis for Oncology", adtte, FOLDER / "adtte_onco.xpt")
    write_csv(adae, FOLDER / "adae.csv")


if __name__ == "__main__":
    main()
