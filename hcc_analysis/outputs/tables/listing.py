"""Supplementary Table 6: one row a patient."""

from __future__ import annotations

import pandas as pd

from hcc_analysis.formatting import number
from hcc_analysis.outputs.model import Column, Table
from hcc_analysis.outputs.tables.cells import NOT_APPLICABLE, text_row

_LABELS = (
    "Patient",
    "Change (%)",
    "Response",
    "New lesion",
    "Vascular invasion",
    "Resected",
    "Reason not resected",
    "Pathology",
)


def listing_table(listing: pd.DataFrame) -> Table:
    """Lay out the patient listing.

    Parameters
    ----------
    listing : pandas.DataFrame
        As :func:`hcc_analysis.analyses.listing.patient_listing` returns it.

    Returns
    -------
    Table
        A row a patient, for a landscape page.
    """
    columns = tuple(Column(label=label, align="right" if "%" in label else "left") for label in _LABELS)
    return Table(
        columns=columns, rows=tuple(text_row(*_texts(row)) for row in listing.itertuples()), wide=True
    )


def _texts(row: object) -> list[str]:
    sites = [name for name, new in (("liver", row.NEWLIVER), ("extrahepatic", row.NEWEXTRA)) if new]  # type: ignore[attr-defined]
    return [
        row.USUBJID,  # type: ignore[attr-defined]
        number(row.PCHG, 1).replace("-", "\u2212"),  # type: ignore[attr-defined]
        row.BOR,  # type: ignore[attr-defined]
        " and ".join(sites) or NOT_APPLICABLE,
        row.MVIRESP,  # type: ignore[attr-defined]
        "yes" if row.RESECTED else "no",  # type: ignore[attr-defined]
        _known(row.NORSRSN),  # type: ignore[attr-defined]
        _known(row.PATHRESP),  # type: ignore[attr-defined]
    ]


def _known(value: object) -> str:
    return NOT_APPLICABLE if pd.isna(value) else str(value)
