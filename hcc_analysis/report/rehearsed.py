"""Imported last in the process that workers are forked from: makes an empty notebook's page, once for all.

The first page of a process takes half a second: nbconvert imports, compiles its templates and expressions.
Meanwhile the server of kernels imports the analysis stack on another core.
"""

from contextlib import suppress

from hcc_analysis.report.notebook_page import notebook_page

_EMPTY = """{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
  {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# a"},
  {"cell_type": "code", "id": "b", "metadata": {}, "source": "1", "execution_count": 1, "outputs": [
    {"output_type": "display_data", "metadata": {}, "data": {"text/html": "<p>1</p>"}}
  ]}
]}"""

with suppress(Exception):  # the first notebook shows why
    notebook_page(_EMPTY, "a")
