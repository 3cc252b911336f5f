"""Start a server of warm kernels, and ask one for a kernel."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import hcc_analysis

ADDRESS = "HCC_KERNEL_SERVER"  # environment variable: socket of the server to use
# One thread a kernel: as many kernels as cores run already, and sums keep their order.
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
# The server runs the package of this process, wherever it was imported from.
HOME = str(Path(hcc_analysis.__file__).parents[1])
BOOT = "import sys; sys.path[0] = sys.argv[1]; from hcc_analysis.report.kernel import server; server.main()"
GRACE_SECONDS = 5.0
HURRIED_SECONDS = 0.5  # after an interrupt
START_SECONDS = 120.0
LONGEST_PLACE = 46  # letters; the folder's own name and those of the sockets have 57


def short_temporary_folder() -> str | None:
    """Return where to make the folder of the sockets: a socket's path may have about 100 letters.

    Returns
    -------
    str or None
        ``/tmp`` where the usual place for temporary files has too long a name; None for the usual place.
    """
    long = len(tempfile.gettempdir()) > LONGEST_PLACE
    return "/tmp" if long and Path("/tmp").is_dir() else None


class KernelServerError(RuntimeError):
    """A server gave no kernel."""


class KernelServer:
    """A server of warm kernels, which ends with this process at the latest.

    Parameters
    ----------
    quiet : bool
        Whether what the kernels write past their notebooks is thrown away.
    data : sequence of Path
        Data folders that the kernels will read.
    """

    def __init__(self, *, quiet: bool = False, data: Sequence[Path] = ()) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="hcc-kernels-", dir=short_temporary_folder()))
        self.address = str(self.folder / "server")
        self._owner = os.getpid()
        self._data = tuple(dict.fromkeys(str(folder.resolve()) for folder in data))
        self._process = self._start(subprocess.DEVNULL if quiet else None)

    @staticmethod
    def is_possible() -> bool:
        """Return whether this machine can fork."""
        return hasattr(os, "fork") and hasattr(socket, "AF_UNIX")

    def _start(self, output: int | None) -> subprocess.Popen[bytes]:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(self.address)
            listener.listen(128)
            command = [
                sys.executable,
                "-c",
                BOOT,
                HOME,
                str(listener.fileno()),
                str(self.folder),
                *self._data,
            ]
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                env=_environment(),
                cwd=self.folder,
                pass_fds=[listener.fileno()],
                start_new_session=True,  # Ctrl-C is for whoever asked for the kernels
            )

    @property
    def pid(self) -> int:
        """Process number of the server."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the server runs, and is this process's own."""
        return self._owner == os.getpid() and self._process.poll() is None

    def close(self, grace: float = GRACE_SECONDS) -> None:
        """End the server and its kernels, and remove its folder.

        Parameters
        ----------
        grace : float
            Seconds that it has before it is killed; its kernels then die with it.
        """
        if self._owner != os.getpid():
            return
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> KernelServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(GRACE_SECONDS if error is None else HURRIED_SECONDS)


def _environment() -> dict[str, str]:
    fixed = {"PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    return os.environ | dict.fromkeys(ONE_THREAD, "1") | fixed


class KernelProcess:
    """A kernel forked by a server, with the part of :class:`subprocess.Popen` that provisioners use.

    Parameters
    ----------
    connection : socket.socket
        The connection to the server that stands for the kernel.
    pid : int
        The kernel's process number.
    """

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        self._connection = connection

    def poll(self) -> int | None:
        """Return the exit code, or None while the kernel runs."""
        if self.returncode is None:
            try:
                self._settle(self._connection.recv(256))
            except BlockingIOError:
                return None
            except OSError:
                self._settle(b"")
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the kernel's end and return its exit code.

        Raises
        ------
        subprocess.TimeoutExpired
            It did not end in time.
        """
        if self.returncode is None:
            self._connection.settimeout(timeout)
            try:
                self._settle(self._connection.recv(256))
            except TimeoutError:
                raise subprocess.TimeoutExpired("kernel", timeout or 0) from None
            except OSError:
                self._settle(b"")
            finally:
                if self.returncode is None:
                    self._connection.setblocking(False)
        assert self.returncode is not None
        return self.returncode

    async def ended(self) -> None:
        """Wait for the kernel's end, leaving its exit code to :meth:`poll`."""
        if self.returncode is not None:
            return
        loop, end = asyncio.get_running_loop(), asyncio.Event()
        with self._connection.dup() as watched:  # the connection itself may be closed meanwhile
            loop.add_reader(watched, end.set)
            try:
                await end.wait()
            finally:
                loop.remove_reader(watched)

    def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and what it started."""
        if self.poll() is None:
            os.killpg(self.pid, signum)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)

    def _settle(self, message: bytes) -> None:
        # Without a word the server died, and its kernels with it.
        self.returncode = json.loads(message)["exit"] if message else -signal.SIGKILL
        self._connection.close()


async def launch(address: str, argv: list[str], env: dict[str, str], cwd: str) -> KernelProcess:
    """Ask a server for a kernel and wait until it listens.

    Parameters
    ----------
    address : str
        Socket of the server.
    argv : list of str
        Arguments of ``ipykernel_launcher``.
    env : dict
        The kernel's environment.
    cwd : str
        The kernel's working folder.

    Returns
    -------
    KernelProcess
        The kernel.

    Raises
    ------
    KernelServerError
        No server answers, or the kernel did not start.
    """
    connection = socket.socket(socket.AF_UNIX)
    connection.setblocking(False)
    try:
        return await asyncio.wait_for(_ask(connection, address, argv, env, cwd), START_SECONDS)
    except (OSError, KeyError, ValueError) as error:  # TimeoutError is an OSError
        connection.close()
        raise KernelServerError(f"the server gave no kernel: {error or type(error).__name__}") from error
    except BaseException:
        connection.close()
        raise


async def _ask(
    connection: socket.socket, address: str, argv: list[str], env: dict[str, str], cwd: str
) -> KernelProcess:
    loop = asyncio.get_running_loop()
    await loop.sock_connect(connection, address)
    request = json.dumps({"argv": argv, "env": env, "cwd": cwd})
    await loop.sock_sendall(connection, request.encode() + b"\n")
    return KernelProcess(connection, json.loads(await loop.sock_recv(connection, 256))["pid"])


_own: tuple[KernelServer, object] | None = None


def server_address() -> str:
    """Return the socket of the server to use: the one in the environment, or this process's own.

    Its own server is started when it is first needed, and again when the package's files have changed.
    """
    given = os.environ.get(ADDRESS)
    return given or _own_server().address


def _own_server() -> KernelServer:
    global _own
    files = _package_files()
    if _own is not None and _own[0].alive and _own[1] == files:
        return _own[0]
    # An older server keeps its kernels and ends with this process.
    server = KernelServer()
    atexit.register(server.close)
    _own = server, files
    return server


def _package_files() -> object:
    root = Path(hcc_analysis.__file__).parent
    return sorted((str(path), path.stat().st_mtime_ns) for path in root.rglob("*.py"))
