"""Whom a response names as recipients: what left, never what must not be told."""

from dataclasses import replace
from datetime import date

import pytest
from builders import new_post
from letter_steps import ANSWER, RECEIVED, answered, made, page_text
from letter_steps import decided as case_decided
from recipient_steps import COUNCIL, opened, sent
from request_steps import (
    LEFT,
    POLICE,
    entries_of,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import standing
from isteam_app.domain.organisations import Requester
from isteam_app.services.cases import case_page
from isteam_app.services.disclosure_sections import strike
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf, open_desk, start_letter
from isteam_app.services.organisations import save_organisation
from isteam_app.services.recipients import (
    given_about,
    name_recipients,
    recipients_told,
)
from isteam_app.services.session import Session

LINE = f"{LEFT['what']}, on Monday 23 November 2026"


def handler(session: Session) -> Session:
    return second(session, "handler", "Billie Plain")


def test_nothing_was_given_to_anybody(session: Session) -> None:
    told = recipients_told(session, opened(session))
    assert (told.lines, told.withheld) == ((), False)


def test_what_left_is_told_organisation_by_organisation(session: Session) -> None:
    case = opened(session)
    sent(session, case, COUNCIL)
    sent(session, case, what="One\nscan event", left_on="2026-11-20")
    assert recipients_told(session, case).lines == (
        f"{POLICE}: One scan event, on Friday 20 November 2026",
        f"{COUNCIL}: {LINE}",
    )


def test_what_was_only_asked_or_struck_out_is_not_told(session: Session) -> None:
    case = opened(session)
    request = sent(session, case)
    recorded(session, organisation=COUNCIL)
    strike(session, request, entries_of(session, request, "left")[0], "Never sent")
    assert recipients_told(session, case).lines == ()


def test_what_is_about_somebody_else_is_not_told(session: Session) -> None:
    sent(session, opened(session))
    other = receive_post(session, new_post(name="Mr Abel Quennell")).cases[0]
    assert recipients_told(session, other).lines == ()


@pytest.mark.parametrize(
    "how", [{"locked": True}, {"telling": "must_not"}], ids=["locked", "must not"]
)
def test_what_must_not_be_told_is_never_in_the_text(
    session: Session, how: dict[str, object]
) -> None:
    case = opened(session)
    sent(session, case, COUNCIL)
    sent(session, case, **how)  # type: ignore[arg-type] # one of its own names
    for eyes in (session, second(session), handler(session)):
        told = recipients_told(eyes, case)
        assert told.lines == (f"{COUNCIL}: {LINE}",)
        assert told.withheld is (eyes.member.role != "handler")


def test_a_lock_without_anything_sent_is_not_withheld(session: Session) -> None:
    case = opened(session)
    recorded(session, lock=lock_asked(session))
    assert not recipients_told(session, case).withheld


def test_other_kinds_of_case_say_nothing_of_it(session: Session) -> None:
    case = opened(session, CaseKind.ERASURE)
    sent(session, case)
    assert recipients_told(session, case).lines == ()


def test_the_response_draws_its_recipients_from_the_register(session: Session) -> None:
    case = opened(session)
    sent(session, case, COUNCIL)
    sent(session, case, locked=True)
    desks = {
        eyes.member.role: open_desk(eyes, start_letter(eyes, case.id, ANSWER).id)
        for eyes in (session, handler(session))
    }
    texts = {role: desk.values["disclosed_to"] for role, desk in desks.items()}
    assert texts["administrator"] == texts["handler"] == (f"{COUNCIL}: {LINE}",)
    assert desks["administrator"].withheld
    assert not desks["handler"].withheld
    other = open_desk(session, start_letter(session, case.id, RECEIVED).id)
    assert not other.withheld


def test_an_approver_freezes_pages_without_what_is_withheld(session: Session) -> None:
    case = case_decided(session, opened(session))
    sent(session, case, COUNCIL)
    sent(session, case, "Ledgerwatch", locked=True)
    letter = made(session, answered(session, case, ANSWER))
    text = " ".join(page_text(letter_pdf(session, letter.id)).split())
    assert f"we have given data about you to: • {COUNCIL}" in text
    assert "Ledgerwatch" not in text
    assert "withheld from this letter" not in text


def test_a_response_without_any_says_nothing_of_it(session: Session) -> None:
    case = case_decided(session, opened(session))
    letter = made(session, answered(session, case, ANSWER))
    text = " ".join(page_text(letter_pdf(session, letter.id)).split())
    assert "we have given data about you" not in text


def test_those_given_data_are_offered_to_a_correction(session: Session) -> None:
    case = opened(session, CaseKind.RECTIFICATION)
    sent(session, case, COUNCIL, left_on="2026-11-20")
    sent(session, case, COUNCIL, what="A second copy")
    sent(session, case, "Ledgerwatch", locked=True)
    found = given_about(handler(session), case)
    assert given_about(session, case) == found
    (given,) = found
    assert given.name == COUNCIL
    assert given.had == f"{LEFT['what']}; A second copy"
    assert given.on == date(2026, 11, 23)
    assert given.address.startswith("Station Road")


def test_they_are_named_on_the_case_once(session: Session) -> None:
    case = opened(session, CaseKind.ERASURE)
    sent(session, case, COUNCIL)
    sent(session, case)
    assert len(name_recipients(session, case)) == 2
    kept = standing(case_page(session, case.id).entries, "recipient")
    assert [entry["name"] for entry in kept] == [COUNCIL, POLICE]
    assert kept[0]["disclosed_on"] == "2026-11-23"
    assert name_recipients(session, case) == ()


def test_an_organisation_without_an_address_is_offered_too(session: Session) -> None:
    case = opened(session, CaseKind.ERASURE)
    request = sent(session, case)
    with session.vault.read() as vault:
        known = vault.organisations.named(request.organisation)
    assert isinstance(known, Requester)
    save_organisation(session, known, replace(known, name="Renamed Force", address=""))
    assert given_about(session, case)[0].address == ""
