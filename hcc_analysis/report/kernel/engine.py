"""The papermill engine ``hcc-warm``.

papermill loads its engines while it is being imported, so this module must not import papermill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from hcc_analysis.report.kernel.notebook_client import WarmNBClientEngine


class WarmEngine:
    """Executes notebooks in warm kernels; the same results as papermill's own engine."""

    @classmethod
    def execute_notebook(cls, nb: NotebookNode, kernel_name: str, **kwargs: Any) -> NotebookNode:  # noqa: ANN401
        """Execute a notebook and return it."""
        return _engine().execute_notebook(nb, kernel_name, **kwargs)

    @classmethod
    def nb_kernel_name(cls, nb: NotebookNode, name: str | None = None) -> str:
        """Return the name of the notebook's kernel."""
        return str(_engine().nb_kernel_name(nb, name))

    @classmethod
    def nb_language(cls, nb: NotebookNode, language: str | None = None) -> str:
        """Return the notebook's language."""
        return str(_engine().nb_language(nb, language))


def _engine() -> type[WarmNBClientEngine]:
    from hcc_analysis.report.kernel.notebook_client import WarmNBClientEngine

    return WarmNBClientEngine
