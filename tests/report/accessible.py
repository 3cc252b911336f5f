"""What `pdfua check` finds in a PDF, and the alternative texts of its figures."""

import json
import subprocess
import sys

import pikepdf

# Heading elements are not empty: pdfua 0.1.3 asks whether an array is a whole number, at which pikepdf raises a
# ValueError, so the rule says nothing of any document whose headings hold several pieces of content.
NOT_EVALUATED = {"UA-14-001"}


def findings(path):
    """Findings of every rule as JSON gives them; what is not evaluated must be what we know of."""
    command = [sys.executable, "-m", "pdfua", "check", "--format", "json", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1, 2, 3), run.stderr
    return json.loads(run.stdout)


def figure_alts(path):
    """Alternative text of each figure in the structure of a PDF."""
    with pikepdf.open(path) as file:
        return [
            str(one.get("/Alt", ""))
            for one in file.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
