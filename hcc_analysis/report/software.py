"""The versions of Python and of the packages that compute the numbers."""

from __future__ import annotations

import platform
import re
from importlib.metadata import requires, version

_NAME = re.compile(r"[A-Za-z0-9._-]+")


def versions() -> dict[str, str]:
    """Return the version of Python and of each package that this one depends on, by name."""
    names = [_NAME.match(line) for line in requires("hcc-analysis") or [] if "extra ==" not in line]
    required = sorted(found.group().lower() for found in names if found)
    return {"python": platform.python_version(), **{name: version(name) for name in required}}
