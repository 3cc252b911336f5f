"""The supplement in each format that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from hcc_analysis.outputs.model import Table
from hcc_analysis.report.document import Document
from hcc_analysis.report.formats import DOCX, HTML, PDF, RTF, table_file, whole_files
from hcc_analysis.report.html import supplement_html
from hcc_analysis.report.pdf import pdf_data
from hcc_analysis.report.typesetter import Typesetter


@contextmanager
def supplement_written(document: Document, folder: Path, typesetter: Typesetter) -> Iterator[None]:
    """Write the supplement in the document's formats, beside what the block writes.

    Parameters
    ----------
    document : Document
        The supplement, with the formats that it is wanted in.
    folder : Path
        The report's folder.
    typesetter : Typesetter
        Who makes the PDF.

    Yields
    ------
    None
        While Typst works on another core.
    """
    formats = document.formats
    with ThreadPoolExecutor(1) as aside:
        pdf = aside.submit(typesetter.typeset, pdf_data(document)) if PDF in formats else None
        yield
        if HTML in formats:
            _write(folder, HTML, supplement_html(document).encode("utf-8"))
        if DOCX in formats:
            from hcc_analysis.report.docx import supplement_docx

            _write(folder, DOCX, supplement_docx(document))
        if RTF in formats:
            _write_tables(document, folder)
        if pdf:
            _write(folder, PDF, pdf.result())


def _write(folder: Path, format: str, content: bytes) -> None:
    (name,) = whole_files([format])
    (folder / name).write_bytes(content)


def _write_tables(document: Document, folder: Path) -> None:
    from hcc_analysis.report.rtf import table_rtf

    for entry in document.entries:
        if isinstance(entry.output.content, Table):
            path = folder / table_file(entry.output.id, RTF)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(table_rtf(entry.output, document))
