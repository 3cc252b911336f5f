"""Imported first in a process of ours: spares it imports that cost more than a notebook.

jsonschema imports whatever checkers of formats it finds. One of them, of IRIs, builds a grammar for a second,
and no notebook has an IRI to check. pandera imports hypothesis where it is installed, only to make up
examples. A module that cannot be imported counts as not installed.
"""

import sys

for _name in ("rfc3987_syntax", "hypothesis"):
    sys.modules.setdefault(_name, None)  # type: ignore[arg-type]
