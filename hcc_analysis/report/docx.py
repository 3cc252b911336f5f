"""The supplement as a Word document with real headings, tables, captions and sections."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from hcc_analysis.outputs.model import Figure, Output, Prose, Table
from hcc_analysis.report.compare import Claim
from hcc_analysis.report.document import Chapter, Document, Entry
from hcc_analysis.report.docx_frame import blank, packed, set_page
from hcc_analysis.report.docx_table import table_element
from hcc_analysis.report.docx_xml import Element, bookmark, contents, field, link, paragraph, run
from hcc_analysis.report.grid import MARGIN_MM, Box, Grid, lies, paper, plain_grid, table_grid, text_width
from hcc_analysis.report.status import MEANINGS, SYMBOLS, entry_verdict
from hcc_analysis.visible import visible

CLAIMS, METHODS = "claims", "methods"
_CLAIM_HEADS = ("In the paper", "Place", "Printed", "Computed", "Status", "Computed in")
_NUMBERED = re.compile(r"^(?P<before>.*?)(?P<number>[0-9]{1,9})(?P<after>.*)$", re.DOTALL)
_FIGURE_HEIGHT_MM = 200  # a figure and its heading stay on one page


def supplement_docx(document: Document) -> bytes:
    """Write the supplement as a Word document.

    Parameters
    ----------
    document : Document
        The supplement as data; its words are text, whatever they look like.

    Returns
    -------
    bytes
        A ``.docx`` file, the same for the same document.
    """
    return _Writer(document).written()


def outline(document: Document) -> Iterator[tuple[int, str, str]]:
    """List the headings: level, key and words; the key of an output is its id with ``output-`` before it."""
    for chapter in document.chapters:
        yield 1, chapter.id, chapter.title
        for entry in chapter.entries:
            yield 2, f"output-{entry.output.id}", f"{entry.output.label}  {entry.output.title}"
    if document.claims:
        yield 1, CLAIMS, "Printed and computed"
    yield 1, METHODS, "Data, parameters and software"


class _Writer:
    """Writes the parts one after the other; knows how the page lies and what the headings are called."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.word = blank(document)
        self.landscape = False
        self.outline = list(outline(document))
        self.numbers = {key: number for number, (_, key, _) in enumerate(self.outline, start=1)}
        # A word processor may rename the bookmarks of its contents; links from the text have their own.
        self.contents = {key: f"_Toc{number:08d}" for key, number in self.numbers.items()}
        self.anchors = {key: f"Part_{number}" for key, number in self.numbers.items()}
        self.outputs = {id: self.anchors[f"output-{id}"] for id in document.labels}

    def written(self) -> bytes:
        self._title_page()
        self._contents()
        for chapter in self.document.chapters:
            self._chapter(chapter)
        if self.document.claims:
            self._claims()
        self._methods()
        self._add(paragraph("Normal"))  # Word wants one behind the last table
        return packed(self.word)

    # What everything is put with

    def _add(self, *elements: Element) -> None:
        end = self.word.element.body[-1]
        for element in elements:
            end.addprevious(element)

    def _say(self, style: str, text: str, **options: object) -> None:
        if text:
            self._add(paragraph(style, run(text), **options))

    def _heading(self, key: str, *, new_page: bool) -> None:
        number = self.numbers[key]
        level, _, words = self.outline[number - 1]
        listed = bookmark(2 * number, self.contents[key], run(words))
        content = bookmark(2 * number + 1, self.anchors[key], *listed)
        self._add(paragraph(f"Heading{level}", *content, new_page=new_page))

    def _table(self, grid: Grid, title: str, description: str = "") -> None:
        width = text_width(self.landscape)
        self._add(table_element(grid, width, title=title, description=description, anchors=self.outputs))

    def _turn(self, landscape: bool) -> bool:
        """Begin a section when the page has to lie otherwise, and say whether one began."""
        from docx.enum.section import WD_SECTION

        if landscape == self.landscape:
            return False
        set_page(self.word.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)
        self.landscape = landscape
        return True

    # The parts

    def _title_page(self) -> None:
        document, data = self.document, self.document.dataset
        self._say("Title", data.title)
        self._say("Subtitle", document.title)
        self._say("Normal", document.banner)
        if document.missing:
            self._say(
                "Normal", f"A part of the supplement: {document.missing} outputs were left out on request."
            )
        if document.skipped:
            self._say(
                "Normal", f"Outputs left out: {len(document.skipped)}; the last part says which and why."
            )
        if document.warnings:
            self._say("Normal", f"Warnings of the data check: {document.warnings}.")
        self._say("Normal", document.opening)
        self._say("Normal", data.description)
        facts = [
            ("Registry", data.registry_id),
            ("Data cutoff", data.cutoff.isoformat()),
            ("Data version", data.version),
            ("Parameter set", document.name),
            ("Convention", document.convention),
            ("Made by", f"hcc-analysis {document.version}"),
        ]
        self._table(plain_grid(("About", "This supplement"), facts), "About this supplement")

    def _contents(self) -> None:
        self._say("TOCHeading", "Contents", new_page=True)
        entries = [(level, self.contents[key], words) for level, key, words in self.outline]
        self._add(contents('TOC \\o "1-2" \\h \\z \\u', entries))

    def _chapter(self, chapter: Chapter) -> None:
        self._heading(chapter.id, new_page=not self._turn(False))
        self._say("Normal", chapter.intro)
        for entry in chapter.entries:
            self._entry(entry)

    def _entry(self, entry: Entry) -> None:
        output, content = entry.output, entry.output.content
        wide = isinstance(content, Table) and lies(content)
        turned = self._turn(wide)
        self._heading(f"output-{output.id}", new_page=wide and not turned)
        if isinstance(content, Table):
            self._add(_caption(output, "Table", keep=True))
            self._table(table_grid(content), f"{output.label} {output.title}", output.alt)
        elif isinstance(content, Figure):
            self._figure(entry, content)
            self._add(_caption(output, "Figure"))
        else:
            self._say("Caption", output.caption)
            self._prose(content)
        self._notes(entry)

    def _figure(self, entry: Entry, figure: Figure) -> None:
        from docx.shared import Mm

        output = entry.output
        room = paper(self.landscape)[0] - 2 * MARGIN_MM
        scale = min(1, room / figure.width_mm, _FIGURE_HEIGHT_MM / figure.height_mm)
        holder = self.word.add_paragraph(style="Normal")
        holder.paragraph_format.keep_with_next = True
        size = Mm(figure.width_mm * scale), Mm(figure.height_mm * scale)
        picture = holder.add_run().add_picture(io.BytesIO(entry.picture), *size)
        about = picture._inline.docPr
        about.set("descr", visible(output.alt or output.title))
        about.set("title", visible(f"{output.label} {output.title}"))

    def _prose(self, prose: Prose) -> None:
        links = self.document.links
        for one in prose.paragraphs:
            self._say("Heading3", one.heading)
            targets = [(span.text, links.get(span.result, "")) for span in one.spans]
            words = [link(self.outputs[id], text) if id else run(text) for text, id in targets]
            self._add(paragraph("Normal", *words))

    def _notes(self, entry: Entry) -> None:
        for note in entry.output.footnotes:
            self._say("TableNote", note)
        self._say("TableNote", abbreviations(entry.output))
        if entry.claims:
            against = link(self.anchors[CLAIMS], entry_verdict(entry)) if self.document.claims else run(
                entry_verdict(entry)
            )  # fmt: skip
            self._add(paragraph("TableNote", run("Against print: "), against, run(".")))

    def _claims(self) -> None:
        document = self.document
        self._heading(CLAIMS, new_page=not self._turn(False))
        self._say("Normal", document.verdict)
        totals = [(_status(s), str(count), MEANINGS[s]) for s, count in document.totals.items()]
        self._table(
            plain_grid(("Status", "Numbers", "Meaning"), totals, right=(1,)), "Numbers of each status"
        )
        self._say("Normal", " ")
        head = plain_grid(_CLAIM_HEADS, (), right=(2, 3)).head
        rows = [row for claim in document.claims for row in _claim_rows(claim, document.labels)]
        self._table(Grid(head, tuple(rows)), "Every printed number and the computed one")

    def _methods(self) -> None:
        document = self.document
        self._heading(METHODS, new_page=not self._turn(False))
        parts: list[tuple[str, tuple[str, ...], list[tuple[str, ...]]]] = [
            ("The data", ("Name", "Value"), [(fact.name, fact.value) for fact in document.inputs]),
            ("Parameters", ("Name", "Value", "Meaning"),
             [(fact.name, fact.value, fact.meaning) for fact in document.parameters]),
            ("Software", ("Package", "Version"), [(fact.name, fact.value) for fact in document.software]),
        ]  # fmt: skip
        if document.skipped:
            left_out: list[tuple[str, ...]] = [(fact.name, fact.value) for fact in document.skipped]
            parts.append(("Outputs left out", ("Output", "Reason"), left_out))
        if document.remarks:
            found = [(one.file, one.rule, str(one.count), one.words) for one in document.remarks]
            parts.append(("Warnings of the data check", ("File", "Rule", "Warnings", "What"), [*found]))
        for title, heads, rows in parts:
            self._say("Heading3", title)
            self._table(plain_grid(heads, rows), title)


def abbreviations(output: Output) -> str:
    """Return the abbreviations of an output with their meanings as one line; empty when it has none."""
    pairs = sorted(output.abbreviations.items())
    return "; ".join(f"{short}, {long}" for short, long in pairs) + "." if pairs else ""


def _caption(output: Output, sequence: str, *, keep: bool = False) -> Element:
    """Return the caption; the number of the label is a field that keeps the paper's number."""
    words = output.caption or output.title
    found = _NUMBERED.match(output.label)
    if not found:
        return paragraph("Caption", run(f"{output.label}. {words}"), keep=keep)
    before, number, after = found.group("before", "number", "after")
    numbered = field(f"SEQ {sequence} \\* ARABIC \\r {int(number)}", number)
    return paragraph("Caption", run(before), numbered, run(f"{after}. {words}"), keep=keep)


def _status(status: str) -> str:
    return f"{SYMBOLS[status]} {status}"


def _claim_rows(claim: Claim, labels: dict[str, str]) -> list[tuple[Box, ...]]:
    texts = plain_grid(
        _CLAIM_HEADS[:5],
        [(claim.quote, claim.location, claim.printed, claim.computed, _status(claim.status))],
        right=(2, 3),
    ).body[0]
    known = [id for id in claim.outputs if id in labels]
    pieces = [piece for id in known for piece in ((labels[id], id), (", ", ""))]
    rows = [(*texts, Box(tuple(pieces[:-1])))]
    if claim.note:
        rows.append((Box(((claim.note, ""),), italic=True, indent=1, span=len(_CLAIM_HEADS)),))
    return rows
