"""Findings as one page that loads nothing and runs nothing."""

from __future__ import annotations

from markupsafe import Markup, escape

from hcc_analysis.report.content_policy import content_security_policy
from hcc_analysis.report.data_check.words import COLUMNS, MAPPING, cells, mapping_lines, summary
from hcc_analysis.trial.check import CheckResult
from hcc_analysis.visible import escaped

_STYLE = """
body { font: 15px/1.45 "Liberation Sans", Arial, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ccc; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
td:nth-child(3) { text-align: right; font-variant-numeric: tabular-nums; }
pre { background: #f5f5f5; overflow-x: auto; padding: .6rem; }
tr.error td:first-child { color: #a40000; font-weight: bold; }
tr.warning td:first-child { color: #7a5200; }
"""  # noqa: E501
_PAGE = Markup("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Check of {name}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1>Check of {name}</h1>
<p>{summary}</p>
{skipped}{table}{mapping}</main>
</body>
</html>
""")
_SKIPPED = Markup("<p>Not checked, since the data that it needs have errors: {}</p>\n")
_MAPPING = Markup("<h2>{}</h2>\n<pre>{}</pre>\n")
_TABLE = Markup("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n</table>\n")


def page(result: CheckResult) -> str:
    """Write findings as a self-contained page.

    Parameters
    ----------
    result : CheckResult
        What a check has found.

    Returns
    -------
    str
        HTML; everything that comes from the data is escaped.
    """
    return str(
        _PAGE.format(
            policy=Markup(content_security_policy(_STYLE)),
            style=Markup(_STYLE),
            name=escaped(result.folder.name),
            summary=summary(result),
            skipped=Markup("").join(_SKIPPED.format(name) for name in result.skipped),
            table=_table(result) if result.findings else Markup("<p>Nothing was found.</p>\n"),
            mapping=_MAPPING.format(MAPPING, "\n".join(mapping_lines(result))) if result.mapping else "",
        )
    )


def _table(result: CheckResult) -> Markup:
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(name) for name in COLUMNS)
    rows = []
    for finding in result.findings:
        data = Markup("").join(Markup("<td>{}</td>").format(escape(cell)) for cell in cells(finding))
        rows.append(Markup('<tr class="{}">{}</tr>').format(finding.severity, data))
    return _TABLE.format(head, Markup("\n").join(rows))
