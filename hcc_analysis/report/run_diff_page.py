"""The difference of two reports as one HTML file that loads nothing and runs nothing."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from hcc_analysis.formatting import counted
from hcc_analysis.outputs.html import make_environment
from hcc_analysis.report.content_policy import content_security_policy
from hcc_analysis.report.own_files import TEMPLATES, own_text
from hcc_analysis.report.run_diff import ResultChange, RunDiff, differing
from hcc_analysis.report.run_diff_words import by_kind, details_text, short, summary
from hcc_analysis.report.run_folder import Run


@dataclass(frozen=True)
class FigurePair:
    """A figure that differs: both pictures as data URIs, empty where there is none."""

    output: str
    state: str
    old: str
    new: str

    @property
    def looks_the_same(self) -> bool:
        """Whether the pictures are the same although the figures' files are not."""
        return bool(self.old) and self.old == self.new


def diff_page(old: Run, new: Run, diff: RunDiff) -> str:
    """Render the page.

    Parameters
    ----------
    old, new : Run
        The reports; their folders give the pictures.
    diff : RunDiff
        The comparison.

    Returns
    -------
    str
        One HTML page, the same for the same reports; all text is escaped.
    """
    style = own_text("run_diff.css")
    environment = make_environment([TEMPLATES])
    environment.filters.update(details=details_text)
    return environment.get_template("run_diff.html.j2").render(
        old=old,
        new=new,
        diff=diff,
        summary=summary(diff),
        banners=list(dict.fromkeys((old.banner, new.banner))),
        results=_by_output(differing(diff.results)),
        figures=[_pair(old, new, one.output, one.state) for one in differing(diff.figures)],
        tables=differing(diff.tables),
        inputs=by_kind(differing(diff.inputs)),
        same=_same(diff),
        short=short,
        style=Markup(style),
        policy=content_security_policy(style),
    )


def _by_output(changes: list[ResultChange]) -> list[tuple[str, list[ResultChange]]]:
    order = {id: place for place, id in enumerate(dict.fromkeys(one.key.output for one in changes))}
    ordered = sorted(changes, key=lambda one: order[one.key.output])
    return [(id, list(group)) for id, group in groupby(ordered, key=lambda one: one.key.output)]


def _same(diff: RunDiff) -> str:
    named = {"result": diff.results, "figure": diff.figures, "table": diff.tables, "input": diff.inputs}
    parts = [counted(len(all) - len(differing(all)), noun) for noun, all in named.items()]
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def _pair(old: Run, new: Run, output: str, state: str) -> FigurePair:
    return FigurePair(output, state, _picture(old.folder, output), _picture(new.folder, output))


def _picture(folder: Path, output: str) -> str:
    path = folder / "figures" / f"{output}.png"
    if not path.is_file():
        return ""
    return f"data:image/png;base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"
