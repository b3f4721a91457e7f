"""Looks are told once for each opening, and the weekly check is quiet when well."""

from collections.abc import Iterator

import pytest
from builders import new_post
from picture_checks import settle

from isteam_app.services.audit_trail import TrailFilter, list_trail, trail_head
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import TrailHealth, last_checked
from isteam_app.storage.engine import writing
from ui.common.theme import Theme
from ui.screens import makers
from ui.session_work import SessionWork
from ui.trail_watch import TrailWatch
from ui.workplace import Workplace


@pytest.fixture
def work() -> Iterator[SessionWork]:
    made = SessionWork()
    yield made
    made.end()


@pytest.fixture
def workplace(
    session: Session, work: SessionWork, theme: Theme, qtbot
) -> Iterator[Workplace]:
    receive_post(session, new_post())
    made = Workplace(session, work, makers(theme))
    qtbot.addWidget(made.frame)
    made.frame.show()
    settle(made.frame, (1240, 760))
    made.go("today")
    yield made
    made.stop_moving()
    work.end()


def looks(session: Session) -> list[str]:
    rows = list_trail(session, TrailFilter()).rows
    return [row.what for row in rows if row.what.startswith("Opened")]


def test_each_opening_is_one_entry_and_a_refresh_is_none(
    workplace: Workplace, session: Session, qtbot
) -> None:
    workplace.open_case(1)
    qtbot.waitUntil(lambda: looks(session) == ["Opened a case"])
    workplace.open_case(1)
    workplace.screen("case").refresh()
    workplace.go("today")
    workplace.open_person(1)
    qtbot.waitUntil(lambda: len(looks(session)) == 2)
    workplace.open_case(1)
    qtbot.waitUntil(lambda: len(looks(session)) == 3)
    assert looks(session) == [
        "Opened a case",
        "Opened a person's page",
        "Opened a case",
    ]


def test_a_look_just_before_the_lock_is_told(
    workplace: Workplace, work: SessionWork, session: Session
) -> None:
    workplace.open_case(1)
    workplace.stop_moving()
    work.end()
    workplace.keep_typing()
    assert looks(session) == ["Opened a case"]


def test_the_weekly_check_is_quiet_when_all_is_well(
    workplace: Workplace, session: Session, qtbot
) -> None:
    found: list[TrailHealth] = []
    workplace.trail.found_fault.connect(found.append)
    workplace.trail.check_if_due()
    qtbot.waitUntil(lambda: last_checked(session) is not None)
    workplace.trail.check_if_due()
    assert found == []
    assert workplace.screen("today").said() is None


def test_the_weekly_check_says_on_today_what_it_found(
    workplace: Workplace, session: Session, qtbot
) -> None:
    engine = session.vault.inside().engine
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER audit_kept_as_written")
        connection.exec_driver_sql("UPDATE audit SET \"by\" = 'X' WHERE number = 2")
    workplace.trail.check_if_due()
    today = workplace.screen("today")
    qtbot.waitUntil(lambda: today.said() is not None)
    note = today.said()
    assert "Entry 2 was changed" in note.text.text()
    workplace.go("audit")
    assert workplace.place.key == "audit"


def test_the_end_of_the_trail_is_noted_while_the_vault_is_open(
    workplace: Workplace, session: Session, qtbot
) -> None:
    def noted() -> int:
        return session.vault.inside().header.anchor.count

    before = noted()
    workplace.open_case(1)
    qtbot.waitUntil(lambda: looks(session) == ["Opened a case"])
    workplace.trail.note_end()
    qtbot.waitUntil(lambda: noted() > before)
    assert noted() == trail_head(session).count


def test_pages_of_no_record_are_no_looks(session: Session, work: SessionWork) -> None:
    watch = TrailWatch(session, work)
    watch.note("today", 0)
    watch.note("intake", 0)
    watch.flush()
    assert looks(session) == []
