"""The last call of every notebook: put the output into the executed notebook."""

from __future__ import annotations

from collections.abc import Iterable

from IPython.display import display

from hcc_analysis.outputs.abbreviations import used_abbreviations
from hcc_analysis.outputs.bundle import bundle
from hcc_analysis.outputs.model import Figure, Output, Prose, Shows, Table
from hcc_analysis.results import Result
from hcc_analysis.trial import Trial


def publish(
    content: Table | Figure | Prose,
    *,
    id: str,
    label: str,
    title: str,
    caption: str,
    results: Iterable[Result],
    trial: Trial,
    convention: str,
    alt: str = "",
    footnotes: Iterable[str] = (),
    shows: Shows = "groups",
) -> Output:
    """Publish an output: show it in the notebook and store it there for the supplement.

    Abbreviations of the glossary that its words use are spelt out below it, after the notes that a figure
    brings with it.

    Parameters
    ----------
    content : Table, Figure or Prose
        The output itself.
    id : str
        The notebook's stem.
    label, title, caption, alt : str
        Number in the paper, title, caption and text alternative.
    results : iterable of Result
        Every result that the output reports; each id once.
    trial : Trial
        The data that it was made from.
    convention : str
        Name of the statistical convention.
    footnotes : iterable of str
        Notes; every method choice is named.
    shows : {"groups", "subjects", "no_patients"}
        What it shows of the patients: numbers of groups; a row or a mark for each one, which reviewers do
        not get of patient data; or nothing at all.

    Returns
    -------
    Output
        What was published.

    Raises
    ------
    ValueError
        Two results share an id, or a figure has no text alternative.
    """
    notes = (*footnotes, *(content.notes if isinstance(content, Figure) else ()))
    output = Output(
        id=id,
        label=label,
        title=title,
        caption=caption,
        alt=alt,
        footnotes=notes,
        abbreviations=used_abbreviations([title, caption, *notes, *_texts(content)]),
        content=content,
        results=tuple(results),
        dataset=_dataset(trial),
        convention=convention,
        shows=shows,
    )
    _require_sound(output)
    display(bundle(output), raw=True)
    return output


def _texts(content: Table | Figure | Prose) -> list[str]:
    if isinstance(content, Figure):
        return []
    if isinstance(content, Prose):
        return [span.text for paragraph in content.paragraphs for span in paragraph.spans]
    columns = [text for column in content.columns for text in (column.label, column.spanner)]
    return columns + [cell.text for row in content.rows for cell in row.cells]


def _dataset(trial: Trial) -> dict[str, str]:
    info = trial.info
    return {
        "title": info.title,
        "registry_id": info.registry_id,
        "cutoff": info.cutoff.isoformat(),
        "provenance": info.provenance,
        "version": info.version,
        "banner": info.banner,
    }


def _require_sound(output: Output) -> None:
    ids = [result.id for result in output.results]
    repeated = sorted({id for id in ids if ids.count(id) > 1})
    if repeated:
        raise ValueError(f"{output.id}: result ids published twice: {', '.join(repeated)}")
    if output.content.kind == "figure" and not output.alt:
        raise ValueError(f"{output.id}: a figure needs alt text")
