import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.contents import read_contents


def write(folder, text, notebooks=("a", "b")):
    for id in notebooks:
        (folder / f"{id}.ipynb").touch()
    (folder / "contents.yml").write_text(text, encoding="utf-8")
    return folder / "contents.yml"


def test_outputs_in_order(tmp_path):
    text = "chapters:\n - {title: One, outputs: [b]}\n - {title: Two, intro: Words, outputs: [a]}"
    contents = read_contents(write(tmp_path, text))
    assert contents.outputs == ("b", "a")
    assert contents.chapters[1].intro == "Words"


@pytest.mark.parametrize(
    ("outputs", "message"),
    [
        ("[a]", "'b' is a notebook that is not listed"),
        ("[a, b, c]", "'c' has no notebook"),
        ("[a, b, a]", "'a' is listed twice"),
        ("[a, b, ../x]", "'../x' may hold letters"),
    ],
)
def test_a_listing_that_does_not_match_the_notebooks(tmp_path, outputs, message):
    path = write(tmp_path, f"chapters:\n - {{title: One, outputs: {outputs}}}")
    with pytest.raises(InputError, match=message):
        read_contents(path)
