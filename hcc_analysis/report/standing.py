"""Whether a report stands as it is: made from these inputs, and whole. Imports little."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from hcc_analysis.report import manifest
from hcc_analysis.report.formats import lacking
from hcc_analysis.report.prepare import Prepared
from hcc_analysis.report.software import versions


def stands(prepared: Prepared) -> bool:
    """Return whether the report of a request is what a build would make.

    Parameters
    ----------
    prepared : Prepared
        The request.

    Returns
    -------
    bool
        Whether inputs, parameters and software are those of its manifest, each product is untouched, and no
        format that is asked for is lacking.
    """
    folder = prepared.project.report(prepared.name)
    made = manifest.read_manifest(folder)
    products = made.get("products", {})
    return (
        not prepared.request.force
        and made.get("inputs") == prepared.inputs
        and made.get("parameters") == prepared.parameters.model_dump(mode="json")
        and made.get("software") == versions()
        and made.get("audience") == asdict(prepared.request.audience)
        and not lacking(prepared.request.formats, products)
        and _untouched(folder, products)
    )


def _untouched(folder: Path, products: dict[str, str]) -> bool:
    present = manifest.folder_hashes(folder, "")
    return all(present.get(name) == value for name, value in products.items())
