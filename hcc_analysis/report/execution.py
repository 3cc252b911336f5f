"""What running a notebook gave: the executed notebook, the time, and the fault if there was one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Fault:
    """Why a notebook gave no output.

    Attributes
    ----------
    kind : {"notebook", "output", "infrastructure"}
        An exception in a cell; nothing or something wrong published; a dead kernel or worker, a time-out.
    message : str
        One line.
    cell : int, optional
        Number of the cell in the notebook, from 1.
    cell_id : str
        Id of the cell.
    """

    kind: Literal["notebook", "output", "infrastructure"]
    message: str
    cell: int | None = None
    cell_id: str = ""

    @property
    def text(self) -> str:
        """Cell and message in one line."""
        if self.cell is None:
            return self.message
        name = f" ({self.cell_id})" if self.cell_id else ""
        return f"cell {self.cell}{name}: {self.message}"


@dataclass(frozen=True)
class Skipped:
    """Why an output is left out that has not failed: the trial does not have its data."""

    reason: str


@dataclass(frozen=True)
class Execution:
    """One executed notebook.

    Attributes
    ----------
    id : str
        The notebook's stem.
    notebook : str
        Text of the executed notebook, free of times; empty when nothing is left of it.
    seconds : float
        Wall time.
    fault : Fault, optional
        Why it failed; None when every cell ran.
    page : str
        The executed notebook as an HTML page; empty when it failed or was skipped.
    picture : str
        The PNG of the figure that it published, as base64; empty when it published none.
    skipped : str
        What the trial does not have that the notebook needs; empty when it has everything.
    """

    id: str
    notebook: str
    seconds: float
    fault: Fault | None = None
    page: str = ""
    picture: str = ""
    skipped: str = ""
