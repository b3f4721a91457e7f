"""The stages of a case follow each other, and what they rest on stands still."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders import Clock
from every_kind import again, answered, closed, received, write_and_post
from letter_steps import decided, entries_of

from isteam_app.domain.cases import Case, CaseKind, CaseState, EventKind
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import add_note, choose_service, record_event
from isteam_app.services.entries import change_entry
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings


def ended(session: Session, kind: CaseKind) -> Case:
    return closed(session, answered(session, decided(session, received(session, kind))))


def test_no_stage_of_a_case_is_dated_before_the_one_it_follows(
    session: Session, clock: Clock
) -> None:
    clock.forward(2)
    case = answered(session, decided(session, received(session, CaseKind.ACCESS)))
    before = session.today - timedelta(days=1)
    with pytest.raises(RuleBroken, match=r"was \w+ on .* that day or a later") as told:
        record_event(session, case, EventKind.CLOSED, before, "All is done.")
    assert told.value.field == "on"
    case = closed(session, again(session, case))
    clock.forward(7)
    with pytest.raises(RuleBroken, match="closed on Wed 25 Nov 2026"):
        record_event(session, case, EventKind.REOPENED, before, "Another address.")
    on = session.today - timedelta(days=2)
    case = record_event(session, case, EventKind.REOPENED, on, "Another address.")
    case = add_note(session, case, "Nothing was decided anew yet.")
    assert (case.state, case.decision) == (CaseState.IN_PROGRESS, "")
    decided(session, case)
    with pytest.raises(RuleBroken, match="reopened on Mon 30 Nov 2026"):
        record_event(session, again(session, case), EventKind.ANSWERED, before)


def test_a_notice_of_before_does_not_lift_a_restriction_decided_anew(
    session: Session,
) -> None:
    case = answered(session, decided(session, received(session, CaseKind.RESTRICTION)))
    entry = next(one for one in entries_of(session, case) if one.form == "restriction")
    why = dict(entry.values) | {"lift_reason": "The address was checked."}
    change_entry(session, entry, why)
    case = closed(session, write_and_post(session, case, "lifting-notice"))
    today = session.today
    case = record_event(session, case, EventKind.REOPENED, today, "Disputed again.")
    case = decided(session, case)
    with pytest.raises(RuleBroken, match="Article 18"):
        record_event(session, case, EventKind.RESTRICTION_LIFTED, today, "It is right.")


def test_the_dates_of_a_closed_case_stand_whatever_is_written_on_it_later(
    session: Session,
) -> None:
    case = ended(session, CaseKind.RECTIFICATION)
    assert case.due is not None
    dates = (case.due, case.post_by)
    settings = session.settings()
    save_settings(
        session, replace(settings, extra_holidays=(case.due,), delivery_days=6)
    )
    case = add_note(session, case, "They telephoned to thank us.")
    assert (case.due, case.post_by) == dates
    case = record_event(
        session, case, EventKind.RECIPIENT_TOLD, session.today, "The call centre"
    )
    assert (case.due, case.post_by) == dates
    with pytest.raises(RuleBroken, match="Reopen it first"):
        choose_service(session, case, settings.services[0].name)
