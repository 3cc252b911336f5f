"""The data sets of a trial, one declaration each. Observations only: endpoints are derived from them.

Names are those of CDISC ADaM where ADaM has one; the rest is explained by the data dictionary,
which is generated from these declarations.
"""

from __future__ import annotations

from hcc_analysis.trial.variables import DataSet, Variable

_YES_NO = ("Y", "N")
VISITS = ("BASELINE", "WEEK 9")
_DOSES_GY = (5, 10, 15, 20, 23, 25, 30, 35, 40, 45, 50)
_SUBJECT = Variable("USUBJID", "text", "Unique subject identifier")


def _date(name: str, label: str, required: bool = True) -> Variable:
    return Variable(name, "date", label, required)


def _sequence(name: str) -> Variable:
    return Variable(name, "integer", "Sequence number within the subject", minimum=1)


ADSL = DataSet(
    "adsl",
    "Subject level: one row a screened subject",
    (
        Variable("STUDYID", "text", "Study identifier (trial registry)"),
        _SUBJECT,
        Variable("SCRDT", "date", "Date of screening", may_lack=True),
        Variable("ENRLFL", "text", "Enrolled", values=_YES_NO, may_lack=True),
        Variable("SCRFRSN", "text", "Reason for not being enrolled", required=False),
        _date("ENRLDT", "Date of enrolment", required=False),
        Variable("AGE", "integer", "Age at screening (years)", required=False, minimum=0, maximum=120),
        Variable("SEX", "text", "Sex", required=False, values=("M", "F")),
        Variable("ETIOLOGY", "text", "Etiology of the carcinoma", required=False),
        Variable("ECOG", "integer", "ECOG performance status", required=False, values=(0, 1, 2, 3, 4)),
        Variable("CHILDPGH", "text", "Child-Pugh class", required=False, values=("A", "B", "C")),
        Variable("CPSCORE", "integer", "Child-Pugh score (points)", required=False, minimum=5, maximum=15),
        _date("TRTSDT", "Date of the first dose of tislelizumab", required=False),
        _date("SURGDT", "Date of resection; missing = not resected", required=False),
        Variable("NORSRSN", "text", "Reason for not being resected", required=False),
        Variable("PVEFL", "text", "Spontaneous portal vein embolisation", required=False, values=_YES_NO),
        _date("DTHDT", "Date of death", required=False),
        _date("LSTALVDT", "Last date known to be alive", required=False),
        Variable("DCSREAS", "text", "Reason for an early end of follow-up", required=False),
    ),
    key=("USUBJID",),
)

ADTR = DataSet(
    "adtr",
    "Tumour measurements: one row a lesion and visit",
    (
        _SUBJECT,
        Variable("PARAMCD", "text", "Parameter", values=("LDIAM", "NEWLES", "NTRESP")),
        Variable("TRLNKID", "text", "Lesion identifier"),
        Variable("TRGRPID", "text", "Lesion group", values=("TARGET", "NON-TARGET", "NEW")),
        Variable("TRLOC", "text", "Organ of the lesion"),
        Variable("AVISIT", "text", "Visit", values=VISITS),
        _date("ADT", "Date of imaging"),
        Variable("AVAL", "number", "Longest diameter (mm)", required=False, minimum=0, maximum=500),
        Variable(
            "AVALC",
            "text",
            "Y for a new lesion; response of a non-target lesion",
            required=False,
            values=("Y", "CR", "NON-CR/NON-PD", "PD"),
        ),
    ),
    key=("USUBJID", "PARAMCD", "TRLNKID", "AVISIT"),
)

ADMVI = DataSet(
    "admvi",
    "Macrovascular invasion on imaging: one row a subject and visit",
    (
        _SUBJECT,
        Variable("AVISIT", "text", "Visit", values=VISITS),
        _date("ADT", "Date of imaging"),
        Variable(
            "VP",
            "integer",
            "Portal vein invasion, Vp (Liver Cancer Study Group of Japan)",
            values=tuple(range(5)),
        ),
        Variable(
            "VV",
            "integer",
            "Hepatic vein invasion, Vv (Liver Cancer Study Group of Japan)",
            values=tuple(range(4)),
        ),
    ),
    key=("USUBJID", "AVISIT"),
)

ADPATH = DataSet(
    "adpath",
    "Pathology of the resected specimen: one row a resected subject",
    (
        _SUBJECT,
        _date("ADT", "Date of resection"),
        Variable("VIABLE", "number", "Viable tumour cells (% of the tumour area)", minimum=0, maximum=100),
        Variable("MARGIN", "text", "Resection margin", values=("R0", "R1", "R2")),
    ),
    key=("USUBJID",),
)

ADLB = DataSet(
    "adlb",
    "Laboratory values: one row a subject, parameter and visit",
    (
        _SUBJECT,
        Variable(
            "PARAMCD", "text", "Parameter", values=("AFP", "BILI", "ALT", "AST", "ALB", "INR", "APTT", "PLAT")
        ),
        Variable("AVISIT", "text", "Visit", values=VISITS),
        _date("ADT", "Date of sampling"),
        Variable("AVAL", "number", "Value", minimum=0),
        Variable("AVALU", "text", "Unit of the value"),
        Variable(
            "A1HI", "number", "Upper limit of normal, in the unit of the value", required=False, minimum=0
        ),
    ),
    key=("USUBJID", "PARAMCD", "AVISIT"),
)

ADFU = DataSet(
    "adfu",
    "Disease assessments after resection: one row a subject and date",
    (
        _SUBJECT,
        _date("ADT", "Date of imaging"),
        Variable("AVISIT", "text", "Visit"),
        Variable("RECURFL", "text", "Recurrence seen", values=_YES_NO),
        Variable("RECURLOC", "text", "Organ of the recurrence", required=False),
    ),
    key=("USUBJID", "ADT"),
)

ADAE = DataSet(
    "adae",
    "Adverse events: one row an event",
    (
        _SUBJECT,
        _sequence("AESEQ"),
        Variable("AEDECOD", "text", "Preferred term"),
        _date("ASTDT", "Date of onset"),
        _date("AENDT", "Date of resolution", required=False),
        Variable("AETOXGR", "integer", "Grade (CTCAE 5.0)", values=(1, 2, 3, 4, 5), may_lack=True),
        Variable("AEREL", "text", "Relation to treatment", values=("RELATED", "NOT RELATED"), may_lack=True),
    ),
    key=("USUBJID", "AESEQ"),
)

ADCOMP = DataSet(
    "adcomp",
    "Postoperative complications: one row an event",
    (
        _SUBJECT,
        _sequence("COMPSEQ"),
        Variable("COMPDECOD", "text", "Complication"),
        _date("ASTDT", "Date of onset"),
        Variable(
            "CDGRADE", "text", "Clavien-Dindo grade", values=("I", "II", "IIIa", "IIIb", "IVa", "IVb", "V")
        ),
    ),
    key=("USUBJID", "COMPSEQ"),
)

ADCM = DataSet(
    "adcm",
    "Later treatments: one row a regimen",
    (
        _SUBJECT,
        _sequence("CMSEQ"),
        Variable("CMTRT", "text", "Regimen, its parts joined by +"),
        Variable("CMCAT", "text", "Category", values=("SUBSEQUENT",)),
        _date("ASTDT", "Date of start"),
    ),
    key=("USUBJID", "CMSEQ"),
)

ADEX = DataSet(
    "adex",
    "Exposure: one row a dose of tislelizumab or a course of radiotherapy",
    (
        _SUBJECT,
        _sequence("EXSEQ"),
        Variable("EXTRT", "text", "Treatment", values=("TISLELIZUMAB", "IMRT")),
        Variable("EPOCH", "text", "Epoch", values=("PREOPERATIVE", "ADJUVANT")),
        _date("ASTDT", "Date of start"),
        _date("AENDT", "Date of end"),
        Variable("EXDOSE", "number", "Dose", minimum=0),
        Variable("EXDOSU", "text", "Unit of the dose", values=("mg", "Gy")),
        Variable("EXFRAC", "integer", "Fractions of radiotherapy", required=False, minimum=1),
    ),
    key=("USUBJID", "EXSEQ"),
)

ADDVH = DataSet(
    "addvh",
    "Dose and volume in the radiotherapy plan: one row a subject, structure and value",
    (
        _SUBJECT,
        Variable(
            "STRUCTURE",
            "text",
            "Structure: LIVER less the gross tumour, KIDNEY the one with more dose, PTV the target",
            values=("LIVER", "STOMACH", "DUODENUM", "COLON", "SPINAL CORD", "KIDNEY", "PTV"),
        ),
        Variable(
            "PARAMCD",
            "text",
            "DMEAN, DMAX: mean and maximum dose; V5: volume that gets 5 Gy or more; "
            "V95P, V110P: volume that gets more than 95 or 110 % of the prescribed dose",
            values=("DMEAN", "DMAX", *(f"V{dose}" for dose in _DOSES_GY), "V95P", "V110P"),
        ),
        Variable("AVAL", "number", "Value; volumes in % of the structure", minimum=0, maximum=100),
        Variable("AVALU", "text", "Unit of the value: Gy for doses, % for volumes", values=("Gy", "%")),
    ),
    key=("USUBJID", "STRUCTURE", "PARAMCD"),
)

ADRES = DataSet(
    "adres",
    "Assessment of resectability at week 9: one row a subject",
    (
        _SUBJECT,
        _date("ADT", "Date of the assessment"),
        Variable("REMNANT", "text", "Remnant liver large enough", required=False, values=_YES_NO),
        Variable("CHILDPGH", "text", "Child-Pugh class at week 9", required=False, values=("A", "B", "C")),
        Variable("R0FL", "text", "Complete (R0) resection judged possible", required=False, values=_YES_NO),
    ),
    key=("USUBJID",),
)

DATA_SETS: dict[str, DataSet] = {
    data_set.name: data_set
    for data_set in (ADSL, ADTR, ADMVI, ADPATH, ADLB, ADFU, ADAE, ADCOMP, ADCM, ADEX, ADDVH, ADRES)
}
