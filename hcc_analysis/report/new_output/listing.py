"""Put a new output into ``contents.yml`` without touching anything else in the file."""

from __future__ import annotations

from pathlib import Path

import yaml

from hcc_analysis.errors import InputError


def listed(text: str, id: str, like: str, path: Path) -> str:
    """Add an output at the end of the chapter that holds another.

    Parameters
    ----------
    text : str
        The file's content.
    id, like : str
        The new output, and one of the chapter.
    path : Path
        The file, for messages.

    Returns
    -------
    str
        The content with the new output; comments and layout stay.

    Raises
    ------
    InputError
        No chapter lists the other output.
    """
    outputs = _outputs_with(text, like)
    if outputs is None:
        raise InputError.at(f"no chapter lists '{like}'", file=path)
    last = outputs.value[-1]
    end = last.end_mark.index
    if outputs.flow_style:
        return f"{text[:end]}, {id}{text[end:]}"
    line_start = text.rfind("\n", 0, last.start_mark.index) + 1
    lead = text[line_start : last.start_mark.index]
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    return f"{text[:line_end]}\n{lead}{id}{text[line_end:]}"


def _outputs_with(text: str, like: str) -> yaml.SequenceNode | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    sequences = [node for node in _nodes(root) if isinstance(node, yaml.SequenceNode)]
    return next((s for s in sequences if any(item.value == like for item in s.value)), None)


def _nodes(node: yaml.Node | None) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [found for pair in node.value for part in pair for found in _nodes(part)]
    if isinstance(node, yaml.SequenceNode):
        return [node, *(found for part in node.value for found in _nodes(part))]
    return []
