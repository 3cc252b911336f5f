"""Imported first in a worker process: spares it an import that costs more than a notebook.

jsonschema imports whatever checkers of formats it finds. One of them, of IRIs, builds a grammar for a second,
and no notebook has an IRI to check. A module that cannot be imported counts as not installed.
"""

import sys

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
