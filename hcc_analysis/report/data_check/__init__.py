"""The command ``hcc-report check``: the findings in a terminal, as JSON and as a page."""
