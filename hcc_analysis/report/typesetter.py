"""Typst, warmed up: it remembers what it has laid out, so it sets the last supplement while notebooks run.

The words must come to it in a file. What is given in ``sys_inputs`` is a part of everything that it
remembers, and one changed letter then makes it forget all.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from contextlib import suppress
from typing import Any

from hcc_analysis.fonts import FOLDER
from hcc_analysis.report.own_files import own_text

DOCUMENT = "document.json"  # what the template reads
TEMPLATE = "supplement.typ"


def typeset(data: dict[str, Any]) -> bytes:
    """Typeset a document.

    Parameters
    ----------
    data : dict
        As :func:`hcc_analysis.report.pdf.pdf_data` returns it; its words are never read as markup.

    Returns
    -------
    bytes
        A PDF that claims PDF/UA-1 and PDF/A-2a; Typst checks both as it writes.
    """
    import typst

    year, month, day = data["date"]
    return typst.compile(  # type: ignore[call-overload]  # it takes several files, its types say not
        {"main": own_text(TEMPLATE).encode(), DOCUMENT: json.dumps(data).encode()},
        format="pdf",
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=dt.datetime(year, month, day, tzinfo=dt.UTC),
    )


class Typesetter:
    """Typesets documents, one after the other.

    Attributes
    ----------
    last : dict, optional
        What was typeset last, for another day's rehearsal.
    """

    def __init__(self) -> None:
        self.last: dict[str, Any] | None = None
        self._ahead: threading.Thread | None = None

    def rehearse(self, data: dict[str, Any] | None) -> None:
        """Set an earlier document meanwhile, so that a similar one takes a fraction of the time.

        Parameters
        ----------
        data : dict, optional
            What was typeset before; nothing is done without.
        """
        if data is not None:
            self._ahead = threading.Thread(target=_try, args=[data], daemon=True)
            self._ahead.start()

    def typeset(self, data: dict[str, Any]) -> bytes:
        """Typeset a document, after the one that is being set."""
        if self._ahead is not None:
            self._ahead.join()
        self.last = data
        return typeset(data)


def _try(data: dict[str, Any]) -> None:
    with suppress(Exception):  # kept by another version; nobody waits for it
        typeset(data)
