"""A case leaves on paper whole, in order, and as it was written."""

from pathlib import Path

import pytest
from builders import Clock, new_post
from pypdfium2 import PdfDocument

from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.errors import Cancelled, FileNotWritten
from isteam_app.services.cases import add_note
from isteam_app.services.chronology import (
    chronology,
    chronology_name,
    export_chronology,
    note_left,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session

HOSTILE = "<b>Bold</b> & </para> {{name}} %s =1+1\n<font color='red'>second line"


def words(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


@pytest.fixture
def case(session: Session, clock: Clock) -> Case:
    name = "Ms Ŵyn O\u2019Brien-Ńowak <i>& Co</i>"
    (made,) = receive_post(
        session, new_post(name=name, kinds=(CaseKind.ACCESS,), summary="The first")
    ).cases
    add_note(session, made, HOSTILE, EventKind.CALL)
    clock.forward(1)
    return add_note(session, made, "Long. " * 3_200)


def test_every_event_stands_on_the_pages_as_it_was_written(
    session: Session, case: Case
) -> None:
    pages = words(chronology(session, case.id))
    whole = "\n".join(pages)
    assert f"Chronology of {case.reference}" in pages[0]
    assert "Ms Ŵyn O\u2019Brien-Ńowak <i>& Co</i>" in pages[0]
    assert "<b>Bold</b> & </para> {{name}} %s =1+1" in whole
    assert "<font color='red'>second line" in whole
    assert whole.index("The first") < whole.index("{{name}}") < whole.index("Long. ")
    assert whole.count("Long.") == 3_200
    assert "Fri 20 Nov 2026" in pages[0]
    assert "Recorded by Robin Sample on Mon 23 Nov 2026, 10:42" in whole
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
        assert case.reference in page
    assert chronology(session, case.id) == chronology(session, case.id)


def test_a_file_is_written_whole_and_noted(
    session: Session, case: Case, tmp_path: Path
) -> None:
    name = chronology_name(case)
    assert name == f"{case.reference} chronology.pdf"
    before = chronology(session, case.id)  # the foot tells where the trail ends
    export_chronology(session, case.id, tmp_path / name)
    assert (tmp_path / name).read_bytes() == before
    assert b"Brien" not in (tmp_path / name).read_bytes()[:1_000]
    note_left(session, case.id)
    with session.vault.read() as vault:
        left = vault.audit.page(limit=2).rows
    assert [entry.action for entry in left] == ["case.printed", "case.exported"]
    assert [one.noun for one in left[1].touched] == ["case"]


def test_what_cannot_be_written_leaves_no_trace(
    session: Session, case: Case, tmp_path: Path
) -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled("The work was stopped.")

    with session.vault.read() as vault:
        before = vault.audit.head()
    with pytest.raises(FileNotWritten):
        export_chronology(session, case.id, tmp_path / "none" / "a.pdf")
    with pytest.raises(FileNotWritten, match="inside a vault"):
        export_chronology(session, case.id, session.vault.folder / "a.pdf")
    with pytest.raises(Cancelled):
        export_chronology(session, case.id, tmp_path / "a.pdf", stop)
    assert not list(tmp_path.glob("*.pdf"))
    with session.vault.read() as vault:
        assert vault.audit.head() == before
