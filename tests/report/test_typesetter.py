"""What was set before makes nothing of it different."""

from hcc_analysis.report.cache import Cache
from hcc_analysis.report.pdf import pdf_data, supplement_pdf
from hcc_analysis.report.typesetter import Typesetter
from tests.report.conftest import run
from tests.report.documents import document, entry, full_document


def test_a_rehearsal_changes_no_byte():
    typesetter = Typesetter()
    typesetter.rehearse(pdf_data(document(entry(caption="Another caption"))))
    assert typesetter.typeset(pdf_data(full_document())) == supplement_pdf(full_document())


def test_a_rehearsal_of_what_cannot_be_set_is_passed_over():
    typesetter = Typesetter()
    typesetter.rehearse({"title": "kept by another version"})
    assert typesetter.typeset(pdf_data(full_document())).startswith(b"%PDF")


def test_what_was_set_is_kept_for_the_next_time(project):
    kept = Cache(project.cache).last_document("toy")
    assert kept is not None
    before = (project.report("toy") / "supplement.pdf").read_bytes()
    assert Typesetter().typeset(kept) == before
    run(project, only=("fig_toy",))
    assert Cache(project.cache).last_document("toy") == kept
    assert Cache(project.cache).last_document("toy.part") != kept
