"""Settings that hold from a later day: kept, listed, in force, taken back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders import Clock, new_post
from letter_steps import page_text

from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import CaseKind
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.coming_settings import (
    coming_changes,
    save_from,
    undo_coming,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import open_desk, preview, start_letter
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings

MOVES = date(2027, 1, 4)


def moved(session: Session):
    """The settings with the regulator at another address."""
    settings = session.settings()
    there = Address(
        lines=("9 Sample Square",), town="MANCHESTERTON", postcode="EX9 9EX"
    )
    return replace(settings, regulator=replace(settings.regulator, address=there))


def later(session: Session, on: date) -> Session:
    """The same session on another day."""
    at = session.now().replace(year=on.year, month=on.month, day=on.day)
    return replace(session, now=Clock(at))


def test_the_regulator_moves_on_its_day(session):
    before = session.settings()
    save_from(session, "regulator", moved(session), MOVES)
    assert session.settings() == before
    (change,) = coming_changes(session)
    assert (change.setting, change.on) == ("regulator", MOVES)
    assert change.says == "address 9 Sample Square, MANCHESTERTON, EX9 9EX"
    assert later(session, MOVES - timedelta(days=1)).settings() == before
    assert later(session, MOVES).settings().regulator == moved(session).regulator
    assert coming_changes(later(session, MOVES)) == ()


def test_letters_name_it_where_it_is_on_their_day(session):
    case = receive_post(session, new_post(kinds=(CaseKind.COMPLAINT,))).cases[0]
    letter = start_letter(session, case.id, "complaint-outcome")
    save_from(session, "regulator", moved(session), MOVES)

    def said(on: Session) -> str:
        desk = open_desk(on, letter.id)
        pdf = preview(desk, desk.letter.body, dict(desk.letter.answers)).pdf
        return page_text(pdf)

    assert "Manchesterton".upper() not in said(session).upper()
    assert "Manchesterton".upper() in said(later(session, MOVES)).upper()


def test_what_is_saved_today_leaves_what_is_to_come(session):
    save_from(session, "regulator", moved(session), MOVES)
    settings = session.settings()
    save_settings(
        session,
        replace(
            settings,
            outcome_days=30,
            signatory=replace(settings.signatory, name="Someone Else"),
        ),
    )
    then = later(session, MOVES).settings()
    assert (then.outcome_days, then.signatory.name) == (30, "Someone Else")
    assert then.regulator == moved(session).regulator


def test_a_change_is_taken_back_before_it_starts(session):
    save_from(session, "regulator", moved(session), MOVES)
    (change,) = coming_changes(session)
    with pytest.raises(RuleBroken, match="holds already"):
        undo_coming(later(session, MOVES), change)
    undo_coming(session, change)
    assert coming_changes(session) == ()
    assert later(session, MOVES).settings() == session.settings()
    with pytest.raises(NotFound):
        undo_coming(session, change)


def test_what_holds_now_cannot_be_taken_back(session):
    now = session.settings()
    save_from(session, "regulator", moved(session), MOVES)
    (change,) = coming_changes(session)
    today = replace(change, on=session.today)
    with pytest.raises(RuleBroken):
        undo_coming(session, today)
    assert session.settings() == now


@pytest.mark.parametrize("days", [0, -1, 800])
def test_a_day_that_cannot_be_is_refused(session, days):
    on = session.today + timedelta(days=days)
    with pytest.raises(RuleBroken) as refused:
        save_from(session, "regulator", moved(session), on)
    assert refused.value.field == "from"
    assert coming_changes(session) == ()


def test_a_change_that_changes_nothing_and_a_wrong_one_are_refused(session):
    with pytest.raises(RuleBroken, match="already"):
        save_from(session, "regulator", session.settings(), MOVES)
    settings = session.settings()
    nameless = replace(settings, regulator=replace(settings.regulator, name=" "))
    with pytest.raises(RuleBroken) as refused:
        save_from(session, "regulator", nameless, MOVES)
    assert refused.value.field == "regulator"


def test_only_an_administrator_may(session):
    with session.vault.change("member.added", by="A", at=session.now()) as work:
        handler = replace(session.member, id=0, name="Hana Marsh", role="handler")
        member = work.members.add(handler)
        work.commit()
    other = replace(session, member=member)
    with pytest.raises(RuleBroken, match="administrator"):
        save_from(other, "regulator", moved(session), MOVES)
    save_from(session, "regulator", moved(session), MOVES)
    with pytest.raises(RuleBroken, match="administrator"):
        undo_coming(other, coming_changes(session)[0])
