"""The timeline, the clock card, the list of checks and the facts."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from ui.common.checks import Check, CheckList
from ui.common.clock_card import ClockBar, ClockCard, ClockStep, ClockView
from ui.common.facts import Fact, Facts
from ui.common.timeline import Timeline, TimelineEntry, TimelineLink

LETTER = TimelineEntry(
    "letter",
    "Letter posted",
    "Mon 16 Nov, 15:58",
    body="First class.",
    links=(TimelineLink(7, "L-7, 1 page"), TimelineLink(8, "scan.pdf")),
)
CALL = TimelineEntry("call", "Call", "Thu 12 Nov, 10:05", body="He asked. " * 60)
CLOCK = ClockView(
    "paused",
    "Paused since Mon 16 Nov 2026",
    "If answered today, due Fri 4 Dec 2026",
    (
        ClockStep("Received", "Tue 27 Oct 2026", "Article 12A(2)"),
        ClockStep("One month", "Fri 27 Nov 2026", "Article 12A(1)"),
    ),
    ClockBar(20, 7, 11, "Tue 27 Oct", "Mon 16 Nov", "Fri 4 Dec"),
)
NEEDS = (
    Check("crime", "met", "Crime reference"),
    Check("sign", "missing", "Counter-signature", "Inspector or above", go="Go"),
    Check("post", "blocked", "No postal content", "Postal Services Act s.83", go="Go"),
)


@pytest.fixture
def shown(qtbot, theme):
    def show(widget, width=480, height=400):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        qtbot.waitUntil(widget.isActiveWindow)
        return widget

    return show


def words(widget):
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisible()]


def test_the_keyboard_opens_a_link_of_the_timeline(qtbot, shown):
    history = shown(Timeline())
    history.set_entries([CALL, LETTER])
    opened = []
    history.link_chosen.connect(opened.append)
    history.setFocus()
    history.setCurrentIndex(history.model().index(0, 0))
    qtbot.keyClick(history, Qt.Key.Key_Return)
    qtbot.keyClick(history, Qt.Key.Key_Down)
    qtbot.keyClick(history, Qt.Key.Key_Return)
    qtbot.keyClick(history, Qt.Key.Key_Right)
    qtbot.keyClick(history, Qt.Key.Key_Return)
    assert opened == [7, 8]


def test_a_click_opens_a_link_of_the_timeline(qtbot, shown):
    history = shown(Timeline())
    history.set_entries([LETTER])
    view = history.viewport()
    with qtbot.waitSignal(history.link_chosen) as chosen:
        place = history.link_place(0, 1).center()
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert chosen.args == [8]


def test_long_words_of_the_timeline_wrap(shown):
    history = shown(Timeline())
    history.set_entries([CALL, LETTER])
    index = history.model().index(0, 0)
    wide = history.visualRect(index).height()
    history.resize(280, 400)
    history.doItemsLayout()
    assert history.visualRect(index).height() > wide
    spoken = index.siblingAtRow(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == (
        "Letter posted. Mon 16 Nov, 15:58. First class. L-7, 1 page. scan.pdf"
    )


def test_five_hundred_entries_need_no_widgets_of_their_own(shown):
    history = shown(Timeline())
    before = len(history.findChildren(QWidget))
    history.set_entries([LETTER] * 500)
    history.scrollToBottom()
    assert not history.grab().isNull()
    assert len(history.findChildren(QWidget)) == before


def test_why_unfolds_the_working(qtbot, shown):
    card = shown(ClockCard(), 900, 300)
    card.set_clock(CLOCK)
    assert words(card) == [CLOCK.headline, CLOCK.second]
    card.why.setFocus()
    qtbot.keyClick(card.why, Qt.Key.Key_Space)
    assert card.is_unfolded()
    shown_words = words(card)
    for step in CLOCK.steps:
        assert {step.fact, step.value, step.reason} <= set(shown_words)
    card.set_clock(ClockView("waiting", "Not started", "Waiting for identity"))
    assert words(card) == ["Not started", "Waiting for identity"]
    assert not card.why.isVisible()


def test_a_narrow_clock_card_has_no_bar(shown):
    card = shown(ClockCard(), 900, 300)
    card.set_clock(CLOCK)
    card.set_unfolded(True)
    bars = [w for w in card.findChildren(QWidget) if "days used" in w.accessibleName()]
    assert [bar.isVisible() for bar in bars] == [True]
    card.set_narrow(True)
    assert [bar.isVisible() for bar in bars] == [False]


def test_what_blocks_comes_first_and_its_line_leads_there(qtbot, shown):
    needs = shown(CheckList("What this request needs"))
    needs.set_checks(NEEDS)
    assert [line.check_key for line in needs.lines()] == ["post", "sign", "crime"]
    assert needs.counts()["blocked"] == 1
    line = needs.lines()[1]
    assert line.accessibleName() == (
        "Missing: Counter-signature. Inspector or above. Go"
    )
    with qtbot.waitSignal(needs.jump) as jump:
        qtbot.keyClick(line, Qt.Key.Key_Return)
    assert jump.args == ["sign"]
    assert needs.lines()[2].focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_keyboard_stays_on_its_line_when_the_list_changes(shown):
    needs = shown(CheckList())
    needs.set_checks(NEEDS)
    needs.lines()[1].setFocus()
    needs.set_checks((*NEEDS[:2], Check("post", "met", "No postal content")))
    assert needs.lines()[0].check_key == "sign"
    assert needs.lines()[0].hasFocus()


def test_a_fact_without_a_value_is_left_out(qtbot, shown):
    facts = shown(Facts([Fact("Owner", "Priya Raman"), Fact("Their ref", "")]))
    assert words(facts) == ["Owner", "Priya Raman"]
    facts.set_facts([Fact("Address", "The Old Toll House\nWESTHAVEN <b>ZY3</b>")])
    expected = ["Address", "The Old Toll House\nWESTHAVEN <b>ZY3</b>"]
    qtbot.waitUntil(lambda: words(facts) == expected)
