"""The page that shows an executed notebook, by nbconvert."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from hcc_analysis.report.own_files import TEMPLATES, own_text
from hcc_analysis.visible import visible

if TYPE_CHECKING:
    from nbconvert import HTMLExporter


def notebook_page(notebook: str, name: str) -> str:
    """Render an executed notebook as an HTML page that loads nothing from anywhere.

    Parameters
    ----------
    notebook : str
        Text of the executed notebook.
    name : str
        Its stem.

    Returns
    -------
    str
        The page.
    """
    import nbformat

    resources = {"metadata": {"name": name}, "hcc_css": own_text("notebook.css")}
    body, _ = _exporter().from_notebook_node(nbformat.reads(notebook, as_version=4), resources=resources)
    return visible(str(body))


@lru_cache(maxsize=1)
def _exporter() -> HTMLExporter:
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(template_name="hcc", extra_template_basedirs=[str(TEMPLATES / "nbconvert")])
    exporter.exclude_anchor_links = True
    return exporter
