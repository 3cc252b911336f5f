"""`--format`: what is written, listed, linked, and when a report lacks a format."""

import io
import json
import shutil

import docx
import pytest

from hcc_analysis.errors import InputError
from hcc_analysis.report.formats import FORMATS, lacking, read_formats
from hcc_analysis.report.html import downloads, whole_downloads
from hcc_analysis.report.manifest import file_hash
from hcc_analysis.report.project import Project
from tests.report.conftest import run
from tests.report.documents import document, entry
from tests.report.test_standing import standing
from tests.report.toy import figure


@pytest.fixture(scope="module")
def folder(built_once, tmp_path_factory):
    """The toy report in every format."""
    root = shutil.copytree(built_once, tmp_path_factory.mktemp("formats") / "project")
    return run(Project(root, root / "reports"), formats=FORMATS).folder


@pytest.mark.parametrize(
    ("asked", "formats"),
    [
        ([], ("html", "pdf")),
        (["docx"], ("html", "pdf", "docx")),
        (["rtf,html", " DOCX ,html"], ("html", "pdf", "docx", "rtf")),
        ([",", ""], ("html", "pdf")),
    ],
)
def test_formats_are_read_once_and_in_order(asked, formats):
    assert read_formats(asked) == formats


def test_an_unknown_format_is_named_with_those_that_there_are():
    with pytest.raises(
        InputError, match="--format odt: there is no such format; choose from html, pdf, docx, rtf"
    ):
        read_formats(["html,odt"])


def test_what_a_report_lacks():
    products = {"supplement.html", "tables/a.csv", "tables/b.csv", "tables/a.rtf", "results.csv"}
    assert lacking(("html",), products) == set()
    assert lacking(("rtf",), products) == {"tables/b.rtf"}
    assert lacking(("html", "docx", "pdf"), products) == {"supplement.docx", "supplement.pdf"}


def test_every_format_is_written_and_listed_with_its_hash(folder):
    products = json.loads((folder / "manifest.json").read_text())["products"]
    names = {
        "supplement.html",
        "supplement.pdf",
        "supplement.docx",
        "tables/table_toy.rtf",
        "tables/table_wide.rtf",
    }
    assert names <= set(products)
    assert all(products[name] == file_hash(folder / name) for name in names)
    word = docx.Document(io.BytesIO((folder / "supplement.docx").read_bytes()))
    assert "Table 1  Title of Table 1" in [p.text for p in word.paragraphs]


def test_the_same_input_gives_the_same_bytes(folder, project):
    again = run(project, formats=FORMATS).folder
    for name in (
        "supplement.html",
        "supplement.pdf",
        "supplement.docx",
        "tables/table_toy.rtf",
        "manifest.json",
    ):
        assert (again / name).read_bytes() == (folder / name).read_bytes()


def test_one_format_alone_and_a_part(project):
    made = run(project, formats=("docx",), only=("table_toy",)).folder
    assert sorted(path.name for path in made.glob("supplement.*")) == ["supplement.docx"]
    assert not list(made.glob("tables/*.rtf"))
    assert "2 outputs were left out" in "\n".join(
        p.text for p in docx.Document(made / "supplement.docx").paragraphs
    )


def test_a_report_stands_with_more_formats_and_not_with_fewer(project):
    assert not standing(project, formats=("docx",))
    assert not standing(project, formats=("html", "rtf"))
    run(project, formats=FORMATS)
    for formats in (("html", "pdf"), ("docx",), ("rtf",), FORMATS):
        assert standing(project, formats=formats)
    (project.report("toy") / "tables" / "table_wide.rtf").unlink()
    assert not standing(project)


def test_the_page_links_to_what_is_there_alone(folder):
    all_of_them, usual = document(formats=FORMATS), document()
    assert whole_downloads(usual) == [("This supplement as PDF", "supplement.pdf")]
    links = [file for _, file in whole_downloads(all_of_them)] + [
        f for _, f in downloads(entry(), all_of_them)
    ]
    assert links[:4] == ["supplement.pdf", "supplement.docx", "tables/table_toy.csv", "tables/table_toy.rtf"]
    assert all((folder / file).is_file() for file in links)
    assert "tables/table_toy.rtf" not in [file for _, file in downloads(entry(), usual)]
    assert not [file for _, file in downloads(entry("f", figure()), all_of_them) if file.endswith(".rtf")]
    assert whole_downloads(document(formats=("html",))) == []
