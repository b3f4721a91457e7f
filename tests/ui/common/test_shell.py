"""The rail, quick find, the status bar, and the frame around the pages."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.common.frame import Frame
from ui.common.page import Page
from ui.common.rail import Rail, RailItem
from ui.common.status_bar import StatusBar
from ui.common.top_bar import Hit, TopBar

PLACES = (
    RailItem("today", "Today", "today", "Ctrl+1"),
    RailItem("cases", "Cases", "cases", "Ctrl+2"),
)
FOOT = (RailItem("lock", "Lock", "lock", "Ctrl+L"),)
HITS = (
    Hit("access", "AR-2026-00131", "Mr Casimir Thackeray", 131),
    Hit("access", "AR-2026-00132", "Ms Saskia <b>Trevanion</b>", 132),
)


class Plain(QWidget):
    def __init__(self):
        super().__init__()
        self.told = []
        column = QVBoxLayout(self)
        self.first, self.second = QLineEdit(), QLineEdit()
        column.addWidget(self.first)
        column.addWidget(self.second)

    def set_narrow(self, narrow):
        self.told.append(narrow)


class Read(Page):
    def __init__(self):
        super().__init__("Cases")
        self.times = 0
        self.field = QLineEdit()
        self.body.addWidget(QLineEdit())
        self.body.addWidget(self.field)

    def opened(self):
        self.times += 1

    def first_focus(self):
        return self.field


def find(text):
    return [hit for hit in HITS if text.lower() in hit.title.lower()]


@pytest.fixture
def frame(qtbot, theme):
    frame = Frame(
        Rail("Fernleigh", PLACES, foot=FOOT),
        TopBar(find),
        StatusBar(),
        watermark="DEMO: made-up people",
    )
    frame.add_page("today", Plain())
    frame.add_page("cases", Read())
    qtbot.addWidget(frame)
    frame.resize(1280, 800)
    frame.show()
    qtbot.waitExposed(frame)
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    return frame


def button(frame, word):
    return next(b for b in frame.rail.findChildren(QWidget) if word_of(b) == word)


def word_of(widget):
    return widget.text() if hasattr(widget, "text") else ""


def test_a_place_is_asked_for_and_stays_where_it_was(qtbot, frame):
    frame.rail.set_current("today")
    with qtbot.waitSignal(frame.rail.chosen) as chosen:
        qtbot.mouseClick(button(frame, "Cases"), Qt.MouseButton.LeftButton)
    assert chosen.args == ["cases"]
    assert frame.rail.current() == "today"


def test_arrow_keys_go_through_the_places(qtbot, frame):
    frame.rail.set_current("today")
    button(frame, "Today").setFocus()
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Down)
    assert button(frame, "Cases").hasFocus()
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Down)
    assert button(frame, "Today").hasFocus()
    with qtbot.waitSignal(frame.rail.chosen) as chosen:
        qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_Return)
    assert chosen.args == ["today"]


@pytest.mark.parametrize(
    ("width", "height", "narrow"),
    [(1280, 800, False), (1024, 640, True), (960, 540, True)],
)
def test_the_rail_gives_way_to_the_page(frame, width, height, narrow):
    frame.resize(width, height)
    assert (frame.width(), frame.height()) == (width, height)
    assert frame.rail.is_collapsed() is narrow
    assert frame.rail.width() == (56 if narrow else 168)
    assert frame.page("today").told[-1] is narrow
    request = frame.top_bar.request_button
    assert request.accessibleName() == "Third-party request"
    assert bool(request.text()) is not narrow
    assert button(frame, "Cases").accessibleName() == "Cases"
    assert frame.top_bar.watermark.isVisible()
    assert not frame.top_bar.quick_find.geometry().intersects(
        frame.top_bar.watermark.geometry()
    )


def test_a_page_is_told_that_it_is_opened_and_has_the_keyboard(frame):
    frame.show_page("cases")
    page = frame.page("cases")
    assert page.times == 1
    assert page.field.hasFocus()
    frame.show_page("today")
    assert frame.page("today").first.hasFocus()
    assert frame.current_page() == "today"


def test_f6_goes_to_the_shell_and_back_to_the_same_field(qtbot, frame):
    frame.show_page("today")
    frame.page("today").second.setFocus()
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_F6)
    assert frame.top_bar.quick_find.hasFocus()
    qtbot.keyClick(frame.focusWidget(), Qt.Key.Key_F6)
    assert frame.page("today").second.hasFocus()


def test_quick_find_answers_while_typing_and_enter_takes_a_result(qtbot, frame):
    field = frame.top_bar.quick_find
    frame.show_page("today")
    qtbot.keyClick(
        frame.focusWidget(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier
    )
    assert field.hasFocus()
    qtbot.keyClicks(field, "ar-2026")
    qtbot.waitUntil(field.is_open)
    assert field.results.model.rowCount() == 2
    qtbot.keyClick(field, Qt.Key.Key_Down)
    with qtbot.waitSignal(frame.top_bar.hit_chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [HITS[1]]
    assert not field.is_open()
    assert field.text() == ""


def test_enter_does_not_wait_for_the_answer(qtbot, frame):
    field = frame.top_bar.quick_find
    field.take_keyboard()
    qtbot.keyClicks(field, "00132")
    with qtbot.waitSignal(frame.top_bar.hit_chosen) as chosen:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert chosen.args == [HITS[1]]


def test_escape_closes_the_results_then_empties_the_field(qtbot, frame):
    field = frame.top_bar.quick_find
    field.take_keyboard()
    qtbot.keyClicks(field, "nothing like it")
    qtbot.waitUntil(field.is_open)
    assert field.results.nothing.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert not field.is_open()
    assert field.text() == "nothing like it"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


def test_the_two_buttons_start_work(qtbot, frame):
    with qtbot.waitSignal(frame.top_bar.new_post):
        qtbot.mouseClick(frame.top_bar.post_button, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(frame.top_bar.new_request):
        qtbot.mouseClick(frame.top_bar.request_button, Qt.MouseButton.LeftButton)


def test_the_status_bar_shows_what_it_was_told(frame):
    bar = frame.status_bar
    bar.set_member("Priya Raman")
    bar.set_waiting(1)
    bar.set_saved("Draft saved 10:42")
    words = [part.text() for part in bar.findChildren(QWidget) if part.isVisible()]
    assert words == ["Priya Raman", "1 letter to print and post", "Draft saved 10:42"]
    bar.set_waiting(0)
    frame.resize(960, 540)
    words = [part.text() for part in bar.findChildren(QWidget) if part.isVisible()]
    assert words == ["Draft saved 10:42"]
