"""The deadline calculator, typed into like a person would."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import Clock
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from isteam_app.domain.cases import EventKind
from isteam_app.domain.dates import long_date
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.theme import Theme
from ui.deadlines.calculator_page import CalculatorPage

VECTORS = json.loads(
    (Path(__file__).parents[2] / "data" / "deadlines.json").read_text(encoding="utf-8")
)["vectors"]
DATED = [vector for vector in VECTORS if vector["expect"].get("due")]


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[CalculatorPage]:
    background = Background()
    made = CalculatorPage(session, background)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    background.close()


def type_events(qtbot, page: CalculatorPage, events: list[dict[str, str]]) -> None:
    """Choose each event from the menu and type its day."""
    menu = page.events.add_button.menu()
    for event in events:
        if event["event"] == "received":
            line = page.events.received
        else:
            action = next(a for a in menu.actions() if a.data() == event["event"])
            action.trigger()
            line = page.events.lines[-1]
        line.day.focus_field()
        qtbot.keyClicks(line.day.edit, event["date"])
        qtbot.keyClick(line.day.edit, Qt.Key.Key_Tab)


def enter(qtbot, page: CalculatorPage, vector: dict) -> None:
    page.request.set_value(vector["request"])
    page.nation.set_value(vector["calendar"])
    page.reading.set_value(vector["pause_reading"])
    type_events(qtbot, page, vector["events"])


@pytest.mark.parametrize("vector", DATED[::4], ids=lambda vector: vector["id"])
def test_the_agreed_dates_come_out(qtbot, page, vector):
    enter(qtbot, page, vector)
    expected = date.fromisoformat(vector["expect"]["due"])
    assert long_date(expected) in page.clock.accessibleName()
    assert page.copy.isEnabled()


def test_an_answer_before_its_question_is_refused_at_its_line(qtbot, page):
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "27/10/2026"},
            {"event": "clarification_received", "date": "23/11/2026"},
        ],
    )
    line = page.events.lines[1]
    assert "had not been asked for" in line.day.problem()
    assert line.day.text() == "Mon 23 Nov 2026"
    assert not page.copy.isEnabled()
    qtbot.mouseClick(line.remove, Qt.MouseButton.LeftButton)
    assert "Due Fri 27 Nov 2026" in page.clock.accessibleName()


def test_of_two_such_events_the_sentence_is_at_the_one_it_names(qtbot, page):
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "27/10/2026"},
            {"event": "identity_asked", "date": "20/10/2026"},
            {"event": "identity_asked", "date": "29/10/2026"},
        ],
    )
    first, second = page.events.lines[1:]
    assert "before the request was received" in first.day.problem()
    assert second.day.problem() == ""


def test_a_complaint_cannot_be_extended(qtbot, page):
    page.request.set_value("data_protection_complaint")
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "20/11/2026"},
            {"event": "extended", "date": "23/11/2026"},
        ],
    )
    assert "cannot be paused" in page.events.lines[1].day.problem()


def test_a_day_that_is_none_says_what_to_type(qtbot, page):
    type_events(qtbot, page, [{"event": "received", "date": "31 Feb 2028"}])
    assert "February 2028 has 29 days" in page.events.received.day.problem()
    assert page.events.received.day.text() == "31 Feb 2028"
    assert "Enter the day" in page.clock.accessibleName()


def test_29_february_runs_to_29_march(qtbot, page):
    type_events(qtbot, page, [{"event": "received", "date": "29 Feb 2028"}])
    assert "Wed 29 Mar 2028" in page.clock.accessibleName()


def test_an_event_without_a_day_is_said_to_be_left_out(qtbot, page):
    type_events(qtbot, page, [{"event": "received", "date": "27/10/2026"}])
    page.events.add(EventKind.EXTENDED)
    assert page.left_out.isVisible()
    assert page.left_out.text.text() == "Extension notified"
    page.events.lines[1].day.set_text("16/11/2026")
    assert not page.left_out.isVisible()
    assert "Wed 27 Jan 2027" in page.clock.accessibleName()


def test_a_pause_shows_both_readings_and_what_an_answer_today_would_mean(qtbot, page):
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "27/10/2026"},
            {"event": "clarification_asked", "date": "16/11/2026"},
        ],
    )
    said = page.clock.accessibleName()
    assert "Paused since Mon 16 Nov 2026" in said
    assert "If it came today, due Fri 4 Dec 2026" in said
    type_events(
        qtbot, page, [{"event": "clarification_received", "date": "23/11/2026"}]
    )
    shown = {fact.label: fact.value for fact in page.facts.facts()}
    assert shown["The other reading"].startswith("Mon 7 Dec 2026")
    assert shown["Post the answer by"] == "Wed 2 Dec 2026"
    assert shown["Notify an extension by"] == "Fri 4 Dec 2026"


def test_dates_beyond_the_known_holidays_carry_a_warning(qtbot, page):
    type_events(qtbot, page, [{"event": "received", "date": "10 Nov 2035"}])
    assert page.warning.isVisible()


def test_the_working_is_copied_as_plain_text(qtbot, page):
    type_events(qtbot, page, [{"event": "received", "date": "27/10/2026"}])
    qtbot.mouseClick(page.copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Access: a copy of their data\nDue Fri 27 Nov 2026")
    assert "Article 12A" in text
    assert "Worked out on Mon 23 Nov 2026" in text


def test_what_was_entered_survives_a_lock(qtbot, page, session, clock: Clock):
    assert page.half_typed() is None
    page.request.set_value("erasure")
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "27/10/2026"},
            {"event": "identity_asked", "date": "29/10/2026"},
        ],
    )
    page.events.lines[1].day.edit.setText("half a da")
    kept = page.half_typed()
    assert kept is not None
    background = Background()
    fresh = CalculatorPage(session, background)
    qtbot.addWidget(fresh)
    fresh.restore_typing(kept)
    assert fresh.half_typed() == kept
    assert fresh.request.value() == "erasure"
    background.close()


def test_start_again_empties_it(qtbot, page):
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "27/10/2026"},
            {"event": "fee_asked", "date": "29/10/2026"},
        ],
    )
    qtbot.mouseClick(page.again, Qt.MouseButton.LeftButton)
    assert len(page.events.lines) == 1
    assert page.events.received.day.is_empty()
    assert page.half_typed() is None


@pytest.mark.parametrize("choice", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_it_looks_right(qtbot, page, theme: Theme, choice, size):
    theme.set_choice(choice)
    type_events(
        qtbot,
        page,
        [
            {"event": "received", "date": "27/10/2026"},
            {"event": "clarification_asked", "date": "16/11/2026"},
            {"event": "clarification_received", "date": "20/11/2026"},
        ],
    )
    settle(page, size)
    assert findings(page) == []
    page.events.lines[2].day.set_text("1/10/2026")
    settle(page, size)
    assert findings(page) == []
