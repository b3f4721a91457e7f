"""What goes with a letter is listed, counted, and printed behind it where one wants."""

import re
from datetime import date

import pypdfium2
import pytest
from builders import new_post
from letter_steps import (
    RECEIVED,
    answered,
    approved,
    decided,
    filled_in,
    made,
    page_text,
    scanned,
)

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import Person
from isteam_app.errors import LetterRefused, RuleBroken
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_also import answer_also, could_also_answer
from isteam_app.services.letter_check import check_again, recipient_of
from isteam_app.services.letter_enclosures import enclose, offered, take_out
from isteam_app.services.letters import letter_pdf, open_desk, preview, start_letter
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.print_desk import mark_posted
from isteam_app.services.sample_scan import sample_scan
from isteam_app.services.scans import scan_from_bytes


def scan(name="their letter.pdf"):
    writer = Person(name="Ms Marged Ellwood-Price")
    day = date(2026, 11, 17)
    return scan_from_bytes(name, sample_scan(writer, dated=day, stamped=day))


@pytest.fixture
def case(session):
    return receive_post(session, new_post(scans=(scan(),))).cases[0]


@pytest.fixture
def draft(session, case):
    return answered(session, case, RECEIVED)


def kept(session, letter):
    with session.vault.read() as vault:
        return vault.enclosures.of_letter(letter.id)


def test_what_came_with_the_case_is_offered(session, draft):
    (offer,) = offered(session, draft.id)
    assert offer.title == "their letter.pdf"
    assert offer.pages >= 1
    assert offer.why_not_behind == ""
    enclosed = enclose(
        session, draft, offer.title, 0, document_id=offer.document.id, appended=True
    )
    assert offered(session, enclosed.id) == ()


def test_a_typed_one_is_listed_with_its_count_and_not_printed(session, draft):
    enclosed = enclose(session, draft, "  A form   to\nfill in ", 2)
    final = made(session, enclosed)
    assert final.enclosed_pages == 0
    text = page_text(letter_pdf(session, final.id))
    assert "A form to fill in, 2 pages" in text
    assert "Enclos" in text


def test_what_is_printed_behind_makes_one_file_with_the_letter(session, draft):
    (offer,) = offered(session, draft.id)
    enclosed = enclose(
        session,
        draft,
        "Your letter to us",
        0,
        document_id=offer.document.id,
        appended=True,
    )
    final = made(session, enclosed)
    assert final.enclosed_pages == offer.pages + 1  # with the list before them
    pdf = letter_pdf(session, final.id)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == final.pages + final.enclosed_pages
    text = page_text(pdf)
    assert f"Your letter to us, {offer.pages} page" in text
    assert check_again(session, final.id) == ()
    with session.vault.read() as vault:
        (row,) = vault.letters.page((LetterState.FINAL,)).rows
    assert row.pages == len(document)
    for place in range(len(document)):
        words = document[place].get_textpage().get_text_range()
        assert final.reference in words


def test_a_document_of_somebody_else_is_refused(session, draft):
    there = parse_address("1 High Street, Westhaven, ZY2 5LD")
    other = receive_post(
        session, new_post(name="Mr Idris Vipond", address=there, scans=(scan(),))
    )
    with session.vault.read() as vault:
        (theirs,) = vault.documents.for_post(other.post.id)
    with pytest.raises(RuleBroken, match="belongs to another case"):
        enclose(session, draft, "Theirs", 1, document_id=theirs.id, appended=True)
    with pytest.raises(RuleBroken, match="belongs to another case"):
        enclose(session, draft, "Theirs", 1, document_id=theirs.id)
    assert kept(session, draft) == ()


@pytest.mark.parametrize(
    ("title", "pages", "field"),
    [
        ("", 1, "title"),
        ("x" * 201, 1, "title"),
        ("A", 0, "pages"),
        ("A", 5000, "pages"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(
    session, draft, title, pages, field
):
    with pytest.raises(RuleBroken) as refused:
        enclose(session, draft, title, pages)
    assert refused.value.field == field
    assert kept(session, draft) == ()
    assert read_letter(session, draft.id) == draft


def test_enclosing_is_editing(session, case):
    refused = decided(session, case, "refused", "unfounded")
    draft = filled_in(session, start_letter(session, refused.id, "refusal"))
    good = approved(session, draft)
    back = enclose(session, good, "A form", 1)
    assert (back.state, back.approved_by) == (LetterState.DRAFT, "")
    assert "Robin Sample" in back.edited_by
    (one,) = kept(session, back)
    assert kept(session, take_out(session, back, one)) == ()
    final = made(session, read_letter(session, back.id))
    with pytest.raises(RuleBroken):
        enclose(session, final, "A form", 1)


def test_many_sheets_go_unfolded_into_the_long_envelope(session, draft):
    thick = enclose(session, draft, "The records", 12)
    desk = open_desk(session, thick.id)
    built = preview(desk, desk.letter.body, dict(desk.letter.answers))
    assert not [each for each in built.problems if each.kind == "address"]
    pdf = letter_pdf(session, made(session, thick).id)
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    lines = page.get_text_range()
    assert "Lantern Row" in lines
    assert _height_of(page, "27 Lantern Row") < 700  # C4: lower than any folded one


def _height_of(page, words):
    found = page.search(words).get_next()
    return page.get_charbox(found[0])[3]


class TestAlso:
    @pytest.fixture
    def received(self, session):
        kinds = (CaseKind.ACCESS, CaseKind.RECTIFICATION, CaseKind.COMPLAINT)
        return receive_post(session, new_post(kinds=kinds)).cases

    def test_the_other_cases_of_the_post_can_be_answered_too(self, session, received):
        receive_post(session, new_post())
        draft = answered(session, received[0], RECEIVED)
        assert [row.id for row in could_also_answer(session, draft.id)] == [
            case.id for case in received[1:]
        ]

    def test_all_references_stand_on_the_page_and_all_are_told(self, session, received):
        draft = answered(session, received[0], RECEIVED)
        both = answer_also(session, draft, [received[1].id, received[2].id])
        final = made(session, both)
        text = page_text(letter_pdf(session, final.id))
        for case in received:
            assert case.reference in re.sub(r"\s+", " ", text)
            page = case_page(session, case.id)
            assert [each.id for each in page.letters] == [final.id]
            assert page.case.has(EventKind.LETTER_FINALISED)

    def test_posting_it_means_the_same_for_each(self, session, received):
        draft = answered(session, received[0], RECEIVED)
        final = made(session, answer_also(session, draft, [received[2].id]))
        scanned(session, final)
        mark_posted(session, [final.id], on=session.today, service="First class")
        assert case_page(session, received[2].id).case.has(EventKind.ACKNOWLEDGED)
        assert not case_page(session, received[1].id).case.has(EventKind.ACKNOWLEDGED)

    def test_an_answer_waits_until_all_are_decided(self, session, received):
        decided(session, received[0])
        draft = filled_in(
            session, start_letter(session, received[0].id, "access-response")
        )
        both = answer_also(session, draft, [received[1].id])
        with pytest.raises(
            LetterRefused, match=f"Decide {received[1].reference} first"
        ):
            made(session, both)
        decided(session, received[1])
        final = made(session, read_letter(session, both.id))
        scanned(session, final)
        mark_posted(session, [final.id], on=session.today, service="First class")
        for case in received[:2]:
            assert case_page(session, case.id).case.has(EventKind.ANSWERED)

    def test_a_case_of_other_post_is_refused(self, session, received):
        draft = answered(session, received[0], RECEIVED)
        other = receive_post(session, new_post()).cases[0]
        with pytest.raises(RuleBroken, match="same item of post"):
            answer_also(session, draft, [other.id])
        with pytest.raises(RuleBroken):
            answer_also(session, draft, [received[0].id])

    def test_naming_the_other_reference_is_then_right(self, session, received):
        draft = answered(session, received[0], RECEIVED)
        both = answer_also(session, draft, [received[1].id])
        assert not recipient_of(session, both.id).problems
