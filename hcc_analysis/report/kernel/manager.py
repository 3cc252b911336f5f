"""A kernel manager whose kernels are warm, whatever provisioner the kernel's specification names."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Type

from hcc_analysis.report.kernel.client import KernelServer, server_address
from hcc_analysis.report.kernel.provisioner import WarmProvisioner

IOPUB_SECONDS = 0.2  # as long as jupyter_client waits for a sign from a channel


class WarmKernelClient(AsyncKernelClient):
    """Knows that a kernel is ready by its own word instead of by waiting for silence."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the kernel answers on both channels.

        Parameters
        ----------
        timeout : float, optional
            Seconds to wait; for ever when left out.

        Raises
        ------
        RuntimeError
            The kernel died or did not answer in time.
        """
        limit = time.monotonic() + (float("inf") if timeout is None else timeout)
        while not await self._answers():
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > limit:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answers(self) -> bool:
        """Ask once; the kernel is idle again when everything about the question has been read."""
        question = self.kernel_info()
        try:
            reply = await self.get_shell_msg(timeout=1)
            while (reply["parent_header"] or {}).get("msg_id") != question:
                reply = await self.get_shell_msg(timeout=1)
            while not _is_idle(await self.get_iopub_msg(timeout=IOPUB_SECONDS), question):
                pass
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


def _is_idle(message: dict[str, Any], question: str) -> bool:
    about = (message["parent_header"] or {}).get("msg_id")
    return about == question and message["content"].get("execution_state") == "idle"


class WarmKernelManager(AsyncKernelManager):
    """Starts kernels through the server; their sockets are files with names of their own."""

    client_factory = Type(klass=AsyncKernelClient, default_value=WarmKernelClient)

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.kernel_id = uuid.uuid4().hex
        if KernelServer.is_possible():
            self.transport = "ipc"  # ports race between parallel kernels
            self.ip = str(Path(server_address()).parent / self.kernel_id[:12])
            self.connection_file = f"{self.ip}.json"
            self.provisioner = WarmProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )

    async def ended(self) -> None:
        """Wait until a warm kernel has ended."""
        if isinstance(self.provisioner, WarmProvisioner):
            await self.provisioner.ended()
