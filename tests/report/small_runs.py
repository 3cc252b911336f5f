"""Reports made by hand: a few results, a figure, a table and a manifest."""

from __future__ import annotations

import copy
import json

COLUMNS = "output_id,result_id,group,statistic,value,unit,n,method"
RESULTS = (
    "fig_os,os.median,All,median,18.5,months,30,KM",
    "fig_os,os.n,All,count,30,patients,30,",
    "table_orr,orr,,percentage,30.0,%,30,exact",
    "table_orr,os.n,,count,30,patients,30,",
    "table_orr,pfs.median,,median,NR,months,30,KM",
)
MANIFEST = {
    "parameters": {"data": "data/toy", "convention": "spss", "time_points": [6.0, 12.0]},
    "software": {"python": "3.11.7", "scipy": "1.17.1"},
    "inputs": {
        "data/toy/adsl.csv": "a" * 64,
        "hcc_analysis/stats/cox.py": "b" * 64,
        "notebooks/fig_os.ipynb": "c" * 64,
        "params/toy.yml": "d" * 64,
        "requirements.lock": "e" * 64,
    },
}
BANNER = "Simulated data & nobody's. Data cutoff 2024-12-31, version 1."
PAGE = '<p class="data-banner provenance-simulated" role="note">Simulated data &amp; nobody&#39;s. Data cutoff 2024-12-31, version 1.</p>'


def make_run(
    folder, results=RESULTS, figure=b"<svg/>", picture=b"png", table=b"a\n1\n", page=PAGE, **manifest
):
    """Write a report; keywords change parts of the manifest, where None takes an entry away."""
    for name in ("figures", "tables"):
        (folder / name).mkdir(parents=True)
    (folder / "results.csv").write_text("\n".join([COLUMNS, *results]) + "\n")
    if figure is not None:
        (folder / "figures" / "fig_os.svg").write_bytes(figure)
        (folder / "figures" / "fig_os.png").write_bytes(picture)
    (folder / "tables" / "table_orr.csv").write_bytes(table)
    (folder / "supplement.html").write_text(page)
    content = copy.deepcopy(MANIFEST)
    for part, changes in manifest.items():
        merged = content[part] | changes
        content[part] = {name: value for name, value in merged.items() if value is not None}
    (folder / "manifest.json").write_text(json.dumps(content))
    return folder
