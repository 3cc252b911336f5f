"""A warm kernel shows what an ordinary one shows: every output, every MIME type, every byte."""

import pytest

from tests.report.kernel.same import ROOT, execute, outputs
from tests.report.toy import notebook

SHOWS_A_PLOT = """
%matplotlib inline
%config InlineBackend.figure_formats = ['svg']
import matplotlib, matplotlib.pyplot as plt, pandas as pd, sys, os, random, numpy as np
matplotlib.rcParams['svg.hashsalt'] = 'a'
plt.plot([1, 2]); plt.show()
print(matplotlib.get_backend(), os.environ['MPLBACKEND'], plt.get_fignums(), sys.path)
print(sys.argv[1], len(sys.argv), sys.flags.hash_randomization, __name__)
print([pd.get_option(f'display.{name}') for name in ('max_columns', 'width', 'notebook_repr_html')])
display(pd.DataFrame([range(40)] * 3))
print('to stderr', file=sys.stderr); os.system('echo from a child')
"""


@pytest.mark.parametrize("id", ["fig2b_os", "table2_response"])
def test_a_notebook_shows_the_same(id, server):
    path = ROOT / "notebooks" / f"{id}.ipynb"
    warm, cold = (outputs(execute(path, warm=warm)) for warm in (True, False))
    assert warm == cold
    assert sum(map(len, warm.values())) > 0


def test_plots_frames_and_streams_are_the_same(server, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    (tmp_path / "a.ipynb").write_text(notebook(None, code=SHOWS_A_PLOT))
    runs = [outputs(execute(tmp_path / "a.ipynb", warm=warm, cwd=tmp_path)) for warm in (True, False)]
    shown = [[_plain(output) for output in run["analyse"]] for run in runs]
    assert shown[0] == shown[1]
    assert any("image/svg+xml" in output.get("data", {}) for output in shown[0])


def _plain(output):
    """Leave out the date that matplotlib writes into a picture and the name of the connection file."""
    import re

    text = re.sub(r"<dc:date>.*?</dc:date>", "", str(output.get("data", {}).get("image/svg+xml", "")))
    data = output.get("data", {}) | ({"image/svg+xml": text} if text else {})
    said = re.sub(r"-f \d|/\S+\.json", "", output.get("text", ""))
    return output | {"data": data, "text": said}


@pytest.mark.slow
@pytest.mark.parametrize("id", sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb")))
def test_every_notebook_shows_the_same(id, server):
    test_a_notebook_shows_the_same(id, server)
