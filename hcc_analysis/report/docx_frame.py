"""What a Word document has around its content: styles, pages, properties and the file itself."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING, Any

from hcc_analysis.report.docx_xml import el, field, paragraph, run
from hcc_analysis.report.grid import MARGIN_MM, paper
from hcc_analysis.visible import visible

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from hcc_analysis.report.document import Document

LANGUAGES = {"en": "en-GB"}
_FONT = "Arial"  # Liberation Sans, which the figures are set in, has its widths
_INK, _ACCENT, _MUTED = "16211F", "0F4C5C", "56615F"
_PROPERTY = 255  # letters that a core property may have
_EPOCH = (1980, 1, 1, 0, 0, 0)

# Name, built in or not, size (pt), bold, colour, space before and after (pt), kept with the next.
_STYLES = (
    ("Normal", True, 10, False, _INK, 0, 6, False),
    ("Title", True, 24, False, _INK, 150, 12, False),
    ("Subtitle", True, 10, True, _ACCENT, 0, 6, False),
    ("Heading 1", True, 18, False, _ACCENT, 0, 12, True),
    ("Heading 2", True, 11, True, _INK, 20, 6, True),
    ("Heading 3", True, 9.5, True, _INK, 10, 3, True),
    ("TOC Heading", True, 18, False, _ACCENT, 0, 12, True),
    ("toc 1", True, 10, True, _INK, 8, 2, False),
    ("toc 2", True, 10, False, _INK, 0, 2, False),
    ("Caption", True, 8.5, False, _INK, 0, 6, False),
    ("Header", True, 7.5, False, _MUTED, 0, 0, False),
    ("Footer", True, 7.5, False, _MUTED, 0, 0, False),
    ("Table Text", False, 8, False, _INK, 2, 2, False),
    ("Table Note", False, 7.5, False, _MUTED, 3, 3, False),
)


def blank(document: Document) -> WordDocument:
    """Return an empty Word document with the supplement's styles, properties, header and footer.

    Parameters
    ----------
    document : Document
        The supplement, for its title, language, cutoff and banner.

    Returns
    -------
    docx.document.Document
        One section, upright.
    """
    import docx

    made = docx.Document()
    for row in _STYLES:
        _set_style(made, *row)
    _set_link_style(made)
    _set_language(made, LANGUAGES[document.lang])
    _set_properties(made, document)
    set_page(made.sections[0], landscape=False)
    _set_margins(made.sections[0], document)
    return made


def set_page(section: Any, *, landscape: bool) -> None:  # noqa: ANN401
    """Lay a section's pages upright or on their side."""
    from docx.enum.section import WD_ORIENTATION
    from docx.shared import Mm

    width, height = paper(landscape)
    section.orientation = WD_ORIENTATION.LANDSCAPE if landscape else WD_ORIENTATION.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)


def packed(word: WordDocument) -> bytes:
    """Return the file; the same document gives the same bytes."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _set_style(
    word: WordDocument,
    name: str,
    builtin: bool,
    size: float,
    bold: bool,
    color: str,
    before: float,
    after: float,
    keep: bool,
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Mm, Pt, RGBColor

    known = {style.name for style in word.styles}
    # python-docx shows "toc 1" under its own name; its id has no space.
    style: Any = (
        word.styles[name] if name in known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin)
    )
    style.element.set(_w("styleId"), name.replace("toc ", "TOC").replace(" ", ""))
    _set_font(style.element.get_or_add_rPr())
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(color)
    form = style.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(before), Pt(after), keep
    form.line_spacing = 1.1
    if name == "toc 2":
        form.left_indent = Mm(5)
    if name in ("Title", "Subtitle"):
        _drop(style.element, "w:pBdr")
    if name in ("Title", "TOC Heading"):
        _drop(style.element, "w:spacing", within="w:rPr")


def _set_font(properties: Any) -> None:  # noqa: ANN401
    """Name the typeface for all scripts, instead of the theme's."""
    for known in properties.findall(_w("rFonts")):
        properties.remove(known)
    names = dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), _FONT)
    properties.insert(0, el("w:rFonts", **names))


def _drop(style: Any, tag: str, within: str = "w:pPr") -> None:  # noqa: ANN401
    for known in style.findall(f"{_w(within[2:])}/{_w(tag[2:])}"):
        known.getparent().remove(known)


def _set_link_style(word: WordDocument) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    style: Any = word.styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER, True)
    style.font.color.rgb = RGBColor.from_string(_ACCENT)


def _set_language(word: WordDocument, language: str) -> None:
    tag = _w("lang")
    for known in word.styles.element.iter(tag):
        known.set(_w("val"), language)
    for known in word.settings.element.iter(_w("themeFontLang")):
        known.set(_w("val"), language)


def _set_properties(word: WordDocument, document: Document) -> None:
    data = document.dataset
    cutoff = dt.datetime(data.cutoff.year, data.cutoff.month, data.cutoff.day)
    maker = f"hcc-analysis {document.version}"
    texts = {
        "title": f"{document.title}: {data.title}",
        "subject": document.banner,
        "keywords": f"{data.registry_id}, {data.provenance}",
        "author": maker,
        "last_modified_by": maker,
        "comments": "",
        "language": LANGUAGES[document.lang],
        "version": data.version,
    }
    properties = word.core_properties
    for name, text in texts.items():
        setattr(properties, name, visible(text)[:_PROPERTY])
    properties.created = properties.modified = cutoff
    properties.revision = 1


def _set_margins(section: Any, document: Document) -> None:  # noqa: ANN401
    """Say on every page what the data are, and which page it is."""
    from docx.shared import Mm

    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(24), Mm(20)
    section.header_distance = section.footer_distance = Mm(11)
    _fill(section.header, paragraph("Header", run(document.banner)))
    pages = [run("Page "), field("PAGE", "1"), run(" of "), field("NUMPAGES", "1")]
    _fill(section.footer, paragraph("Footer", run(f"{document.title}. "), *pages, align="right"))


def _fill(part: Any, content: Any) -> None:  # noqa: ANN401
    part.is_linked_to_previous = False
    for known in list(part._element):
        part._element.remove(known)
    part._element.append(content)


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return qn(f"w:{name}")
