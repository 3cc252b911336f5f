"""What a fork of the server becomes: an ordinary ipykernel."""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ipykernel.kernelapp import IPKernelApp

SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of linux/prctl.h


@dataclass(frozen=True)
class KernelRequest:
    """A kernel that somebody asks for.

    Attributes
    ----------
    argv : list of str
        Arguments of ``ipykernel_launcher``.
    env : dict
        The environment, whole.
    cwd : str
        Working folder.
    """

    argv: list[str]
    env: dict[str, str]
    cwd: str


def parent_death_binder() -> Callable[[], None]:
    """Return what binds a fork to its parent's life, looked up before the fork; nothing outside Linux."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)


def become_kernel(request: KernelRequest, connection: socket.socket, server: int) -> None:
    """Run the kernel until it is told to stop; does not return.

    Parameters
    ----------
    request : KernelRequest
        What was asked for.
    connection : socket.socket
        Where to say that the kernel listens; closed then.
    server : int
        Process number of the server.
    """
    if os.getppid() != server:  # it died between the fork and the binding
        os._exit(1)
    _take_on(request)
    app = _kernel_app(server, request.argv)
    connection.sendall(json.dumps({"pid": os.getpid()}).encode() + b"\n")
    connection.close()
    app.start()
    atexit.unregister(app.close)  # waits seconds for sockets that nobody reads any more
    app.cleanup_connection_file()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    sys.exit(0)


def _take_on(request: KernelRequest) -> None:
    import ipykernel_launcher

    os.environ.clear()
    os.environ.update(request.env, JPY_PARENT_PID=str(os.getppid()))
    os.chdir(request.cwd)
    sys.argv[:] = [ipykernel_launcher.__file__, *request.argv]
    _forget_shared_state(request.env.get("MPLBACKEND"))


def _forget_shared_state(backend: str | None) -> None:
    """Give back what forks would share: the random state, and a backend read at import."""
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is not None and backend:
        matplotlib.rcParams["backend"] = backend


def _kernel_app(server: int, argv: list[str]) -> IPKernelApp:
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=server)
    app.initialize(argv)
    return app
