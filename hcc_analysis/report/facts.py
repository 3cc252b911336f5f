"""What a run was made with: parameters, inputs and software, as facts for the reader."""

from __future__ import annotations

import re
from importlib.metadata import version

from hcc_analysis.parameters import Parameters
from hcc_analysis.report.document import Fact
from hcc_analysis.report.software import versions
from hcc_analysis.trial import DatasetInfo

FINGERPRINT = "Fingerprint (SHA-256)"  # the fact that names the data by their content
_ATTRIBUTE = re.compile(r"^ {4}([a-z_, ]+) : .*\n((?: {8}.*\n)+)", re.MULTILINE)


def parameter_facts(parameters: Parameters) -> tuple[Fact, ...]:
    """List every parameter with its value and the meaning that its documentation gives."""
    meanings = _meanings(Parameters.__doc__ or "")
    values = parameters.model_dump(mode="json")
    return tuple(Fact(name, _text(value), meanings.get(name, "")) for name, value in values.items())


def dataset_facts(info: DatasetInfo, fingerprint: str) -> tuple[Fact, ...]:
    """List what the data are.

    Parameters
    ----------
    info : DatasetInfo
        What ``dataset.yml`` says.
    fingerprint : str
        SHA-256 of the data files.

    Returns
    -------
    tuple of Fact
        Title, registry, provenance, cutoff, version, seed and fingerprint.
    """
    facts = [
        Fact("Data", info.title),
        Fact("Registry", info.registry_id),
        Fact("Provenance", info.provenance_text),
        Fact("Data cutoff", info.cutoff.isoformat()),
        Fact("Version", info.version),
    ]
    if info.seed is not None:
        facts.append(Fact("Seed", str(info.seed)))
    return (*facts, Fact(FINGERPRINT, fingerprint))


def software_facts() -> tuple[Fact, ...]:
    """List the versions of Python and of the packages that computed the numbers."""
    return tuple(Fact(name, text) for name, text in versions().items())


def package_version() -> str:
    """Return the version of this package."""
    return version("hcc-analysis")


def _meanings(docstring: str) -> dict[str, str]:
    meanings = {}
    for names, text in _ATTRIBUTE.findall(docstring + "\n"):
        sentence = " ".join(text.split()).removesuffix(".")
        meanings.update(dict.fromkeys((name.strip() for name in names.split(",")), sentence))
    return meanings


def _text(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
