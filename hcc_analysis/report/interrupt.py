"""Ctrl-C that is not lost: Python drops a `KeyboardInterrupt` that comes while it is collecting garbage."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, wait
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

Result = TypeVar("Result")
LOOK_SECONDS = 0.2

_noted = threading.Event()


@contextmanager
def interrupts_noted() -> Iterator[None]:
    """Remember inside the block that Ctrl-C was pressed, besides raising it as usual."""
    here = threading.current_thread() is threading.main_thread()
    if not here or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    _noted.clear()
    signal.signal(signal.SIGINT, _note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def raise_if_interrupted() -> None:
    """Raise `KeyboardInterrupt` if Ctrl-C was pressed inside the block and nothing came of it."""
    if _noted.is_set():
        _noted.clear()
        raise KeyboardInterrupt


def interruptibly(function: Callable[..., Result], *arguments: object) -> Result:
    """Return what a function returns, which may take long; Ctrl-C ends the waiting, not the function.

    Parameters
    ----------
    function : callable
        Called in a thread.
    *arguments
        Its arguments.
    """
    future: Future[Result] = Future()

    def run() -> None:
        try:
            future.set_result(function(*arguments))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    while not wait([future], LOOK_SECONDS).done:
        raise_if_interrupted()
    raise_if_interrupted()
    return future.result()


def _note(signum: int, frame: FrameType | None) -> None:
    _noted.set()
    raise KeyboardInterrupt
