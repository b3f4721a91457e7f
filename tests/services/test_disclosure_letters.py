"""Letters to who made a request: what they say, and that some confirm nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builders import Clock
from letter_steps import approved, made, page_text, scanned
from pypdfium2 import PdfDocument
from request_steps import (
    REQUESTER,
    SUBJECT,
    about,
    at_risk,
    decided,
    entries_of,
    fill,
    filled_for_disclosure,
    for_approval,
    gone,
    known_organisation,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    DisclosureState,
    RequesterKind,
    RequestEvent,
)
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.errors import LetterRefused, NotFound, RuleBroken
from isteam_app.letters.build import BuiltLetter
from isteam_app.letters.templates import all_templates
from isteam_app.services import letter_making
from isteam_app.services.disclosure_decisions import (
    answer_came,
    approve,
    ask_for_more,
    disclose_now,
    refer_to_legal,
    reopen,
    submit,
)
from isteam_app.services.disclosure_letters import (
    letter_choices_for,
    start_request_letter,
)
from isteam_app.services.disclosure_sections import keep_file
from isteam_app.services.disclosures import open_request
from isteam_app.services.letters import (
    discard_draft,
    finalise,
    letter_pdf,
    open_desk,
    preview,
    recipient_check,
    save_draft,
    use_current_address,
)
from isteam_app.services.print_desk import (
    list_letters,
    mark_posted,
    mark_printed,
)
from isteam_app.services.request_letter_words import wanted
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings

MORE, COVER, RECEIPT = "request-more", "disclosure-cover", "disclosure-receipt"
REFUSAL, NEITHER = "request-refusal", "request-neither"
SILENT = {MORE: Decision.MORE, REFUSAL: Decision.REFUSE, NEITHER: Decision.NEITHER}
NOTHING = "Nothing in this letter confirms or denies that we hold anything"


def said(session: Session, letter: Letter) -> str:
    return " ".join(page_text(letter_pdf(session, letter.id)).split())


def keys(request: Disclosure) -> list[str]:
    shipped = {each.key: each for each in all_templates()}
    return [each.key for each in letter_choices_for(request, shipped)]


def waiting(session: Session, **requester: str) -> Disclosure:
    request = about(session, recorded(session, **requester))
    for category in ("Mail and parcel records", "CCTV video"):
        fill(session, request, "item", {"category": category})
    request = fill(session, request, "asked", {"asked": "Everything", "content": "no"})
    return asked_for_more(session, request)


def asked_for_more(session: Session, request: Disclosure) -> Disclosure:
    """More is asked in the words that the page begins with."""
    page = open_request(session, request.id)
    lines = wanted(page.gates, request.kind, page.rules, page.settings)
    return ask_for_more(session, request, "\n".join(f"- {line}" for line in lines))


def silent(session: Session, key: str) -> Disclosure:
    """A request that the letter of this key answers, about somebody and something."""
    if key == MORE:
        return waiting(session)
    return decided(session, recorded(session), SILENT[key])


def sent(session: Session) -> Disclosure:
    return gone(session, decided(session, recorded(session)))


@pytest.mark.parametrize("key", SILENT)
class TestConfirmsNothing:
    def test_it_names_nobody_and_nothing_held(self, session: Session, key: str) -> None:
        request = silent(session, key)
        letter = made(session, start_request_letter(session, request, key))
        text = said(session, letter)
        assert NOTHING in text
        for hidden in (*SUBJECT.split()[1:], *request.categories, "Counter camera"):
            assert hidden.casefold() not in text.casefold()
        if key != MORE:
            assert request.reason not in text
        assert "Eastbridge Constabulary" in text
        assert "EC/4417/26" in text
        assert request.reference in text

    @pytest.mark.parametrize(
        "written",
        [
            "We hold nothing on Mr Jago Merriweather.",
            "Nothing is known of JAGO  MERRIWEATHER here.",
            "Mr Merriweather is no customer of ours.",
            "The CCTV video is not yours to see.",
        ],
    )
    def test_a_name_or_what_is_asked_typed_into_it_is_refused(
        self, session: Session, key: str, written: str
    ) -> None:
        letter = start_request_letter(session, silent(session, key), key)
        body = f"{letter.body}\n\n{written}\n"
        letter = save_draft(session, letter, body, dict(letter.answers))
        seen = preview(open_desk(session, letter.id), body, dict(letter.answers))
        assert any("confirms nothing" in one.sentence for one in seen.problems)
        with pytest.raises(LetterRefused, match="confirms nothing"):
            finalise(session, letter)

    def test_a_name_typed_into_a_field_is_refused(
        self, session: Session, key: str
    ) -> None:
        letter = start_request_letter(session, silent(session, key), key)
        answers = dict(letter.answers) | {"instruments": f"An order about {SUBJECT}"}
        letter = save_draft(session, letter, letter.body, answers)
        with pytest.raises(LetterRefused, match="confirms nothing"):
            finalise(session, letter)

    def test_without_the_paragraph_that_says_so_it_is_refused(
        self, session: Session, key: str
    ) -> None:
        letter = start_request_letter(session, silent(session, key), key)
        body = letter.body.replace(NOTHING, "")
        cut = body.index("[[part nothing-confirmed]]")
        body = body[:cut] + body[body.index("[[part contact]]") :]
        letter = save_draft(session, letter, body, dict(letter.answers))
        with pytest.raises(LetterRefused, match="nothing is confirmed"):
            finalise(session, letter)

    def test_it_says_what_would_oblige_us(self, session: Session, key: str) -> None:
        request = silent(session, key)
        letter = made(session, start_request_letter(session, request, key))
        assert "Production order (PACE)" in said(session, letter)


class TestMore:
    def test_it_names_what_is_missing_in_plain_words(self, session: Session) -> None:
        request = waiting(session)
        letter = made(session, start_request_letter(session, request, MORE))
        text = said(session, letter)
        for asked in (
            "the counter-signature of an officer of the rank of Inspector or above",
            "your crime reference",
            "a notice under Part 3 of the Investigatory Powers Act 2016",
            "why you need it, and why less would not do",
            "Please answer by Monday 7 December 2026",
        ):
            assert asked in text

    def test_what_is_for_us_to_do_is_not_asked_of_them(self, session: Session) -> None:
        letter = start_request_letter(session, waiting(session), MORE)
        asked = dict(letter.answers)["missing"]
        for ours in ("lawful basis", "exemption", "call back", "directory", "Enter"):
            assert ours.casefold() not in asked.casefold()

    def test_it_asks_for_what_was_written_when_more_was_asked(
        self, session: Session
    ) -> None:
        request = about(session, recorded(session))
        request = ask_for_more(session, request, "- the day\n\n- the place of it\n")
        letter = start_request_letter(session, request, MORE)
        assert dict(letter.answers)["missing"] == "the day\nthe place of it"

    def test_it_waits_until_more_is_asked(self, session: Session) -> None:
        request = about(session, recorded(session))
        letter = start_request_letter(session, request, MORE)
        with pytest.raises(LetterRefused, match="Decide the request first"):
            finalise(session, letter)
        ask_for_more(session, request, "The counter-signature")
        assert made(session, letter).state is LetterState.FINAL

    def test_a_court_is_asked_for_the_sealed_order(self, session: Session) -> None:
        request = recorded(session, RequesterKind.COURT, organisation="Example Court")
        request = fill(session, request, "authorisation", {"instrument": "none"})
        request = asked_for_more(session, request)
        letter = start_request_letter(session, request, MORE)
        answers = dict(letter.answers)
        assert "the sealed order itself" in answers["missing"]
        assert "Non-party disclosure order (CPR 31.17)" in answers["instruments"]

    def test_contents_of_post_need_a_warrant_or_an_order(
        self, session: Session
    ) -> None:
        request = fill(session, recorded(session), "asked", {"content": "yes"})
        request = fill(session, request, "authorisation", {"instrument": "none"})
        request = asked_for_more(session, request)
        answers = dict(start_request_letter(session, request, MORE).answers)
        assert "a warrant or a court order" in answers["missing"]
        assert "Search warrant" in answers["instruments"]
        assert "Communications data notice" not in answers["instruments"]

    def test_who_has_no_instrument_is_told_that_a_court_can_order(
        self, session: Session
    ) -> None:
        request = recorded(session, RequesterKind.NEXT_OF_KIN, organisation="A. Sister")
        request = ask_for_more(session, request, "Consent")
        letter = made(session, start_request_letter(session, request, MORE))
        assert "A court can order us to answer it" in said(session, letter)


class TestCover:
    def test_it_says_item_by_item_what_left_and_on_what_terms(
        self, session: Session, tmp_path: Path
    ) -> None:
        request = sent(session)
        (left,) = entries_of(session, request, "left")
        path = tmp_path / "counter 2.csv"
        path.write_text("10:41;counter 2\n")
        file = keep_file(session, request, path, left)
        fill(session, request, "after", {"return_by": "2027-03-26"})
        letter = made(session, start_request_letter(session, request, COVER))
        text = said(session, letter)
        for each in (
            "Still pictures of counter camera 2, 10:41 to 10:45 (One disc, MP4;",
            "exhibit AS/1; blacked out: Two bystanders)",
            "It goes by tracked post, item QX123456785GB.",
            "DPA 2018 Schedule 2 paragraph 2",
            "nothing obliged us to",
            "For this investigation alone",
            "Return it or destroy it by Friday 26 March 2027",
            "only for the purpose for which you asked",
        ):
            assert each in text
        assert file.sha256 in text.replace(" ", "")

    def test_the_receipt_is_a_page_of_its_own_after_the_signature(
        self, session: Session
    ) -> None:
        letter = made(session, start_request_letter(session, sent(session), COVER))
        pages = pages_of(letter_pdf(session, letter.id))
        assert "Yours sincerely" in pages[-2]
        assert "Receipt for" in pages[-1]
        assert "Yours sincerely" not in pages[-1]
        assert f"Receipt for {letter.case_reference}" in pages[-1]
        assert "Still pictures of counter camera 2" in pages[-1]
        for line in ("Name:", "Number:", "Date and time:", "Signature:"):
            assert line in pages[-1]

    def test_an_order_is_named_with_its_number(self, session: Session) -> None:
        order = {
            "instrument": "pace_order",
            "instrument_number": "PO 17/26",
            "issued_by": "Exampleton Crown Court",
            "issued_on": "2026-11-19",
            "comply_by": "2026-12-04",
            "terms": "The pictures of counter camera 2",
        }
        grounds = {"compelled": "yes", "article6": "c", "annex1": ""}
        grounds |= {"exemption": "required"}
        request = filled_for_disclosure(
            session, recorded(session), authorisation=order, grounds=grounds
        )
        letter = start_request_letter(session, gone_to(session, request), COVER)
        assert dict(letter.answers)["given_under"] == (
            "Production order (PACE), number PO 17/26, issued by Exampleton Crown "
            "Court, issued on Thursday 19 November 2026."
        )

    def test_it_waits_for_the_approval(self, session: Session) -> None:
        waits = for_approval(session, recorded(session))
        letter = start_request_letter(session, waits, COVER)
        answers = dict(letter.answers) | {"left_items": "Pictures"}
        letter = save_draft(session, letter, letter.body, answers)
        with pytest.raises(LetterRefused, match="waits for approval"):
            finalise(session, letter)
        approve(second(session), waits)
        assert made(session, letter).state is LetterState.FINAL

    def test_a_decision_taken_back_while_the_pages_are_made_stops_it(
        self, session: Session, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        request = sent(session)
        letter = approved(session, start_request_letter(session, request, COVER))

        def built(*asked: Any) -> BuiltLetter:
            reopen(second(session), request, "The officer was not who he said")
            return letter_making.made(*asked)

        monkeypatch.setattr("isteam_app.services.letters.made", built)
        with pytest.raises(LetterRefused, match="Decide the request first"):
            finalise(session, letter)
        (kept,) = open_request(session, request.id).letters
        assert kept.state is LetterState.APPROVED

    def test_in_an_emergency_it_goes_before_the_decision(
        self, session: Session
    ) -> None:
        request = at_risk(session, recorded(session))
        request = disclose_now(session, request, "A child is missing")
        request = gone(session, request)
        letter = start_request_letter(session, request, COVER)
        answers = dict(letter.answers) | {"given_under": "A life is at risk."}
        letter = save_draft(session, letter, letter.body, answers)
        assert made(session, letter).state is LetterState.FINAL

    def test_what_is_not_listed_is_not_sent(self, session: Session) -> None:
        request = decided(session, recorded(session))
        letter = start_request_letter(session, request, COVER)
        with pytest.raises(LetterRefused, match="What is enclosed"):
            finalise(session, letter)


def gone_to(session: Session, request: Disclosure) -> Disclosure:
    waits = submit(session, request, Decision.DISCLOSE, "The order compels us")
    return gone(session, approve(second(session), waits))


def pages_of(pdf: bytes) -> list[str]:
    document = PdfDocument(pdf)
    read = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(page.split()) for page in read]


class TestWhich:
    def test_each_state_has_the_letters_that_fit_it(self, session: Session) -> None:
        request = recorded(session)
        assert keys(request) == [MORE, COVER, REFUSAL, NEITHER]
        assert keys(waiting(session)) == [MORE]
        assert keys(refer_to_legal(session, request, "Is it so?")) == []
        assert keys(sent(session)) == [COVER, RECEIPT]
        for key, decision in SILENT.items():
            if key != MORE:
                assert keys(decided(session, recorded(session), decision)) == [key]

    def test_one_that_says_something_else_is_not_begun(self, session: Session) -> None:
        with pytest.raises(RuleBroken, match="does not fit"):
            start_request_letter(session, waiting(session), REFUSAL)
        with pytest.raises(RuleBroken, match="does not fit"):
            start_request_letter(session, recorded(session), "nothing-held")

    def test_one_begun_before_is_not_made_once_it_is_decided_otherwise(
        self, session: Session
    ) -> None:
        request = waiting(session)
        letter = start_request_letter(session, request, MORE)
        answer_came(session, request, "They gave it up")
        with pytest.raises(LetterRefused, match="Decide the request first"):
            finalise(session, letter)


class TestRecipient:
    def test_it_goes_to_who_asks_where_they_asked(self, session: Session) -> None:
        letter = start_request_letter(session, waiting(session), MORE)
        assert letter.recipient == (
            "DC A. Sampleton",
            "Criminal Investigation",
            "Eastbridge Constabulary",
            "Station Road",
            "EASTBRIDGE",
            "QX4 7TB",
        )
        assert letter.title == "Third-party request: more is needed"

    def test_a_small_window_leaves_out_what_it_cannot_show(
        self, session: Session
    ) -> None:
        save_settings(session, replace(session.settings(), envelope="dl-99"))
        letter = start_request_letter(session, waiting(session), MORE)
        assert letter.recipient[:2] == ("DC A. Sampleton", "Eastbridge Constabulary")
        assert len(letter.recipient) == 5

    def test_without_an_address_the_directory_is_asked(self, session: Session) -> None:
        request = recorded(session, address="")
        with pytest.raises(RuleBroken, match="no address") as refused:
            start_request_letter(session, request, MORE)
        assert refused.value.field == "address"
        known_organisation(session, request)
        letter = start_request_letter(session, request, MORE)
        assert letter.recipient[-1] == "QX4 7TB"

    def test_an_address_put_right_is_asked_for_again(self, session: Session) -> None:
        request = waiting(session)
        letter = start_request_letter(session, request, MORE)
        assert all(
            line.agrees for line in recipient_check(open_desk(session, letter.id))
        )
        answers = {**REQUESTER, "kind": "police", "address": "New Road\nHill\nQX4 8AA"}
        answer_came(session, request, "They moved")
        fill(session, request, "requester", answers)
        differs = recipient_check(open_desk(session, letter.id))
        assert [line.label for line in differs if not line.agrees] == [
            "Address",
            "Postcode",
        ]
        with pytest.raises(RuleBroken, match="no longer agree with the request"):
            finalise(session, letter)
        assert use_current_address(session, letter).recipient[-1] == "QX4 8AA"

    def test_the_check_names_the_request(self, session: Session) -> None:
        letter = start_request_letter(session, waiting(session), MORE)
        desk = open_desk(session, letter.id)
        assert desk.called == "request"
        assert recipient_check(desk)[-1].label == "Request"


class TestDesk:
    def test_it_goes_its_way_and_the_timeline_tells_of_it(
        self, session: Session, clock: Clock
    ) -> None:
        request = waiting(session)
        letter = made(session, start_request_letter(session, request, MORE))
        assert [
            row.reference for row in list_letters(session, (LetterState.FINAL,)).rows
        ]
        scanned(session, letter)
        clock.forward(1)
        mark_posted(session, [letter.id], on=session.today, service="First class")
        page = open_request(session, request.id)
        told = [one for one in page.steps if one.kind is RequestEvent.LETTER]
        assert [one.text for one in told] == [
            f"{done}: Third-party request: more is needed, {letter.reference}"
            for done in ("Finalised", "Printed", "Posted")
        ]
        assert told[-1].on == session.today
        assert page.letters[0].state is LetterState.POSTED
        assert page.request.state is DisclosureState.WAITING

    def test_a_draft_is_thrown_away(self, session: Session) -> None:
        request = waiting(session)
        discard_draft(session, start_request_letter(session, request, MORE))
        assert open_request(session, request.id).letters == ()

    @pytest.mark.parametrize("role", ["handler", "auditor"])
    def test_one_of_a_locked_request_is_there_for_the_cleared_alone(
        self, session: Session, role: str
    ) -> None:
        request = recorded(session, lock=lock_asked(session))
        request = ask_for_more(session, about(session, request), "The signature")
        letter = made(session, start_request_letter(session, request, MORE))
        assert letter.reference.startswith("R-2026-")
        assert letter.reference in said(session, letter)
        other = second(session, role=role, name="Lena Brook")
        assert list_letters(other, tuple(LetterState)).rows == ()
        for look in (open_desk, letter_pdf):
            with pytest.raises(NotFound):
                look(other, letter.id)
        with pytest.raises((NotFound, RuleBroken)):
            mark_printed(other, letter.id)

    def test_an_auditor_writes_none(self, session: Session) -> None:
        request = waiting(session)
        other = second(session, role="auditor", name="Lena Brook")
        with pytest.raises(RuleBroken, match="auditor"):
            start_request_letter(other, request, MORE)

    def test_hostile_words_stay_words(self, session: Session) -> None:
        request = waiting(
            session, officer="<b>DC</b> {{subject_name}} =1+1", their_reference="<i>&"
        )
        letter = made(session, start_request_letter(session, request, MORE))
        text = said(session, letter)
        assert "Dear <b>DC</b> {{subject_name}} =1+1" in text
        assert "<i>&" in text
