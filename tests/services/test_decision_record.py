"""The decision on a request leaves on paper whole, as it was written and judged."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import Clock
from letter_steps import made
from pypdfium2 import PdfDocument
from request_steps import (
    SUBJECT,
    WHY,
    about,
    at_risk,
    decided,
    entries_of,
    fill,
    for_approval,
    gone,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.disclosures import Decision, Disclosure
from isteam_app.errors import FileNotWritten, NotFound, RuleBroken
from isteam_app.services.decision_record import (
    decision_record_name,
    decision_record_pdf,
    export_decision_record,
)
from isteam_app.services.disclosure_decisions import (
    approve,
    disclose_now,
    send_back,
    submit,
)
from isteam_app.services.disclosure_letters import start_request_letter
from isteam_app.services.disclosure_sections import (
    change_subject,
    keep_file,
    strike,
)
from isteam_app.services.disclosures import disclosure, open_request
from isteam_app.services.session import Session

HOSTILE = "<b>Bold</b> & </para> {{name}} =1+1\n<font color='red'>second line"


def pages(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    read = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(page.split()) for page in read]


def text(session: Session, request: Disclosure) -> str:
    return " ".join(pages(decision_record_pdf(session, request.id)))


@pytest.fixture
def sent(session: Session, tmp_path: Path) -> Disclosure:
    """A locked request that was disclosed, with a file and a letter."""
    request = gone(
        session, decided(session, recorded(session, lock=lock_asked(session)))
    )
    (left,) = entries_of(session, request, "left")
    path = tmp_path / "counter 2.csv"
    path.write_text("10:41;counter 2\n")
    keep_file(session, request, path, left)
    made(session, start_request_letter(session, request, "disclosure-cover"))
    return disclosure(session, request.id)


def test_everything_of_the_decision_stands_on_the_pages(
    session: Session, sent: Disclosure
) -> None:
    said = text(session, sent)
    page = open_request(session, sent.id)
    for each in (
        "Eastbridge Constabulary",
        "DC A. Sampleton",
        "DI B. Exemplar",
        "Theft, Theft Act 1968 section 1",
        "Counter camera 2",
        SUBJECT,
        "No other record shows the face",
        "They must not be told",
        "Call back on a published number",
        "01632 960101",
        "Schedule 2 paragraph 2: crime",
        "he would move the stolen phones",
        f"rules of {page.rules.version}",
        "Met: Counter-signature",
        "https://www.legislation.gov.uk/ukpga/2018/12/schedule/2/paragraph/2",
        "Disclosed in full",
        WHY,
        "Sam Okafor",
        "By a second person",
        "Still pictures of counter camera 2, 10:41 to 10:45",
        "QX123456785GB",
        page.documents[0].sha256,
        page.letters[0].sha256,
        f"{sent.reference} / L1",
        "Telling would prejudice what it is for",
        "Mon 23 Nov 2026: Approved",
    ):
        assert each in said or each.replace(" ", "") in said.replace(" ", ""), each


def test_each_page_says_which_it_is_of_how_many_and_that_it_is_locked(
    session: Session, sent: Disclosure
) -> None:
    read = pages(decision_record_pdf(session, sent.id))
    assert len(read) > 2
    for number, page in enumerate(read, start=1):
        assert f"Page {number} of {len(read)}" in page
        assert sent.reference in page
        assert "Locked: the person must not be told" in page
    made = decision_record_pdf(session, sent.id)
    assert made == decision_record_pdf(session, sent.id)


def test_an_open_request_is_not_said_to_be_locked(session: Session) -> None:
    said = text(session, recorded(session))
    assert "Locked" not in said
    assert "As it would be judged now" in said
    assert "Missing: Counter-signature" in said


def test_what_waits_for_approval_is_not_said_to_be_decided(session: Session) -> None:
    waits = for_approval(session, recorded(session))
    waiting, decided_on = "As it stands while it waits for approval", "when decided"
    said = text(session, waits)
    assert waiting in said
    assert decided_on not in said
    said = text(session, approve(second(session), waits))
    assert waiting not in said
    assert decided_on in said


def test_words_of_people_are_set_as_they_stand(session: Session) -> None:
    request = recorded(session, officer="=DC <i>Ó Súilleabháin</i> & Co")
    request = about(session, request, "<b>Ann</b> & {{name}}")
    fill(session, request, "purpose", {"purpose_note": HOSTILE})
    said = text(session, request)
    assert "=DC <i>Ó Súilleabháin</i> & Co" in said
    assert "<b>Ann</b> & {{name}}" in said
    assert "<b>Bold</b> & </para> {{name}} =1+1" in said
    assert "<font color='red'>second line" in said


def test_what_was_struck_out_says_so(session: Session) -> None:
    request = fill(session, recorded(session), "item", {"category": "CCTV video"})
    (item,) = entries_of(session, request, "item")
    strike(session, request, item, "Overwritten after 31 days")
    assert "Struck out, no longer counts Overwritten after 31 days" in text(
        session, request
    )


def test_an_emergency_says_that_it_left_before_it_was_recorded(
    session: Session,
) -> None:
    request = at_risk(session, recorded(session))
    disclose_now(session, request, "A child is missing")
    said = text(session, request)
    assert "Disclosed before it was recorded" in said
    assert "To be recorded by Tue 24 Nov 2026" in said


def test_five_hundred_people_are_all_on_it(session: Session) -> None:
    names = [f"Person {number:03} Sample" for number in range(500)]
    said = text(session, about(session, recorded(session), *names))
    assert "Whom it is about: 500 people" in said
    assert all(name in said for name in names)


def test_a_file_of_it_is_told_in_the_trail(
    session: Session, sent: Disclosure, tmp_path: Path
) -> None:
    path = tmp_path / decision_record_name(sent)
    assert path.name == f"{sent.reference} decision record.pdf"
    export_decision_record(session, sent.id, path)
    assert path.read_bytes().startswith(b"%PDF")
    with session.vault.read() as vault:
        entry = vault.audit.page(limit=1).rows[0]
    assert entry.action == "disclosure.exported"


def test_where_it_cannot_be_told_no_file_is_left(
    session: Session, sent: Disclosure, tmp_path: Path
) -> None:
    session.vault.look_only = "It was opened to look."
    with pytest.raises(RuleBroken, match="audit trail"):
        export_decision_record(session, sent.id, tmp_path / "record.pdf")
    assert not (tmp_path / "record.pdf").exists()
    session.vault.look_only = ""
    with pytest.raises(FileNotWritten):
        export_decision_record(session, sent.id, tmp_path / "no folder" / "record.pdf")


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_a_locked_request_has_no_record_for_who_is_not_cleared(
    session: Session, sent: Disclosure, role: str
) -> None:
    other = second(session, role=role, name="Lena Brook")
    with pytest.raises(NotFound):
        decision_record_pdf(other, sent.id)


def test_a_record_of_now_keeps_the_judgement_of_then(
    session: Session, clock: Clock
) -> None:
    request = decided(session, recorded(session))
    clock.forward(400)
    assert "Met: Counter-signature DPA 2018" in text(session, request)


def test_what_was_changed_after_it_was_sent_for_approval_is_told(
    session: Session, clock: Clock
) -> None:
    request = about(session, recorded(session), "Ivo Lanternby")
    waits = for_approval(session, request)
    title = "What was changed after it was sent for approval"
    assert f"{title} Nothing was changed." in text(session, request)
    clock.forward(1)
    back = send_back(second(session), waits, "Name the parcel")
    fill(session, back, "purpose", {"offence": "Theft of parcel 7"})
    subject = open_request(session, request.id).subjects.rows[0]
    change_subject(session, back, replace(subject, details="Of Lantern Row"))
    again = submit(session, disclosure(session, request.id), Decision.DISCLOSE, WHY)
    gone(session, approve(second(session), again), what="Sheet 7")
    said = text(session, request)
    after = said.split(title)[1].split("9. ")[0]
    was = " Purpose: Offence, fraud or statute Was Theft, Theft Act 1968 section 1 "
    assert after.startswith(was)
    assert f"Is Theft of parcel 7 Changed by {session.member.name}, " in after
    assert "Whom it is about: Ivo Lanternby: Details Was Nothing Is Of Lantern" in after
    assert "Sheet 7" not in after, "it stands below"
    assert "Sheet 7" in said


def test_nothing_is_said_of_changes_while_nothing_was_sent(session: Session) -> None:
    request = recorded(session)
    fill(session, request, "purpose", {"offence": "Theft of a parcel"})
    assert "What was changed after" not in text(session, request)
