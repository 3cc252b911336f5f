"""The server of warm kernels, which :class:`hcc_analysis.report.kernel.client.KernelServer` starts.

A connection is a kernel. Its request comes in as one line of JSON; ``{"pid": n}`` goes out when the kernel
listens and ``{"exit": code}`` when it has ended. Closing the connection ends the kernel. When standard input
closes, because whoever started the server is gone, all kernels end, the folder goes, and so does the server.
It does the same when it is asked to end (SIGTERM).
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import signal
import socket
import sys
from pathlib import Path

from hcc_analysis.report.kernel.child import KernelRequest, become_kernel, parent_death_binder
from hcc_analysis.report.kernel.preload import preload, preload_later, preload_trial

LIFELINE = 0  # standard input
REQUEST_SECONDS = 5.0


class Server:
    """Forks kernels and tells of their end.

    Parameters
    ----------
    listener : socket.socket
        Where kernels are asked for.
    """

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._kernels: dict[int, socket.socket | None] = {}  # by process; None when the client has gone
        self._selector = selectors.DefaultSelector()
        self._woken, self._waker = socket.socketpair()
        self._bind_to_parent = parent_death_binder()
        self._imports = preload_later()
        self._idle_seconds: float | None = 0.0  # none once everything is imported

    def serve(self) -> tuple[KernelRequest, socket.socket] | None:
        """Serve until the lifeline closes.

        Returns
        -------
        tuple or None
            In a fork, what to become and whom to tell; None in the server, when all is over.
        """
        self._watch()
        while True:
            ready = self._selector.select(self._idle_seconds)
            if not ready:
                self._import_more()
            for key, _ in ready:
                if key.fileobj == LIFELINE:
                    self._end()
                    return None
                if key.fileobj is self._listener:
                    forked = self._accept()
                    if forked:
                        return forked
                elif key.fileobj is self._woken:
                    self._woken.recv(4096)
                    self._reap()
                else:
                    self._abandon(key.data)

    def _import_more(self) -> None:
        """Use the time in which nobody asks for anything."""
        if next(self._imports, self) is self:
            self._idle_seconds = None

    def _watch(self) -> None:
        for end in (self._woken, self._waker):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for source in (LIFELINE, self._listener, self._woken):
            self._selector.register(source, selectors.EVENT_READ)

    def _accept(self) -> tuple[KernelRequest, socket.socket] | None:
        connection, _ = self._listener.accept()
        try:
            request = _read_request(connection)
        except (OSError, ValueError, TypeError):
            connection.close()
            return None
        pid = os.fork()
        if pid == 0:
            self._leave()
            return request, connection
        self._kernels[pid] = connection
        self._selector.register(connection, selectors.EVENT_READ, pid)
        return None

    def _leave(self) -> None:
        """In a fork: let go of everything that is the server's."""
        self._bind_to_parent()
        os.setsid()
        signal.set_wakeup_fd(-1)
        for signum in (signal.SIGCHLD, signal.SIGTERM):
            signal.signal(signum, signal.SIG_DFL)
        self._selector.close()
        for held in (self._listener, self._woken, self._waker, *self._kernels.values()):
            if held is not None:
                held.close()
        with open(os.devnull) as nothing:  # noqa: PTH123
            os.dup2(nothing.fileno(), LIFELINE)

    def _abandon(self, pid: int) -> None:
        """End a kernel whose client has gone."""
        self._disconnect(pid)
        _kill_group(pid)

    def _disconnect(self, pid: int) -> socket.socket | None:
        connection = self._kernels[pid]
        self._kernels[pid] = None
        if connection is not None:
            self._selector.unregister(connection)
            connection.close()
        return None

    def _reap(self) -> None:
        for pid in list(self._kernels):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                _kill_group(pid)  # what the notebook started and left behind
                self._tell(pid, os.waitstatus_to_exitcode(status))
                self._disconnect(pid)
                del self._kernels[pid]

    def _tell(self, pid: int, code: int) -> None:
        connection = self._kernels[pid]
        if connection is not None:
            with contextlib.suppress(OSError):
                connection.sendall(json.dumps({"exit": code}).encode() + b"\n")

    def _end(self) -> None:
        for pid in self._kernels:
            _kill_group(pid)
        for pid in self._kernels:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


def _read_request(connection: socket.socket) -> KernelRequest:
    connection.settimeout(REQUEST_SECONDS)
    with connection.makefile("rb") as lines:
        request = KernelRequest(**json.loads(lines.readline()))
    connection.setblocking(True)
    return request


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # a fork that has not come to setsid has no group yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            kill(pid, signal.SIGKILL)
            return


def main() -> None:
    """Serve; in a fork, become the kernel. Arguments: this package's home, listener, folder, data to read."""
    home, descriptor, folder, *data = sys.argv[1:]
    listener, server = socket.socket(fileno=int(descriptor)), os.getpid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    forked = None
    try:
        preload()
        for trial in data:
            preload_trial(Path(trial))
        sys.path.remove(home)  # put there to find this package; an ordinary kernel does not have it
        forked = Server(listener).serve()
    finally:
        if os.getpid() == server:  # its kernels end with it
            shutil.rmtree(folder, ignore_errors=True)
    if forked:
        become_kernel(*forked, server)
    os._exit(0)  # taking all that was imported down piece by piece would be waited for
