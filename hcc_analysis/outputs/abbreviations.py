"""Abbreviations spelt out: the ones that an output's words and table use."""

from __future__ import annotations

import re
from collections.abc import Iterable

GLOSSARY = {
    "AFP": "alpha-fetoprotein",
    "ALP": "alkaline phosphatase",
    "ALT": "alanine aminotransferase",
    "AST": "aspartate aminotransferase",
    "CI": "confidence interval",
    "CR": "complete response",
    "CTCAE": "Common Terminology Criteria for Adverse Events",
    "DCR": "disease control rate",
    "ECOG": "Eastern Cooperative Oncology Group",
    "GGT": "gamma-glutamyl transferase",
    "HAIC": "hepatic arterial infusion chemotherapy",
    "HBV": "hepatitis B virus",
    "HCC": "hepatocellular carcinoma",
    "HCV": "hepatitis C virus",
    "HR": "hazard ratio",
    "IMRT": "intensity-modulated radiotherapy",
    "INR": "international normalised ratio",
    "ITT": "intention to treat",
    "LDH": "lactate dehydrogenase",
    "MPR": "major pathological response",
    "MVI": "macrovascular invasion",
    "NE": "not estimable",
    "ORR": "objective response rate",
    "OS": "overall survival",
    "PD": "progressive disease",
    "PR": "partial response",
    "PVE": "portal vein embolisation",
    "RECIST": "Response Evaluation Criteria in Solid Tumors",
    "RFS": "recurrence-free survival",
    "SD": "stable disease",
    "TACE": "transarterial chemoembolisation",
    "TBIL": "total bilirubin",
    "TRAE": "treatment-related adverse event",
    "TSH": "thyroid-stimulating hormone",
    "Vp": "portal vein invasion",
    "Vv": "hepatic vein invasion",
    "pCR": "pathological complete response",
}
_WORD = re.compile(r"[A-Za-z]+(?!-?\d|[A-Za-z])")  # not the letters of an identifier such as HCC-01
_NUMBERED = re.compile(r"\b(Vp|Vv)\d")


def used_abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Find the known abbreviations that stand in some texts.

    Parameters
    ----------
    texts : iterable of str
        Title, caption, footnotes, cells.

    Returns
    -------
    dict of str to str
        Abbreviation to meaning, in alphabetical order.
    """
    joined = "\n".join(texts)
    words = set(_WORD.findall(joined)) | set(_NUMBERED.findall(joined))
    words |= {word.removesuffix("s") for word in words}
    return {short: GLOSSARY[short] for short in sorted(words & GLOSSARY.keys(), key=str.casefold)}
