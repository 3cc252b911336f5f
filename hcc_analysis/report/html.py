"""The supplement as one HTML file that loads nothing and runs nothing but its own script."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from hcc_analysis.fonts import embed
from hcc_analysis.outputs.html import TEMPLATES as OUTPUT_TEMPLATES
from hcc_analysis.outputs.html import make_environment, svg_source
from hcc_analysis.outputs.model import Figure, Output, Table
from hcc_analysis.report.code import highlight
from hcc_analysis.report.content_policy import content_security_policy
from hcc_analysis.report.curves import survival_curves
from hcc_analysis.report.document import Document, Entry
from hcc_analysis.report.formats import DOCX, PDF, RTF, table_file, whole_files
from hcc_analysis.report.numbers import number_facts
from hcc_analysis.report.own_files import TEMPLATES, own_text
from hcc_analysis.report.products import data_file
from hcc_analysis.report.status import MEANINGS, SYMBOLS, entry_verdict
from hcc_analysis.visible import all_visible

if TYPE_CHECKING:
    from jinja2 import Environment

# One script on the page, a file a subject; the first holds what the others use.
SCRIPTS = ("helpers.js", "supplement.js", "numbers.js", "curves.js", "filter.js")
_OTHERS = {PDF: "This supplement as PDF", DOCX: "This supplement for Word"}


def supplement_html(document: Document) -> str:
    """Render the supplement.

    Parameters
    ----------
    document : Document
        The supplement as data; everything in it is escaped.

    Returns
    -------
    str
        The page, with a Content-Security-Policy that allows its own style and script by their hash.
    """
    style, script = own_text("supplement.css"), "".join(own_text(name) for name in SCRIPTS)
    return (
        _environment()
        .get_template("supplement.html.j2")
        .render(
            doc=document,
            style=Markup(style),
            script=Markup(script),
            facts=page_facts(document),
            policy=content_security_policy(style, script),
        )
    )


def page_facts(document: Document) -> Markup:
    """Return what the page's script knows, as JSON that cannot end the script element that holds it.

    Parameters
    ----------
    document : Document
        The supplement.

    Returns
    -------
    Markup
        JSON with the numbers' origins and the survival curves; ``<``, ``>``, ``&`` and ``'`` are escaped.
    """
    outputs = [entry.output for entry in document.entries]
    facts = number_facts(document) | {"curves": survival_curves(outputs)}
    return htmlsafe_json_dumps(all_visible(facts), separators=(",", ":"), ensure_ascii=False)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = make_environment([TEMPLATES, OUTPUT_TEMPLATES])
    made.filters.update(
        figure_source=_figure_source,
        highlight=highlight,
        downloads=downloads,
        whole_downloads=whole_downloads,
        symbol=SYMBOLS.__getitem__,
        status_meaning=MEANINGS.__getitem__,
        entry_verdict=entry_verdict,
    )
    return made


def _figure_source(output: Output) -> str:
    return svg_source(embed(output.content.svg)) if isinstance(output.content, Figure) else ""


def whole_downloads(document: Document) -> list[tuple[str, str]]:
    """List the other formats of the whole supplement: text of the link and relative path."""
    wanted = [format for format in _OTHERS if format in document.formats]
    return list(zip((_OTHERS[format] for format in wanted), whole_files(wanted), strict=True))


def downloads(entry: Entry, document: Document) -> list[tuple[str, str]]:
    """List the files of an output in the report's folder: text of the link and relative path."""
    id, content = entry.output.id, entry.output.content
    notebook = [("Notebook", f"notebooks/{id}.html"), ("Notebook file", f"notebooks/{id}.ipynb")]
    if isinstance(content, Table):
        rtf = [("Table (RTF)", table_file(id, RTF))] if RTF in document.formats else []
        return [("Table (CSV)", table_file(id, "csv")), *rtf, *notebook]
    if not isinstance(content, Figure):
        return notebook
    data = [(f"Data: {one.name} (CSV)", f"figures/{data_file(id, one.name)}") for one in content.data]
    return [("SVG", f"figures/{id}.svg"), ("PNG", f"figures/{id}.png"), *data, *notebook]
