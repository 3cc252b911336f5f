"""Warm kernels for Jupyter: the kernel provisioner ``hcc-warm``."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

import hcc_analysis
from hcc_analysis.report.kernel.client import (
    GRACE_SECONDS,
    KernelProcess,
    KernelServer,
    KernelServerError,
    launch,
    server_address,
)

LAUNCHER = ["-m", "ipykernel_launcher"]


class WarmProvisioner(LocalProvisioner):
    """Lets the server fork a kernel; starts an ordinary one where that is not possible."""

    async def launch_kernel(self, cmd: list[str], **kwargs: object) -> KernelConnectionInfo:
        """Launch the kernel and return where it listens.

        Parameters
        ----------
        cmd : list of str
            Command of the kernel specification.
        **kwargs
            Arguments of :class:`subprocess.Popen`.

        Returns
        -------
        dict
            Connection information.
        """
        cwd = str(kwargs.get("cwd") or Path.cwd())
        if not is_servable(cmd, cwd):
            return await super().launch_kernel(cmd, **kwargs)
        env: Any = kwargs.get("env") or os.environ
        try:
            process = await launch(server_address(), cmd[1 + len(LAUNCHER) :], dict(env), cwd)
        except KernelServerError as error:
            self.log.warning("%s; an ordinary kernel is started", error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process: Any = process
        self.pid = self.pgid = process.pid
        self.cwd = cwd
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """End the kernel and wait until it has ended."""
        process = self.process
        await super().kill(restart)
        if isinstance(process, KernelProcess):
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self.log.warning("kernel %s does not end", process.pid)

    async def ended(self) -> None:
        """Wait for the end of a kernel that a server forked; of another one for ever."""
        if isinstance(self.process, KernelProcess):
            await self.process.ended()
        else:
            await asyncio.Event().wait()


def is_servable(cmd: list[str], cwd: str) -> bool:
    """Return whether a fork of the server is the same as what a command starts.

    Parameters
    ----------
    cmd : list of str
        Command of the kernel.
    cwd : str
        Its working folder, from which it would import first.

    Returns
    -------
    bool
        Whether it is an ipykernel of this Python that would import this package.
    """
    if not KernelServer.is_possible() or cmd[1 : 1 + len(LAUNCHER)] != LAUNCHER:
        return False
    package = Path(hcc_analysis.__file__).parent
    nearer = Path(cwd, package.name)
    same_package = not (nearer / "__init__.py").is_file() or nearer.resolve() == package.resolve()
    return same_package and Path(cmd[0]).absolute() == Path(sys.executable).absolute()
