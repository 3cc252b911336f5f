"""papermill's own engine, with warm kernels."""

from __future__ import annotations

import asyncio

from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, NotebookExecutionManager
from papermill.log import logger

from hcc_analysis.report.kernel.manager import WarmKernelManager

SAVED_EVERY = 1.0  # seconds


class CalmExecutionManager(NotebookExecutionManager):
    """Saves the notebook when it ends and at most once a second before; papermill's does twice a cell."""

    def save(self, **kwargs: object) -> None:
        """Save the notebook, unless that was done a moment ago and it goes on."""
        since = (self.now() - self.last_save_time).total_seconds()
        if self.end_time is not None or since >= SAVED_EVERY:
            super().save(**kwargs)


class WarmNotebookClient(PapermillNotebookClient):
    """Executes a notebook in a warm kernel and notes the kernel's death at once."""

    async def watch(self, **_: object) -> None:
        """Begin to watch the kernel; a hook for the start of the notebook."""
        self._watcher = asyncio.ensure_future(self._stop_when_dead())

    async def _stop_when_dead(self) -> None:
        assert isinstance(self.km, WarmKernelManager)
        await self.km.ended()
        if self.task_poll_for_reply is not None:
            self.task_poll_for_reply.cancel()  # nbclient's own way to learn of it, once a second

    def execute(self, **kwargs: object) -> NotebookNode:
        """Execute the notebook.

        Parameters
        ----------
        **kwargs
            As papermill's client takes them.

        Returns
        -------
        NotebookNode
            The executed notebook.
        """
        self.on_notebook_start = self.watch
        return super().execute(**kwargs)


class WarmNBClientEngine(NBClientEngine):
    """Executes notebooks like papermill's engine, in warm kernels."""

    @classmethod
    def execute_notebook(
        cls,
        nb: NotebookNode,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool | dict[str, object] = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        **kwargs: object,
    ) -> NotebookNode:
        """Execute a notebook and keep its file up to date, as :class:`papermill.engines.Engine` does.

        Parameters
        ----------
        nb : NotebookNode
            What to execute.
        kernel_name : str
            Name of the kernel specification.
        output_path : str, optional
            Its file; none is written when left out.
        progress_bar, log_output, autosave_cell_every
            As papermill takes them.
        **kwargs
            Options of papermill and of its notebook client.

        Returns
        -------
        NotebookNode
            The executed notebook.
        """
        manager = CalmExecutionManager(nb, output_path, log_output, progress_bar, autosave_cell_every)
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **kwargs)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: NotebookExecutionManager, kernel_name: str, **kwargs: object
    ) -> NotebookNode:
        """Execute a notebook.

        Parameters
        ----------
        nb_man : NotebookExecutionManager
            papermill's record of the run.
        kernel_name : str
            Name of the kernel specification.
        **kwargs
            Options of papermill and of its notebook client.

        Returns
        -------
        NotebookNode
            The executed notebook.
        """
        options = {"shutdown_kernel": "immediate", "kernel_manager_class": WarmKernelManager} | kwargs
        options["timeout"] = options.pop("execution_timeout", None) or options.get("timeout")
        options["startup_timeout"] = options.pop("start_timeout", 60)
        options.pop("input_path", None)
        return WarmNotebookClient(nb_man, kernel_name=kernel_name, log=logger, **options).execute()
