"""Import what notebooks will import, without leaving a trace that a notebook could see."""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import io
import os
import pkgutil
import sys
from collections.abc import Iterator
from pathlib import Path

INLINE = "module://matplotlib_inline.backend_inline"  # what ipykernel sets when a kernel starts
# Neither pyplot nor the inline backend: imported before there is a shell, they would not register with it.
MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "tornado.platform.asyncio",
    "IPython.core.completer",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "psutil",
    "sqlite3",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.figure",
    "matplotlib.font_manager",
    "matplotlib.style",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "encodings.utf_16_be",
    "encodings.utf_8_sig",
)
PACKAGE = "hcc_analysis"
NOT_FOR_NOTEBOOKS = ("hcc_analysis.report", "hcc_analysis.cli")
# What few notebooks need: a kernel that is asked for meanwhile does not wait for it.
LATER = ("scipy.optimize", "scipy.stats", "hcc_analysis.reconstruct")
# Data of more bytes are read by each kernel itself: nobody should wait for them who may not need them.
LARGEST_DATA = 500_000_000
# Tests need it; pandera imports it where it is installed, only to make up examples.
SPARED = "hypothesis"


class _Shell:
    """Stands for the shell while pandas is imported, which then takes its settings for a notebook."""

    kernel = None


def preload() -> None:
    """Import the analysis stack; a module that cannot be imported is left for the notebook to report."""
    with _for_kernels():
        for name in MODULES:
            _import(name)
        _import_package(PACKAGE)
        with contextlib.suppress(Exception):  # a notebook that needs it shows why it fails
            _rehearse()


def preload_trial(folder: Path) -> None:
    """Read a trial for every kernel; one that cannot be read is left for the notebooks to report."""
    from hcc_analysis.trial.trial import remember_trial

    with _shared(), contextlib.suppress(Exception):
        if sum(path.stat().st_size for path in folder.iterdir()) <= LARGEST_DATA:
            remember_trial(folder)


def preload_later() -> Iterator[None]:
    """Import what few notebooks need, a part with each step."""
    for name in LATER:
        with _for_kernels():
            _import_package(name)
        yield


@contextlib.contextmanager
def _for_kernels() -> Iterator[None]:
    with _shared(), _as_in_a_kernel():
        yield


@contextlib.contextmanager
def _shared() -> Iterator[None]:
    """Let the collector neither interrupt imports, which leave little behind, nor touch what forks share."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _rehearse() -> None:
    """Do once what makes libraries import more: check a table, draw, embed letters, fill in a template."""
    import pandas as pd
    import pandera.pandas as pa

    from hcc_analysis.fonts import embed
    from hcc_analysis.outputs.figure import canvas
    from hcc_analysis.outputs.html import environment

    pa.DataFrameSchema({"a": pa.Column(object)}).validate(pd.DataFrame({"a": ["b"]}, dtype=object))
    figure = canvas(10, 10)
    figure.add_subplot().set_title("a")
    figure.savefig(io.BytesIO(), format="svg")
    embed("<svg><text>a</text></svg>")
    templates = environment()
    for name in templates.list_templates(extensions=["j2"]):
        templates.get_template(name)


def _import_package(name: str) -> None:
    package = _import(name)
    if not name.startswith(PACKAGE):
        return
    for module in pkgutil.iter_modules(getattr(package, "__path__", ()), f"{name}."):
        if module.name in (*NOT_FOR_NOTEBOOKS, *LATER) or module.name.endswith("__main__"):
            continue
        if module.ispkg:
            _import_package(module.name)
        else:
            _import(module.name)


def _import(name: str) -> object:
    try:
        return importlib.import_module(name)
    except Exception:  # the notebook that needs it shows why
        return None


@contextlib.contextmanager
def _as_in_a_kernel() -> Iterator[None]:
    """Let libraries that look for a notebook while they are imported find one."""
    chosen = os.environ.get("MPLBACKEND")
    spared = sys.modules.get(SPARED) is None
    if spared:
        sys.modules[SPARED] = None  # type: ignore[assignment]  # counts as not installed
    os.environ.setdefault("MPLBACKEND", INLINE)
    setattr(builtins, "get_ipython", _Shell)  # noqa: B010  (the name is not declared there)
    try:
        yield
    finally:
        delattr(builtins, "get_ipython")
        if spared:
            del sys.modules[SPARED]
        if chosen is None:
            del os.environ["MPLBACKEND"]
