"""Import papermill without pyarrow, which it looks for to read Hadoop's files, for a third of a second."""

import importlib
import sys

if "pyarrow" not in sys.modules:
    sys.modules["pyarrow"] = None  # type: ignore[assignment]  # counts as not installed
    importlib.import_module("papermill.iorw")
    del sys.modules["pyarrow"]
